use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use ring::{
    digest,
    rand::{SecureRandom, SystemRandom},
    rsa::KeyPair,
    signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding},
};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use serde_json::json;

use crate::token_error::TokenError;

/// How long an assertion is valid. It is made for each request.
const LIFETIME: Duration = Duration::from_secs(600);

/// A certificate with its private RSA key, with which an application authenticates.
///
/// The key signs a short-lived assertion for each token. It is never sent, and `Debug` does not show it.
///
/// ```no_run
/// use graph_credentials::{ClientCertificate, ConfidentialClient};
/// use graph_runtime::Cloud;
///
/// let certificate = ClientCertificate::from_pem(&std::fs::read("certificate.pem")?)?;
/// let application =
///     ConfidentialClient::new(Cloud::Global.authority(), "contoso.com", "application id", certificate)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: <https://learn.microsoft.com/entra/identity-platform/certificate-credentials>; RFC 7515, RFC 7523.
pub struct ClientCertificate {
    key: KeyPair,
    /// The certificate of the key, and those that signed it.
    chain: Vec<CertificateDer<'static>>,
    algorithm: SigningAlgorithm,
    sends_chain: bool,
}

/// How a [`ClientCertificate`] signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SigningAlgorithm {
    /// RSASSA-PSS with SHA-256, which Microsoft Entra recommends.
    #[default]
    Ps256,
    /// RSASSA-PKCS1-v1_5 with SHA-256, for other authorities.
    Rs256,
}

impl SigningAlgorithm {
    const fn name(self) -> &'static str {
        match self {
            Self::Ps256 => "PS256",
            Self::Rs256 => "RS256",
        }
    }

    fn encoding(self) -> &'static dyn RsaEncoding {
        match self {
            Self::Ps256 => &RSA_PSS_SHA256,
            Self::Rs256 => &RSA_PKCS1_SHA256,
        }
    }
}

/// Why a certificate cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// There is no private key.
    #[error("there is no private key in PEM; it begins with `-----BEGIN PRIVATE KEY-----`")]
    NoKey,
    /// The private key is encrypted.
    #[error("the private key is encrypted; `openssl pkey -in encrypted.pem` decrypts it")]
    EncryptedKey,
    /// The key is not an RSA key of 2,048 to 8,192 bits.
    #[error("the private key is not an RSA key of 2,048 to 8,192 bits: {0}")]
    Key(String),
    /// There is no certificate, or it is not valid PEM.
    #[error("there is no certificate in PEM; it begins with `-----BEGIN CERTIFICATE-----`")]
    NoCertificate,
    /// None of the certificates has the public key that belongs to the private key.
    #[error("no certificate belongs to the private key")]
    OtherKey,
    /// The file is not PKCS #12, or the password is wrong.
    #[cfg(feature = "pkcs12")]
    #[error("failed to read the certificate as PKCS #12: it is damaged, has no key, or the password is wrong")]
    Pkcs12,
}

impl ClientCertificate {
    /// Reads a certificate and its private key (PKCS #8 or PKCS #1) from one text in PEM.
    ///
    /// Certificates that signed it may be in the text too, in any order.
    ///
    /// # Errors
    ///
    /// The key or the certificate is missing or not valid, or they do not belong together.
    pub fn from_pem(text: &[u8]) -> Result<Self, CertificateError> {
        let key = match PrivateKeyDer::from_pem_slice(text) {
            Ok(PrivateKeyDer::Pkcs8(key)) => KeyPair::from_pkcs8(key.secret_pkcs8_der()),
            Ok(PrivateKeyDer::Pkcs1(key)) => KeyPair::from_der(key.secret_pkcs1_der()),
            Ok(_) => return Err(CertificateError::Key("it is for an elliptic curve".to_owned())),
            Err(_) if String::from_utf8_lossy(text).contains("BEGIN ENCRYPTED PRIVATE KEY") => {
                return Err(CertificateError::EncryptedKey);
            }
            Err(_) => return Err(CertificateError::NoKey),
        };
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text).collect();
        Self::new(key, certificates.map_err(|_| CertificateError::NoCertificate)?)
    }

    /// Reads a certificate and its private key from PKCS #12 (`.pfx`, `.p12`).
    ///
    /// # Errors
    ///
    /// The file cannot be read with this password, or has no certificate with a private RSA key.
    ///
    /// ```no_run
    /// use graph_credentials::ClientCertificate;
    ///
    /// let certificate = ClientCertificate::from_pkcs12(&std::fs::read("certificate.pfx")?, "password")?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "pkcs12")]
    pub fn from_pkcs12(file: &[u8], password: &str) -> Result<Self, CertificateError> {
        let store = p12_keystore::KeyStore::from_pkcs12(file, password, p12_keystore::Pkcs12ImportPolicy::Relaxed)
            .map_err(|_| CertificateError::Pkcs12)?;
        let (_, chain) = store.private_key_chain().ok_or(CertificateError::Pkcs12)?;
        let certificates = chain.certs().iter().map(|cert| CertificateDer::from(cert.as_der().to_vec())).collect();
        Self::new(KeyPair::from_pkcs8(chain.key().as_der()), certificates)
    }

    fn new(
        key: Result<KeyPair, ring::error::KeyRejected>,
        mut chain: Vec<CertificateDer<'static>>,
    ) -> Result<Self, CertificateError> {
        let key = key.map_err(|problem| CertificateError::Key(problem.to_string()))?;
        if chain.is_empty() {
            return Err(CertificateError::NoCertificate);
        }
        // A certificate contains its public key, as ring encodes it.
        let public: &[u8] = key.public().as_ref();
        let own = chain.iter().position(|der| der.windows(public.len()).any(|part| part == public));
        chain.swap(0, own.ok_or(CertificateError::OtherKey)?);
        Ok(Self { key, chain, algorithm: SigningAlgorithm::default(), sends_chain: false })
    }

    /// Sets how to sign. The default is PS256.
    #[must_use]
    pub fn algorithm(mut self, algorithm: SigningAlgorithm) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// Sets whether the certificates are sent too (`x5c`), for applications that trust a subject and an issuer instead
    /// of one certificate. The default is no.
    #[must_use]
    pub fn send_chain(mut self, enabled: bool) -> Self {
        self.sends_chain = enabled;
        self
    }

    /// Signs an assertion that authenticates an application to the endpoint `audience`.
    pub(crate) fn assertion(&self, audience: &str, application: &str, now: SystemTime) -> Result<String, TokenError> {
        let random = SystemRandom::new();
        let mut id = [0; 16];
        random.fill(&mut id).map_err(|_| TokenError::signature())?;
        let thumbprint = digest::digest(&digest::SHA256, &self.chain[0]);
        let mut header = json!({
            "alg": self.algorithm.name(),
            "typ": "JWT",
            "x5t#S256": URL_SAFE_NO_PAD.encode(thumbprint),
        });
        if self.sends_chain {
            header["x5c"] = self.chain.iter().map(|certificate| STANDARD.encode(certificate)).collect();
        }
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let claims = json!({
            "aud": audience,
            "iss": application,
            "sub": application,
            "jti": URL_SAFE_NO_PAD.encode(id),
            "iat": now.as_secs(),
            "nbf": now.as_secs(),
            "exp": (now + LIFETIME).as_secs(),
        });
        let encode = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let mut text = format!("{}.{}", encode(header), encode(claims));
        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key
            .sign(self.algorithm.encoding(), &random, text.as_bytes(), &mut signature)
            .map_err(|_| TokenError::signature())?;
        text.push('.');
        text.push_str(&URL_SAFE_NO_PAD.encode(signature));
        Ok(text)
    }
}

impl fmt::Debug for ClientCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCertificate").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}
