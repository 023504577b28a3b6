use super::plain;
use crate::{edm::Annotation, facts::Deprecation};

/// The text of `#[deprecated]`; `None` if the element is not deprecated.
pub(in crate::plan) fn deprecation(annotations: &[Annotation]) -> Option<String> {
    let Deprecation { since, removal, description, version } = Deprecation::of(annotations)?;
    let text = |text: Option<&str>| text.map(plain).filter(|text| !text.is_empty());
    let mut note = "deprecated by the service".to_owned();
    for (before, value) in [(" since ", since), (", to be removed on ", removal), (": ", description)] {
        if let Some(text) = text(value) {
            note.push_str(before);
            note.push_str(&text);
        }
    }
    if let Some(version) = text(version) {
        note.push_str(&format!(" ({version})"));
    }
    Some(note)
}
