use std::fmt;

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

#[cfg(test)]
mod tests {
    use super::KeyError;

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
