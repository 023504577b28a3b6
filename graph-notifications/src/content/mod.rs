//! Encrypted properties of resources.
//!
//! Source: <https://learn.microsoft.com/graph/change-notifications-with-resource-data#decrypting-resource-data-from-change-notifications>.

mod decryption_keys;
mod encrypted_content;

pub(crate) use self::decryption_keys::{DecryptionKeys, KeyProblem};
