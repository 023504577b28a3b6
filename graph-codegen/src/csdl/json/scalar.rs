use std::borrow::Cow;

use jsonc_parser::{
    ast::{StringLit, Value},
    common::{Range, Ranged},
};

use super::{Reader, object::Object};
use crate::{
    csdl::Text,
    diagnostic::{Code, Diagnostic, Quoted, Span},
};

pub(super) fn range(value: &Value<'_>) -> Range {
    match value {
        Value::StringLit(value) => value.range(),
        Value::NumberLit(value) => value.range(),
        Value::BooleanLit(value) => value.range(),
        Value::Object(value) => value.range(),
        Value::Array(value) => value.range(),
        Value::NullKeyword(value) => value.range(),
    }
}

impl<'a> Reader<'a, '_> {
    /// The text of a string, and its position without the quotation marks.
    pub(super) fn text(&self, string: &StringLit<'a>) -> Text<'a> {
        let Range { start, end } = string.range;
        let span = self.span(Range { start: start + 1, end: (end.max(start + 2)) - 1 });
        Text { value: string.value.clone(), span }
    }

    /// Reads a string.
    pub(super) fn string(&mut self, name: &str, value: &Value<'a>) -> Option<Text<'a>> {
        match value {
            Value::StringLit(string) => Some(self.text(string)),
            other => {
                self.wrong_type(name, other, "a string");
                None
            }
        }
    }

    /// Reads a string, a number or a Boolean as text: a facet, a default value or the value of an enumeration member.
    pub(super) fn constant(&mut self, name: &str, value: &Value<'a>) -> Option<Text<'a>> {
        match value {
            Value::StringLit(string) => Some(self.text(string)),
            Value::NumberLit(number) => {
                Some(Text { value: Cow::Borrowed(number.value), span: self.span(number.range) })
            }
            Value::BooleanLit(boolean) => Some(Text {
                value: Cow::Borrowed(if boolean.value { "true" } else { "false" }),
                span: self.span(boolean.range),
            }),
            other => {
                self.wrong_type(name, other, "a string or a number");
                None
            }
        }
    }

    /// Takes a string.
    pub(super) fn optional(&mut self, object: &mut Object<'_, 'a>, name: &'static str) -> Option<Text<'a>> {
        let member = object.take(name)?;
        self.string(name, &member.value)
    }

    /// Takes a string that must be present; reports a missing one and returns an empty text.
    pub(super) fn required(&mut self, object: &mut Object<'_, 'a>, name: &'static str) -> Text<'a> {
        if object.has(name) {
            return self.optional(object, name).unwrap_or_else(|| empty(object.span));
        }
        let message = format!("{} has no member `{name}`", Quoted(object.kind));
        let help = format!("add `\"{name}\": \"…\"`");
        self.report(Diagnostic::error(Code::Csdl, message).at(object.span).help(help));
        empty(object.span)
    }

    /// Takes a string, number or Boolean as text.
    pub(super) fn facet(&mut self, object: &mut Object<'_, 'a>, name: &'static str) -> Option<Text<'a>> {
        let member = object.take(name)?;
        match &member.value {
            Value::NullKeyword(_) => None,
            value => self.constant(name, value),
        }
    }

    /// Takes a Boolean.
    pub(super) fn boolean(&mut self, object: &mut Object<'_, 'a>, name: &'static str) -> Option<bool> {
        let member = object.take(name)?;
        match &member.value {
            Value::BooleanLit(boolean) => Some(boolean.value),
            // A string is unambiguous.
            Value::StringLit(string) if matches!(&*string.value, "true" | "false") => {
                let message = format!("`{name}` is a string, not a Boolean");
                let warning = Diagnostic::warning(Code::Csdl, message).at(self.span(string.range));
                self.report(warning.help("write `true` or `false` without quotation marks"));
                Some(&*string.value == "true")
            }
            other => {
                self.wrong_type(name, other, "a Boolean");
                None
            }
        }
    }
}

pub(super) fn empty(span: Span) -> Text<'static> {
    Text { value: Cow::Borrowed(""), span }
}
