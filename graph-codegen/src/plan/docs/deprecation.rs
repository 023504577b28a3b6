use super::plain;
use crate::edm::{Annotation, Expression, Record};

/// A term of the [Core vocabulary].
///
/// [Core vocabulary]: https://github.com/oasis-tcs/odata-vocabularies/blob/main/vocabularies/Org.OData.Core.V1.md
const REVISIONS: &str = "Org.OData.Core.V1.Revisions";

/// The text of `#[deprecated]`; `None` if the element is not deprecated.
///
/// Revisions of other kinds (`Added`, `Modified`) are ignored.
pub(in crate::plan) fn deprecation(annotations: &[Annotation]) -> Option<String> {
    let revisions = Annotation::value(annotations, REVISIONS)?;
    let is_deprecation = |record: &&Record| {
        let kind = record.get("Kind").and_then(Expression::as_enum_member);
        kind.is_some_and(|kind| kind.rsplit('/').next() == Some("Deprecated"))
    };
    let deprecation = revisions.records().find(is_deprecation)?;
    let text = |name: &str| deprecation.get(name).and_then(Expression::as_constant).map(plain);
    let text = |name: &str| text(name).filter(|text| !text.is_empty());
    let mut note = "deprecated by the service".to_owned();
    for (before, name) in [(" since ", "Date"), (", to be removed on ", "RemovalDate"), (": ", "Description")] {
        if let Some(text) = text(name) {
            note.push_str(before);
            note.push_str(&text);
        }
    }
    if let Some(version) = text("Version") {
        note.push_str(&format!(" ({version})"));
    }
    Some(note)
}
