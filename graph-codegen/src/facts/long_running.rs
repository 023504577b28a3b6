//! Actions on which Graph works after it has responded, which CSDL does not declare.

use crate::edm::{Model, OperationId};

/// The bound type and the name of actions to which Graph responds with 202 and a link to a monitor, as their
/// documentation says: those of [files], [teams], channels, and [notebooks].
///
/// This is not all of them: those that are absent from it can respond with 202 as well.
///
/// [files]: https://learn.microsoft.com/graph/api/driveitem-copy
/// [teams]: https://learn.microsoft.com/graph/api/team-clone
/// [notebooks]: https://learn.microsoft.com/graph/api/notebook-copynotebook
const LONG_RUNNING: [(&str, &str); 10] = [
    ("microsoft.graph.channel", "microsoft.graph.archive"),
    ("microsoft.graph.channel", "microsoft.graph.unarchive"),
    ("microsoft.graph.driveItem", "microsoft.graph.copy"),
    ("microsoft.graph.notebook", "microsoft.graph.copyNotebook"),
    ("microsoft.graph.onenotePage", "microsoft.graph.copyToSection"),
    ("microsoft.graph.onenoteSection", "microsoft.graph.copyToNotebook"),
    ("microsoft.graph.onenoteSection", "microsoft.graph.copyToSectionGroup"),
    ("microsoft.graph.team", "microsoft.graph.archive"),
    ("microsoft.graph.team", "microsoft.graph.clone"),
    ("microsoft.graph.team", "microsoft.graph.unarchive"),
];

/// Whether Graph is known to respond to an operation before its work is done.
pub(crate) fn is_long_running(model: &Model, id: OperationId) -> bool {
    let operation = model.operation(id);
    let Some(binding) = operation.binding_parameter().filter(|binding| !binding.type_ref.is_collection) else {
        return false;
    };
    let bound = binding.type_ref.type_id().map(|id| model.type_(id).name.as_str());
    bound.is_some_and(|bound| LONG_RUNNING.contains(&(bound, operation.name.as_str())))
}
