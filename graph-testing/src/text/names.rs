//! Names of what holds credentials: headers, query options, form fields and JSON members.
//!
//! A name that contains the word for a credential is one, unless its last word says that the value is something else,
//! such as a date. So an unknown name is hidden rather than shown.

use super::url::decoded;

/// Headers that hold credentials, in addition to those whose names have a word for one.
const HEADERS: [&str; 4] = ["authorization", "cookie", "proxy-authorization", "set-cookie"];

/// Words for credentials, in small letters and without separators.
const STEMS: [&str; 31] = [
    "accesskey",
    "accesspass",
    "accountkey",
    "apikey",
    "assertion",
    "clientstate",
    "codeverifier",
    "connectionstring",
    "credential",
    "datakey",
    "devicecode",
    "encryptionkey",
    "functionskey",
    "onetimecode",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "primarykey",
    "privatekey",
    "productkey",
    "pwd",
    "recoverykey",
    "secondarykey",
    "secret",
    "sharedkey",
    "signingkey",
    "subscriptionkey",
    "symmetrickey",
    "token",
    "uploadurl",
];

/// Names that are a word for a credential as a whole, or as their last word.
const WHOLE: [&str; 3] = ["jwt", "key", "otp"];
const LAST: [&str; 6] = ["authorization", "cookie", "cookies", "key", "keys", "pin"];

/// Beginnings of names of keys that are not credentials: `partitionKey`.
const OTHER_KEYS: [&str; 8] = ["foreign", "object", "partition", "public", "registry", "row", "search", "sort"];

/// Last words of names whose values are about a credential: `lastPasswordChangeDateTime`.
const ABOUT: [&str; 37] = [
    "at",
    "count",
    "date",
    "days",
    "disabled",
    "enabled",
    "endpoint",
    "expiration",
    "expires",
    "expiry",
    "hours",
    "id",
    "ids",
    "in",
    "issuer",
    "length",
    "lifetime",
    "method",
    "methods",
    "minutes",
    "mode",
    "policies",
    "policy",
    "required",
    "seconds",
    "state",
    "status",
    "supported",
    "time",
    "timeout",
    "ttl",
    "type",
    "types",
    "usage",
    "validity",
    "version",
    "window",
];

/// Last words of names whose values are objects with members of their own names: `passwordProfile`.
const STRUCTURED: [&str; 4] = ["credential", "credentials", "profile", "profiles"];

/// Query options that hold credentials, in small letters and without separators.
const OPTIONS: [&str; 8] = ["authkey", "code", "hmac", "key", "sig", "signature", "tempauth", "xamzcredential"];

/// Options and parameters of functions whose values are opaque, and lead to the next page or to changes.
const LINK_TOKENS: [&str; 3] = ["deltatoken", "skiptoken", "token"];

/// Returns whether a header holds a credential.
pub(crate) fn is_secret_header(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    HEADERS.contains(&lower.as_str())
        || lower.ends_with("-key")
        || lower.ends_with("signature")
        || lower.split('-').any(|word| word == "auth" || word == "sig")
        || is_secret_word(name)
}

/// Returns whether a JSON member or a form field of this name holds a credential.
pub(crate) fn is_secret_name(name: &str) -> bool {
    // A name of an annotation has the property and the term: `accessToken@my.copy`.
    match name.rsplit_once('@') {
        Some((_, term)) if term.to_ascii_lowercase().starts_with("odata.") => false,
        Some(_) => name.split('@').any(|part| is_secret_word(part.rsplit('.').next().unwrap_or(part))),
        None => is_secret_word(name),
    }
}

fn is_secret_word(name: &str) -> bool {
    let (squashed, last) = (squashed(name), last_word(name));
    if WHOLE.contains(&squashed.as_str()) || LAST.contains(&last.as_str()) {
        return !OTHER_KEYS.iter().any(|start| squashed.starts_with(start));
    }
    let is_about = ABOUT.contains(&last.as_str()) && !squashed.contains("clientstate");
    STEMS.iter().any(|stem| squashed.contains(stem)) && !is_about
}

/// Returns whether an object of this name has members whose own names say which are credentials.
pub(crate) fn is_structured(name: &str) -> bool {
    STRUCTURED.contains(&last_word(name).as_str())
}

/// Returns whether a JSON member has the URL to which content is sent, which is a credential.
pub(crate) fn is_upload_url(name: &str) -> bool {
    squashed(name).contains("uploadurl")
}

/// Returns whether a query option holds a credential. Tokens of OData (`$skiptoken`) are not credentials.
pub(crate) fn is_secret_option(name: &str) -> bool {
    let name = decoded(name);
    let squashed = squashed(&name);
    OPTIONS.contains(&squashed.as_str())
        || squashed.ends_with("signature")
        || (!name.starts_with('$') && is_secret_name(&name))
}

/// Returns whether the value of a query option, or of a function's parameter, is the token of a link.
pub(crate) fn is_link_token(name: &str) -> bool {
    LINK_TOKENS.contains(&squashed(&decoded(name)).as_str())
}

/// Returns the letters and digits of a name, in small letters.
fn squashed(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns the last word of a name such as `lastChange`, `last_change` or `last-change`, in small letters.
fn last_word(name: &str) -> String {
    let name = name.trim_end_matches(|character: char| !character.is_alphanumeric());
    let (mut start, mut previous) = (0, None::<char>);
    for (index, character) in name.char_indices() {
        let begins_word = previous.is_some_and(|previous| {
            !previous.is_alphanumeric() || (character.is_uppercase() && !previous.is_uppercase())
        });
        if begins_word && character.is_alphanumeric() {
            start = index;
        }
        previous = Some(character);
    }
    name[start..].to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{is_link_token, is_secret_header, is_secret_name, is_secret_option};

    #[test]
    fn names_of_credentials() {
        for name in [
            "password",
            "newPassword",
            "secretText",
            "access_token",
            "Client-Secret",
            "temporaryAccessPass",
            "privateKey",
            "apiKey",
            "key",
            "connectionString",
            "passcode",
            "clientState",
            "uploadUrl",
            "accessToken@my.copy",
            "value@my.accessToken",
            "Set-Cookie",
            "Authorization",
            "passwordProfile",
            "sasToken2",
            "storageKey",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn names_of_what_is_about_credentials() {
        for name in [
            "lastPasswordChangeDateTime",
            "passwordNotificationWindowInDays",
            "passwordPolicies",
            "tokenIssuancePolicies",
            "tokenLifetime",
            "token_type",
            "secretId",
            "tokenID",
            "token_endpoint",
            "password@odata.type",
            "@odata.nextLink",
            "displayName",
            "keyId",
            "monkey",
            "publicKey",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn headers_and_options_of_credentials() {
        for name in ["Authorization", "api-key", "apikey", "x-functions-key", "x-auth-token", "X-API-Key", "Set-Cookie"]
        {
            assert!(is_secret_header(name), "{name}");
        }
        for name in ["prefer", "if-match", "content-type", "client-request-id", "consistencylevel"] {
            assert!(!is_secret_header(name), "{name}");
        }
        for name in ["sig", "%73ig", "apikey", "subscription-key", "key", "signature", "X-Amz-Signature", "Code"] {
            assert!(is_secret_option(name), "{name}");
        }
        for name in ["$skiptoken", "$filter", "$select", "keyword", "zipcode"] {
            assert!(!is_secret_option(name), "{name}");
        }
        assert!(is_link_token("%24%73kipToken") && is_link_token("token") && !is_link_token("$top"));
    }
}
