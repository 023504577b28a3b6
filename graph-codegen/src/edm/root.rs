//! URLs of services, which the runtime's `ServiceRoot` has to accept.

use std::net::{Ipv4Addr, Ipv6Addr};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Returns whether the runtime's `ServiceRoot` accepts a URL.
///
/// It accepts more: unusual forms of addresses, and international host names that are not in Punycode.
pub(super) fn is_root(text: &str) -> bool {
    let Some((_, rest)) = split(text).filter(|(_, rest)| rest.bytes().all(|byte| byte.is_ascii_graphic())) else {
        return false;
    };
    let is_plain = !rest.contains(['?', '#', '\\', '"', '<', '>', '^', '`', '{', '|', '}']);
    let (name, port) = host_and_port(rest);
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    is_plain && is_host(name) && port.is_none_or(is_port)
}

/// Returns whether the runtime sends tokens, passwords and keys to a URL: over https, or to this machine.
pub(super) fn is_safe_for_secrets(root: &str) -> bool {
    let Some((is_encrypted, rest)) = split(root) else { return false };
    let (name, _) = host_and_port(rest);
    is_encrypted
        || name.eq_ignore_ascii_case("localhost")
        || name.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
        || ipv6(name).is_some_and(|address| address.is_loopback())
}

/// Whether a URL is encrypted, and what follows its scheme.
fn split(text: &str) -> Option<(bool, &str)> {
    let encrypted = text.strip_prefix("https://").map(|rest| (true, rest));
    encrypted.or_else(|| Some((false, text.strip_prefix("http://")?)))
}

fn host_and_port(rest: &str) -> (&str, Option<&str>) {
    let host = rest.split('/').next().unwrap_or_default();
    match host.rsplit_once(':').filter(|(_, port)| !port.contains(']')) {
        Some((name, port)) => (name, Some(port)),
        None => (host, None),
    }
}

fn ipv6(name: &str) -> Option<Ipv6Addr> {
    name.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

fn is_host(name: &str) -> bool {
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    let mut labels = name.strip_suffix('.').unwrap_or(name).split('.');
    if !is_name || name.is_empty() {
        return ipv6(name).is_some();
    }
    // A name whose last label is a number is an address.
    let last = labels.clone().next_back().unwrap_or_default().to_ascii_lowercase();
    let is_hexadecimal = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if last.bytes().all(|byte| byte.is_ascii_digit()) && !last.is_empty()
        || last.strip_prefix("0x").is_some_and(is_hexadecimal)
    {
        return name.parse::<Ipv4Addr>().is_ok();
    }
    labels.all(|label| match label.get(..4) {
        Some(prefix) if prefix.eq_ignore_ascii_case("xn--") => is_punycode(&label[4..].to_ascii_lowercase()),
        _ => true,
    })
}

/// Whether a label after `xn--` stands for letters and digits in the form in which names are compared. The direction of
/// scripts is not checked.
fn is_punycode(label: &str) -> bool {
    let Some(decoded) = decode(label) else { return false };
    let text: String = decoded.iter().collect();
    let is_folded = text.nfkc().eq(text.chars()) && text.to_lowercase() == text;
    !text.is_ascii()
        && is_folded
        && decoded.first().is_some_and(|first| !is_combining_mark(*first))
        && decoded.iter().all(|character| *character == '-' || is_in_name(*character))
}

fn is_in_name(character: char) -> bool {
    match character {
        // Small letters of Cherokee are compared as capital ones.
        '\u{13f8}'..='\u{13fd}' | '\u{ab70}'..='\u{abbf}' => false,
        // These are ignored, or not visible.
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' => false,
        '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}' => false,
        other => unicode_ident::is_xid_continue(other),
    }
}

/// Decodes Punycode (RFC 3492).
fn decode(label: &str) -> Option<Vec<char>> {
    const BASE: u32 = 36;
    const LONGEST: usize = 63;
    let (basic, encoded) = label.rsplit_once('-').unwrap_or(("", label));
    if label.len() > LONGEST || encoded.is_empty() || label.starts_with('-') {
        return None;
    }
    let mut decoded: Vec<char> = basic.chars().collect();
    let (mut code, mut index, mut bias) = (128u32, 0u32, 72u32);
    let mut digits = encoded.bytes();
    while digits.len() > 0 {
        let start = index;
        let mut weight = 1u32;
        for position in 1u32.. {
            let digit = match digits.next()? {
                letter @ b'a'..=b'z' => u32::from(letter - b'a'),
                number @ b'0'..=b'9' => u32::from(number - b'0') + 26,
                _ => return None,
            };
            index = index.checked_add(digit.checked_mul(weight)?)?;
            let threshold = position.checked_mul(BASE)?.saturating_sub(bias).clamp(1, 26);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
        }
        let length = u32::try_from(decoded.len()).ok()? + 1;
        bias = adapted(index - start, length, start == 0);
        code = code.checked_add(index / length)?;
        index %= length;
        decoded.insert(index as usize, char::from_u32(code)?);
        index += 1;
    }
    Some(decoded)
}

fn adapted(delta: u32, length: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / length;
    let mut steps = 0;
    while delta > 455 {
        delta /= 35;
        steps += 36;
    }
    steps + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::{decode, is_root, is_safe_for_secrets};

    #[test]
    fn roots_are_urls_without_query_and_user() {
        for root in [
            "https://services.odata.org/V4/TripPin",
            "http://localhost:8080",
            "http://[::1]:8080/v4/",
            "http://127.0.0.1/",
            "https://xn--bcher-kva.example/",
            "https://xn--fiqs8s/",
        ] {
            assert!(is_root(root), "{root}");
        }
        for root in [
            "",
            "https://",
            "services.odata.org",
            "ftp://x/",
            "https://x?a",
            "https://x#a",
            "https://user@x/",
            "https://x:99999",
            "https://x:+80",
            "https://x y",
            "https://:80",
            "https://[::1",
            "https://[",
            "https://bücher.example",
            "https://256.256.256.256/",
            "https://1.2.3.4.5/",
            "https://x.0x7g.1",
            "https://xn--/",
            "https://xn--a/",
            "https://xn--a-/",
            "https://xn--99999999999/",
        ] {
            assert!(!is_root(root), "{root}");
        }
    }

    #[test]
    fn secrets_are_sent_over_https_or_to_this_machine() {
        for (root, is_safe) in [
            ("https://example.com", true),
            ("http://example.com", false),
            ("http://localhost:1/x", true),
            ("http://LOCALHOST", true),
            ("http://127.9.9.9", true),
            ("http://[::1]:80", true),
            ("http://10.0.0.1", false),
            ("http://localhost.example.com", false),
        ] {
            assert_eq!(is_safe_for_secrets(root), is_safe, "{root}");
        }
    }

    #[test]
    fn punycode_is_decoded() {
        let text = |label: &str| decode(label).map(String::from_iter);
        assert_eq!(text("bcher-kva").as_deref(), Some("bücher"));
        assert_eq!(text("fiqs8s").as_deref(), Some("中国"));
        assert_eq!(text("ls8h").as_deref(), Some("\u{1f4a9}"));
        assert_eq!(text(""), None);
        assert_eq!(text("99999999999"), None);
    }

    #[cfg(feature = "cli")]
    mod agreement {
        use proptest::prelude::*;
        use url::Url;

        use super::super::{is_root, is_safe_for_secrets};

        /// What the runtime's `ServiceRoot` does, which uses this parser too.
        fn parsed(root: &str) -> Option<Url> {
            let url = Url::parse(root).ok()?;
            let has_user = !url.username().is_empty() || url.password().is_some();
            let is_plain = url.query().is_none() && url.fragment().is_none() && !has_user && url.host().is_some();
            (is_plain && matches!(url.scheme(), "http" | "https")).then_some(url)
        }

        #[test]
        fn the_runtime_accepts_punycode_that_is_accepted() {
            for (label, is_accepted) in [
                ("bcher-kva", true),
                ("strae-oqa", true),
                ("fiqs8s", true),
                ("p1ai", true),
                ("9n2bp8q", true),
                ("4gbrim", true),
                ("", false),
                ("a", false),
                ("a-", false),
                ("-0bl", false),
                ("a-2ei", false),
                ("a-ecp", false),
                ("99999999999", false),
            ] {
                let root = format!("https://xn--{label}.example/");
                assert_eq!(is_root(&root), is_accepted, "{root}");
                assert!(!is_accepted || parsed(&root).is_some(), "{root}");
            }
        }

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(4000))]

            #[test]
            fn the_runtime_accepts_what_is_accepted(
                scheme in "https?://",
                host in r"([a-z0-9.\-_]{1,12}|[0-9x.]{1,12}|[a-z]{1,4}-[a-z0-9]{2,4}|\[[0-9a-f:.]{2,12}\]|localhost)",
                rest in r"(:[0-9+]{0,6})?(/[a-zA-Z0-9%$'()@:.\[\]]{0,8}){0,2}",
            ) {
                let root = format!("{scheme}{host}{rest}");
                if is_root(&root) {
                    let url = parsed(&root);
                    prop_assert!(url.is_some(), "{root}");
                    let is_local = match url.as_ref().and_then(Url::host) {
                        Some(url::Host::Ipv4(address)) => address.is_loopback(),
                        Some(url::Host::Ipv6(address)) => address.is_loopback(),
                        Some(url::Host::Domain(name)) => name == "localhost",
                        None => false,
                    };
                    prop_assert_eq!(is_safe_for_secrets(&root), scheme == "https://" || is_local, "{}", root);
                }
            }
        }
    }
}
