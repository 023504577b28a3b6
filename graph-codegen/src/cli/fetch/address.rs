use std::{fmt, net::IpAddr};

use ureq::http::Uri;

use super::super::{
    arguments::{Fetch, Version},
    failure::Failure,
};
use crate::diagnostic::{Code, Diagnostic};

/// The URL to fetch from: `https`, or `http` on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    uri: Uri,
}

impl Address {
    pub(super) fn of(arguments: &Fetch) -> Result<Self, Failure> {
        let version = match arguments.version {
            Version::V1 => "v1.0",
            Version::Beta => "beta",
        };
        let base = arguments.url.as_deref().unwrap_or(arguments.cloud.0);
        let base = base.trim_end_matches('/');
        match base.ends_with("$metadata") {
            true => Self::parse(base),
            false => Self::parse(&format!("{base}/{version}/$metadata")),
        }
    }

    fn parse(text: &str) -> Result<Self, Failure> {
        let error = |why: &str, help: &str| {
            let diagnostic = Diagnostic::error(Code::Setting, format!("`{text}` {why}"));
            Err(Failure::from(if help.is_empty() { diagnostic } else { diagnostic.help(help) }))
        };
        let Ok(uri) = text.parse::<Uri>() else {
            return error("is not a valid URL", "write it as in `https://graph.microsoft.com`");
        };
        let Some(host) = uri.host() else {
            return error("has no host", "write it as in `https://graph.microsoft.com`");
        };
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return error("contains credentials", "metadata needs no credentials");
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

    pub(super) fn uri(&self) -> &Uri {
        &self.uri
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
            let message = format!("`{self}` redirects to `{location}`, which is not a valid URL");
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

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uri.fmt(f)
    }
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::Address;

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
    fn redirects_keep_encryption_and_do_not_reach_this_machine() {
        let from = parse("https://a.example/v1.0/$metadata").unwrap();
        let to = |location: &str| {
            from.redirected(location).map(|address| address.to_string()).map_err(|problem| problem.to_string())
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
