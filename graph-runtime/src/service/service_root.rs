use std::{fmt, net::IpAddr};

use url::{Host, Position, Url};

use super::cloud::Cloud;
use crate::error::Error;

/// The URL of a service: scheme, host, port, and the path that all its resources share.
///
/// ```
/// use graph_runtime::{Cloud, ServiceRoot};
///
/// let root = ServiceRoot::new("http://localhost:8080/v4/")?;
/// assert_eq!(root.as_str(), "http://localhost:8080/v4");
/// assert_eq!(root.origin(), "http://localhost:8080");
/// assert!(root.is_safe_for_tokens());
/// assert_eq!(ServiceRoot::of(Cloud::Global, "beta")?.as_str(), "https://graph.microsoft.com/beta");
/// # Ok::<(), graph_runtime::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ServiceRoot {
    url: Url,
    /// The URL without a trailing slash.
    text: String,
}

impl ServiceRoot {
    /// Parses the URL of a service: `https://graph.microsoft.com/v1.0`.
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

    /// Returns the root of a version of Graph in a cloud.
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

    /// Returns the root of another version of the service.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ServiceRoot`](crate::ErrorKind::ServiceRoot) if the root does not end in a version, or the other is
    /// not a version such as `v1.0` or `beta`.
    pub(crate) fn in_version(&self, version: &str) -> Result<Self, Error> {
        let Some(own) = self.version() else {
            return Err(Error::service_root("it does not end in a version such as `v1.0` or `beta`"));
        };
        if !is_version(version) {
            return Err(Error::service_root(format!("`{version}` is not a version such as `v1.0` or `beta`")));
        }
        Self::new(&format!("{}{version}", &self.text[..self.text.len() - own.len()]))
    }

    /// Returns the URL without a trailing slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns scheme, host and port: `https://graph.microsoft.com`.
    #[must_use]
    pub fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// Returns the host name or address.
    #[cfg(feature = "tracing")]
    pub(crate) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Returns the port, or the default port of the scheme.
    #[cfg(feature = "tracing")]
    pub(crate) fn port(&self) -> Option<u16> {
        self.url.port_or_known_default()
    }

    /// Returns whether tokens may be sent to the service: over https, or over http to a loopback address.
    #[must_use]
    pub fn is_safe_for_tokens(&self) -> bool {
        is_private(&self.url)
    }

    /// Returns whether a link in a response may be followed to another origin: over https, or over http to a loopback
    /// address if the service is not https itself. A remote service must not choose what is called on this machine.
    pub(crate) fn may_link_to(&self, url: &Url) -> bool {
        url.scheme() == "https" || (self.url.scheme() == "http" && is_private(url))
    }

    /// Returns whether a URI has exactly this scheme and authority. Most do, which saves parsing them.
    pub(crate) fn has_same_authority(&self, uri: &http::Uri) -> bool {
        let ours = &self.url[Position::BeforeHost..Position::AfterPort];
        uri.scheme_str() == Some(self.url.scheme()) && uri.authority().is_some_and(|theirs| theirs.as_str() == ours)
    }

    /// Returns whether a URL has the same scheme, host and port, and no credentials.
    pub(crate) fn is_origin_of(&self, url: &Url) -> bool {
        url.origin() == self.url.origin() && url.username().is_empty() && url.password().is_none()
    }

    /// Returns whether the root ends in a version, such as `v1.0` or `beta`.
    pub(crate) fn has_version(&self) -> bool {
        self.version().is_some()
    }

    /// Returns the last segment of the path, if it is a version.
    fn version(&self) -> Option<&str> {
        let path = self.url.path().trim_end_matches('/');
        path.rsplit('/').next().filter(|segment| is_version(segment))
    }

    /// Returns the first segment of a path below the root, without a key: `users` for `/v1.0/users/adele`.
    pub(crate) fn workload<'a>(&self, path: &'a str) -> &'a str {
        let own = self.url.path().trim_end_matches('/');
        self.workload_below(path.strip_prefix(own).unwrap_or(path))
    }

    /// Like [`workload`](Self::workload), for a path relative to the root, with or without a query.
    pub(crate) fn workload_below<'a>(&self, path: &'a str) -> &'a str {
        path.trim_start_matches('/').split(['/', '(', '?']).next().unwrap_or_default()
    }

    /// Returns the parsed URL.
    pub(crate) const fn url(&self) -> &Url {
        &self.url
    }

    /// Resolves a link in a response.
    pub(crate) fn resolve(&self, link: &str) -> Result<Url, url::ParseError> {
        // Relative links are resolved against the service root, which therefore has to end with a slash.
        Url::parse(&format!("{}/", self.text))?.join(link)
    }
}

/// Returns whether a segment is a version of Graph: `beta`, or `v` and a number, such as `v1.0`.
pub(crate) fn is_version(segment: &str) -> bool {
    let number = segment.strip_prefix(['v', 'V']).and_then(|number| number.split_once('.'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    segment.eq_ignore_ascii_case("beta") || number.is_some_and(|(major, minor)| is_number(major) && is_number(minor))
}

/// Returns whether requests to a URL cannot be read on the way: over https, or over http to a loopback address.
fn is_private(url: &Url) -> bool {
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
    fn workload_is_the_first_segment() {
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
    fn the_version_of_a_root_is_replaced() {
        let of = |root: &str, version: &str| ServiceRoot::new(root).unwrap().in_version(version);
        for (root, replaced) in [
            ("https://graph.microsoft.com/v1.0", "https://graph.microsoft.com/beta"),
            ("https://graph.microsoft.com/beta/", "https://graph.microsoft.com/beta"),
            ("http://127.0.0.1:8080/proxy/V1.0", "http://127.0.0.1:8080/proxy/beta"),
        ] {
            assert_eq!(of(root, "beta").unwrap().as_str(), replaced, "{root}");
        }
        assert_eq!(of("https://x/beta", "v1.0").unwrap().as_str(), "https://x/v1.0");
        for (root, version) in [
            ("https://x", "beta"),
            ("https://x/odata", "beta"),
            ("https://beta", "v1.0"),
            ("https://x/v1.0", "../beta"),
            ("https://x/v1.0", ""),
            ("https://x/v1.0", "users"),
        ] {
            assert!(of(root, version).is_err(), "{root} {version}");
        }
    }

    #[test]
    fn links_to_this_machine_are_followed_from_this_machine() {
        let url = |text| url::Url::parse(text).unwrap();
        let [remote, local] = ["https://graph.microsoft.com/v1.0", "http://127.0.0.1:8080"].map(ServiceRoot::new);
        let [remote, local] = [remote.unwrap(), local.unwrap()];
        for (link, from_remote, from_local) in [
            ("https://contoso.sharepoint.com/x", true, true),
            ("http://127.0.0.1:9/x", false, true),
            ("http://[::1]/x", false, true),
            ("http://localhost/x", false, true),
            ("http://graph.microsoft.com/x", false, false),
            ("http://10.0.0.1/x", false, false),
        ] {
            assert_eq!(remote.may_link_to(&url(link)), from_remote, "{link}");
            assert_eq!(local.may_link_to(&url(link)), from_local, "{link}");
        }
    }

    #[test]
    fn tokens_are_sent_over_https_or_to_loopback() {
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
