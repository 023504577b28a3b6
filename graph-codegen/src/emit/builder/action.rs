use super::known;
use crate::{
    emit::{
        code::{Code, literal},
        place::Place,
    },
    extension::{Customs, Element},
    rust::Action,
};

/// The call of an action.
pub(super) fn action(code: &mut Code, place: Place<'_>, action: &Action, customs: &Customs) {
    let operation = action.source.rsplit('/').next().unwrap_or(&action.source);
    code.gap();
    code.docs(&action.docs);
    code.deprecated(action.deprecation.as_ref());
    code.attributes(&customs.attributes(&Element::Operation { on: &action.owner, name: operation }));
    code.line(&["#[inline]"]);
    let (parameter, constructor, argument) = match &action.parameters {
        None => (String::new(), "post", ""),
        Some(path) => {
            let parameter = format!(", parameters: &impl rt::Parameters<Of = {}>", place.path(path));
            (parameter, "post_json", ", parameters")
        }
    };
    let answer = place.answer(&action.returns);
    code.open(&["pub fn ", action.name.written(), "(&self", &parameter, ") -> rt::Call<", &answer, "> {"]);
    known::permissions(code, &action.facts);
    let (segment, source) = (literal(&action.segment), literal(&action.source));
    code.line(&[
        "rt::Call::",
        constructor,
        "(&self.resource, ",
        &segment,
        ", ",
        &source,
        argument,
        ")",
        &known::calls(&action.facts),
    ]);
    code.close();
}
