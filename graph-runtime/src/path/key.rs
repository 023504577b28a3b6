use std::fmt;

use super::{
    call_reference::CallReference,
    encoding::append_encoded,
    key_error::KeyError,
    literal::{EnumSyntax, LiteralText, UrlLiteral, encode_literal},
};
use crate::value::{Enumerated, Flags, Guid, Member};

/// The value of a key property.
///
/// ```
/// use graph_runtime::{Client, Guid, Key, codegen::Resource};
///
/// let users = Resource::root(Client::builder().build()?).child("users");
/// let by_name = users.key(&[("id", Key::from("adele@contoso.com"))]);
/// assert_eq!(by_name.path()?, "/users/adele%40contoso.com");
///
/// let by_guid = users.key(&[("id", Key::from(Guid::nil()))]);
/// assert_eq!(by_guid.path()?, "/users/00000000-0000-0000-0000-000000000000");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Generated code accepts values of the key property's type: see [`IntoKey`](crate::codegen::IntoKey). A `Key` is
/// accepted for a property of any type, and is not checked. `Debug` hides the value, which may be personal data.
///
/// A segment is the value without quotes and type: OData 4.01, part 2, section 4.3.6. Parentheses have a literal:
///
/// | key property | in a segment | within parentheses |
/// |---|---|---|
/// | `Edm.String` | `O%27Neil` | `'O%27%27Neil'` |
/// | `Edm.Guid`, numbers, `Edm.Boolean`, dates | `7` | `7` |
/// | `Edm.Duration` | `PT1H` | `duration'PT1H'` |
/// | an enumeration | `fact` | `Book.Store.Genre'fact'` or `'fact'`, see [`EnumSyntax`] |
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    /// The value, neither quoted nor encoded.
    text: String,
    form: Form,
}

/// How a key is written within parentheses.
#[derive(Clone, PartialEq, Eq)]
enum Form {
    /// As it is.
    Plain,
    /// In quotes.
    Text,
    /// As a literal with a prefix.
    Literal(Box<LiteralText>),
    /// A reference to the entity that a call of a batch creates.
    Call(CallReference),
}

/// How the key of an entity is written in a path.
///
/// ```
/// use graph_runtime::{Client, KeySyntax};
///
/// let client = Client::builder()
///     .base_url("https://services.odata.org/V4/TripPinService")
///     .key_syntax(KeySyntax::Parentheses)
///     .build()?;
/// assert_eq!(client.key_syntax(), KeySyntax::Parentheses);
/// # Ok::<(), graph_runtime::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeySyntax {
    /// `/users/adele%40contoso.com`, the form that Graph uses.
    ///
    /// Services other than Graph would take a key that begins with `$` for something like `$count`, and one with a dot
    /// for a qualified name, so that these keys are in parentheses there.
    #[default]
    Segment,
    /// `/Users('adele%40contoso.com')`, the form that every OData service supports.
    Parentheses,
}

impl Key {
    /// Returns the key of the entity that a call of a batch creates.
    pub(crate) fn of_call(call: CallReference, content_id: &str) -> Self {
        Self { text: format!("${content_id}"), form: Form::Call(call) }
    }

    /// Returns the call of a batch to whose entity all parts of a key refer, and the segment that addresses it.
    pub(super) fn call_of<'a>(parts: &'a [(&'static str, Self)]) -> Option<(CallReference, &'a str)> {
        let [(_, first), others @ ..] = parts else { return None };
        let Form::Call(call) = first.form else { return None };
        others.iter().all(|(_, key)| key == first).then_some((call, first.text.as_str()))
    }

    /// Returns whether a key as a segment could address something else than an entity.
    ///
    /// Services decode a segment before they interpret it, and look for segments with `$` and for qualified names of
    /// types and operations before keys: OData 4.01, part 2, sections 2 and 4.3.6. Every qualified name has a dot, and
    /// none begins with a digit or a sign (OData CSDL 4.01, section 17.2), as times and decimal numbers do.
    pub(crate) fn may_be_a_name(parts: &[(&'static str, Self)]) -> bool {
        let is_number = |text: &str| text.starts_with(|first: char| first.is_ascii_digit() || first == '-');
        let may_be = |text: &str| text.starts_with('$') || text.contains('.') && !is_number(text);
        matches!(parts, [(_, key)] if may_be(&key.text))
    }

    /// Returns whether the value is a reference to a call of a batch, and not a value.
    pub(crate) const fn is_call(&self) -> bool {
        matches!(self.form, Form::Call(_))
    }

    /// Appends the key of an entity to a path.
    pub(crate) fn append(
        parts: &[(&'static str, Self)],
        syntax: KeySyntax,
        enums: EnumSyntax,
        path: &mut String,
    ) -> Result<(), KeyError> {
        match (parts, syntax) {
            ([(name, key)], KeySyntax::Segment) => {
                match key.text.as_str() {
                    "" => return Err(KeyError::Empty(name)),
                    "." | ".." => return Err(KeyError::DotSegment(name)),
                    text => {
                        path.push('/');
                        append_encoded(text, path);
                    }
                }
                Ok(())
            }
            ([(_, key)], KeySyntax::Parentheses) => {
                path.push('(');
                key.literal(enums, path);
                path.push(')');
                Ok(())
            }
            _ => Self::append_named(parts, enums, path),
        }
    }

    /// Appends a key with all parts named, as composite and alternate keys are written: `(a='x',b=2)`.
    pub(crate) fn append_named(
        parts: &[(&'static str, Self)],
        enums: EnumSyntax,
        path: &mut String,
    ) -> Result<(), KeyError> {
        if parts.is_empty() {
            return Err(KeyError::NoParts);
        }
        let mut separator = '(';
        for (name, key) in parts {
            if key.is_call() {
                return Err(KeyError::CallReference(name));
            }
            path.push(separator);
            append_encoded(name, path);
            path.push('=');
            key.literal(enums, path);
            separator = ',';
        }
        path.push(')');
        Ok(())
    }

    /// Returns the key of an entity with names instead of values: `/{id}`, `(a={a},b={b})`.
    pub(crate) fn template(parts: &[(&'static str, Self)]) -> String {
        match parts {
            [(name, _)] => ["/{", name, "}"].concat(),
            _ => Self::named_template(parts),
        }
    }

    /// Like [`template`](Self::template), with all parts named.
    pub(crate) fn named_template(parts: &[(&'static str, Self)]) -> String {
        let part = |(name, key): &(&'static str, Self)| match key.is_quoted() {
            true => format!("{name}='{{{name}}}'"),
            false => format!("{name}={{{name}}}"),
        };
        format!("({})", parts.iter().map(part).collect::<Vec<_>>().join(","))
    }

    /// Returns the value as text, neither quoted nor encoded.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Appends the encoded literal: text is quoted, and quotes in it are doubled.
    pub(super) fn literal(&self, enums: EnumSyntax, path: &mut String) {
        match &self.form {
            Form::Plain | Form::Call(_) => append_encoded(&self.text, path),
            Form::Text => {
                path.push('\'');
                match self.text.contains('\'') {
                    true => append_encoded(&self.text.replace('\'', "''"), path),
                    false => append_encoded(&self.text, path),
                }
                path.push('\'');
            }
            Form::Literal(literal) => encode_literal(literal.in_form(enums), path),
        }
    }

    /// Whether the literal is text in quotes, without a prefix in the form of Graph.
    fn is_quoted(&self) -> bool {
        match &self.form {
            Form::Plain | Form::Call(_) => false,
            Form::Text => true,
            Form::Literal(literal) => literal.in_form(EnumSyntax::Member).starts_with('\''),
        }
    }

    /// Returns the key with one form of its literal.
    pub(crate) fn in_form(mut self, enums: EnumSyntax) -> Self {
        if let Form::Literal(literal) = &mut self.form {
            **literal = LiteralText::uniform(literal.in_form(enums));
        }
        self
    }

    /// Returns the key whose literal is that of a value.
    pub(super) fn of_literal(value: &(impl UrlLiteral + ?Sized)) -> Self {
        let literal = LiteralText::of(value);
        let member = literal.in_form(EnumSyntax::Member);
        let inner = member.split_once('\'').and_then(|(prefix, rest)| Some((prefix, rest.strip_suffix('\'')?)));
        let Some((prefix, inner)) = inner else { return Self { text: member.to_owned(), form: Form::Plain } };
        let text = inner.replace("''", "'");
        let is_uniform = literal.in_form(EnumSyntax::Qualified) == member;
        let form = if prefix.is_empty() && is_uniform { Form::Text } else { Form::Literal(Box::new(literal)) };
        Self { text, form }
    }

    /// Returns a key that is its text in both syntaxes.
    pub(super) fn plain(value: &impl fmt::Display) -> Self {
        Self { text: value.to_string(), form: Form::Plain }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl From<String> for Key {
    fn from(text: String) -> Self {
        Self { text, form: Form::Text }
    }
}

impl From<&String> for Key {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}

impl From<&str> for Key {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

macro_rules! plain {
    ($($type:ty)*) => {$(
        impl From<$type> for Key {
            fn from(value: $type) -> Self {
                Self::plain(&value)
            }
        }
    )*};
}

plain!(
    Guid bool i8 u8 i16 i32 i64 u32
    crate::value::Date crate::value::DateTimeOffset crate::value::TimeOfDay crate::value::Decimal
);

impl From<crate::value::Duration> for Key {
    fn from(value: crate::value::Duration) -> Self {
        Self::of_literal(&value)
    }
}

impl<E: Enumerated> From<E> for Key {
    fn from(member: E) -> Self {
        Self::of_literal(&member)
    }
}

impl<E: Enumerated> From<Member<E>> for Key {
    fn from(member: Member<E>) -> Self {
        Self::of_literal(&member)
    }
}

impl<E: Enumerated> From<Flags<E>> for Key {
    fn from(flags: Flags<E>) -> Self {
        Self::of_literal(&flags)
    }
}

#[cfg(test)]
mod tests {
    use super::{EnumSyntax, Key, KeyError, KeySyntax};
    use crate::value::{Duration, Enumerated, Flags, Member};

    fn path(parts: &[(&'static str, Key)], syntax: KeySyntax) -> Result<String, KeyError> {
        let mut path = String::new();
        Key::append(parts, syntax, EnumSyntax::Qualified, &mut path).map(|()| path)
    }

    #[derive(Clone, Copy)]
    enum Genre {
        Fact,
        Fable,
    }

    impl Enumerated for Genre {
        const TYPE_NAME: &'static str = "Book.Store.Genre";

        fn members() -> &'static [(&'static str, Self)] {
            &[("fact", Self::Fact), ("fable", Self::Fable)]
        }
    }

    #[test]
    fn literals_with_a_prefix_are_bare_in_segments() {
        let hour: Duration = "PT1H".parse().unwrap();
        let both = Flags::from([Genre::Fact, Genre::Fable]);
        for (key, segment, qualified, member) in [
            (Key::from(hour.clone()), "/PT1H", "(duration'PT1H')", "(duration'PT1H')"),
            (Key::from(Genre::Fact), "/fact", "(Book.Store.Genre'fact')", "('fact')"),
            (
                Key::from(Member::<Genre>::named("o'x/")),
                "/o%27x%2F",
                "(Book.Store.Genre'o%27%27x%2F')",
                "('o%27%27x%2F')",
            ),
            (Key::from(both), "/fact%2Cfable", "(Book.Store.Genre'fact%2Cfable')", "('fact%2Cfable')"),
        ] {
            assert_eq!(path(&[("id", key.clone())], KeySyntax::Segment).unwrap(), segment);
            assert_eq!(path(&[("id", key.clone())], KeySyntax::Parentheses).unwrap(), qualified);
            let parts = [("id", key.in_form(EnumSyntax::Member))];
            assert_eq!(path(&parts, KeySyntax::Parentheses).unwrap(), member);
        }
        assert_eq!(
            Key::named_template(&[("genre", Key::from(Genre::Fact)), ("time", hour.into())]),
            "(genre='{genre}',time={time})"
        );
    }

    #[test]
    fn segments_and_parentheses() {
        let text = || [("id", Key::from("o'brien/../a b%41"))];
        assert_eq!(path(&text(), KeySyntax::Segment).unwrap(), "/o%27brien%2F..%2Fa%20b%2541");
        assert_eq!(path(&text(), KeySyntax::Parentheses).unwrap(), "('o%27%27brien%2F..%2Fa%20b%2541')");
        assert_eq!(path(&[("ID", Key::from(7))], KeySyntax::Parentheses).unwrap(), "(7)");
        let both = [("a", Key::from("x")), ("b", Key::from(2))];
        assert_eq!(path(&both, KeySyntax::Segment).unwrap(), "(a='x',b=2)");
    }

    #[test]
    fn keys_that_would_vanish_from_the_path_are_rejected() {
        for (text, problem) in
            [("", KeyError::Empty("id")), (".", KeyError::DotSegment("id")), ("..", KeyError::DotSegment("id"))]
        {
            assert_eq!(path(&[("id", Key::from(text))], KeySyntax::Segment), Err(problem));
        }
        assert_eq!(path(&[("id", Key::from("..."))], KeySyntax::Segment).unwrap(), "/...");
    }
}
