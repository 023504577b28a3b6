use std::sync::OnceLock;

use http::Uri;
use url::Url;

/// The parsed origin of a client's requests, so that it is not written and parsed again for each.
#[derive(Clone, Debug)]
pub(crate) struct OriginCache {
    scheme: String,
    authority: String,
    url: Url,
}

impl OriginCache {
    /// Converts a request to reqwest's; remembers the origin of the first one.
    pub(crate) fn request<B: Into<reqwest::Body>>(
        known: &OnceLock<Self>,
        request: http::Request<B>,
    ) -> Result<reqwest::Request, reqwest::Error> {
        if known.get().is_none()
            && let Some(origin) = Self::of(request.uri())
        {
            // Another thread may have set it.
            let _ = known.set(origin);
        }
        let Some(url) = known.get().and_then(|origin| origin.url_of(request.uri())) else {
            return request.try_into();
        };
        let (head, body) = request.into_parts();
        let mut request = reqwest::Request::new(head.method, url);
        *request.version_mut() = head.version;
        *request.headers_mut() = head.headers;
        *request.body_mut() = Some(body.into());
        Ok(request)
    }

    fn of(uri: &Uri) -> Option<Self> {
        let (scheme, authority) = (uri.scheme_str()?.to_owned(), uri.authority()?.as_str().to_owned());
        let url = Url::parse(&format!("{scheme}://{authority}/")).ok()?;
        // reqwest would turn credentials into a header.
        (url.username().is_empty() && url.password().is_none()).then_some(Self { scheme, authority, url })
    }

    /// Converts a URI of this origin to a URL.
    fn url_of(&self, uri: &Uri) -> Option<Url> {
        let is_here = uri.scheme_str() == Some(&self.scheme)
            && uri.authority().is_some_and(|authority| authority.as_str() == self.authority);
        if !is_here {
            return None;
        }
        let relative = uri.path_and_query()?.as_str();
        match relative.as_bytes() {
            // A relative URL that begins like this has an authority of its own.
            [b'/', b'/' | b'\\', ..] => None,
            // Much faster than `Url::set_path` and `Url::set_query`.
            [b'/' | b'?', ..] => self.url.join(relative).ok(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use http::Uri;

    use super::{OriginCache, Url};

    #[test]
    fn urls_equal_those_parsed_as_a_whole() {
        let first: Uri = "https://graph.microsoft.com/v1.0/users".parse().unwrap();
        let origin = OriginCache::of(&first).unwrap();
        for same in [
            "https://graph.microsoft.com/v1.0/users/adele%40contoso.com%2F..?$select=id,displayName&$top=1",
            "https://graph.microsoft.com/v1.0/users(%27o%27%27b%27)/x~y-z_.",
            "https://graph.microsoft.com/a/../b/%2e%2e/c?",
            "https://graph.microsoft.com/",
            "https://graph.microsoft.com",
            "https://graph.microsoft.com/v1.0?x='%27&y=%E2%82%AC",
            "https://graph.microsoft.com?x=1",
            "https://graph.microsoft.com/?//evil.com",
            "https://graph.microsoft.com/a//evil.com/\\b",
        ] {
            let uri: Uri = same.parse().unwrap();
            let parsed = Url::parse(&uri.to_string()).unwrap();
            assert_eq!(origin.url_of(&uri).unwrap(), parsed, "{same}");
            assert_eq!(origin.url_of(&uri).unwrap().as_str(), parsed.as_str());
        }
        for other in [
            "http://graph.microsoft.com/x",
            "https://graph.microsoft.com:444/x",
            "https://evil.com/x",
            "/x",
            "https://graph.microsoft.com//evil.com/x",
            "https://graph.microsoft.com/\\evil.com/x",
        ] {
            assert!(origin.url_of(&other.parse().unwrap()).is_none(), "{other}");
        }
    }
}
