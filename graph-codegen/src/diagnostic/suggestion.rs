/// The maximum length of a name that is compared; comparison takes quadratic time.
const MAX_LENGTH: usize = 200;

/// Returns the candidate that a misspelled `name` most likely means, if one is close enough.
///
/// Case is ignored: `users` suggests `Users` before `user`.
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    closest_within(name, candidates, (name.chars().count() / 3).max(1))
}

/// Like [`closest`], for candidates that differ in at most `allowed` characters.
pub(crate) fn closest_within<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    allowed: usize,
) -> Option<&'a str> {
    let length = name.chars().count();
    if length > MAX_LENGTH {
        return None;
    }
    let folded = name.to_lowercase();
    candidates
        .into_iter()
        // The edit distance is at least the difference in length, and a character has at most four bytes.
        .filter(|candidate| candidate.len() <= 4 * (length + allowed))
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .map(|candidate| (strsim::damerau_levenshtein(&folded, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by(|left, right| left.cmp(right))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn misspelled_names_have_suggestions_and_unrelated_ones_do_not() {
        let names = ["reprocessLicenseAssignment", "assignLicense", "sendMail"];
        assert_eq!(closest("reprocessLicenceAssignment", names), Some("reprocessLicenseAssignment"));
        assert_eq!(closest("AssignLicense", names), Some("assignLicense"));
        assert_eq!(closest("delete", names), None);
        assert_eq!(closest("größe", ["Gröte", "GRÖßE"]), Some("GRÖßE"));
    }

    #[test]
    fn long_names_are_not_compared() {
        let long = "x".repeat(1 << 20);
        assert_eq!(closest(&long, [&*long]), None);
        assert_eq!(closest("xx", [&*long, "xy"]), Some("xy"));
    }
}
