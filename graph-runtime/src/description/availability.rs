use std::fmt;

/// The clouds of Microsoft Graph in which something is available, according to their metadata.
///
/// ```
/// use graph_runtime::facts::Availability;
///
/// let availability = Availability::from_bits(0b1001);
/// assert!(availability.contains("China") && !availability.contains("UsGovernment"));
/// assert_eq!(availability.to_string(), "Global, China");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Availability(u16);

/// The names of the clouds. The first four are those of [`Cloud`](crate::Cloud); the others have no public endpoint.
const NAMES: [&str; 9] =
    ["Global", "UsGovernment", "UsGovernmentDod", "China", "UsNat", "UsSec", "Bleu", "Delos", "GovSg"];

impl Availability {
    /// All clouds.
    pub const ALL: Self = Self((1 << NAMES.len()) - 1);

    /// Creates a set from a number with a bit for each cloud. The lowest is for `Global`; `UsGovernment`,
    /// `UsGovernmentDod`, `China`, `UsNat`, `UsSec`, `Bleu`, `Delos` and `GovSg` follow.
    #[must_use]
    pub const fn from_bits(bits: u16) -> Self {
        Self(bits & Self::ALL.0)
    }

    /// Returns the clouds that are in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Returns whether a cloud with this name is in the set.
    #[must_use]
    pub fn contains(self, name: &str) -> bool {
        self.names().any(|known| known == name)
    }

    /// Returns the names of the clouds.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES.into_iter().enumerate().filter(move |(bit, _)| self.0 & (1 << bit) != 0).map(|(_, name)| name)
    }
}

/// Lists the clouds; "no cloud" if there is none.
impl fmt::Display for Availability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("no cloud");
        }
        for (index, name) in self.names().enumerate() {
            f.write_str(if index == 0 { "" } else { ", " })?;
            f.write_str(name)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Availability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Availability;

    #[test]
    fn sets_are_numbers() {
        assert_eq!(Availability::from_bits(u16::MAX), Availability::ALL);
        let both = Availability::from_bits(0b11).and(Availability::from_bits(0b110));
        assert_eq!(both.names().collect::<Vec<_>>(), ["UsGovernment"]);
        assert_eq!(Availability::from_bits(0).to_string(), "no cloud");
        assert!(!Availability::ALL.contains("Mars"));
    }
}
