use std::{fmt, net::IpAddr};

use ureq::http::Uri;

use super::super::{
    arguments::{Fetch, Version},
    failure::Failure,
};
use crate::{
    clouds::Cloud,
    diagnostic::{Code, Diagnostic},
};

/// The URL to fetch from: `https`, or `http` on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    uri: Uri,
}

impl Address {
    pub(super) fn of(arguments: &Fetch) -> Result<Self, Failure> {
        let base = arguments.url.as_deref().unwrap_or(arguments.cloud.0);
        Self::parse(&document(base, arguments.version))
    }

    fn parse(text: &str) -> Result<Self, Failure> {
        let error = |why: &str, help: &str| {
            let diagnostic = Diagnostic::error(Code::Setting, format!("`{}` {why}", shown(text)));
            Err(Failure::from(if help.is_empty() { diagnostic } else { diagnostic.help(help) }))
        };
        let Ok(uri) = text.parse::<Uri>() else {
            return error("is not a valid URL", "write it as in `https://graph.microsoft.com`");
        };
        let Some(host) = uri.host() else {
            return error("has no host", "write it as in `https://graph.microsoft.com`");
        };
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return error("contains credentials", "give a header with `--header-env` or `--header-file` instead");
        }
        // What follows the colon may be a password with a slash.
        if uri.authority().is_some_and(|authority| authority.as_str().len() > host.len() && uri.port_u16().is_none()) {
            return error("is not a valid URL", "write it as in `https://graph.microsoft.com`");
        }
        match uri.scheme_str() {
            Some("https") => {}
            Some("http") if is_loopback(host) => {}
            Some("http") => {
                return error("is not encrypted", "use https; http is allowed for this machine only");
            }
            _ => return error("is neither https nor http", ""),
        }
        Ok(Self { uri })
    }

    /// Whether headers for the service at the other address may be sent to this one.
    pub(super) fn has_origin_of(&self, other: &Self) -> bool {
        let origin = |address: &Self| url::Url::parse(&address.uri.to_string()).map(|url| url.origin()).ok();
        origin(self).is_some_and(|this| Some(this) == origin(other))
    }

    pub(super) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The values of the query.
    pub(super) fn values(&self) -> impl Iterator<Item = &str> {
        self.uri
            .query()
            .into_iter()
            .flat_map(|query| query.split('&').filter_map(|option| Some(option.split_once('=')?.1)))
    }

    /// Whether the URL is on this machine, so that no proxy is used.
    pub(super) fn is_loopback(&self) -> bool {
        self.uri.host().is_some_and(is_loopback)
    }

    /// Resolves a redirect.
    ///
    /// Redirects from `https` to `http`, or from another host to this machine, are errors.
    pub(super) fn redirected(&self, location: &str) -> Result<Self, Failure> {
        let target = url::Url::parse(&self.uri.to_string()).and_then(|base| base.join(location.trim()));
        let Ok(mut target) = target else {
            let message = format!("`{self}` redirects to `{}`, which is not a valid URL", shown(location));
            return Err(Failure::from(Diagnostic::error(Code::Setting, message)));
        };
        target.set_fragment(None);
        let target = Self::parse(target.as_str())?;
        let loses_encryption = self.uri.scheme_str() == Some("https") && target.uri.scheme_str() != Some("https");
        if loses_encryption || (target.is_loopback() && !self.is_loopback()) {
            return Err(Failure::from(Diagnostic::error(
                Code::Setting,
                format!("`{self}` redirects to `{target}`, which is not followed"),
            )));
        }
        Ok(target)
    }
}

/// Displays the URL without the values of its query, which may sign it.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_values(&self.uri.to_string()))
    }
}

/// The text of a URL that may not be valid, without what may be a user, a password or a signature.
fn shown(text: &str) -> String {
    let scheme = text.find("://").map_or(0, |end| end + "://".len());
    match text.rfind('@').filter(|at| *at >= scheme) {
        Some(at) => format!("{}…{}", &text[..scheme], without_values(&text[at..])),
        None => without_values(text),
    }
}

/// Replaces the values of a query.
fn without_values(url: &str) -> String {
    let Some((url, query)) = url.split_once('?') else { return url.to_owned() };
    let names =
        query.split('&').map(|option| option.split_once('=').map_or("…".to_owned(), |(name, _)| format!("{name}=…")));
    format!("{url}?{}", names.collect::<Vec<_>>().join("&"))
}

/// The URL of the metadata document of the service with a root. Graph has one for each version.
fn document(root: &str, version: Option<Version>) -> String {
    let (root, query) = root.split_at(root.find(['?', '#']).unwrap_or(root.len()));
    let root = root.trim_end_matches('/');
    if root.ends_with("/$metadata") {
        return format!("{root}{query}");
    }
    let is_graph = || {
        let host = root.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_ascii_lowercase));
        let of_cloud = |cloud: Cloud| cloud.endpoint().and_then(|endpoint| endpoint.strip_prefix("https://"));
        host.is_some_and(|host| Cloud::ALL.into_iter().filter_map(of_cloud).any(|graph| graph == host))
    };
    let has_version = ["/v1.0", "/beta"].iter().any(|version| root.ends_with(version));
    let segment = match version {
        Some(Version::Beta) => "/beta",
        Some(Version::V1) => "/v1.0",
        None if is_graph() && !has_version => "/v1.0",
        None => "",
    };
    format!("{root}{segment}/$metadata{query}")
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{Address, Version, document};

    fn parse(text: &str) -> Result<Address, String> {
        Address::parse(text).map_err(|failure| failure.to_string())
    }

    #[test]
    fn plain_http_is_for_this_machine() {
        for good in [
            "https://graph.microsoft.com/v1.0/$metadata",
            "http://127.0.0.1:80/x",
            "http://[::1]:8/",
            "http://localhost",
        ] {
            assert!(parse(good).is_ok(), "{good}");
        }
        for bad in
            ["http://graph.microsoft.com/", "http://127.0.0.1.example.com/", "ftp://x/", "/v1.0", "", "https://a:b@c/"]
        {
            assert!(parse(bad).is_err(), "{bad}");
        }
        assert!(parse("http://example.com/").unwrap_err().contains("use https"));
    }

    #[test]
    fn only_graph_has_versions() {
        for (root, expected) in [
            ("https://graph.microsoft.com", "https://graph.microsoft.com/v1.0/$metadata"),
            ("https://graph.microsoft.com/beta/", "https://graph.microsoft.com/beta/$metadata"),
            ("https://Graph.Microsoft.us/", "https://Graph.Microsoft.us/v1.0/$metadata"),
            ("http://localhost:4004/directory", "http://localhost:4004/directory/$metadata"),
            (
                "https://erp.example/product/0002/?sap-client=100",
                "https://erp.example/product/0002/$metadata?sap-client=100",
            ),
            ("https://a.example/$metadata?x=/", "https://a.example/$metadata?x=/"),
            ("https://a.example/my$metadata", "https://a.example/my$metadata/$metadata"),
        ] {
            assert_eq!(document(root, None), expected);
        }
        assert_eq!(document("http://[::1]:8", Some(Version::Beta)), "http://[::1]:8/beta/$metadata");
    }

    #[test]
    fn headers_are_for_one_origin() {
        let service = parse("https://a.example/x/$metadata").unwrap();
        let has_origin = |other: &str| parse(other).unwrap().has_origin_of(&service);
        assert!(has_origin("https://a.example:443/y"));
        assert!(!has_origin("https://b.example/x/$metadata") && !has_origin("https://a.example:8443/"));
    }

    #[test]
    fn credentials_and_signatures_are_not_shown() {
        for text in [
            "https://user:SECRET@a.example/",
            "https://user:SE/C?R#ET@a.example/",
            "https://SECRET@a.example/ x",
            "user:SECRET@a.example",
            "http://a.example/?sig=SECRET",
            "https:/a.example?sig=SECRET",
            "http://a.example/?SECRET",
        ] {
            let error = parse(text).unwrap_err();
            assert!(!error.contains("ECRET") && error.contains("a.example"), "{error}");
        }
        let address = parse("https://a.example/x?v=1&sig=SECRET&SECRET").unwrap();
        assert_eq!(address.to_string(), "https://a.example/x?v=…&sig=…&…");
        for location in [
            "http://u:SECRET@b.example/",
            "https://u:SECRET@b.example/",
            "http://b.example/?a=SECRET",
            "http://[SECRET@b",
        ] {
            let error = address.redirected(location).unwrap_err().to_string();
            assert!(!error.contains("SECRET"), "{error}");
        }
    }

    #[test]
    fn redirects_keep_encryption_and_do_not_reach_this_machine() {
        let from = parse("https://a.example/v1.0/$metadata").unwrap();
        let to = |location: &str| {
            from.redirected(location).map(|address| address.uri.to_string()).map_err(|problem| problem.to_string())
        };
        assert_eq!(to("/x?y").unwrap(), "https://a.example/x?y");
        assert_eq!(to("other").unwrap(), "https://a.example/v1.0/other");
        assert_eq!(to("../x?next=http://b.example/").unwrap(), "https://a.example/x?next=http://b.example/");
        assert_eq!(to("/a b?c=d://e#f").unwrap(), "https://a.example/a%20b?c=d://e");
        assert_eq!(to("?$format=xml").unwrap(), "https://a.example/v1.0/$metadata?$format=xml");
        assert_eq!(to("//b.example/z").unwrap(), "https://b.example/z");
        assert_eq!(to("https://b.example/z").unwrap(), "https://b.example/z");
        assert!(to("http://a.example/").is_err());
        assert!(to("http://127.0.0.1/").unwrap_err().contains("not followed"));
        assert!(to("https://localhost/").unwrap_err().contains("not followed"));
    }
}
