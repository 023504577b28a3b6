use crate::clouds::Availability;

/// The clouds that have an element, where they are not those that have what it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CloudRestriction {
    /// Only these.
    Only(Availability),
    /// The table of clouds does not have the element, which may be newer.
    Unknown,
}

impl CloudRestriction {
    /// What is to be said of an element whose owner is in the clouds `of`.
    pub(super) fn beside(of: Availability, found: Option<Availability>) -> Option<Self> {
        match found {
            Some(found) if found == of => None,
            Some(found) => Some(Self::Only(found)),
            None => Some(Self::Unknown),
        }
    }
}
