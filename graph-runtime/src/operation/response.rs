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

/// What the answer of a successful call becomes: an [`Object`] as it is, `()` for nothing, [`Page`](crate::Page) for a
/// collection, [`Single`] for a primitive or enumeration value.
pub trait Respond: Sealed {
    /// The Rust value.
    type Output;
    /// What a request asks for with `Accept`.
    const ACCEPT: &'static str = "application/json";
    /// Whether redirects are followed: contents may be elsewhere.
    const REDIRECTS: Redirects = Redirects::Refuse;

    /// Reads an answer whose status is a success.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the body cannot be decoded.
    #[doc(hidden)]
    fn respond(answer: &Answer<'_>) -> Result<Self::Output, Error>;
}

/// A successful answer.
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

/// Reads an answer of any status.
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

/// An answer to a request without headers of the caller.
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

/// What may come or not, as after an update: an answer without a body is `None`.
impl<R: Respond> Respond for Option<R> {
    type Output = Option<R::Output>;

    fn respond(answer: &Answer<'_>) -> Result<Self::Output, Error> {
        if answer.body.is_empty() { Ok(None) } else { R::respond(answer).map(Some) }
    }
}

impl<T: Structured> Sealed for Object<T> {}

/// An entity or complex value. Some services wrap it as `{"value": {…}}`; it is unwrapped where the object has nothing else and the
/// type no property of that name.
impl<T: Structured> Respond for Object<T> {
    type Output = Self;

    fn respond(answer: &Answer<'_>) -> Result<Self, Error> {
        let mut field = None;
        let object: &mut Self = from_json(&mut field, answer)?;
        let wrapped = object
            .extra
            .get("value")
            .filter(|raw| raw.get().starts_with('{') && !T::properties().contains(&"value"))
            .filter(|_| object.extra.iter().all(|(name, _)| name == "value" || name.starts_with('@')))
            .filter(|_| has_no_values::<T>(object))
            .map(ToOwned::to_owned);
        if let Some(raw) = wrapped {
            parse(&mut field, raw.get().as_bytes()).map_err(|problem| answer.undecodable(problem))?;
        }
        field.ok_or_else(|| answer.undecodable(NO_OBJECT))
    }
}

const NO_OBJECT: &str = "it is not a JSON object";

/// Reads an object to a place of the caller's.
pub(crate) fn from_json<'a, T: Structured>(
    field: &'a mut Option<Object<T>>,
    answer: &Answer<'_>,
) -> Result<&'a mut Object<T>, Error> {
    if answer.body.is_empty() {
        return Err(answer.undecodable(match answer.status {
            StatusCode::ACCEPTED => {
                "the body is empty: the service has only started to work; call `begin`, not `send`, to wait"
            }
            _ => "the body is empty",
        }));
    }
    parse(field, answer.body).map_err(|problem| answer.undecodable(problem))?;
    field.as_mut().filter(|object| object.extra.whole().is_none()).ok_or_else(|| answer.undecodable(NO_OBJECT))
}

fn parse<T: Structured>(field: &mut Option<Object<T>>, body: &[u8]) -> Result<(), serde_json::Error> {
    // Whether it is UTF-8 is seen much faster for the whole than text by text. Where it is not, the other way says at what place.
    let (read, has_lost_digits) = track_precision_loss(|| match std::str::from_utf8(body) {
        Ok(text) => whole(field, serde_json::Deserializer::from_str(text)),
        Err(_) => whole(field, serde_json::Deserializer::from_slice(body)),
    });
    match read {
        // Perhaps it is one value only that is refused; the first message is the one with line and column.
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

/// Reads a value and nothing behind it.
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

    fn respond(answer: &Answer<'_>) -> Result<T, Error> {
        let mut field = None;
        let object: &mut Object<Holder<T>> = from_json(&mut field, answer)?;
        let value = object.value.take();
        value.ok_or_else(|| answer.undecodable("it has no `value` of the declared type"))
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
