//! Ids in texts: UUIDs, and names such as `ann@contoso.com`.

/// An id that is replaced.
pub(super) enum Id<'a> {
    Uuid(String),
    /// A name with the sign that separates its domain, `@` or `%40`.
    Name(String, &'a str),
}

/// Replaces ids.
pub(super) fn replace_ids(text: &str, mut replace: impl FnMut(Id<'_>) -> String) -> String {
    let is_word = |character: char| character.is_ascii_alphanumeric() || "-._+%@#".contains(character);
    let (mut replaced, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(start) = rest.find(is_word) {
        let (before, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|character| !is_word(character)).unwrap_or(from.len()));
        replaced.push_str(before);
        match id(word) {
            Some(id) => replaced.push_str(&replace(id)),
            None => replaced.push_str(word),
        }
        rest = after;
    }
    replaced.push_str(rest);
    replaced
}

fn id(word: &str) -> Option<Id<'static>> {
    if is_uuid(word) {
        return Some(Id::Uuid(word.to_ascii_lowercase()));
    }
    ["@", "%40"].into_iter().find_map(|at| {
        let (name, domain) = word.split_once(at)?;
        let is_name = !name.is_empty()
            && domain.contains('.')
            && !domain.starts_with("odata")
            && !domain.contains(['@', '%', '#']);
        is_name.then(|| Id::Name(format!("{name}@{domain}").to_ascii_lowercase(), at))
    })
}

pub(super) fn is_uuid(word: &str) -> bool {
    let mut parts = word.split('-');
    let lengths = [8, 4, 4, 4, 12];
    let is_hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    lengths.iter().all(|length| parts.next().is_some_and(|part| part.len() == *length && is_hex(part)))
        && parts.next().is_none()
}
