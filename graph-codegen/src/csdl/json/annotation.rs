use jsonc_parser::{
    ast::{ObjectProp, Value},
    common::Ranged,
};

use super::{Reader, object::Object};
use crate::{
    csdl::{Annotation, Annotations, Text},
    diagnostic::Span,
};

impl<'a> Reader<'a, '_> {
    /// Takes the annotations of an object.
    pub(super) fn annotations(&mut self, object: &mut Object<'_, 'a>) -> Vec<Annotation<'a>> {
        self.annotations_of(object, "")
    }

    /// Takes the annotations of a member, which are its siblings: `name@Term`.
    pub(super) fn annotations_of(&mut self, object: &mut Object<'_, 'a>, name: &str) -> Vec<Annotation<'a>> {
        let members = object.annotations(name);
        let mut annotations = Vec::with_capacity(members.len());
        for member in members {
            annotations.extend(self.annotation(object, member));
        }
        annotations
    }

    fn annotation(&mut self, object: &mut Object<'_, 'a>, member: &ObjectProp<'a>) -> Option<Annotation<'a>> {
        let name = self.name_text(member);
        let at = name.value.rfind('@')? + 1;
        let term = part(&name, at, name.value.len());
        let (term, qualifier) = match term.value.find('#') {
            Some(hash) => (part(&term, 0, hash), Some(part(&term, hash + 1, term.value.len()))),
            None => (term, None),
        };
        let span = self.span(member.name.range());
        let value = self.nested(span, |reader| reader.expression(&member.value))?;
        let annotations = self.nested(span, |reader| reader.annotations_of(object, member.name.as_str()))?;
        Some(Annotation { term, qualifier, value, annotations, span: self.member_span(member) })
    }

    /// Reads `$Annotations`.
    pub(super) fn targeted(&mut self, member: &ObjectProp<'a>) -> Vec<Annotations<'a>> {
        let Value::Object(targets) = &member.value else {
            self.wrong_type("$Annotations", &member.value, "an object");
            return Vec::new();
        };
        let mut targets = self.object("Annotations", targets, self.member_span(member));
        let mut targeted = Vec::new();
        // A target may be an annotation: `Model.Type/@Term`.
        for member in targets.all() {
            let Value::Object(object) = &member.value else {
                self.wrong_type(member.name.as_str(), &member.value, "an object");
                continue;
            };
            let span = self.head_span(member, object);
            let mut object = self.object("Annotations", object, span);
            let annotations = self.annotations(&mut object);
            self.finish(&object);
            targeted.push(Annotations { target: self.name_text(member), qualifier: None, annotations, span });
        }
        targeted
    }
}

/// A part of a text. Its position is that of the whole if the text has escapes.
fn part<'a>(text: &Text<'a>, start: usize, end: usize) -> Text<'a> {
    use std::borrow::Cow;
    let is_as_written = (text.span.end - text.span.start) as usize == text.value.len();
    let span = if is_as_written {
        Span::new(text.span.file, text.span.start as usize + start, text.span.start as usize + end)
    } else {
        text.span
    };
    let value = match &text.value {
        Cow::Borrowed(value) => Cow::Borrowed(&value[start..end]),
        Cow::Owned(value) => Cow::Owned(value[start..end].to_owned()),
    };
    Text { value, span }
}
