use std::collections::BTreeMap;

use super::{Bump, Finding, Level, Rule};

/// The differences between two models.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The findings: errors first, then by rule and element.
    pub findings: Vec<Finding>,
    /// The number of findings that an ignore file hides.
    pub ignored: usize,
    /// The names of the old documents.
    pub old: Vec<String>,
    /// The names of the new documents.
    pub new: Vec<String>,
    /// The number of selectors that say what is used; 0 if everything was compared.
    pub selectors: usize,
}

impl Report {
    /// Returns the number of findings of a level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.level() == level).count()
    }

    /// Returns the number of findings by rule.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<Rule, usize> {
        let mut counts = BTreeMap::new();
        for finding in &self.findings {
            *counts.entry(finding.rule).or_insert(0) += 1;
        }
        counts
    }

    /// Returns the highest level; `None` if there are no findings.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.findings.iter().map(Finding::level).max()
    }

    /// Returns the part of a semantic version that a release with these changes increases.
    #[must_use]
    pub fn bump(&self) -> Bump {
        self.findings.iter().map(Finding::bump).max().unwrap_or_default()
    }
}
