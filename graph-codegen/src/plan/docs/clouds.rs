//! Documents in which clouds something is available.

use crate::clouds::Availability;

/// A sentence about the clouds, unless all that the API reference documents are among them.
pub(in crate::plan) fn cloud_docs(availability: Option<Availability>) -> Option<String> {
    let availability = availability.filter(|availability| !availability.is_in_all_of(Availability::PUBLIC))?;
    Some(format!("Clouds: {availability}."))
}

/// Adds the clouds to a line of documentation.
pub(in crate::plan) fn with_clouds(mut line: String, availability: Option<Availability>) -> String {
    if let Some(availability) = availability.filter(|availability| !availability.is_in_all_of(Availability::PUBLIC)) {
        line.push_str(&format!(" (clouds: {availability})"));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::{Availability, with_clouds};
    use crate::clouds::Cloud;

    #[test]
    fn clouds_are_said_if_a_documented_one_is_missing() {
        let line = |clouds: Option<&[Cloud]>| {
            let availability = clouds.map(|clouds| clouds.iter().copied().collect::<Availability>());
            with_clouds("`id`: a key".to_owned(), availability)
        };
        assert_eq!(line(Some(&[Cloud::Global, Cloud::Bleu])), "`id`: a key (clouds: Global, Bleu)");
        assert_eq!(line(Some(&Cloud::PUBLIC)), "`id`: a key");
        assert_eq!(line(None), "`id`: a key");
    }
}
