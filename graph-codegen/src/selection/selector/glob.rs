/// A pattern for names: `*` matches any characters except the separator, `**` any characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Glob {
    text: String,
}

impl Glob {
    /// Creates a pattern from its text.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }

    /// The pattern's text.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the pattern has no wildcard.
    pub(crate) fn is_literal(&self) -> bool {
        !self.text.contains('*')
    }

    /// Whether all of `name` matches. `*` does not match `separator`.
    pub(crate) fn matches(&self, name: &str, separator: char) -> bool {
        if separator.is_ascii() {
            // Bytes of non-ASCII characters are never ASCII bytes, so matching bytes is equivalent.
            return matches(self.text.as_bytes(), name.as_bytes(), b'*', separator as u8);
        }
        let characters = |text: &str| text.chars().collect::<Vec<char>>();
        matches(&characters(&self.text), &characters(name), '*', separator)
    }
}

/// Whether all of `name` matches `pattern`.
fn matches<T: Copy + PartialEq>(pattern: &[T], name: &[T], star: T, separator: T) -> bool {
    // For one kind of wildcard, backtracking to the last one is enough. With two kinds, the last `**` is kept as well,
    // so the time is still proportional to pattern × name.
    let (mut p, mut n) = (0, 0);
    let mut single: Option<(usize, usize)> = None;
    let mut double: Option<(usize, usize)> = None;
    loop {
        if pattern.get(p) == Some(&star) {
            if pattern.get(p + 1) == Some(&star) {
                p += 2;
                if p == pattern.len() {
                    return true;
                }
                double = Some((p, n));
                single = None;
            } else {
                p += 1;
                single = Some((p, n));
            }
        } else if n == name.len() && p == pattern.len() {
            return true;
        } else if n < name.len() && pattern.get(p) == Some(&name[n]) {
            p += 1;
            n += 1;
        } else if let Some((after, at)) = single.filter(|(_, at)| *at < name.len() && name[*at] != separator) {
            single = Some((after, at + 1));
            (p, n) = (after, at + 1);
        } else if let Some((after, at)) = double.filter(|(_, at)| *at < name.len()) {
            single = None;
            double = Some((after, at + 1));
            (p, n) = (after, at + 1);
        } else {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Glob;

    fn matches(pattern: &str, name: &str) -> bool {
        Glob::new(pattern).matches(name, '.')
    }

    #[test]
    fn one_star_stops_at_the_separator() {
        assert!(matches("microsoft.graph.*", "microsoft.graph.user"));
        assert!(!matches("microsoft.graph.*", "microsoft.graph.security.user"));
        assert!(matches("microsoft.graph.**", "microsoft.graph.security.user"));
        assert!(matches("**.user", "microsoft.graph.security.user"));
        assert!(matches("**", "x"));
        assert!(matches("*License*", "reprocessLicenseAssignment"));
        assert!(!matches("*License", "reprocessLicenseAssignment"));
        assert!(matches("**a*b", "x.a.ab"));
        assert!(!matches("", "x"));
        assert!(matches("*", ""));
    }

    #[test]
    fn characters_beyond_ascii_match_as_a_whole() {
        assert!(matches("**ß*ü", "x.größeü"));
        assert!(!matches("*ß*ü", "größe.ü"));
        assert!(!matches("*\u{fc}", "x\u{17c}"));
        assert!(Glob::new("*ü·b").matches("aü·b", '·') && !Glob::new("*b").matches("a·b", '·'));
    }
}
