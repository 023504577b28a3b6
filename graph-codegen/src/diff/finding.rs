use super::{Bump, Level, Rule, Verdicts};

/// A position in a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Location {
    /// The name of the document, as given.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// Whether the service said before that an element would be removed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// Nothing was removed.
    NotNeeded,
    /// The element was deprecated, and the time that was announced, or two years without a date of removal, has passed.
    Given,
    /// The element was deprecated, but its time has not come, or the deprecation has no date.
    TooShort,
    /// The element was not deprecated: it is probably missing by mistake.
    NotGiven,
}

impl Notice {
    /// Returns the name: `not-needed`, `given`, `too-short`, `not-given`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NotNeeded => "not-needed",
            Self::Given => "given",
            Self::TooShort => "too-short",
            Self::NotGiven => "not-given",
        }
    }
}

/// A change of an element.
///
/// Its texts are from documents: names, types, values. Formats escape them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The kind of change.
    pub rule: Rule,
    /// The element: `microsoft.graph.user`, `microsoft.graph.user/displayName`, `/users`.
    pub element: String,
    /// What changed, without a full stop.
    pub message: String,
    /// What the change breaks.
    pub verdicts: Verdicts,
    /// Whether a removal was announced.
    pub notice: Notice,
    /// Where the element, or the one that has it, is in the old document.
    pub old: Option<Location>,
    /// Where the element, or the one that has it, is in the new document.
    pub new: Option<Location>,
    /// Why the selection uses the element, down to a selector. Empty without selectors.
    pub reasons: Vec<String>,
    /// Remarks, such as the likely new name.
    pub notes: Vec<String>,
    /// Identifies the change, also in later comparisons of other documents.
    pub fingerprint: String,
}

impl Finding {
    /// Returns how much it matters.
    #[must_use]
    pub fn level(&self) -> Level {
        if self.rule == Rule::IgnoreExpired {
            Level::Error
        } else if self.verdicts.is_breaking() {
            if self.notice == Notice::Given { Level::Note } else { Level::Error }
        } else if self.verdicts.is_safe() {
            Level::Note
        } else {
            Level::Warning
        }
    }

    /// Returns the part of a semantic version that it increases.
    #[must_use]
    pub fn bump(&self) -> Bump {
        self.rule.bump(self.verdicts)
    }
}

/// The fingerprint of a change: a hash of the rule, the element, and what the value was and is.
///
/// It does not depend on positions, other changes, or the selection.
pub(super) fn fingerprint(rule: Rule, element: &str, values: [&str; 2]) -> String {
    // FNV-1a: stable between platforms and releases. Nobody gains from a collision.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in [rule.id(), element, values[0], values[1]] {
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::{Rule, fingerprint};

    #[test]
    fn fingerprints_stay() {
        let of = |element, values| fingerprint(Rule::PropertyTypeChanged, element, values);
        assert_eq!(of("n.t/p", ["Edm.Int32", "Edm.Int64"]), of("n.t/p", ["Edm.Int32", "Edm.Int64"]));
        assert_ne!(of("n.t/p", ["Edm.Int32", "Edm.Int64"]), of("n.t/p", ["Edm.Int32", "Edm.Byte"]));
        assert_ne!(of("n.t/p", ["ab", "c"]), of("n.t/p", ["a", "bc"]));
        assert_eq!(fingerprint(Rule::TypeRemoved, "n.t", ["", ""]), "32fd081a82e1b7fe");
    }
}
