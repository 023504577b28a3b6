/// A pattern of elements, in which `*` is any text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// Only stars.
    Any,
    /// No stars.
    Exact(String),
    /// The text before the first star, those between stars, and the one after the last.
    Parts { first: String, middle: Vec<String>, last: String },
}

impl Pattern {
    /// The maximum length in bytes. Elements in findings are shorter.
    pub(super) const MAX_LENGTH: usize = 2400;
    /// The maximum number of stars.
    pub(super) const MAX_STARS: usize = 16;

    /// Parses a pattern; `None` if it is too long or has too many stars.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.len() > Self::MAX_LENGTH || text.bytes().filter(|byte| *byte == b'*').count() > Self::MAX_STARS {
            return None;
        }
        let Some((first, rest)) = text.split_once('*') else { return Some(Self::Exact(text.to_owned())) };
        let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
        let middle: Vec<String> = middle.split('*').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        Some(match first.is_empty() && middle.is_empty() && last.is_empty() {
            true => Self::Any,
            false => Self::Parts { first: first.to_owned(), middle, last: last.to_owned() },
        })
    }

    /// Whether a text has the form. The time grows with the length of the text only.
    pub(super) fn matches(&self, text: &str) -> bool {
        let (first, middle, last) = match self {
            Self::Any => return true,
            Self::Exact(exact) => return exact == text,
            Self::Parts { first, middle, last } => (first, middle, last),
        };
        let Some(mut left) = text.strip_prefix(&**first).and_then(|rest| rest.strip_suffix(&**last)) else {
            return false;
        };
        for part in middle {
            let Some(at) = left.find(&**part) else { return false };
            left = &left[at + part.len()..];
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    fn matches(pattern: &str, text: &str) -> bool {
        Pattern::parse(pattern).unwrap().matches(text)
    }

    #[test]
    fn patterns_match_any_text() {
        for (pattern, text) in [
            ("*", "n.a/b"),
            ("**", ""),
            ("n.*", "n.a"),
            ("*/b", "n.a/b"),
            ("n.*/*", "n.a/b"),
            ("n.a", "n.a"),
            ("a**b*b", "abb"),
        ] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in
            [("n.*", "m.a"), ("*/c", "n.a/b"), ("n.a", "n.ab"), ("ab*ba", "aba"), ("*x*y", "y x"), ("a*b*b", "ab")]
        {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn long_patterns_and_those_with_many_stars_are_refused() {
        assert!(Pattern::parse(&"*".repeat(Pattern::MAX_STARS)).is_some());
        assert_eq!(Pattern::parse(&"*a".repeat(Pattern::MAX_STARS + 1)), None);
        assert_eq!(Pattern::parse(&"a".repeat(Pattern::MAX_LENGTH + 1)), None);
    }
}
