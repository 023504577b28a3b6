//! Documents in which clouds something is available.

use crate::{clouds::Availability, plan::CloudRestriction};

/// A sentence about the clouds, unless all that the API reference documents are among them.
pub(in crate::plan) fn cloud_docs(availability: Option<Availability>) -> Option<String> {
    match availability {
        Some(availability) if availability.is_in_all_of(Availability::PUBLIC) => None,
        Some(availability) => Some(format!("Clouds: {availability}.")),
        None => Some("Clouds: not known.".to_owned()),
    }
}

/// Adds the clouds to a line of documentation.
pub(in crate::plan) fn with_clouds(mut line: String, clouds: Option<CloudRestriction>) -> String {
    match clouds {
        Some(CloudRestriction::Only(clouds)) if !clouds.is_in_all_of(Availability::PUBLIC) => {
            line.push_str(&format!(" (clouds: {clouds})"));
        }
        Some(CloudRestriction::Unknown) => line.push_str(" (clouds: not known)"),
        _ => {}
    }
    line
}

#[cfg(test)]
mod tests {
    use super::{Availability, CloudRestriction, with_clouds};
    use crate::clouds::Cloud;

    #[test]
    fn clouds_are_said_if_a_documented_one_is_missing() {
        let line = |clouds: &[Cloud]| {
            let clouds = CloudRestriction::Only(clouds.iter().copied().collect::<Availability>());
            with_clouds("`id`: a key".to_owned(), Some(clouds))
        };
        assert_eq!(line(&[Cloud::Global, Cloud::Bleu]), "`id`: a key (clouds: Global, Bleu)");
        assert_eq!(line(&Cloud::PUBLIC), "`id`: a key");
        assert_eq!(with_clouds("`id`".to_owned(), None), "`id`");
        assert_eq!(with_clouds("`id`".to_owned(), Some(CloudRestriction::Unknown)), "`id` (clouds: not known)");
    }
}
