use std::collections::BTreeSet;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    edm::{Model, resolver::declarations::Declarations},
};

/// The maximum number of containers that a container may extend, directly or indirectly. A service has one container or
/// a few, so walking from each is cheap; the limit bounds the work for documents with thousands.
const MAX_EXTENDED: usize = 100;

/// Breaks cycles of containers that extend each other.
pub(super) fn check_extension(model: &mut Model, declared: &Declarations<'_, '_>, diagnostics: &mut Diagnostics) {
    for number in 0..model.containers.len() {
        let mut at = number;
        let mut steps = 0;
        while let Some(base) = &model.containers[at].extends {
            let element = model.index.elements.find_qualified(base.as_str());
            let Some(next) = element.and_then(|element| element.container) else { break };
            at = next as usize;
            steps += 1;
            if at == number || steps == MAX_EXTENDED {
                let written = declared.containers[number];
                let name = &model.containers[number].name;
                let message = if at == number {
                    format!("entity container `{name}` extends itself")
                } else {
                    format!("entity container `{name}` extends more than {MAX_EXTENDED} others")
                };
                diagnostics.push(
                    Diagnostic::error(Code::InheritanceCycle, message)
                        .at(written.extends.as_ref().map(|extends| extends.span))
                        .help("remove this `Extends`, or extend another container"),
                );
                model.containers[number].extends = None;
                break;
            }
        }
    }
}

/// Warns of containers that are neither the first nor extended by another one. A service has exactly one container
/// (OData CSDL XML 4.01, section 13), and no path reaches the elements of others.
pub(super) fn check_number(model: &Model, diagnostics: &mut Diagnostics) {
    let Some((first, others)) = model.containers.split_first() else { return };
    let extended: BTreeSet<&str> =
        model.containers.iter().filter_map(|container| Some(container.extends.as_ref()?.as_str())).collect();
    for other in others {
        if other.name != first.name && other.extends.is_none() && !extended.contains(other.name.as_str()) {
            diagnostics.push(
                Diagnostic::warning(
                    Code::Csdl,
                    format!("a service has one entity container; `{}` is ignored", other.name),
                )
                .at(other.span)
                .note(format!("paths start in `{}`", first.name), first.span)
                .help("generate from the documents of one service at a time"),
            );
        }
    }
}
