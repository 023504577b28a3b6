use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    edm::{Model, resolver::declared::Declared},
};

/// Cuts cycles of containers that extend each other. A service has one container or a few, so that a plain walk from
/// each is cheap; documents with thousands of them are not walked further than this.
const LONGEST: usize = 100;

pub(super) fn check(model: &mut Model, declared: &Declared<'_, '_>, diagnostics: &mut Diagnostics) {
    for number in 0..model.containers.len() {
        let mut at = number;
        let mut steps = 0;
        while let Some(base) = &model.containers[at].extends {
            let element = model.index.elements.find_qualified(base.as_str());
            let Some(next) = element.and_then(|element| element.container) else { break };
            at = next as usize;
            steps += 1;
            if at == number || steps == LONGEST {
                let written = declared.containers[number];
                let name = &model.containers[number].name;
                let message = if at == number {
                    format!("entity container `{name}` extends itself")
                } else {
                    format!("entity container `{name}` extends more than {LONGEST} others")
                };
                diagnostics.push(
                    Diagnostic::error(Code::InheritanceCycle, message)
                        .at(written.extends.as_ref().map(|extends| extends.span))
                        .help("remove this `Extends`, or name another container"),
                );
                model.containers[number].extends = None;
                break;
            }
        }
    }
}
