use aes::cipher::{BlockModeDecrypt, KeyIvInit, block_padding::Pkcs7};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use rsa::PrivateKey;
use sha1::Sha1;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::json::{members, string};

const BLOCK: usize = 16;

/// The `encryptedContent` of an item.
pub(super) struct EncryptedContent {
    pub(super) certificate_id: String,
    /// The symmetric key, encrypted with the key of the certificate.
    data_key: Vec<u8>,
    /// The HMAC of `data`.
    data_signature: Vec<u8>,
    data: Vec<u8>,
}

impl EncryptedContent {
    pub(super) fn read(json: &str) -> Option<Self> {
        let names = ["encryptionCertificateId", "dataKey", "dataSignature", "data"];
        let [certificate_id, data_key, data_signature, data] = members(json, names).ok()?;
        let bytes = |json: Option<&str>| STANDARD.decode(string(json?)?).ok();
        Some(Self {
            certificate_id: string(certificate_id?)?,
            data_key: bytes(data_key)?,
            data_signature: bytes(data_signature)?,
            data: bytes(data)?,
        })
    }

    /// Decrypts the content; `None` whatever is wrong.
    ///
    /// The HMAC is computed and compared even if the key cannot be decrypted, so that the time does not tell which of
    /// the two failed. Nothing is decrypted before the HMAC was found to be right.
    pub(super) fn decrypt(self, key: &PrivateKey) -> Option<Box<str>> {
        let decrypted = key.oaep_decrypt::<Sha1>(&self.data_key).map(Zeroizing::new);
        let has_key = decrypted.is_ok();
        let data_key = decrypted.unwrap_or_else(|_| Zeroizing::new(vec![0; 32]));
        let mut hmac = Hmac::<Sha256>::new_from_slice(&data_key).ok()?;
        hmac.update(&self.data);
        let is_genuine = hmac.verify_slice(&self.data_signature).is_ok();
        if !(has_key && is_genuine) {
            return None;
        }
        let plain = decrypt_cbc(&data_key, self.data)?;
        String::from_utf8(plain).ok().map(String::into_boxed_str)
    }
}

/// Decrypts AES in CBC mode with PKCS #7 padding. The initialization vector is the first block of the key.
fn decrypt_cbc(key: &[u8], mut data: Vec<u8>) -> Option<Vec<u8>> {
    let vector = key.get(..BLOCK)?;
    let length = match key.len() {
        16 => decrypt_with::<cbc::Decryptor<aes::Aes128>>(key, vector, &mut data)?,
        24 => decrypt_with::<cbc::Decryptor<aes::Aes192>>(key, vector, &mut data)?,
        32 => decrypt_with::<cbc::Decryptor<aes::Aes256>>(key, vector, &mut data)?,
        _ => return None,
    };
    data.truncate(length);
    Some(data)
}

fn decrypt_with<D: KeyIvInit + BlockModeDecrypt>(key: &[u8], vector: &[u8], data: &mut [u8]) -> Option<usize> {
    let decryptor = D::new_from_slices(key, vector).ok()?;
    decryptor.decrypt_padded::<Pkcs7>(data).ok().map(<[u8]>::len)
}
