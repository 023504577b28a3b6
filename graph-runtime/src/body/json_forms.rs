//! JSON with numbers as numbers, and with those in strings that `IEEE754Compatible=true` makes strings.

use serde_json::value::RawValue;

use crate::value::RequestJson;

/// A part of a body in both forms, because a body does not know the service that it is sent to.
#[derive(Clone, Debug)]
pub(crate) struct JsonForms {
    plain: Box<RawValue>,
    /// The form with numbers in strings, if it is another one.
    quoted: Option<Box<RawValue>>,
}

impl JsonForms {
    /// Reads what was written.
    pub(super) fn of(json: RequestJson) -> Result<Self, serde_json::Error> {
        let quoted = json.with_numbers_in_strings().map(RawValue::from_string).transpose()?;
        Ok(Self { plain: RawValue::from_string(json.into_text())?, quoted })
    }

    /// Returns the text for a service.
    pub(super) fn for_service(&self, has_numbers_in_strings: bool) -> &RawValue {
        match &self.quoted {
            Some(quoted) if has_numbers_in_strings => quoted,
            _ => &self.plain,
        }
    }
}

impl From<Box<RawValue>> for JsonForms {
    fn from(plain: Box<RawValue>) -> Self {
        Self { plain, quoted: None }
    }
}

/// A part of a larger text, in both forms.
#[derive(Clone, Copy)]
pub(super) struct JsonPart<'a> {
    pub(super) plain: &'a RawValue,
    pub(super) quoted: Option<&'a RawValue>,
}

impl JsonPart<'_> {
    /// Returns the text with numbers.
    pub(super) fn get(&self) -> &str {
        self.plain.get()
    }

    /// Returns a copy.
    pub(super) fn to_forms(self) -> JsonForms {
        let quoted = self.quoted.filter(|quoted| quoted.get() != self.get());
        JsonForms { plain: self.plain.to_owned(), quoted: quoted.map(ToOwned::to_owned) }
    }
}
