//! Methods that lead to other request builders.

use crate::{
    emit::{
        code::{Code, literal},
        place::Place,
    },
    rust::{Identifier, KeyKind, KeyParameter, Path, Root},
};

/// To the entity with a key.
pub(super) fn key(
    code: &mut Code,
    place: Place<'_>,
    name: &Identifier,
    kind: KeyKind,
    parameters: &[KeyParameter],
    builder: &Path,
) {
    let (step, doc) = match kind {
        KeyKind::Own => ("key", "Addresses the entity with a key."),
        KeyKind::Alternate => ("alternate_key", "Addresses the entity with an alternate key."),
    };
    let (mut arguments, mut parts) = (Vec::new(), Vec::new());
    for parameter in parameters {
        let name = parameter.name.written();
        arguments.push(format!("{name}: impl Into<rt::Key>"));
        parts.push(format!("({}, {name}.into())", literal(&parameter.wire_name)));
    }
    code.gap();
    code.doc(doc);
    code.line(&["#[inline]"]);
    let (arguments, builder) = (arguments.join(", "), place.path(builder));
    code.open(&["pub fn ", name.written(), "(&self, ", &arguments, ") -> ", &builder, " {"]);
    code.line(&["self.resource.", step, "(&[", &parts.join(", "), "]).into()"]);
    code.close();
}

/// Along a segment of the path.
pub(super) fn navigation(code: &mut Code, place: Place<'_>, root: &Root) {
    code.gap();
    code.doc(&root.doc);
    code.deprecated(root.deprecation.as_ref());
    code.line(&["#[inline]"]);
    code.open(&["pub fn ", root.name.written(), "(&self) -> ", &place.path(&root.builder), " {"]);
    code.line(&["self.resource.to(", &literal(&root.segment), ")"]);
    code.close();
}
