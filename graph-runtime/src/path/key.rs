use std::fmt::{self, Write};

use super::encoding::encode;
use crate::value::Guid;

/// The value of a key property.
///
/// `Debug` does not show it: keys name people.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    text: String,
    /// Whether it is text, and so stands in quotes within parentheses.
    is_text: bool,
}

/// How a key is written behind an entity set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeySyntax {
    /// `/users/adele%40contoso.com`, as Graph has it.
    #[default]
    Segment,
    /// `/Users('adele%40contoso.com')`, as every OData service has it.
    Parentheses,
}

/// Why a key or an argument cannot be part of a path. Each variant names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The key is empty, and the path would address the collection.
    #[error("the key `{0}` is empty")]
    Empty(&'static str),
    /// The key is `.` or `..`. HTTP software removes such a segment, and the request would address another resource.
    #[error("the key `{0}` is `.` or `..`, which would address another resource")]
    DotSegment(&'static str),
    /// An alternate key has no parts.
    #[error("the alternate key has no parts")]
    NoParts,
    /// An argument of a function cannot be serialized as JSON.
    #[error("the argument `{0}` cannot be serialized")]
    Argument(&'static str),
}

impl Key {
    /// Appends the key of an entity to a path.
    pub(crate) fn append(parts: &[(&'static str, Self)], syntax: KeySyntax, path: &mut String) -> Result<(), KeyError> {
        match (parts, syntax) {
            ([(name, key)], KeySyntax::Segment) => {
                match key.text.as_str() {
                    "" => return Err(KeyError::Empty(name)),
                    "." | ".." => return Err(KeyError::DotSegment(name)),
                    text => {
                        path.push('/');
                        path.extend(encode(text));
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

    /// Appends a key whose parts are all named, as composite and alternate keys are: `(a='x',b=2)`.
    pub(crate) fn append_named(parts: &[(&'static str, Self)], path: &mut String) -> Result<(), KeyError> {
        if parts.is_empty() {
            return Err(KeyError::NoParts);
        }
        let mut separator = '(';
        for (name, key) in parts {
            path.push(separator);
            path.extend(encode(name));
            path.push('=');
            key.literal(path);
            separator = ',';
        }
        path.push(')');
        Ok(())
    }

    /// The key of an entity with names in the place of values: `/{id}`, `(a={a},b={b})`.
    pub(crate) fn template(parts: &[(&'static str, Self)]) -> String {
        match parts {
            [(name, _)] => format!("/{{{name}}}"),
            _ => Self::named_template(parts),
        }
    }

    /// The same of a key whose parts are all named.
    pub(crate) fn named_template(parts: &[(&'static str, Self)]) -> String {
        let part = |(name, key): &(&'static str, Self)| match key.is_text {
            true => format!("{name}='{{{name}}}'"),
            false => format!("{name}={{{name}}}"),
        };
        format!("({})", parts.iter().map(part).collect::<Vec<_>>().join(","))
    }

    /// As a literal: text in quotes, quotes in it doubled, then encoded.
    fn literal(&self, path: &mut String) {
        if self.is_text {
            let doubled = self.text.replace('\'', "''");
            // Writing to a String cannot fail.
            let _ = write!(path, "'{}'", encode(&doubled));
        } else {
            path.extend(encode(&self.text));
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
        Self { text, is_text: true }
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
                Self { text: value.to_string(), is_text: false }
            }
        }
    )*};
}

literals!(Guid bool i8 u8 i16 i32 i64 u32 crate::value::Date crate::value::DateTimeOffset crate::value::TimeOfDay crate::value::Decimal);

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
    fn what_would_vanish_is_refused() {
        for (text, problem) in
            [("", KeyError::Empty("id")), (".", KeyError::DotSegment("id")), ("..", KeyError::DotSegment("id"))]
        {
            assert_eq!(path(&[("id", Key::from(text))], KeySyntax::Segment), Err(problem));
        }
        assert_eq!(path(&[("id", Key::from("..."))], KeySyntax::Segment).unwrap(), "/...");
    }
}
