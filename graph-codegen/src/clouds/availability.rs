use std::{fmt, ops::BitAnd};

use super::Cloud;

/// A set of clouds: those in which something is available.
///
/// ```
/// use graph_codegen::clouds::{Availability, Cloud};
///
/// let availability = Availability::from_iter([Cloud::Global, Cloud::China]);
/// assert!(availability.contains(Cloud::China) && !availability.contains(Cloud::UsGovernment));
/// assert_eq!(availability.to_string(), "Global, China");
/// assert!(!availability.is_in_all_of(Availability::PUBLIC));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Availability(u16);

impl Availability {
    /// All clouds.
    pub const ALL: Self = Self((1 << Cloud::ALL.len()) - 1);
    /// The clouds that the API reference documents; see [`Cloud::PUBLIC`].
    pub const PUBLIC: Self = Self((1 << Cloud::PUBLIC.len()) - 1);
    /// No cloud.
    pub const NONE: Self = Self(0);

    /// Returns whether it is available in a cloud.
    #[must_use]
    pub const fn contains(self, cloud: Cloud) -> bool {
        self.0 & (1 << cloud as u16) != 0
    }

    /// Returns whether it is available in all clouds of a set.
    #[must_use]
    pub const fn is_in_all_of(self, clouds: Self) -> bool {
        self.0 & clouds.0 == clouds.0
    }

    /// Returns whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the set with another cloud.
    #[must_use]
    pub const fn with(self, cloud: Cloud) -> Self {
        Self(self.0 | 1 << cloud as u16)
    }

    /// Returns the clouds that are in this set and not in another.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Returns the clouds, in the order of [`Cloud::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Cloud> {
        Cloud::ALL.into_iter().filter(move |cloud| self.contains(*cloud))
    }

    /// Returns the set as a number with a bit for each cloud, as generated code has it: the lowest is for
    /// [`Cloud::Global`].
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// The clouds of several documents, each given by its letter; `*` is all of them.
    pub(super) fn of_letters(letters: &str) -> Option<Self> {
        if letters == "*" {
            return Some(Self::ALL);
        }
        let mut availability = Self::NONE;
        for letter in letters.bytes() {
            availability.0 |= match letter {
                b'P' => 1 << Cloud::Global as u16,
                b'F' => 1 << Cloud::UsGovernment as u16 | 1 << Cloud::UsGovernmentDod as u16,
                b'M' => 1 << Cloud::China as u16,
                b'N' => 1 << Cloud::UsNat as u16,
                b'S' => 1 << Cloud::UsSec as u16,
                b'B' => 1 << Cloud::Bleu as u16,
                b'D' => 1 << Cloud::Delos as u16,
                b'G' => 1 << Cloud::GovSg as u16,
                _ => return None,
            };
        }
        Some(availability)
    }

    /// The letters of its documents.
    #[cfg(feature = "tools")]
    pub(super) fn letters(self) -> String {
        if self == Self::ALL {
            return "*".to_owned();
        }
        let letters = [
            (Cloud::Global, 'P'),
            (Cloud::UsGovernment, 'F'),
            (Cloud::China, 'M'),
            (Cloud::UsNat, 'N'),
            (Cloud::UsSec, 'S'),
            (Cloud::Bleu, 'B'),
            (Cloud::Delos, 'D'),
            (Cloud::GovSg, 'G'),
        ];
        letters.into_iter().filter(|(cloud, _)| self.contains(*cloud)).map(|(_, letter)| letter).collect()
    }
}

impl BitAnd for Availability {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl FromIterator<Cloud> for Availability {
    fn from_iter<I: IntoIterator<Item = Cloud>>(clouds: I) -> Self {
        clouds.into_iter().fold(Self::NONE, Self::with)
    }
}

/// Lists the clouds; "no cloud" if there is none.
impl fmt::Display for Availability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("no cloud");
        }
        for (index, cloud) in self.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { ", " })?;
            f.write_str(cloud.name())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Availability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::{Availability, Cloud};

    #[test]
    fn a_document_is_that_of_all_its_clouds() {
        let fairfax = Availability::of_letters("F").unwrap();
        assert_eq!(fairfax, Availability::from_iter([Cloud::UsGovernment, Cloud::UsGovernmentDod]));
        assert_eq!(Availability::of_letters("PFMNSBDG"), Some(Availability::ALL));
        assert_eq!(Availability::of_letters("*"), Some(Availability::ALL));
        assert_eq!(Availability::of_letters("PX"), None);
        assert_eq!(Availability::PUBLIC.to_string(), "Global, UsGovernment, UsGovernmentDod, China");
        assert_eq!(Availability::NONE.to_string(), "no cloud");
    }

    #[cfg(feature = "tools")]
    #[test]
    fn letters_are_read_as_they_are_written() {
        for letters in ["", "P", "PF", "MNSBDG", "*"] {
            assert_eq!(Availability::of_letters(letters).unwrap().letters(), letters);
        }
    }
}
