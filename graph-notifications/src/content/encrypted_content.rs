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

#[cfg(test)]
mod tests {
    use aes::cipher::{BlockModeEncrypt, KeyIvInit, block_padding::NoPadding};
    use base64::{Engine, engine::general_purpose::STANDARD};
    use hmac::{Hmac, KeyInit, Mac};
    use rsa::{PrivateKey, PublicKey, pkcs8::DecodePrivateKey};
    use sha1::Sha1;
    use sha2::Sha256;

    use super::{BLOCK, EncryptedContent};

    fn content(data_key: &[u8], signed_with: &[u8], data: &[u8]) -> EncryptedContent {
        let mut hmac = Hmac::<Sha256>::new_from_slice(signed_with).unwrap();
        hmac.update(data);
        let [data_key, signature, data] =
            [data_key, &hmac.finalize().into_bytes(), data].map(|bytes| STANDARD.encode(bytes));
        let json = format!(
            r#"{{"encryptionCertificateId":"k","dataKey":"{data_key}","dataSignature":"{signature}","data":"{data}"}}"#
        );
        EncryptedContent::read(&json).unwrap()
    }

    /// The sender knows the key of the certificate, so that it can encrypt and sign anything.
    #[test]
    fn nothing_that_a_sender_encrypts_panics() {
        let key = PrivateKey::from_pkcs8_pem(include_str!("../../tests/vectors/key.pem")).unwrap();
        let public = PublicKey::from(&key);
        let open = |aes: &[u8], data: &[u8]| {
            let data_key = public.oaep_encrypt::<Sha1>(aes).unwrap();
            content(&data_key, aes, data).decrypt(&key)
        };
        let aes = [7; 32];
        let encrypted = |plain: &[u8]| {
            let encryptor = cbc::Encryptor::<aes::Aes256>::new_from_slices(&aes, &aes[..BLOCK]).unwrap();
            let mut data = plain.to_vec();
            let length = data.len();
            encryptor.encrypt_padded::<NoPadding>(&mut data, length).unwrap();
            data
        };
        let padded = |byte: u8| [b"{\"id\":\"12345678\"}".as_slice(), &[byte; 15]].concat();
        assert_eq!(open(&aes, &encrypted(&padded(15))).as_deref(), Some("{\"id\":\"12345678\"}"));
        for padding in [0, 1 + 15, 17, 32, 255] {
            assert_eq!(open(&aes, &encrypted(&padded(padding))), None, "{padding}");
        }
        assert_eq!(open(&aes, &encrypted(&[16; 16])).as_deref(), Some(""));
        assert_eq!(open(&aes, &encrypted(&[[0xff; 16], [16; 16]].concat())), None, "it is not UTF-8");
        for length in [0, 1, 15, 17, 31, 33] {
            assert_eq!(open(&aes, &vec![0; length]), None, "{length}");
        }
        for length in [0, 1, 15, 17, 20, 31, 33, 64] {
            assert_eq!(open(&vec![7; length], &encrypted(&padded(15))), None, "{length}");
        }
        // A data key that is not valid fails like any other.
        for data_key in [vec![], vec![0; 256], vec![0xff; 256], vec![1; 255], vec![1; 257], vec![0; 100_000]] {
            assert_eq!(content(&data_key, &[0; 32], &encrypted(&padded(15))).decrypt(&key), None);
        }
    }
}
