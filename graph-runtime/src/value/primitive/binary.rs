use std::fmt;

use base64::{
    Engine,
    engine::general_purpose::{GeneralPurpose, STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD},
};
use bytes::Bytes;

use super::language::scalar;
use crate::value::scalar::Scalar;

/// `Edm.Binary`: bytes, base64-encoded in JSON.
///
/// Services use both alphabets, with padding and without; a value is written back in the form that was read.
///
/// ```
/// let bytes = graph_runtime::Binary::from(b"hello"); // or a `Vec<u8>`, a slice, `Bytes`
/// assert_eq!(bytes.as_ref(), b"hello");
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Binary {
    bytes: Vec<u8>,
    alphabet: Alphabet,
}

/// The base64 form. OData requires the URL-safe alphabet, Graph uses the standard one.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
enum Alphabet {
    #[default]
    Standard,
    StandardUnpadded,
    UrlSafe,
    UrlSafeUnpadded,
}

impl Alphabet {
    const ALL: [Self; 4] = [Self::Standard, Self::UrlSafe, Self::StandardUnpadded, Self::UrlSafeUnpadded];

    fn engine(self) -> &'static GeneralPurpose {
        match self {
            Self::Standard => &STANDARD,
            Self::StandardUnpadded => &STANDARD_NO_PAD,
            Self::UrlSafe => &URL_SAFE,
            Self::UrlSafeUnpadded => &URL_SAFE_NO_PAD,
        }
    }
}

impl Binary {
    /// Returns the bytes.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        self.bytes
    }

    /// Returns base64 in the form that was read.
    pub(super) fn encoded(&self) -> String {
        self.alphabet.engine().encode(&self.bytes)
    }
}

impl From<Vec<u8>> for Binary {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes, alphabet: Alphabet::Standard }
    }
}

impl From<&[u8]> for Binary {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl<const N: usize> From<&[u8; N]> for Binary {
    fn from(bytes: &[u8; N]) -> Self {
        bytes.to_vec().into()
    }
}

impl<const N: usize> From<[u8; N]> for Binary {
    fn from(bytes: [u8; N]) -> Self {
        bytes.to_vec().into()
    }
}

/// The content is not copied if nothing else shares it.
impl From<Bytes> for Binary {
    fn from(bytes: Bytes) -> Self {
        Vec::from(bytes).into()
    }
}

impl AsRef<[u8]> for Binary {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Binary({} bytes)", self.bytes.len())
    }
}

impl Scalar for Binary {
    const EXPECTED: &'static str = "base64";

    fn from_text(text: &str) -> Option<Self> {
        Alphabet::ALL.into_iter().find_map(|alphabet| {
            let bytes = alphabet.engine().decode(text).ok()?;
            Some(Self { bytes, alphabet })
        })
    }
}

scalar!(Binary, |value, json| json.text(&value.encoded()));
