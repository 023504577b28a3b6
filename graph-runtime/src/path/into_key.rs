use super::{Key, UrlLiteral};
use crate::value::{Enumerated, Flags, Guid, Member};

/// A value that is accepted for a key property of type `T`, most often `String`.
///
/// Generated methods such as `by_id` take one, so that a key of another type is a compile error:
///
/// ```
/// use graph_runtime::codegen::{Guid, IntoKey, Key};
///
/// fn by_id(id: impl IntoKey<Guid>) -> Key {
///     id.key()
/// }
///
/// by_id(Guid::nil());
/// by_id("00000000-0000-0000-0000-000000000000".parse::<Guid>()?);
/// // A key that is only known as text is not checked.
/// by_id(Key::from("00000000-0000-0000-0000-000000000000"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Text is an error here, even if it is a GUID:
///
/// ```compile_fail
/// # use graph_runtime::codegen::{Guid, IntoKey};
/// # fn by_id(id: impl IntoKey<Guid>) {}
/// by_id("00000000-0000-0000-0000-000000000000");
/// ```
///
/// | key property | accepts |
/// |---|---|
/// | `String` | `&str`, `String`, `&String`; a [`Guid`], which is written as text |
/// | an enumeration | its members, [`Member`], [`Flags`] |
/// | any other `T` | `T`, `&T` |
/// | any type | [`Key`], which is not checked; in a batch, a [`&Ticket`](crate::Ticket) of the call that creates it |
///
/// A type of your own that replaces an Edm type is a key if it implements [`UrlLiteral`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a key of type `{T}`",
    label = "expected `{T}`",
    note = "convert the value: text with `parse`, a number to text with `to_string`",
    note = "a type of your own that replaces an Edm type has to implement `graph_runtime::codec::UrlLiteral`",
    note = "a `graph_runtime::Key` is accepted for a key of any type, and is not checked"
)]
pub trait IntoKey<T = String> {
    /// Returns the value as it is written in a path.
    fn key(self) -> Key;
}

impl<T: UrlLiteral> IntoKey<T> for T {
    fn key(self) -> Key {
        self.to_key()
    }
}

impl<T: UrlLiteral> IntoKey<T> for &T {
    fn key(self) -> Key {
        self.to_key()
    }
}

impl<T> IntoKey<T> for Key {
    fn key(self) -> Key {
        self
    }
}

impl IntoKey<String> for &str {
    fn key(self) -> Key {
        self.into()
    }
}

/// Many services have keys of type `Edm.String` whose values are GUIDs.
impl IntoKey<String> for Guid {
    fn key(self) -> Key {
        self.to_string().into()
    }
}

impl<E: Enumerated> IntoKey<Member<E>> for E {
    fn key(self) -> Key {
        self.into()
    }
}

impl<E: Enumerated> IntoKey<Flags<E>> for E {
    fn key(self) -> Key {
        self.into()
    }
}
