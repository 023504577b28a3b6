//! The claims that a 401 response demands of a new token (continuous access evaluation).
//!
//! Source: <https://learn.microsoft.com/entra/identity-platform/claims-challenge>.

use base64::{
    Engine,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use http::{HeaderMap, header};

/// Services often omit the padding.
const CONFIG: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const ALPHABETS: [GeneralPurpose; 2] = [
    GeneralPurpose::new(&base64::alphabet::STANDARD, CONFIG),
    GeneralPurpose::new(&base64::alphabet::URL_SAFE, CONFIG),
];

/// The most bytes of encoded claims. The credential sends them on, often in a URL; those of Graph have some hundred
/// bytes.
const MAX_CLAIMS: usize = 16 << 10;

/// Returns the decoded claims that a new token must have, if the last one was refused for lack of them.
pub(crate) fn demanded_by(headers: &HeaderMap) -> Option<String> {
    headers.get_all(header::WWW_AUTHENTICATE).iter().find_map(|value| demanded(value.to_str().ok()?))
}

fn demanded(challenge: &str) -> Option<String> {
    let parameters = parameters(challenge);
    let value = |wanted: &str| parameters.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, v)| *v);
    if value("error")? != "insufficient_claims" {
        return None;
    }
    let encoded = value("claims").filter(|claims| claims.len() <= MAX_CLAIMS)?;
    let bytes = ALPHABETS.iter().find_map(|alphabet| alphabet.decode(encoded).ok())?;
    String::from_utf8(bytes).ok()
}

/// Returns the names and values of a challenge's parameters. Escaped quotes are not supported; the values read here
/// have none.
fn parameters(challenge: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = challenge;
    while let Some((before, after)) = rest.split_once('=') {
        let name = before.rsplit([' ', ',', '\t']).next().unwrap_or(before);
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => after.split_once(',').unwrap_or((after, "")),
        };
        found.push((name, value.trim()));
        rest = next;
    }
    found
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    use super::demanded_by;

    fn demanded_by_all(challenges: &[&'static str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for challenge in challenges {
            headers.append(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        demanded_by(&headers)
    }

    #[test]
    fn long_claims_are_not_a_demand() {
        for (length, expected) in [(16 << 10, true), ((16 << 10) + 4, false)] {
            let challenge = format!(r#"Bearer error="insufficient_claims", claims="{}""#, "YWFh".repeat(length / 4));
            assert_eq!(super::demanded(&challenge).is_some(), expected, "{length}");
        }
    }

    #[test]
    fn only_insufficient_claims_are_a_demand() {
        let demand = r#"Bearer realm="", authorization_uri="https://login.example/?a=b,c", client_id="x", error="insufficient_claims", claims="eyJhIjoxfQ==""#;
        assert_eq!(demanded_by_all(&[demand]).as_deref(), Some(r#"{"a":1}"#));
        assert_eq!(demanded_by_all(&["Negotiate", demand]).as_deref(), Some(r#"{"a":1}"#));
        assert_eq!(
            demanded_by_all(&[r#"Bearer claims="eyJhIjoxfQ", error=insufficient_claims, x"#]).as_deref(),
            Some(r#"{"a":1}"#)
        );
        for none in [
            r#"Bearer error="invalid_token", claims="eyJhIjoxfQ==""#,
            r#"Bearer error="insufficient_claims""#,
            r#"Bearer error="insufficient_claims", claims="%%%""#,
            r#"Bearer error="insufficient_claims", claims=""#,
            "Bearer",
            "=",
            "",
        ] {
            assert!(demanded_by_all(&[none]).is_none_or(|claims| claims.is_empty()), "{none}");
        }
    }
}
