//! Customisation.

/// Customisations of a run.
#[derive(Debug, Default)]
pub struct Customs {}
