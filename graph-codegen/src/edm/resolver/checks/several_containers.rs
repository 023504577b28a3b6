use std::collections::BTreeSet;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    edm::Model,
};

/// Warns of containers that are neither the first nor extended by another one: a service has exactly one container
/// (OData CSDL XML 4.01, section 13), and what the others have is not reached by any path.
pub(super) fn check(model: &Model, diagnostics: &mut Diagnostics) {
    let Some((first, others)) = model.containers.split_first() else { return };
    let extended: BTreeSet<&str> =
        model.containers.iter().filter_map(|container| Some(container.extends.as_ref()?.as_str())).collect();
    for other in others {
        if other.name != first.name && other.extends.is_none() && !extended.contains(other.name.as_str()) {
            diagnostics.push(
                Diagnostic::warning(
                    Code::Csdl,
                    format!("a service has one entity container: `{}` is not looked at", other.name),
                )
                .at(other.span)
                .note(format!("paths begin in `{}`", first.name), first.span)
                .help("generate from the documents of one service at a time"),
            );
        }
    }
}
