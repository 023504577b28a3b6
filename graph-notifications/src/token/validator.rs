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

    use graph_runtime::Cloud;

    use super::{Claims, PUBLISHER, Reason, TokenValidator};

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
}
