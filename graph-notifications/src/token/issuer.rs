use graph_runtime::Cloud;

/// The two versions of access tokens.
///
/// Source: <https://learn.microsoft.com/entra/identity-platform/access-tokens#token-formats>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    One,
    Two,
}

/// Whether a text is the issuer of a tenant in a cloud.
pub(super) fn is_issuer(text: &str, cloud: Cloud, version: Version, tenant: &str) -> bool {
    let (prefixes, suffix) = issuers(cloud, version);
    is_tenant_id(tenant)
        && prefixes.iter().any(|prefix| {
            text.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(suffix)).is_some_and(|found| found == tenant)
        })
}

/// Returns what is before and after the tenant.
const fn issuers(cloud: Cloud, version: Version) -> (&'static [&'static str], &'static str) {
    match (version, cloud) {
        (Version::One, Cloud::China) => (&["https://sts.chinacloudapi.cn/"], "/"),
        (Version::One, Cloud::Global | Cloud::UsGovernment | Cloud::UsGovernmentDod) => {
            (&["https://sts.windows.net/"], "/")
        }
        (Version::Two, Cloud::Global) => (&["https://login.microsoftonline.com/"], "/v2.0"),
        (Version::Two, Cloud::UsGovernment | Cloud::UsGovernmentDod) => {
            (&["https://login.microsoftonline.us/"], "/v2.0")
        }
        (Version::Two, Cloud::China) => {
            (&["https://login.partner.microsoftonline.cn/", "https://login.chinacloudapi.cn/"], "/v2.0")
        }
        // A cloud that this version does not know has no issuer.
        _ => (&[], ""),
    }
}

/// Whether a text has the form of a tenant's id, a GUID.
fn is_tenant_id(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use graph_runtime::Cloud;

    use super::{Version, is_issuer};

    const TENANT: &str = "84bd8158-6d4d-4958-8b9f-9d6445542f95";

    #[test]
    fn issuers_are_exact() {
        for (cloud, version, issuer) in [
            (Cloud::Global, Version::One, "https://sts.windows.net/{}/"),
            (Cloud::Global, Version::Two, "https://login.microsoftonline.com/{}/v2.0"),
            (Cloud::UsGovernment, Version::One, "https://sts.windows.net/{}/"),
            (Cloud::UsGovernmentDod, Version::Two, "https://login.microsoftonline.us/{}/v2.0"),
            (Cloud::China, Version::One, "https://sts.chinacloudapi.cn/{}/"),
            (Cloud::China, Version::Two, "https://login.partner.microsoftonline.cn/{}/v2.0"),
        ] {
            let issuer = issuer.replace("{}", TENANT);
            assert!(is_issuer(&issuer, cloud, version, TENANT), "{issuer}");
            for wrong in [
                issuer.replace(TENANT, "00000000-0000-0000-0000-000000000000"),
                issuer.replace("https", "http"),
                issuer.replace(TENANT, "common"),
                format!("{issuer}/"),
                format!("x{issuer}"),
                issuer.trim_end_matches(['/', '.', '0', '2', 'v']).to_owned(),
                issuer.to_uppercase(),
            ] {
                assert!(!is_issuer(&wrong, cloud, version, TENANT), "{wrong}");
            }
            let other = if version == Version::One { Version::Two } else { Version::One };
            assert!(!is_issuer(&issuer, cloud, other, TENANT), "{issuer}");
        }
        assert!(!is_issuer("https://sts.windows.net/common/", Cloud::Global, Version::One, "common"));
        assert!(!is_issuer("https://sts.windows.net//", Cloud::Global, Version::One, ""));
        let global = format!("https://login.microsoftonline.com/{TENANT}/v2.0");
        assert!(!is_issuer(&global, Cloud::China, Version::Two, TENANT));
    }
}
