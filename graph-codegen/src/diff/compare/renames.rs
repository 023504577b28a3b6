//! Likely new names of what was removed.

use std::collections::HashMap;

use crate::diagnostic::closest_within;

/// How many pairs of names are compared at most; comparison takes quadratic time.
const MAX_PAIRS: usize = 20_000;

/// Added elements, by their form: the kind or type that an element keeps if it is renamed.
#[derive(Debug, Default)]
pub(super) struct Candidates<'a> {
    by_form: HashMap<String, Vec<&'a str>>,
    removed: usize,
}

impl<'a> Candidates<'a> {
    /// Creates the candidates for some removed elements, from the forms and names of added ones.
    pub(super) fn new(removed: usize, added: impl Iterator<Item = (String, &'a str)>) -> Self {
        let mut candidates = Self { by_form: HashMap::new(), removed };
        if removed > 0 {
            added.for_each(|(form, name)| candidates.by_form.entry(form).or_default().push(name));
        }
        candidates
    }

    /// Returns the name that a removed element of a form most likely has now.
    pub(super) fn likely(&self, form: &str, name: &str) -> Option<&'a str> {
        likely_name(name, self.removed, self.by_form.get(form)?)
    }

    /// Returns the name of the only element of a form that was added, if only one was removed.
    pub(super) fn only(&self, form: &str) -> Option<&'a str> {
        match self.by_form.get(form)?[..] {
            [only] if self.removed == 1 => Some(only),
            _ => None,
        }
    }
}

fn likely_name<'a>(removed: &str, removed_count: usize, added: &[&'a str]) -> Option<&'a str> {
    if added.is_empty() || removed_count.saturating_mul(added.len()) > MAX_PAIRS {
        return None;
    }
    let folded = |name: &str| name.replace('_', "").to_lowercase();
    // The same name with a prefix, a suffix, or in other case: `mail` and `primaryMail`.
    let wanted = folded(removed);
    let contains = |candidate: &&&'a str| {
        let candidate = folded(candidate);
        let (short, long) = if candidate.len() < wanted.len() { (&candidate, &wanted) } else { (&wanted, &candidate) };
        short.len() >= 4 && 2 * short.len() >= long.len() && (long.starts_with(&**short) || long.ends_with(&**short))
    };
    let close = closest_within(removed, added.iter().copied(), (removed.chars().count() / 3).max(1));
    close.or_else(|| added.iter().find(contains).copied())
}

#[cfg(test)]
mod tests {
    use super::likely_name;

    #[test]
    fn close_and_longer_names_are_likely() {
        assert_eq!(likely_name("displayName", 1, &["surname", "displayNames"]), Some("displayNames"));
        assert_eq!(likely_name("emailAddress", 1, &["primaryEmailAddress"]), Some("primaryEmailAddress"));
        assert_eq!(likely_name("faxNumber", 1, &["birthday"]), None);
        assert_eq!(likely_name("id", 1, &["identity"]), None);
        assert_eq!(likely_name("displayName", 20_001, &["displayNames"]), None);
    }
}
