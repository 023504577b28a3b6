use http::Uri;
use url::{Position, Url};

use crate::{error::Error, service::ServiceRoot};

/// Which origins a request may be sent to, and so whether it carries a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenScope {
    /// The service's origin, with a token.
    Service,
    /// Any origin that the service links to, without a token.
    None,
}

/// The target of a link in a response, and whether its request carries a token.
#[derive(Clone, Debug)]
pub(crate) struct LinkTarget {
    url: Url,
    /// The URI to send: the link unchanged if it is absolute.
    pub(crate) uri: Uri,
    pub(crate) token_scope: TokenScope,
}

impl LinkTarget {
    /// Resolves a link in a response from `base`.
    ///
    /// Only a link to the service's own origin gets a token.
    ///
    /// # Errors
    ///
    /// If the link is not an http or https URL, or contains a user name or password.
    pub(crate) fn of(link: &str, base: &Url, root: &ServiceRoot, operation: &str) -> Result<Self, Error> {
        let url = base.join(link).map_err(|problem| Error::invalid_link(operation, problem))?;
        if !matches!(url.scheme(), "http" | "https") || !url.username().is_empty() || url.password().is_some() {
            let message = "the link is not followed, because it is not an http or https URL or contains a user name";
            return Err(Error::invalid_link(operation, message));
        }
        let written = |uri: &Uri| {
            uri.scheme_str() == Some(url.scheme())
                && uri
                    .authority()
                    .is_some_and(|known| known.as_str() == &url[Position::BeforeHost..Position::AfterPort])
        };
        let uri = match link.parse::<Uri>().ok().filter(written) {
            Some(uri) => uri,
            None => url[..Position::AfterQuery]
                .parse()
                .map_err(|problem: http::uri::InvalidUri| Error::invalid_link(operation, problem))?,
        };
        let token_scope = if root.is_origin_of(&url) { TokenScope::Service } else { TokenScope::None };
        Ok(Self { url, uri, token_scope })
    }

    /// Resolves a link in a response of the service.
    ///
    /// An absolute path that does not begin with the service root's path is relative to the root: Graph's Teams API
    /// writes `/teams('…')/operations('…')` and means a path below the version.
    ///
    /// # Errors
    ///
    /// See [`of`](Self::of).
    pub(crate) fn below(link: &str, root: &ServiceRoot, operation: &str) -> Result<Self, Error> {
        let own = root.url().path().trim_end_matches('/');
        let is_rooted = link.starts_with('/') && !link.starts_with("//") && !link.starts_with("/\\");
        let is_below = link.strip_prefix(own).is_some_and(|rest| rest.starts_with('/'));
        if is_rooted && !is_below {
            return Self::of(&format!("{}{link}", root.as_str()), root.url(), root, operation);
        }
        let base = root.resolve("").map_err(|problem| Error::invalid_link(operation, problem))?;
        Self::of(link, &base, root, operation)
    }

    /// Returns scheme, host and port.
    pub(crate) fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// Resolves a link in the response from this target.
    ///
    /// # Errors
    ///
    /// See [`of`](Self::of).
    pub(crate) fn next(&self, link: &str, root: &ServiceRoot, operation: &str) -> Result<Self, Error> {
        match self.token_scope {
            TokenScope::Service => Self::below(link, root, operation),
            TokenScope::None => Self::of(link, &self.url, root, operation),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LinkTarget, ServiceRoot, TokenScope};

    #[test]
    fn links_of_the_service_and_of_others() {
        let root = ServiceRoot::new("https://graph.microsoft.com/v1.0").unwrap();
        for (link, uri, token_scope) in [
            (
                "/teams('x')/operations('y')",
                "https://graph.microsoft.com/v1.0/teams('x')/operations('y')",
                TokenScope::Service,
            ),
            ("/v1.0/me", "https://graph.microsoft.com/v1.0/me", TokenScope::Service),
            ("me/x?y='z'", "https://graph.microsoft.com/v1.0/me/x?y=%27z%27", TokenScope::Service),
            (
                "https://graph.microsoft.com/beta/me?y='z'",
                "https://graph.microsoft.com/beta/me?y='z'",
                TokenScope::Service,
            ),
            ("https://graph.microsoft.com:443/v1.0/me", "https://graph.microsoft.com/v1.0/me", TokenScope::Service),
            (
                "https://contoso.sharepoint.com/_api/x?a='b'",
                "https://contoso.sharepoint.com/_api/x?a='b'",
                TokenScope::None,
            ),
            ("//evil.example/x", "https://evil.example/x", TokenScope::None),
            ("/\\evil.example/x", "https://evil.example/x", TokenScope::None),
            ("http://graph.microsoft.com/v1.0/me", "http://graph.microsoft.com/v1.0/me", TokenScope::None),
        ] {
            let found = LinkTarget::below(link, &root, "GET /x").unwrap();
            assert_eq!((found.uri.to_string().as_str(), found.token_scope), (uri, token_scope), "{link}");
        }
        for bad in
            ["ftp://x/", "https://u@graph.microsoft.com/", "https://graph.microsoft.com@evil.example/", "http://["]
        {
            assert!(LinkTarget::below(bad, &root, "GET /x").is_err(), "{bad}");
        }
        // A relative link of another host stays on that host.
        let theirs = LinkTarget::below("https://evil.example/monitor/1", &root, "GET /x").unwrap();
        for (link, uri, token_scope) in [
            ("/v1.0/me", "https://evil.example/v1.0/me", TokenScope::None),
            ("2", "https://evil.example/monitor/2", TokenScope::None),
            ("https://graph.microsoft.com/v1.0/me", "https://graph.microsoft.com/v1.0/me", TokenScope::Service),
        ] {
            let found = theirs.next(link, &root, "GET /x").unwrap();
            assert_eq!((found.uri.to_string().as_str(), found.token_scope), (uri, token_scope), "{link}");
        }
    }
}
