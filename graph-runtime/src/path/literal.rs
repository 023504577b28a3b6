//! Values as URLs write them: see [`UrlLiteral`].

use std::{fmt, marker::PhantomData};

use base64::{Engine, engine::general_purpose::URL_SAFE};

use super::{encoding::append_encoded, key::Key};
use crate::value::{
    Binary, Date, DateTimeOffset, Decimal, Duration, Enumerated, Flags, Guid, Json, Member, TimeOfDay, member_name,
};

/// How members of enumeration types are written in URLs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum EnumSyntax {
    /// `'monday'`, the form of Graph and OData 4.01.
    #[default]
    Member,
    /// `microsoft.graph.dayOfWeek'monday'`, the form of OData 4.0.
    Qualified,
}

/// A value with a literal form in URLs, for function arguments and `$filter`.
///
/// The forms are those of the [OData ABNF], section 7. Literals are not percent-encoded, because the same literal
/// may be part of a path segment or of a longer expression.
///
/// A custom type that replaces an Edm type writes the same literal as the Edm type:
///
/// ```
/// use graph_runtime::codec::{EnumSyntax, UrlLiteral};
///
/// struct Id(u32);
/// impl UrlLiteral for Id {
///     fn write_literal(&self, form: EnumSyntax, out: &mut String) {
///         format!("id-{}", self.0).write_literal(form, out);
///     }
/// }
/// assert_eq!(Id(7).literal(EnumSyntax::Member), "'id-7'");
/// assert_eq!("O'Brien".literal(EnumSyntax::Member), "'O''Brien'");
/// ```
///
/// [OData ABNF]: https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no literal form in URLs",
    label = "collections and structured values cannot be compared or sorted by",
    note = "a type of your own that replaces an Edm type needs `graph_runtime::codec::UrlLiteral` to be a key, an \
            argument of a function, or part of a query"
)]
pub trait UrlLiteral {
    /// Appends the literal to `out`, not percent-encoded.
    fn write_literal(&self, form: EnumSyntax, out: &mut String);

    /// Returns the literal, not percent-encoded.
    fn literal(&self, form: EnumSyntax) -> String {
        let mut text = String::new();
        self.write_literal(form, &mut text);
        text
    }

    /// Returns the value as a key, whose segment is the literal without quotes and prefix.
    fn to_key(&self) -> Key {
        Key::of_literal(self)
    }
}

/// Appends text in quotes, with the quotes in it doubled.
fn quoted(text: &str, out: &mut String) {
    out.push('\'');
    for (index, part) in text.split('\'').enumerate() {
        if index > 0 {
            out.push_str("''");
        }
        out.push_str(part);
    }
    out.push('\'');
}

macro_rules! text {
    ($($type:ty)*) => {$(
        impl UrlLiteral for $type {
            fn write_literal(&self, _: EnumSyntax, out: &mut String) {
                quoted(self, out);
            }

            fn to_key(&self) -> Key {
                Key::from(&self[..])
            }
        }
    )*};
}

text!(str &str String);

/// Types whose literal is their `Display` form.
macro_rules! plain {
    ($($type:ty)*) => {$(
        impl UrlLiteral for $type {
            fn write_literal(&self, _: EnumSyntax, out: &mut String) {
                append(out, format_args!("{self}"));
            }

            fn to_key(&self) -> Key {
                Key::plain(self)
            }
        }
    )*};
}

plain!(bool i8 u8 i16 i32 i64 Guid Date DateTimeOffset TimeOfDay Decimal);

fn append(out: &mut String, text: fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = fmt::Write::write_fmt(out, text);
}

/// Floating-point numbers: `INF`, `-INF` and `NaN` are names; very large and very small numbers have an exponent.
macro_rules! floating {
    ($($type:ty)*) => {$(
        impl UrlLiteral for $type {
            fn write_literal(&self, _: EnumSyntax, out: &mut String) {
                match *self {
                    value if value.is_nan() => out.push_str("NaN"),
                    <$type>::INFINITY => out.push_str("INF"),
                    <$type>::NEG_INFINITY => out.push_str("-INF"),
                    value => append(out, format_args!("{value:?}")),
                }
            }
        }
    )*};
}

floating!(f32 f64);

impl UrlLiteral for Duration {
    fn write_literal(&self, _: EnumSyntax, out: &mut String) {
        append(out, format_args!("duration'{self}'"));
    }
}

impl UrlLiteral for Binary {
    /// Uses the URL-safe alphabet.
    fn write_literal(&self, _: EnumSyntax, out: &mut String) {
        append(out, format_args!("binary'{}'", URL_SAFE.encode(self)));
    }
}

impl UrlLiteral for Json {
    /// Writes strings and scalars as literals; objects and arrays as JSON, which belongs behind a parameter alias.
    fn write_literal(&self, form: EnumSyntax, out: &mut String) {
        match self {
            Self::String(text) => text.write_literal(form, out),
            other => append(out, format_args!("{other}")),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Enumerated> UrlLiteral for T {
    fn write_literal(&self, form: EnumSyntax, out: &mut String) {
        if form == EnumSyntax::Qualified {
            out.push_str(T::TYPE_NAME);
        }
        quoted(member_name(*self), out);
    }
}

impl<T: Enumerated> UrlLiteral for Member<T> {
    fn write_literal(&self, form: EnumSyntax, out: &mut String) {
        if form == EnumSyntax::Qualified {
            out.push_str(T::TYPE_NAME);
        }
        quoted(self.name(), out);
    }
}

impl<T: Enumerated> UrlLiteral for Flags<T> {
    fn write_literal(&self, form: EnumSyntax, out: &mut String) {
        if form == EnumSyntax::Qualified {
            out.push_str(T::TYPE_NAME);
        }
        quoted(&self.to_string(), out);
    }
}

/// A URL literal of type `T`: the argument of a function.
///
/// ```
/// use graph_runtime::Literal;
///
/// let by_text: Literal<String> = "A1:B2".into();
/// let by_value: Literal<i32> = 7.into();
/// let nothing: Literal<i32> = Literal::null();
/// assert_eq!(by_text.as_str(), "'A1:B2'");
/// assert_eq!((by_value.as_str(), nothing.as_str()), ("7", "null"));
/// ```
///
/// `Debug` hides the text, which may be personal data.
pub struct Literal<T> {
    text: LiteralText,
    value: PhantomData<fn() -> T>,
}

/// The text of a literal in each form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LiteralText {
    member: String,
    /// The form with the names of enumeration types, if it is another one.
    qualified: Option<Box<str>>,
}

impl LiteralText {
    /// Writes a value.
    pub(crate) fn of(value: &(impl UrlLiteral + ?Sized)) -> Self {
        let (member, qualified) = (value.literal(EnumSyntax::Member), value.literal(EnumSyntax::Qualified));
        let differs = qualified != member;
        Self { member, qualified: differs.then(|| qualified.into()) }
    }

    /// Returns a text that is the same in each form.
    pub(crate) fn uniform(text: &str) -> Self {
        Self { member: text.to_owned(), qualified: None }
    }

    /// Returns the text in a form.
    pub(crate) fn in_form(&self, form: EnumSyntax) -> &str {
        match (form, &self.qualified) {
            (EnumSyntax::Qualified, Some(qualified)) => qualified,
            _ => &self.member,
        }
    }

    /// Returns the text if it is the same in each form.
    pub(crate) fn into_uniform(self) -> Result<String, Self> {
        if self.qualified.is_none() { Ok(self.member) } else { Err(self) }
    }
}

impl<T> Literal<T> {
    /// Creates the literal `null`.
    #[must_use]
    pub fn null() -> Self {
        Self { text: LiteralText::uniform("null"), value: PhantomData }
    }

    /// Returns the literal in the form of Graph, not percent-encoded.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.text.in_form(EnumSyntax::Member)
    }

    pub(crate) fn into_text(self) -> LiteralText {
        self.text
    }
}

impl Literal<Json> {
    /// Creates a literal from its text, for an argument whose type has no Rust type: a position, or a value of any
    /// primitive type.
    ///
    /// The text is percent-encoded, but neither quoted nor checked:
    ///
    /// ```
    /// use graph_runtime::Literal;
    ///
    /// assert_eq!(Literal::written("geography'SRID=4326;Point(1.5 2)'").as_str(), "geography'SRID=4326;Point(1.5 2)'");
    /// ```
    #[must_use]
    pub fn written(literal: &str) -> Self {
        Self { text: LiteralText::uniform(literal), value: PhantomData }
    }
}

impl<T: UrlLiteral> From<T> for Literal<T> {
    fn from(value: T) -> Self {
        Self { text: LiteralText::of(&value), value: PhantomData }
    }
}

impl<T: UrlLiteral> From<&T> for Literal<T> {
    fn from(value: &T) -> Self {
        Self { text: LiteralText::of(value), value: PhantomData }
    }
}

impl<E: Enumerated> From<E> for Literal<Member<E>> {
    fn from(member: E) -> Self {
        Self { text: LiteralText::of(&member), value: PhantomData }
    }
}

impl<E: Enumerated> From<E> for Literal<Flags<E>> {
    fn from(member: E) -> Self {
        Self { text: LiteralText::of(&member), value: PhantomData }
    }
}

impl From<&str> for Literal<String> {
    fn from(text: &str) -> Self {
        Self { text: LiteralText::of(text), value: PhantomData }
    }
}

impl<T> Clone for Literal<T> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), value: PhantomData }
    }
}

impl<T> fmt::Debug for Literal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Literal(…)")
    }
}

/// Appends a literal to a path: its quotes are kept, everything else is encoded.
pub(crate) fn encode_literal(literal: &str, path: &mut String) {
    let inner = literal.split_once('\'').and_then(|(prefix, rest)| Some((prefix, rest.strip_suffix('\'')?)));
    match inner {
        Some((prefix, inner)) => {
            append_encoded(prefix, path);
            path.push('\'');
            append_encoded(inner, path);
            path.push('\'');
        }
        None => append_encoded(literal, path),
    }
}

#[cfg(test)]
mod tests {
    use super::{EnumSyntax, Literal, UrlLiteral, encode_literal};
    use crate::value::{Binary, Json};

    fn literal(value: &impl UrlLiteral) -> String {
        value.literal(EnumSyntax::Member)
    }

    #[test]
    fn each_primitive_has_the_form_of_the_abnf() {
        assert_eq!(literal(&"it's ''"), "'it''s '''''");
        assert_eq!(literal(&true), "true");
        assert_eq!(literal(&i64::MIN), "-9223372036854775808");
        assert_eq!(literal(&1.5), "1.5");
        assert_eq!(literal(&1e300), "1e300");
        assert_eq!(literal(&f64::INFINITY), "INF");
        assert_eq!(literal(&f32::NEG_INFINITY), "-INF");
        assert_eq!(literal(&f64::NAN), "NaN");
        assert_eq!(literal(&"PT1H30M".parse::<crate::value::Duration>().unwrap()), "duration'PT1H30M'");
        assert_eq!(literal(&crate::value::Date::constant(2024, 1, 2)), "2024-01-02");
        let instant = "2024-01-02T03:04:05.600Z";
        assert_eq!(literal(&instant.parse::<crate::value::DateTimeOffset>().unwrap()), instant);
        assert_eq!(literal(&Binary::from(vec![0xfb, 0xff])), "binary'-_8='");
        assert_eq!(literal(&Json::from("a'b")), "'a''b'");
        assert_eq!(literal(&Json::Null), "null");
        assert_eq!(Literal::<String>::null().as_str(), "null");
    }

    #[test]
    fn quotes_are_kept_and_everything_between_them_is_encoded() {
        for (literal, encoded) in [
            ("'a''b/..?#'", "'a%27%27b%2F..%3F%23'"),
            ("duration'P1D'", "duration'P1D'"),
            ("2024-01-02T03:04:05Z", "2024-01-02T03%3A04%3A05Z"),
            ("null", "null"),
            ("'", "%27"),
        ] {
            let mut path = String::new();
            encode_literal(literal, &mut path);
            assert_eq!(path, encoded);
        }
    }
}
