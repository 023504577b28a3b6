use std::fmt;

use rsa::{PrivateKey, pkcs1::DecodeRsaPrivateKey, pkcs8::DecodePrivateKey, traits::PublicKeyParts};

use super::encrypted_content::EncryptedContent;
use crate::reason::Reason;

/// The least size of a modulus in bytes, which Graph also requires.
const MIN_SIZE: usize = 2048 / 8;

/// The private keys of certificates, by the ids of the certificates.
#[derive(Default)]
pub(crate) struct DecryptionKeys(Vec<(String, PrivateKey)>);

/// Why a key was not added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyProblem {
    Invalid,
    Size,
    Duplicate,
}

impl DecryptionKeys {
    pub(crate) fn add(&mut self, certificate_id: String, pem: &str) -> Result<(), KeyProblem> {
        if self.find(&certificate_id).is_some() {
            return Err(KeyProblem::Duplicate);
        }
        let key = PrivateKey::from_pkcs8_pem(pem)
            .ok()
            .or_else(|| PrivateKey::from_pkcs1_pem(pem).ok())
            .ok_or(KeyProblem::Invalid)?;
        if key.size() < MIN_SIZE {
            return Err(KeyProblem::Size);
        }
        self.0.push((certificate_id, key));
        Ok(())
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Decrypts the `encryptedContent` of an item.
    pub(crate) fn decrypt(&self, json: &str) -> Result<Box<str>, Reason> {
        let content = EncryptedContent::read(json).ok_or(Reason::Malformed)?;
        let key = self.find(&content.certificate_id).ok_or(Reason::UnknownCertificate)?;
        content.decrypt(key).ok_or(Reason::Undecryptable)
    }

    fn find(&self, certificate_id: &str) -> Option<&PrivateKey> {
        self.0.iter().find_map(|(id, key)| (id == certificate_id).then_some(key))
    }
}

impl fmt::Debug for DecryptionKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(id, _)| id)).finish()
    }
}
