use std::fmt::{self, Write};

use super::{
    call_reference::CallReference,
    encoding::{append_encoded, encode},
};
use crate::value::Guid;

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
/// Generated code takes any `impl Into<Key>`, so an application seldom names this type. `Debug` hides the value,
/// which may be personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    text: String,
    /// Whether the value is text, which is quoted within parentheses.
    is_text: bool,
    /// The call of a batch that creates the entity; `text` is the reference to it.
    call: Option<CallReference>,
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
    #[default]
    Segment,
    /// `/Users('adele%40contoso.com')`, the form that every OData service supports.
    Parentheses,
}

/// Why a key, an argument or the path of an item cannot be part of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// The key is empty, so the path would address the collection.
    Empty(&'static str),
    /// The key is `.` or `..`.
    ///
    /// HTTP software removes such segments, so the request would address another resource.
    DotSegment(&'static str),
    /// The alternate key has no parts.
    NoParts,
    /// The argument cannot be serialized as JSON.
    Argument(&'static str),
    /// The path has a placeholder without a value; see [`RawRequest::value`](crate::raw::RawRequest::value).
    Missing(&'static str),
    /// The key is a reference to a call of a batch, and is not the whole key of an entity.
    CallReference(&'static str),
    /// The path of an item is empty or has an empty segment.
    EmptySegment,
    /// The path of an item has a segment `.` or `..`.
    ///
    /// HTTP software removes such segments, so the request would address another resource.
    RelativeSegment,
    /// The path of an item contains a backslash or NUL, which names of files and sites never do.
    ItemPathCharacter,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty(name) => write!(f, "the key `{name}` is empty"),
            Self::DotSegment(name) => {
                write!(f, "the key `{name}` is `.` or `..`, which would address another resource")
            }
            Self::NoParts => f.write_str("the alternate key has no parts"),
            Self::Argument(name) => write!(f, "the argument `{name}` cannot be serialized"),
            Self::Missing(name) => write!(f, "the path has no value for `{{{name}}}`; set it with `value`"),
            Self::CallReference(name) => {
                write!(f, "`{name}` refers to a call of a batch, which is possible as the whole key of an entity only")
            }
            Self::EmptySegment => f.write_str("the path of the item is empty or has an empty segment"),
            Self::RelativeSegment => {
                f.write_str("the path of the item has a segment `.` or `..`, which would address another resource")
            }
            Self::ItemPathCharacter => {
                f.write_str("the path of the item contains a backslash or NUL; separate its segments with `/`")
            }
        }
    }
}

impl std::error::Error for KeyError {}

impl Key {
    /// Returns the key of the entity that a call of a batch creates.
    pub(crate) fn of_call(call: CallReference, content_id: &str) -> Self {
        Self { text: format!("${content_id}"), is_text: false, call: Some(call) }
    }

    /// Returns the call of a batch to whose entity all parts of a key refer, and the segment that addresses it.
    pub(super) fn call_of<'a>(parts: &'a [(&'static str, Self)]) -> Option<(CallReference, &'a str)> {
        let [(_, first), others @ ..] = parts else { return None };
        let call = first.call.filter(|_| others.iter().all(|(_, key)| key == first))?;
        Some((call, &first.text))
    }

    /// Returns whether the value is a reference to a call of a batch, and not a value.
    pub(crate) const fn is_call(&self) -> bool {
        self.call.is_some()
    }

    /// Appends the key of an entity to a path.
    pub(crate) fn append(parts: &[(&'static str, Self)], syntax: KeySyntax, path: &mut String) -> Result<(), KeyError> {
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
                key.literal(path);
                path.push(')');
                Ok(())
            }
            _ => Self::append_named(parts, path),
        }
    }

    /// Appends a key with all parts named, as composite and alternate keys are written: `(a='x',b=2)`.
    pub(crate) fn append_named(parts: &[(&'static str, Self)], path: &mut String) -> Result<(), KeyError> {
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
            key.literal(path);
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
        let part = |(name, key): &(&'static str, Self)| match key.is_text {
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
    pub(super) fn literal(&self, path: &mut String) {
        if self.is_text {
            let doubled = self.text.replace('\'', "''");
            // Writing to a String cannot fail.
            let _ = write!(path, "'{}'", encode(&doubled));
        } else {
            append_encoded(&self.text, path);
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl From<String> for Key {
    fn from(text: String) -> Self {
        Self { text, is_text: true, call: None }
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

macro_rules! literals {
    ($($type:ty)*) => {$(
        impl From<$type> for Key {
            fn from(value: $type) -> Self {
                Self { text: value.to_string(), is_text: false, call: None }
            }
        }
    )*};
}

literals!(
    Guid bool i8 u8 i16 i32 i64 u32
    crate::value::Date crate::value::DateTimeOffset crate::value::TimeOfDay crate::value::Decimal
);

#[cfg(test)]
mod tests {
    use super::{Key, KeyError, KeySyntax};

    fn path(parts: &[(&'static str, Key)], syntax: KeySyntax) -> Result<String, KeyError> {
        let mut path = String::new();
        Key::append(parts, syntax, &mut path).map(|()| path)
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

    #[test]
    fn errors_name_the_key() {
        for (error, shown) in [
            (KeyError::Empty("id"), "the key `id` is empty"),
            (KeyError::DotSegment("id"), "the key `id` is `.` or `..`, which would address another resource"),
            (KeyError::NoParts, "the alternate key has no parts"),
            (KeyError::Argument("at"), "the argument `at` cannot be serialized"),
            (
                KeyError::CallReference("id"),
                "`id` refers to a call of a batch, which is possible as the whole key of an entity only",
            ),
            (KeyError::Missing("id"), "the path has no value for `{id}`; set it with `value`"),
            (KeyError::EmptySegment, "the path of the item is empty or has an empty segment"),
            (
                KeyError::RelativeSegment,
                "the path of the item has a segment `.` or `..`, which would address another resource",
            ),
            (
                KeyError::ItemPathCharacter,
                "the path of the item contains a backslash or NUL; separate its segments with `/`",
            ),
        ] {
            assert_eq!(error.to_string(), shown);
        }
    }
}
