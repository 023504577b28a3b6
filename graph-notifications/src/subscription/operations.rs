//! Operations on `/subscriptions`, which need no generated code.

use std::time::SystemTime;

use graph_runtime::{
    Bytes, DateTimeOffset, Description, Error, Operation, ServiceError, ServiceRoot,
    http::{Method, Request, Response, header},
};

use super::{request::SubscriptionRequest, service::Subscription};
use crate::json::{members, string};

/// The longest id of a subscription in bytes; Graph's have 36.
const MAX_ID: usize = 128;

pub(super) static CREATE: Description = Description::post("microsoft.graph.subscription", "/subscriptions");
pub(super) static RENEW: Description = Description::patch("microsoft.graph.subscription", "/subscriptions/{id}");
static REAUTHORIZE: Description =
    Description::post("microsoft.graph.reauthorize", "/subscriptions/{id}/reauthorize").without_body();

/// Creates a subscription.
pub(super) struct Create<'a> {
    pub(super) subscription: &'a SubscriptionRequest,
    pub(super) expiration: DateTimeOffset,
}

/// Extends a subscription.
pub(super) struct Renew<'a> {
    pub(super) id: &'a str,
    pub(super) expiration: DateTimeOffset,
}

/// Reauthorizes a subscription.
pub(super) struct Reauthorize<'a>(pub(super) &'a str);

impl Operation for Create<'_> {
    type Output = Subscription;

    fn description(&self) -> &Description {
        &CREATE
    }

    fn request(&self, root: &ServiceRoot) -> Result<Request<Bytes>, Error> {
        let body =
            self.subscription.body(&self.expiration).map_err(|problem| Error::invalid_request(&CREATE, problem))?;
        request(Method::POST, &CREATE, format!("{}/subscriptions", root.as_str()), body.to_string().into())
    }

    fn read(&self, response: Response<Bytes>) -> Result<Subscription, Error> {
        read(response, &CREATE)
    }
}

impl Operation for Renew<'_> {
    type Output = Subscription;

    fn description(&self) -> &Description {
        &RENEW
    }

    fn request(&self, root: &ServiceRoot) -> Result<Request<Bytes>, Error> {
        let url = format!("{}/subscriptions/{}", root.as_str(), checked(self.id, &RENEW)?);
        let body = serde_json::json!({ "expirationDateTime": self.expiration.to_string() });
        request(Method::PATCH, &RENEW, url, body.to_string().into())
    }

    fn read(&self, response: Response<Bytes>) -> Result<Subscription, Error> {
        read(response, &RENEW)
    }
}

impl Operation for Reauthorize<'_> {
    type Output = ();

    fn description(&self) -> &Description {
        &REAUTHORIZE
    }

    fn request(&self, root: &ServiceRoot) -> Result<Request<Bytes>, Error> {
        let id = checked(self.0, &REAUTHORIZE)?;
        let url = format!("{}/subscriptions/{id}/reauthorize", root.as_str());
        request(Method::POST, &REAUTHORIZE, url, Bytes::new())
    }

    fn read(&self, response: Response<Bytes>) -> Result<(), Error> {
        match response.status().is_success() {
            true => Ok(()),
            false => Err(ServiceError::new(response, &REAUTHORIZE).into()),
        }
    }
}

fn request(method: Method, of: &Description, url: String, body: Bytes) -> Result<Request<Bytes>, Error> {
    let mut request = Request::builder().method(method).uri(url).header(header::ACCEPT, "application/json");
    if !body.is_empty() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    request.body(body).map_err(|error| Error::invalid_request(of, error))
}

fn read(response: Response<Bytes>, of: &Description) -> Result<Subscription, Error> {
    if !response.status().is_success() {
        return Err(ServiceError::new(response, of).into());
    }
    subscription(response.body())
        .ok_or_else(|| Error::decode(of, &response, "the response has no `id` and `expirationDateTime`"))
}

fn subscription(body: &[u8]) -> Option<Subscription> {
    let [id, expires] = members(std::str::from_utf8(body).ok()?, ["id", "expirationDateTime"]).ok()?;
    let id = string(id?).filter(|id| is_id(id))?;
    let expires: DateTimeOffset = string(expires?)?.parse().ok()?;
    Some(Subscription { id, expires: SystemTime::try_from(expires).ok()? })
}

fn checked<'a>(id: &'a str, of: &Description) -> Result<&'a str, Error> {
    match is_id(id) {
        true => Ok(id),
        false => Err(Error::invalid_request(of, "the id of a subscription has letters, digits and `-` only")),
    }
}

/// Whether a text can be an id, and therefore a segment of a path without being encoded.
fn is_id(id: &str) -> bool {
    (1..=MAX_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use graph_runtime::{DateTimeOffset, Operation, ServiceRoot};

    use super::{Reauthorize, Renew, subscription};

    #[test]
    fn ids_do_not_change_the_path() {
        let root = ServiceRoot::new("https://graph.microsoft.com/v1.0").unwrap();
        let expiration: DateTimeOffset = "2026-11-30T00:00:00Z".parse().unwrap();
        for id in ["", ".", "..", "a/b", "a?b", "a#b", "a%2Fb", "a b", &"a".repeat(129)] {
            assert!(Renew { id, expiration }.request(&root).is_err(), "{id}");
            assert!(Reauthorize(id).request(&root).is_err(), "{id}");
        }
        let request = Reauthorize("7f105c7d-2dc5").request(&root).unwrap();
        assert_eq!(request.uri(), "https://graph.microsoft.com/v1.0/subscriptions/7f105c7d-2dc5/reauthorize");
        for body in ["{}", "[]", r#"{"id":"../x","expirationDateTime":"2026-11-30T00:00:00Z"}"#, r#"{"id":"x"}"#] {
            assert_eq!(subscription(body.as_bytes()), None, "{body}");
        }
    }
}
