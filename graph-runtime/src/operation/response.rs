use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::sealed::Sealed;
use crate::{
    description::Description,
    error::{Cause, Error, ServiceError},
    transport::Redirects,
    value::{
        Object, PropertyReader, PropertyWriter, Structured, Value, has_no_values, read_lossless, read_structured,
        track_precision_loss,
    },
};

/// How the response to a successful call is read.
///
/// [`Object`] and [`Page`](crate::Page) read themselves, `()` ignores the body, and [`Single`] reads a primitive or
/// enumeration value.
pub trait Respond: Sealed {
    /// The value that is read.
    type Output;
    /// The `Accept` header of the request.
    const ACCEPT: &'static str = "application/json";
    /// Whether redirects are followed, since content may be stored at another host.
    const REDIRECTS: Redirects = Redirects::Refuse;

    /// Reads a response with a success status.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the body cannot be decoded.
    #[doc(hidden)]
    fn respond(response: &Answer<'_>) -> Result<Self::Output, Error>;
}

/// A response with a success status.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Answer<'a> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body.
    pub body: &'a Bytes,
    /// The operation.
    pub description: &'a Description,
    /// The headers that the caller set on the request.
    pub request_headers: &'a HeaderMap,
}

impl Answer<'_> {
    /// Returns an error of kind [`Decode`](crate::ErrorKind::Decode).
    pub(crate) fn undecodable(&self, cause: impl Into<Cause>) -> Error {
        Error::undecodable(self.description, self.status, self.headers, self.body.clone(), cause)
    }
}

/// Reads a response of any status.
pub(crate) fn read_response<R: Respond>(
    response: http::Response<Bytes>,
    description: &Description,
    request_headers: &HeaderMap,
) -> Result<R::Output, Error> {
    if !response.status().is_success() {
        return Err(ServiceError::new(response, description).into());
    }
    R::respond(&Answer { request_headers, ..answer_of(&response, description) })
}

/// Returns a response to a request on which the caller set no headers.
pub(crate) fn answer_of<'a>(response: &'a http::Response<Bytes>, description: &'a Description) -> Answer<'a> {
    static NONE: std::sync::LazyLock<HeaderMap> = std::sync::LazyLock::new(HeaderMap::new);
    let (status, headers, body) = (response.status(), response.headers(), response.body());
    Answer { status, headers, body, description, request_headers: &NONE }
}

impl Sealed for () {}

impl Respond for () {
    type Output = ();

    fn respond(_: &Answer<'_>) -> Result<(), Error> {
        Ok(())
    }
}

impl<R: Respond> Sealed for Option<R> {}

/// An optional body, as after an update: an empty body is `None`.
impl<R: Respond> Respond for Option<R> {
    type Output = Option<R::Output>;

    fn respond(response: &Answer<'_>) -> Result<Self::Output, Error> {
        if response.body.is_empty() { Ok(None) } else { R::respond(response).map(Some) }
    }
}

impl<T: Structured> Sealed for Object<T> {}

/// An entity or complex value.
///
/// Some services wrap it as `{"value": {…}}`. It is unwrapped if the object has no other property and the type declares
/// no property of that name.
impl<T: Structured> Respond for Object<T> {
    type Output = Self;

    fn respond(response: &Answer<'_>) -> Result<Self, Error> {
        let mut field = None;
        let object: &mut Self = from_json(&mut field, response)?;
        let wrapped = object
            .extra
            .get("value")
            .filter(|raw| raw.get().starts_with('{') && !T::properties().contains(&"value"))
            .filter(|_| object.extra.iter().all(|(name, _)| name == "value" || name.starts_with('@')))
            .filter(|_| has_no_values::<T>(object))
            .map(ToOwned::to_owned);
        if let Some(raw) = wrapped {
            parse(&mut field, raw.get().as_bytes()).map_err(|problem| response.undecodable(problem))?;
        }
        field.ok_or_else(|| response.undecodable(NO_OBJECT))
    }
}

const NO_OBJECT: &str = "expected a JSON object";

/// Reads an object into a field of the caller.
pub(crate) fn from_json<'a, T: Structured>(
    field: &'a mut Option<Object<T>>,
    response: &Answer<'_>,
) -> Result<&'a mut Object<T>, Error> {
    if response.body.is_empty() {
        return Err(response.undecodable(match response.status {
            StatusCode::ACCEPTED => {
                "the body is empty, because the service is still working; use `begin` instead of `send` to wait for it"
            }
            _ => "the body is empty",
        }));
    }
    parse(field, response.body).map_err(|problem| response.undecodable(problem))?;
    field.as_mut().filter(|object| object.extra.whole().is_none()).ok_or_else(|| response.undecodable(NO_OBJECT))
}

fn parse<T: Structured>(field: &mut Option<Object<T>>, body: &[u8]) -> Result<(), serde_json::Error> {
    // Checking the whole body for UTF-8 is much faster than checking each string. If it is not valid, reading bytes
    // finds the position.
    let (read, has_lost_digits) = track_precision_loss(|| match std::str::from_utf8(body) {
        Ok(text) => whole(field, serde_json::Deserializer::from_str(text)),
        Err(_) => whole(field, serde_json::Deserializer::from_slice(body)),
    });
    match read {
        // The syntax error may be one that the lossless reader accepts. Its own message lacks line and column.
        Err(problem) if problem.is_syntax() => read_lossless(field, body).map_err(|_| problem),
        Ok(()) if has_lost_digits => {
            let mut again = None;
            if read_lossless(&mut again, body).is_ok() {
                *field = again;
            }
            Ok(())
        }
        read => read,
    }
}

/// Reads a value, and checks that nothing follows it.
fn whole<'de, T: Structured, R: serde_json::de::Read<'de>>(
    field: &mut Option<Object<T>>,
    mut deserializer: serde_json::Deserializer<R>,
) -> Result<(), serde_json::Error> {
    read_structured(field, &mut deserializer)?;
    deserializer.end()
}

/// A primitive or enumeration value, which services send as `{"value": …}`.
#[derive(Debug)]
pub struct Single<T> {
    value: PhantomData<T>,
}

impl<T: Value> Sealed for Single<T> {}

impl<T: Value> Respond for Single<T> {
    type Output = T;

    fn respond(response: &Answer<'_>) -> Result<T, Error> {
        let mut field = None;
        let object: &mut Object<Holder<T>> = from_json(&mut field, response)?;
        let value = object.value.take();
        value.ok_or_else(|| response.undecodable("`value` is missing or not of the declared type"))
    }
}

/// The object around a single value.
struct Holder<T> {
    value: Option<T>,
}

impl<T: Value> Structured for Holder<T> {
    const TYPE_NAME: &'static str = "value";

    fn properties() -> &'static [&'static str] {
        &["value"]
    }

    fn build<R: PropertyReader>(from: &mut R) -> Self {
        Self { value: from.property() }
    }

    fn write<'a, W: PropertyWriter<'a>>(&'a self, to: &mut W) {
        to.put(&self.value);
    }
}
