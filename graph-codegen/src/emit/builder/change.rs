use super::known;
use crate::{
    emit::{
        code::{Code, literal},
        place::Place,
    },
    rust::Change,
    selection::ResourceMethod,
};

/// A request on the resource itself that the runtime's request builders do not have.
pub(super) fn change(code: &mut Code, place: Place<'_>, change: &Change) {
    let (name, source) = (change.name.written(), literal(&change.source));
    let entity = change.structure.as_ref().map(|structure| place.structure(structure)).unwrap_or_default();
    let segment = change.method.segment().map(literal).unwrap_or_default();
    let (signature, body) = match &change.method {
        // The runtime has these.
        ResourceMethod::Get
        | ResourceMethod::Create
        | ResourceMethod::Update
        | ResourceMethod::Delete
        | ResourceMethod::Count => return,
        // It may create, and so may set what is settled on creation.
        ResourceMethod::Replace => (
            format!(
                "<D: rt::DerivedFrom<{entity}>, F>(&self, body: rt::Body<D, F>) -> rt::Write<Option<rt::Object<{entity}>>>"
            ),
            format!("rt::Write::replace::<{entity}, D, F>(&self.resource, {source}, body)"),
        ),
        ResourceMethod::AddReference => reference("add_reference", &source),
        ResourceMethod::SetReference => reference("set_reference", &source),
        ResourceMethod::RemoveReferenceById => reference("remove_reference", &source),
        ResourceMethod::ListReferences => {
            ("(&self) -> rt::List<rt::Link>".to_owned(), format!("rt::List::references(&self.resource, {source})"))
        }
        ResourceMethod::GetReference => {
            ("(&self) -> rt::Get<rt::Link>".to_owned(), format!("rt::Get::reference(&self.resource, {source})"))
        }
        ResourceMethod::Download(_) => {
            ("(&self) -> rt::Download".to_owned(), format!("rt::Download::new(&self.resource, {segment}, {source})"))
        }
        ResourceMethod::Upload(_) => (
            "(&self, content: impl Into<rt::UploadBody>) -> rt::Upload".to_owned(),
            format!("rt::Upload::new(&self.resource, {segment}, {source}, content)"),
        ),
        ResourceMethod::RemoveReference | ResourceMethod::DeleteStream(_) => (
            "(&self) -> rt::Write<()>".to_owned(),
            format!("rt::Write::delete(&self.resource, Some({segment}), {source})"),
        ),
    };
    code.gap();
    code.docs(&change.docs);
    code.line(&["#[inline]"]);
    code.open(&["pub fn ", name, &signature, " {"]);
    known::permissions(code, &change.facts);
    code.line(&[&body, &known::calls(&change.facts)]);
    code.close();
}

fn reference(constructor: &str, source: &str) -> (String, String) {
    (
        "(&self, to: impl Into<rt::Reference>) -> rt::Write<()>".to_owned(),
        format!("rt::Write::{constructor}(&self.resource, {source}, to)"),
    )
}
