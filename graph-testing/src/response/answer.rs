use std::sync::Arc;

use graph_runtime::http::Method;

use super::{response::Response, shaped::Shaped};
use crate::request::Request;

/// Where a server is, and the request that is answered.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// The URL of the service's root, without a slash at its end.
    pub(crate) root: &'a str,
    /// The target of the request: the whole path and the query.
    pub(crate) target: &'a str,
    /// A number that no other answer of the server has.
    pub(crate) serial: usize,
}

impl Site<'_> {
    /// Returns the URL of the host.
    pub(crate) fn origin(&self) -> &str {
        let host = self.root.find("://").map_or(0, |scheme| scheme + 3);
        let end = self.root[host..].find('/').map_or(self.root.len(), |path| host + path);
        &self.root[..end]
    }

    /// Returns the whole path of the request.
    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or(self.target)
    }

    /// Returns the target of something else that the server has: a monitor, an upload session.
    pub(crate) fn own_target(&self, kind: &str, number: usize) -> String {
        format!("/graph-testing/{kind}/{}-{number}", self.serial)
    }
}

/// How a request is answered.
#[derive(Clone)]
pub enum Reply {
    /// Always the same.
    Fixed(Box<Response>),
    /// What the request selects of entities.
    Shaped(Arc<Shaped>),
    /// As a function says.
    Computed(Arc<dyn Fn(&Request) -> Response + Send + Sync>),
}

impl Reply {
    pub(crate) fn to(&self, request: &Request) -> Response {
        match self {
            Self::Fixed(response) => Response::clone(response),
            Self::Shaped(shaped) => shaped.to(request),
            Self::Computed(respond) => respond(request),
        }
    }
}

impl From<Response> for Reply {
    fn from(response: Response) -> Self {
        Self::Fixed(Box::new(response))
    }
}

impl From<Shaped> for Reply {
    fn from(shaped: Shaped) -> Self {
        Self::Shaped(Arc::new(shaped))
    }
}

/// A request that follows, because the first response has a link to it.
#[derive(Clone)]
pub struct FollowUp {
    /// The method; `None` matches any.
    pub(crate) method: Option<Method>,
    /// The whole path and the query, as in the link.
    pub(crate) target: String,
    /// The replies in order; the last one is repeated.
    pub(crate) replies: Vec<Reply>,
    /// Whether the link has to be followed.
    pub(crate) is_required: bool,
}

/// The answer to an operation: a reply, and what follows it.
#[derive(Clone)]
pub struct Answer {
    pub(crate) reply: Reply,
    pub(crate) follow_ups: Vec<FollowUp>,
}

impl From<Shaped> for Answer {
    fn from(shaped: Shaped) -> Self {
        Self { reply: shaped.into(), follow_ups: Vec::new() }
    }
}

impl From<Response> for Answer {
    fn from(response: Response) -> Self {
        Self { reply: response.into(), follow_ups: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::Site;

    #[test]
    fn an_origin_has_no_path() {
        for (root, origin) in [
            ("https://graph.microsoft.com/v1.0", "https://graph.microsoft.com"),
            ("http://127.0.0.1:80", "http://127.0.0.1:80"),
        ] {
            assert_eq!(Site { root, target: "/", serial: 0 }.origin(), origin);
        }
    }
}
