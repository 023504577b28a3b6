use std::time::{Duration, SystemTime, UNIX_EPOCH};

use graph_runtime::Cloud;

use super::{
    issuer::{Version, is_issuer},
    jwt::{Claims, Jwt},
    key_cache::KeyCache,
};
use crate::reason::Reason;

/// The application that sends change notifications, in all clouds and tenants.
const PUBLISHER: &str = "0bf30f3b-4a52-48df-9a82-234910c4a086";

/// Which validation tokens are accepted.
///
/// A token is accepted if all of these are true:
///
/// - it is signed with `RS256`, by a key of the [source](super::KeySource) that its `kid` names
/// - it has not expired, and is valid already, give or take the clock skew
/// - `aud` is one of the applications
/// - `iss` is exactly the issuer of its tenant (`tid`) in the cloud, in the form of its version
/// - the publisher of change notifications requested it: `appid` in version 1, `azp` in version 2
///
/// An encrypted item is then accepted if a valid token is of its tenant.
#[derive(Clone, Debug)]
pub struct TokenValidator {
    cloud: Cloud,
    app_ids: Vec<String>,
    clock_skew: Duration,
}

impl TokenValidator {
    /// Accepts tokens for applications with these ids (client ids) in a cloud.
    pub fn new<T: Into<String>>(cloud: Cloud, app_ids: impl IntoIterator<Item = T>) -> Self {
        let app_ids = app_ids.into_iter().map(Into::into).collect();
        Self { cloud, app_ids, clock_skew: Duration::from_secs(300) }
    }

    /// Sets by how much clocks may differ; five minutes by default.
    #[must_use]
    pub fn clock_skew(mut self, skew: Duration) -> Self {
        self.clock_skew = skew;
        self
    }

    /// Validates a token and returns its tenant.
    pub(crate) async fn validate(&self, token: &str, keys: &KeyCache, now: SystemTime) -> Result<String, Reason> {
        let jwt = Jwt::read(token)?;
        let keys = keys.keys_with(&jwt.key_id, now).await?;
        let claims = {
            let mut signers = keys.find(&jwt.key_id).filter(|key| key.verifies(jwt.signed, &jwt.signature)).peekable();
            signers.peek().ok_or(Reason::TokenSignature)?;
            let claims = jwt.claims()?;
            if !signers.any(|key| key.is_for(&claims.tenant)) {
                return Err(Reason::TokenSignature);
            }
            claims
        };
        self.check(&claims, now)?;
        Ok(claims.tenant)
    }

    fn check(&self, claims: &Claims, now: SystemTime) -> Result<(), Reason> {
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let skew = self.clock_skew.as_secs();
        if claims.expires.saturating_add(skew) <= now {
            return Err(Reason::TokenExpired);
        }
        if claims.not_before.is_some_and(|time| time > now.saturating_add(skew)) {
            return Err(Reason::TokenNotYetValid);
        }
        if !self.app_ids.iter().any(|id| id.eq_ignore_ascii_case(&claims.audience)) {
            return Err(Reason::TokenAudience);
        }
        let (version, publisher) = match claims.version.as_str() {
            "1.0" => (Version::One, &claims.app_id),
            "2.0" => (Version::Two, &claims.authorized_party),
            _ => return Err(Reason::TokenIssuer),
        };
        if !is_issuer(&claims.issuer, self.cloud, version, &claims.tenant) {
            return Err(Reason::TokenIssuer);
        }
        if publisher.as_deref() != Some(PUBLISHER) {
            return Err(Reason::TokenPublisher);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use base64::{
        Engine,
        engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
    };
    use graph_runtime::Cloud;
    use rsa::{PrivateKey, pkcs8::DecodePrivateKey, traits::PublicKeyParts};
    use sha2::Sha256;

    use super::{Claims, KeyCache, PUBLISHER, Reason, TokenValidator};
    use crate::token::FixedKeys;

    const TENANT: &str = "84bd8158-6d4d-4958-8b9f-9d6445542f95";

    fn claims() -> Claims {
        Claims {
            audience: "app".to_owned(),
            issuer: format!("https://sts.windows.net/{TENANT}/"),
            tenant: TENANT.to_owned(),
            version: "1.0".to_owned(),
            expires: 2000,
            not_before: Some(1000),
            app_id: Some(PUBLISHER.to_owned()),
            authorized_party: None,
        }
    }

    fn check(claims: &Claims, at: u64) -> Result<(), Reason> {
        TokenValidator::new(Cloud::Global, ["APP"])
            .clock_skew(Duration::from_secs(10))
            .check(claims, UNIX_EPOCH + Duration::from_secs(at))
    }

    #[test]
    fn times_have_a_skew() {
        for (at, expected) in [
            (989, Err(Reason::TokenNotYetValid)),
            (990, Ok(())),
            (1500, Ok(())),
            (2009, Ok(())),
            (2010, Err(Reason::TokenExpired)),
        ] {
            assert_eq!(check(&claims(), at), expected, "{at}");
        }
        let endless = Claims { expires: u64::MAX, not_before: Some(0), ..claims() };
        assert_eq!(check(&endless, 5), Ok(()));
    }

    #[test]
    fn each_claim_is_checked() {
        let version_2 = Claims {
            issuer: format!("https://login.microsoftonline.com/{TENANT}/v2.0"),
            version: "2.0".to_owned(),
            app_id: None,
            authorized_party: Some(PUBLISHER.to_owned()),
            ..claims()
        };
        assert_eq!(check(&version_2, 1500), Ok(()));
        for (claims, expected) in [
            (Claims { audience: "other".to_owned(), ..claims() }, Reason::TokenAudience),
            (Claims { audience: String::new(), ..claims() }, Reason::TokenAudience),
            (Claims { issuer: version_2.issuer.clone(), ..claims() }, Reason::TokenIssuer),
            (Claims { version: "2.0".to_owned(), ..claims() }, Reason::TokenIssuer),
            (Claims { version: "3.0".to_owned(), ..claims() }, Reason::TokenIssuer),
            (Claims { tenant: "common".to_owned(), ..claims() }, Reason::TokenIssuer),
            (Claims { app_id: None, ..claims() }, Reason::TokenPublisher),
            (Claims { app_id: Some(TENANT.to_owned()), ..claims() }, Reason::TokenPublisher),
            // The claim of the other version is not looked at.
            (Claims { app_id: None, authorized_party: Some(PUBLISHER.to_owned()), ..claims() }, Reason::TokenPublisher),
            (
                Claims { authorized_party: None, app_id: Some(PUBLISHER.to_owned()), ..version_2 },
                Reason::TokenPublisher,
            ),
        ] {
            assert_eq!(check(&claims, 1500), Err(expected), "{claims:?}");
        }
        let nobody = TokenValidator::new(Cloud::Global, [""; 0]);
        let now = UNIX_EPOCH + Duration::from_secs(1500);
        assert_eq!(nobody.check(&claims(), now), Err(Reason::TokenAudience));
    }

    #[tokio::test]
    async fn tricks_with_signed_tokens_are_refused() {
        let key = PrivateKey::from_pkcs8_pem(include_str!("../../tests/vectors/key.pem")).unwrap();
        let modulus = URL_SAFE_NO_PAD.encode(key.n().to_be_bytes_trimmed_vartime());
        let jwks = format!(r#"{{"keys":[{{"kty":"RSA","kid":"a","n":"{modulus}","e":"AQAB"}}]}}"#);
        let keys = KeyCache::new(Box::new(FixedKeys::new(jwks)));
        let header = r#"{"alg":"RS256","kid":"a"}"#;
        let payload = format!(
            r#"{{"aud":"app","iss":"https://sts.windows.net/{TENANT}/","tid":"{TENANT}","ver":"1.0","exp":2000,"appid":"{PUBLISHER}"}}"#
        );
        let sign = |signed: &str| {
            let signature = key.pkcs1v15_sign::<Sha256>(signed.as_bytes()).unwrap();
            format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
        };
        let encode = |header: &str, payload: &str| {
            sign(&format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload)))
        };
        let now = UNIX_EPOCH + Duration::from_secs(1500);
        let validator = TokenValidator::new(Cloud::Global, ["app"]);
        let good = encode(header, &payload);
        assert_eq!(validator.validate(&good, &keys, now).await.as_deref(), Ok(TENANT));

        let expired = payload.replace("2000", "1");
        let tenants = format!(r#"{payload},"tid":"{PUBLISHER}"}}"#).replacen("},", ",", 1);
        let escaped = tenants.replacen(r#","tid":"0"#, r#","\u0074id":"0"#, 1);
        let (signed, signature) = good.rsplit_once('.').unwrap();
        let (first, second) = signed.split_once('.').unwrap();
        let mut padded = URL_SAFE_NO_PAD.decode(signature).unwrap();
        padded.insert(0, 0);
        for wrong in [
            encode(header, &expired),
            encode(header, &tenants),
            encode(header, &escaped),
            encode(header, &payload.replace("2000", "1e9")),
            encode(header, &payload.replace("2000", "2000.0")),
            encode(header, &payload.replace("2000", "18446744073709551616")),
            encode(header, &payload.replace("2000", "2000,\"nbf\":-1")),
            encode(header, &payload.replace("2000", "2000,\"nbf\":18446744073709551615")),
            encode(header, &payload.replace("\"app\"", "[\"app\"]")),
            encode(header, &payload.replace("\"app\"", "\"app \"")),
            encode(header, &payload.replace("\"app\"", "\"\u{ff41}pp\"")),
            encode(header, &payload.replace(TENANT, "84bd8158-6d4d-4958-8b9f-9d6445542f9\u{ff15}")),
            encode(header, &payload.replace(TENANT, "84bd8158-6d4d-4958-8b9f-9d6445542f95/../x")),
            encode(header, &payload.replace(&format!(r#""tid":"{TENANT}""#), r#""tid":"""#)),
            encode(header, &payload.replace(&format!(r#""tid":"{TENANT}""#), r#""tid":null"#)),
            encode(header, &format!("{payload} x")),
            encode(header, &format!("[{payload}]")),
            encode(header, &format!("\u{feff}{payload}")),
            encode(r#"{"alg":"RS256","kid":"a","alg":"RS256"}"#, &payload),
            encode(r#"{"alg":"RS256","kid":"b","jku":"https://evil.example","x5u":"https://evil.example"}"#, &payload),
            encode(r#"{"alg":"RS256","jwk":{"kid":"a"}}"#, &payload),
            encode(r#"{"alg":"RS256","kid":"a","crit":[]}"#, &payload),
            encode(r#"{"alg":"RS256","kid":["a"]}"#, &payload),
            // Other spellings of the same bytes.
            sign(&format!("{first}=.{second}")),
            sign(&format!("{first}.{second}==")),
            sign(&format!("{first}.{second}\n")),
            sign(&format!("{first}.{second}.")),
            sign(&format!(".{first}.{second}")),
            format!("{good}\n"),
            format!(" {good}"),
            format!("{good}=="),
            format!("{signed}.{}", URL_SAFE_NO_PAD.encode(padded)),
            format!("{signed}.{}", STANDARD.encode(URL_SAFE_NO_PAD.decode(signature).unwrap())),
            format!("{signed}.{}", URL_SAFE_NO_PAD.encode([0; 256])),
            format!("{signed}.{}", URL_SAFE_NO_PAD.encode([255; 256])),
            format!("{first}.{}.{signature}", URL_SAFE_NO_PAD.encode(&tenants)),
        ] {
            let found = validator.validate(&wrong, &keys, now).await;
            assert!(found.is_err(), "{wrong}");
        }
        let endless = payload.replace("2000", "18446744073709551615");
        let latest = UNIX_EPOCH + Duration::from_secs(1 << 40);
        assert!(validator.validate(&encode(header, &endless), &keys, latest).await.is_ok());
        let before = UNIX_EPOCH - Duration::from_secs(1);
        assert!(validator.validate(&good, &keys, before).await.is_ok());
        let skewed = validator.clock_skew(Duration::MAX);
        assert!(skewed.validate(&encode(header, &expired), &keys, latest).await.is_ok());
    }
}
