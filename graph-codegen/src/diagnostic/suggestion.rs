/// The candidate that a misspelt `name` was most likely meant to be, if one is close enough.
///
/// Letter case alone is no distance: `users` suggests `Users` before `user`.
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = name.to_lowercase();
    let allowed = (name.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&folded, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by(|left, right| left.cmp(right))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn a_slip_is_mended_and_a_stranger_is_not() {
        let names = ["reprocessLicenseAssignment", "assignLicense", "sendMail"];
        assert_eq!(closest("reprocessLicenceAssignment", names), Some("reprocessLicenseAssignment"));
        assert_eq!(closest("AssignLicense", names), Some("assignLicense"));
        assert_eq!(closest("delete", names), None);
    }
}
