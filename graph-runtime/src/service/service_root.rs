use std::{fmt, net::IpAddr};

use url::{Host, Position, Url};

use super::cloud::Cloud;
use crate::error::Error;

/// Where a service is: scheme, host, port, and the path that all others begin with.
#[derive(Clone, PartialEq, Eq)]
pub struct ServiceRoot {
    url: Url,
    /// The URL without a slash at its end.
    text: String,
}

impl ServiceRoot {
    /// A service by its URL: `https://graph.microsoft.com/v1.0`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ServiceRoot`](crate::ErrorKind::ServiceRoot) if it is not an http or https URL, or has a user,
    /// query or fragment.
    pub fn new(url: &str) -> Result<Self, Error> {
        let url = Url::parse(url).map_err(Error::service_root)?;
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err(Error::service_root("it must begin with `https://` and a host"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Error::service_root("it must not contain a user name or password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(Error::service_root("it must not have a query or fragment"));
        }
        let text = url.as_str().trim_end_matches('/').to_owned();
        Ok(Self { url, text })
    }

    /// A version of Graph in a cloud.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ServiceRoot`](crate::ErrorKind::ServiceRoot) if the version is not a valid path segment.
    pub fn of(cloud: Cloud, version: &str) -> Result<Self, Error> {
        if version.is_empty()
            || !version.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
            || version.starts_with('.')
        {
            return Err(Error::service_root(format!("`{version}` is not a valid version such as `v1.0` or `beta`")));
        }
        Self::new(&format!("{}/{version}", cloud.endpoint()))
    }

    /// The URL without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Scheme, host and port: `https://graph.microsoft.com`.
    #[must_use]
    pub fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// The host's name or address.
    #[cfg(feature = "tracing")]
    pub(crate) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The port, the scheme's own where none is written.
    #[cfg(feature = "tracing")]
    pub(crate) fn port(&self) -> Option<u16> {
        self.url.port_or_known_default()
    }

    /// Whether a token may go there: over https, or over plain http to a loopback address of this machine.
    #[must_use]
    pub fn is_safe_for_tokens(&self) -> bool {
        is_private(&self.url)
    }

    /// Whether a URI begins letter by letter as this one does, and so is of its origin; most are, and need no parsing.
    pub(crate) fn is_written_in(&self, uri: &http::Uri) -> bool {
        let ours = &self.url[Position::BeforeHost..Position::AfterPort];
        uri.scheme_str() == Some(self.url.scheme()) && uri.authority().is_some_and(|theirs| theirs.as_str() == ours)
    }

    /// Whether a URL has the same scheme, host and port.
    pub(crate) fn is_origin_of(&self, url: &Url) -> bool {
        url.origin() == self.url.origin() && url.username().is_empty() && url.password().is_none()
    }

    /// The first segment of a path below the service's own, without a key: `users` of `/v1.0/users/adele`.
    pub(crate) fn workload<'a>(&self, path: &'a str) -> &'a str {
        let own = self.url.path().trim_end_matches('/');
        self.workload_below(path.strip_prefix(own).unwrap_or(path))
    }

    /// The same of a path that is below the service's already, with or without a query.
    pub(crate) fn workload_below<'a>(&self, path: &'a str) -> &'a str {
        path.trim_start_matches('/').split(['/', '(', '?']).next().unwrap_or_default()
    }

    /// The URL.
    pub(crate) const fn url(&self) -> &Url {
        &self.url
    }

    /// Makes an absolute URL of a link in an answer.
    pub(crate) fn resolve(&self, link: &str) -> Result<Url, url::ParseError> {
        // A relative link is relative to the service root, so the root has to end in a slash.
        Url::parse(&format!("{}/", self.text))?.join(link)
    }
}

/// Whether nobody on the way can read what goes there: it is https, or plain http to a loopback address of this machine.
pub(crate) fn is_private(url: &Url) -> bool {
    url.scheme() == "https"
        || url.scheme() == "http"
            && match url.host() {
                Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
                Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
                Some(Host::Domain(name)) => name == "localhost",
                None => false,
            }
}

impl fmt::Debug for ServiceRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::ServiceRoot;

    #[test]
    fn the_workload_is_the_first_segment() {
        for (root, path, workload) in [
            ("https://x/v1.0", "/v1.0/users/adele", "users"),
            ("https://x/v1.0/", "/v1.0/Users('adele')", "Users"),
            ("https://x/v1.0", "/v1.0/$batch", "$batch"),
            ("https://x/v1.0", "/beta/users", "beta"),
            ("https://x", "/users", "users"),
            ("https://x", "/", ""),
        ] {
            assert_eq!(ServiceRoot::new(root).unwrap().workload(path), workload, "{path}");
        }
    }

    #[test]
    fn tokens_go_over_https_or_to_loopback() {
        for (url, safe) in [
            ("https://graph.microsoft.com/v1.0", true),
            ("http://127.0.0.1:8080", true),
            ("http://127.9.9.9", true),
            ("http://[::1]:8080", true),
            ("http://localhost:3000/v1.0/", true),
            ("http://localhost.evil.com", false),
            ("http://127.0.0.1.nip.io", false),
            ("http://graph.microsoft.com", false),
            ("http://10.0.0.1", false),
            ("http://0.0.0.0", false),
        ] {
            assert_eq!(ServiceRoot::new(url).unwrap().is_safe_for_tokens(), safe, "{url}");
        }
        for url in [
            "ftp://x",
            "https://user:secret@graph.microsoft.com",
            "https://x/?q",
            "graph.microsoft.com",
            "https://x/#f",
        ] {
            assert!(ServiceRoot::new(url).is_err(), "{url}");
        }
    }
}
