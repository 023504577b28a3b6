//! What Graph encrypts and signs.

use std::{
    error::Error,
    fmt,
    time::{SystemTime, UNIX_EPOCH},
};

use aes::cipher::{BlockModeEncrypt, KeyIvInit, block_padding::Pkcs7};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use hmac::{Hmac, KeyInit, Mac};
use rsa::{PrivateKey, PublicKey, pkcs8::DecodePrivateKey, traits::PublicKeyParts};
use serde_json::{Value, json};
use sha1::Sha1;
use sha2::Sha256;

/// The application that sends change notifications.
const PUBLISHER: &str = "0bf30f3b-4a52-48df-9a82-234910c4a086";

type BoxError = Box<dyn Error + Send + Sync>;

/// Encrypts resources for the certificate of the example, and signs tokens.
pub struct Sealer {
    issuer: PrivateKey,
    certificate: PublicKey,
}

impl Sealer {
    /// Reads the keys of the example.
    ///
    /// # Errors
    ///
    /// If a file is not a key.
    pub fn new() -> Result<Self, BoxError> {
        let certificate = PrivateKey::from_pkcs8_pem(include_str!("../../keys/certificate-key.pem"))?;
        Ok(Self {
            issuer: PrivateKey::from_pkcs8_pem(include_str!("../../keys/issuer-key.pem"))?,
            certificate: certificate.to_public_key(),
        })
    }

    /// Returns the certificate of the example in base64.
    #[must_use]
    pub fn certificate() -> String {
        include_str!("../../keys/certificate.pem").lines().filter(|line| !line.starts_with("-----")).collect()
    }

    /// Encrypts a resource.
    ///
    /// # Errors
    ///
    /// If the key is too short.
    pub fn encrypt(&self, resource: &str, certificate_id: &str) -> Result<Value, BoxError> {
        // Two random ids are a key that is good enough for a local server.
        let key = [*uuid::Uuid::new_v4().as_bytes(), *uuid::Uuid::new_v4().as_bytes()].concat();
        let encryptor = cbc::Encryptor::<aes::Aes256>::new_from_slices(&key, &key[..16])?;
        let data = encryptor.encrypt_padded_vec::<Pkcs7>(resource.as_bytes());
        let mut hmac = Hmac::<Sha256>::new_from_slice(&key)?;
        hmac.update(&data);
        Ok(json!({
            "data": STANDARD.encode(&data),
            "dataSignature": STANDARD.encode(hmac.finalize().into_bytes()),
            "dataKey": STANDARD.encode(self.certificate.oaep_encrypt::<Sha1>(&key)?),
            "encryptionCertificateId": certificate_id,
        }))
    }

    /// Signs a validation token.
    ///
    /// # Errors
    ///
    /// If the clock is before 1970.
    pub fn token(&self, tenant: &str, app: &str) -> Result<String, BoxError> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let header = json!({"typ": "JWT", "alg": "RS256", "kid": "key-1"});
        let claims = json!({
            "ver": "2.0", "tid": tenant, "aud": app, "azp": PUBLISHER, "nbf": now - 10, "exp": now + 3600,
            "iss": format!("https://login.microsoftonline.com/{tenant}/v2.0"),
        });
        let encode = |json: Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let signed = format!("{}.{}", encode(header), encode(claims));
        let signature = self.issuer.pkcs1v15_sign::<Sha256>(signed.as_bytes())?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// Returns the public keys as a JSON Web Key Set.
    #[must_use]
    pub fn keys(&self) -> Value {
        let modulus = URL_SAFE_NO_PAD.encode(self.issuer.n().to_be_bytes());
        json!({"keys": [{"kty": "RSA", "use": "sig", "kid": "key-1", "n": modulus, "e": "AQAB"}]})
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer")
    }
}
