//! The plan.
use crate::{diagnostic::Diagnostics, edm::Model, extension::Customs, selection::Selection};

/// Plan.
#[derive(Debug, Default)]
pub struct Package {}

/// Lower.
pub fn lower(_model: &Model, _selection: &Selection, _customs: &Customs, _runtime: &str, _diagnostics: &mut Diagnostics) -> Package {
    Package::default()
}
