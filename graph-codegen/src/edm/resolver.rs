use super::Model;
use crate::{csdl::Document, diagnostic::Diagnostics};

/// Resolves the given documents into one model. Mistakes go to `diagnostics`.
pub fn resolve(documents: &[Document<'_>], diagnostics: &mut Diagnostics) -> Model {
    let _ = (documents, diagnostics);
    Model::default()
}
