//! Client certificates, and the assertions that they sign.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use graph_credentials::{CertificateError, ClientCertificate, ConfidentialClient, SigningAlgorithm};
use graph_runtime::{Credential, TokenRequest};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::Value;

use crate::loopback::Loopback;

const KEY: &str = include_str!("pem/key.pem");
const LEAF: &str = include_str!("pem/leaf.pem");
const ISSUER: &str = include_str!("pem/issuer.pem");
/// The public key in `key.pem` and `leaf.pem`.
const PUBLIC: &[u8] = include_bytes!("pem/public.der");
/// What `openssl x509 -in leaf.pem -noout -fingerprint -sha256` prints.
const FINGERPRINT: &str = "20D15A6CE63A97CA923C92F7B062AEDCFD17F7C423B38E6DBCD346794570CE8C";

fn pem(parts: &[&str]) -> Result<ClientCertificate, CertificateError> {
    ClientCertificate::from_pem(parts.concat().as_bytes())
}

fn decode(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// Gets a token with a certificate, and returns the URL of the token endpoint and the assertion.
async fn assertion(certificate: ClientCertificate) -> (String, String) {
    let authority = Loopback::start(|_| (200, "", r#"{"access_token": "token", "expires_in": 3600}"#.to_owned()));
    let application = ConfidentialClient::new(&authority.origin(), "contoso.com", "app", certificate).unwrap();
    application.token(&TokenRequest::new(["scope"])).await.unwrap();
    let seen = &authority.seen()[0];
    assert_eq!(seen.form("client_secret"), None);
    assert_eq!(
        seen.form("client_assertion_type").as_deref(),
        Some("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
    );
    (format!("{}{}", authority.origin(), seen.target), seen.form("client_assertion").unwrap())
}

#[tokio::test]
async fn assertions_are_signed_by_the_key_of_the_certificate() {
    let mut ids = Vec::new();
    for (certificate, algorithm, chain) in [
        (pem(&[KEY, LEAF]).unwrap(), "PS256", None),
        (pem(&[LEAF, include_str!("pem/pkcs1.pem")]).unwrap(), "PS256", None),
        (pem(&[ISSUER, KEY, LEAF]).unwrap().algorithm(SigningAlgorithm::Rs256), "RS256", None),
        (pem(&[ISSUER, KEY, LEAF]).unwrap().send_chain(true), "PS256", Some([LEAF, ISSUER])),
    ] {
        assert!(!format!("{certificate:?}").contains("MII"), "{certificate:?}");
        let (url, assertion) = assertion(certificate).await;
        let [header, claims, signature] = assertion.split('.').collect::<Vec<_>>().try_into().unwrap();

        let signed = &assertion.as_bytes()[..header.len() + 1 + claims.len()];
        let public = match algorithm {
            "PS256" => UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, PUBLIC),
            _ => UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, PUBLIC),
        };
        public.verify(signed, &URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();

        let header = decode(header);
        assert_eq!((&header["alg"], &header["typ"]), (&algorithm.into(), &"JWT".into()));
        let thumbprint = URL_SAFE_NO_PAD.decode(header["x5t#S256"].as_str().unwrap()).unwrap();
        assert_eq!(thumbprint.iter().map(|byte| format!("{byte:02X}")).collect::<String>(), FINGERPRINT);
        let sent = header.get("x5c").map(|list| {
            list.as_array().unwrap().iter().map(|der| STANDARD.decode(der.as_str().unwrap()).unwrap()).collect()
        });
        let expected: Option<Vec<Vec<u8>>> = chain.map(|chain| chain.map(der).to_vec());
        assert_eq!(sent, expected);

        let claims = decode(claims);
        assert_eq!((&claims["iss"], &claims["sub"]), (&"app".into(), &"app".into()));
        assert_eq!(claims["aud"], url);
        let time = |name: &str| claims[name].as_u64().unwrap();
        assert_eq!((time("nbf"), time("exp")), (time("iat"), time("iat") + 600));
        let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
        assert!(now.abs_diff(time("iat")) < 600);
        ids.push(claims["jti"].as_str().unwrap().to_owned());
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 4, "each assertion has an id of its own");
}

/// Returns the bytes in a text in PEM.
fn der(text: &str) -> Vec<u8> {
    let base64: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    STANDARD.decode(base64).unwrap()
}

#[test]
fn certificates_that_cannot_be_used_are_named() {
    let elliptic = include_str!("pem/elliptic.pem");
    let encrypted = include_str!("pem/encrypted.pem");
    for (parts, expected) in [
        (&[LEAF][..], CertificateError::NoKey),
        (&["", "garbage"], CertificateError::NoKey),
        (&[KEY], CertificateError::NoCertificate),
        (&[KEY, ISSUER], CertificateError::OtherKey),
        (&[encrypted, LEAF], CertificateError::EncryptedKey),
    ] {
        assert_eq!(pem(parts).unwrap_err(), expected);
    }
    let error = pem(&[elliptic, LEAF]).unwrap_err();
    assert!(matches!(error, CertificateError::Key(_)), "{error}");
    let broken = KEY.replacen("MII", "AAA", 1);
    let error = pem(&[&broken, LEAF]).unwrap_err();
    assert!(!error.to_string().contains("AAA"), "{error}");
}

#[cfg(feature = "pkcs12")]
#[tokio::test]
async fn pkcs12_is_read_with_its_password() {
    let file = include_bytes!("pem/certificate.pfx");
    let certificate = ClientCertificate::from_pkcs12(file, "password").unwrap();
    let (_, assertion) = assertion(certificate).await;
    let (signed, signature) = assertion.rsplit_once('.').unwrap();
    let public = UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, PUBLIC);
    public.verify(signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
    for (file, password) in [(&file[..], "wrong"), (&file[..100], "password"), (b"", ""), (LEAF.as_bytes(), "")] {
        assert_eq!(ClientCertificate::from_pkcs12(file, password).unwrap_err(), CertificateError::Pkcs12);
    }
}
