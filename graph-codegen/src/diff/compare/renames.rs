//! Likely new names of what was removed.

use crate::diagnostic::closest_within;

/// How many pairs of names are compared for one element at most; comparison takes quadratic time.
const MAX_PAIRS: usize = 20_000;

/// Returns the added name that a removed one most likely has now.
///
/// `added` are the names of added elements of the same kind and type.
pub(super) fn likely_name<'a>(removed: &str, removed_count: usize, added: &[&'a str]) -> Option<&'a str> {
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
