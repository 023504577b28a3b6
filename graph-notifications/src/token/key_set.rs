use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rsa::{BoxedUint, PublicKey, traits::PublicKeyParts};
use sha2::Sha256;

use crate::json::{items, members, string};

/// The greatest size of a document in bytes. Entra's has about 30 KiB.
pub(super) const MAX_SIZE: usize = 1 << 20;
/// The greatest number of keys. Entra has about 10.
const MAX_KEYS: usize = 100;
/// The sizes of a modulus in bytes. The upper limit bounds the time to verify a signature.
const MODULUS: std::ops::RangeInclusive<usize> = 2048 / 8..=4096 / 8;

/// The public keys with which an issuer signs tokens.
#[derive(Debug, Default)]
pub(super) struct KeySet(Vec<Key>);

#[derive(Debug)]
pub(super) struct Key {
    id: String,
    key: PublicKey,
    /// The only issuer whose tokens the key signs; `{tenantid}` in it is any tenant.
    issuer: Option<String>,
}

impl KeySet {
    /// Reads a JSON Web Key Set; `None` if it is not one, or has no usable key.
    ///
    /// Keys that are not for RSA signatures are skipped.
    pub(super) fn read(document: &[u8]) -> Option<Self> {
        if document.len() > MAX_SIZE {
            return None;
        }
        let [keys] = members(std::str::from_utf8(document).ok()?, ["keys"]).ok()?;
        let keys = items(keys?, MAX_KEYS).ok().filter(|keys| keys.len() <= MAX_KEYS)?;
        let keys: Vec<_> = keys.into_iter().filter_map(Key::read).collect();
        if keys.is_empty() { None } else { Some(Self(keys)) }
    }

    pub(super) fn contains(&self, id: &str) -> bool {
        self.0.iter().any(|key| key.id == id)
    }

    /// Returns the keys with an id. There can be several, for different issuers.
    pub(super) fn find<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Key> {
        self.0.iter().filter(move |key| key.id == id)
    }
}

impl Key {
    fn read(json: &str) -> Option<Self> {
        let names = ["kty", "kid", "use", "alg", "n", "e", "issuer"];
        let [kind, id, usage, algorithm, modulus, exponent, issuer] = members(json, names).ok()?;
        let is = |value: Option<&str>, expected: &str| value.and_then(string).as_deref() == Some(expected);
        let may_verify =
            is(kind, "RSA") && (usage.is_none() || is(usage, "sig")) && (algorithm.is_none() || is(algorithm, "RS256"));
        if !may_verify {
            return None;
        }
        let number = |json: Option<&str>| URL_SAFE_NO_PAD.decode(string(json?)?).ok();
        let modulus = number(modulus).filter(|bytes| bytes.len() <= *MODULUS.end() + 1)?;
        let exponent = number(exponent).filter(|bytes| bytes.len() <= 8)?;
        let key =
            PublicKey::new(BoxedUint::from_be_slice_vartime(&modulus), BoxedUint::from_be_slice_vartime(&exponent))
                .ok()
                .filter(|key| MODULUS.contains(&key.size()))?;
        Some(Self { id: string(id?)?, key, issuer: issuer.and_then(string) })
    }

    pub(super) fn verifies(&self, signed: &str, signature: &[u8]) -> bool {
        self.key.pkcs1v15_verify::<Sha256>(signed.as_bytes(), signature).is_ok()
    }

    /// Whether the key signs for all tenants, or for the one whose id is in its issuer.
    pub(super) fn is_for(&self, tenant: &str) -> bool {
        self.issuer.as_deref().is_none_or(|issuer| issuer.contains("{tenantid}") || issuer.contains(tenant))
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::{KeySet, MAX_KEYS, MAX_SIZE};

    /// 2048 bits that are all 1.
    fn modulus() -> String {
        format!("{}w", "_".repeat(341))
    }

    fn key(id: &str, more: &str) -> String {
        let modulus = modulus();
        format!(r#"{{"kty":"RSA","kid":"{id}","n":"{modulus}","e":"AQAB"{more}}}"#)
    }

    #[test]
    fn usable_keys_are_kept() {
        let text = format!(
            r#"{{"keys":[{},{},{},{},{{"kty":"EC","kid":"f"}},{{}},1,{}]}}"#,
            key("a", ""),
            key("b", r#","use":"enc""#),
            key("c", r#","alg":"RS512""#),
            key("d", r#","use":"sig","alg":"RS256","issuer":"https://x/{tenantid}/v2.0""#),
            key("e", r#","issuer":"https://x/tenant-1/v2.0""#),
        );
        let set = KeySet::read(text.as_bytes()).unwrap();
        for (id, is_there) in [("a", true), ("b", false), ("c", false), ("d", true), ("e", true), ("f", false)] {
            assert_eq!(set.contains(id), is_there, "{id}");
        }
        assert!(set.find("d").all(|key| key.is_for("tenant-2")));
        assert!(set.find("e").all(|key| key.is_for("tenant-1") && !key.is_for("tenant-2")));
    }

    #[test]
    fn other_documents_are_refused() {
        let small = key("a", "").replace(&modulus(), &format!("{}8", "_".repeat(170)));
        let huge = key("a", "").replace(&modulus(), &"_".repeat(3420));
        let exponent = key("a", "").replace("AQAB", "AAAAAAAAAAAAAAAAAQAB");
        for text in ["", "[]", "{}", r#"{"keys":[]}"#, r#"{"keys":{}}"#, &small, &huge, &exponent] {
            let document = if text.contains("kty") { format!("{{\"keys\":[{text}]}}") } else { text.to_owned() };
            assert!(KeySet::read(document.as_bytes()).is_none(), "{document}");
        }
        let many = format!("{{\"keys\":[{}]}}", vec![key("a", ""); MAX_KEYS + 1].join(","));
        assert!(KeySet::read(many.as_bytes()).is_none());
        let large = format!("{{\"keys\":[{}]{}}}", key("a", ""), " ".repeat(MAX_SIZE));
        assert!(KeySet::read(large.as_bytes()).is_none());
    }

    #[test]
    fn numbers_that_are_not_keys_do_not_panic() {
        let bytes = |length: usize, last: u8| {
            let mut bytes = vec![0xff; length];
            bytes[length - 1] = last;
            URL_SAFE_NO_PAD.encode(bytes)
        };
        let moduli =
            ["".to_owned(), "AA".to_owned(), bytes(256, 0xfe), bytes(256, 0xff), bytes(513, 0xff), bytes(255, 1)];
        let zeros = URL_SAFE_NO_PAD.encode([0; 300]);
        for modulus in moduli.iter().chain([&zeros]) {
            for exponent in ["", "AA", "AQ", "Ag", "Aw", "AQAB", "__________8", "AAAAAAAAAAM"] {
                let text = format!(r#"{{"keys":[{{"kty":"RSA","kid":"a","n":"{modulus}","e":"{exponent}"}}]}}"#);
                let Some(set) = KeySet::read(text.as_bytes()) else { continue };
                for signature in [vec![], vec![0; 256], vec![1; 256], vec![0xff; 256], vec![0; 512], vec![0; 10_000]] {
                    assert!(set.find("a").all(|key| !key.verifies("x", &signature)), "{text}");
                }
            }
        }
    }
}
