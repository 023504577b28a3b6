use std::fmt;

/// Whether a change breaks something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// It breaks nothing.
    #[default]
    Safe,
    /// It breaks some applications, or some values.
    Maybe,
    /// It breaks every application that uses the element.
    Breaking,
}

impl Verdict {
    /// Returns the name: `safe`, `maybe`, `breaking`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Maybe => "maybe",
            Self::Breaking => "breaking",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a change breaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Verdicts {
    /// Whether requests and responses of a program that is not built again still work.
    pub wire: Verdict,
    /// Whether code that uses the generated code still compiles after it is generated again.
    pub source: Verdict,
    /// Whether a program that works and compiles may do something else.
    pub behaviour: Verdict,
}

impl Verdicts {
    /// Creates verdicts.
    #[must_use]
    pub const fn new(wire: Verdict, source: Verdict, behaviour: Verdict) -> Self {
        Self { wire, source, behaviour }
    }

    /// Returns whether something breaks on the wire or in source code.
    #[must_use]
    pub fn is_breaking(self) -> bool {
        self.wire == Verdict::Breaking || self.source == Verdict::Breaking
    }

    /// Returns whether nothing breaks.
    #[must_use]
    pub fn is_safe(self) -> bool {
        self == Self::default()
    }
}

impl fmt::Display for Verdicts {
    /// Writes the verdicts that are not safe: `wire breaking, source maybe`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = [("wire", self.wire), ("source", self.source), ("behaviour", self.behaviour)];
        let mut separator = "";
        for (contract, verdict) in all.into_iter().filter(|(_, verdict)| *verdict != Verdict::Safe) {
            write!(f, "{separator}{contract} {verdict}")?;
            separator = ", ";
        }
        if separator.is_empty() { f.write_str("safe") } else { Ok(()) }
    }
}

/// The part of a semantic version that a change increases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bump {
    /// No release is needed.
    #[default]
    None,
    /// The third number.
    Patch,
    /// The second number.
    Minor,
    /// The first number.
    Major,
}

impl Bump {
    /// Returns the name: `none`, `patch`, `minor`, `major`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl fmt::Display for Bump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Nothing breaks, or what breaks was announced and its time has come.
    Note,
    /// Something may break.
    Warning,
    /// Something breaks.
    Error,
}

impl Level {
    /// Returns the name: `note`, `warning`, `error`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
