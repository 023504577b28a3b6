use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{
    json::{members, string},
    reason::Reason,
};

/// A JSON Web Token whose signature was not verified.
pub(super) struct Jwt<'a> {
    pub(super) key_id: String,
    /// What the signature is of.
    pub(super) signed: &'a str,
    pub(super) signature: Vec<u8>,
    payload: Vec<u8>,
}

/// The claims that are checked.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Claims {
    pub(super) audience: String,
    pub(super) issuer: String,
    pub(super) tenant: String,
    pub(super) version: String,
    pub(super) expires: u64,
    pub(super) not_before: Option<u64>,
    /// The application that requested a token of version 1.
    pub(super) app_id: Option<String>,
    /// The application that requested a token of version 2.
    pub(super) authorized_party: Option<String>,
}

impl<'a> Jwt<'a> {
    /// Reads a token in compact form. The only algorithm is `RS256`, and no extension is understood (`crit`).
    pub(super) fn read(token: &'a str) -> Result<Self, Reason> {
        let malformed = || Reason::TokenMalformed;
        let (signed, signature) = token.rsplit_once('.').ok_or_else(malformed)?;
        let (header, payload) = signed.split_once('.').ok_or_else(malformed)?;
        let header = decode(header).and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(malformed)?;
        let [algorithm, key_id, critical] = members(&header, ["alg", "kid", "crit"]).map_err(|_| malformed())?;
        if algorithm.and_then(string).as_deref() != Some("RS256") || critical.is_some() {
            return Err(Reason::TokenAlgorithm);
        }
        let key_id = key_id.and_then(string).ok_or_else(malformed)?;
        // An empty signature is one of `none`, whatever the header says.
        let signature = decode(signature).filter(|bytes| !bytes.is_empty()).ok_or_else(malformed)?;
        Ok(Self { key_id, signed, signature, payload: decode(payload).ok_or_else(malformed)? })
    }

    /// Reads the claims. Call it only after the signature was verified.
    pub(super) fn claims(&self) -> Result<Claims, Reason> {
        std::str::from_utf8(&self.payload).ok().and_then(Claims::read).ok_or(Reason::TokenMalformed)
    }
}

impl Claims {
    fn read(json: &str) -> Option<Self> {
        let names = ["aud", "iss", "tid", "ver", "exp", "nbf", "appid", "azp"];
        let [audience, issuer, tenant, version, expires, not_before, app_id, authorized_party] =
            members(json, names).ok()?;
        let not_before = match not_before {
            Some(time) => Some(seconds(time)?),
            None => None,
        };
        Some(Self {
            audience: string(audience?)?,
            issuer: string(issuer?)?,
            tenant: string(tenant?)?,
            version: string(version?)?,
            expires: seconds(expires?)?,
            not_before,
            app_id: app_id.and_then(string),
            authorized_party: authorized_party.and_then(string),
        })
    }
}

fn seconds(json: &str) -> Option<u64> {
    serde_json::from_str(json).ok()
}

fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::{Claims, Jwt};
    use crate::Reason;

    fn token(header: &str) -> String {
        format!("{}.{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode("{}"), URL_SAFE_NO_PAD.encode("s"))
    }

    #[test]
    fn only_rs256_is_read() {
        assert!(Jwt::read(&token(r#"{"alg": "RS256", "kid": "a", "typ": "JWT"}"#)).is_ok());
        for header in [
            r#"{"alg": "none", "kid": "a"}"#,
            r#"{"alg": "None", "kid": "a"}"#,
            r#"{"alg": "HS256", "kid": "a"}"#,
            r#"{"alg": "RS512", "kid": "a"}"#,
            r#"{"alg": "PS256", "kid": "a"}"#,
            r#"{"alg": "rs256", "kid": "a"}"#,
            r#"{"alg": ["RS256"], "kid": "a"}"#,
            r#"{"kid": "a"}"#,
            r#"{"alg": "RS256", "kid": "a", "crit": ["x"]}"#,
        ] {
            assert_eq!(Jwt::read(&token(header)).err(), Some(Reason::TokenAlgorithm), "{header}");
        }
        for header in [r#"{"alg": "RS256"}"#, r#"{"alg": "RS256", "kid": 1}"#, "[]", r#"{"alg":"RS256","alg":"none"}"#]
        {
            assert_eq!(Jwt::read(&token(header)).err(), Some(Reason::TokenMalformed), "{header}");
        }
    }

    #[test]
    fn other_forms_are_refused() {
        let good = token(r#"{"alg": "RS256", "kid": "a"}"#);
        let unsigned = format!("{}.", good.rsplit_once('.').unwrap().0);
        for wrong in
            ["", ".", "..", "a.b", &format!("{good}="), &format!("{good}.x"), &unsigned, &good.replace('.', " ")]
        {
            assert_eq!(Jwt::read(wrong).err(), Some(Reason::TokenMalformed), "{wrong}");
        }
    }

    #[test]
    fn claims_have_their_types() {
        let good = r#"{"aud":"a","iss":"i","tid":"t","ver":"2.0","exp":5,"nbf":1,"azp":"p"}"#;
        assert!(Claims::read(good).is_some());
        for (from, to) in [
            ("\"aud\":\"a\"", "\"aud\":[\"a\"]"),
            ("\"exp\":5", "\"exp\":\"5\""),
            ("\"exp\":5", "\"exp\":-5"),
            ("\"exp\":5", "\"exp\":5.5"),
            ("\"exp\":5,", ""),
            ("\"nbf\":1", "\"nbf\":true"),
            ("\"tid\":\"t\",", ""),
            ("\"ver\":\"2.0\",", ""),
        ] {
            assert_eq!(Claims::read(&good.replace(from, to)), None, "{to}");
        }
    }
}
