use std::{fmt, marker::PhantomData};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::sealed::Sealed;
use crate::{
    description::Description,
    error::{Cause, Error, ServiceError},
    text::{is_utf16, without_byte_order_mark},
    transport::{NumbersInText, Redirects, RequestUrl, ResponseMemory},
    value::{
        JsonError, JsonReader, Object, PropertyReader, PropertyWriter, Structured, Value, has_no_values, is_null,
        is_null_value,
        projection::{Projection, Whole, read_whole},
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

    /// Returns whether the response is a null in place of a value.
    #[doc(hidden)]
    fn is_null(response: &Answer<'_>) -> bool {
        is_null(response.body)
    }
}

/// A response with a success status. `Debug` shows neither headers nor body.
#[derive(Clone, Copy)]
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
    /// The most memory that the values may take.
    pub(crate) memory: usize,
    /// Whether the body is undecoded; see [`UndecodedBody`].
    pub(crate) is_undecoded: bool,
    /// Whether 64-bit integers and decimal numbers may be strings.
    pub(crate) has_numbers_in_text: bool,
    /// The URL of the request, if links are relative to it.
    pub(crate) url: Option<&'a http::Uri>,
}

impl fmt::Debug for Answer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("operation", &format_args!("{}", self.description))
            .finish_non_exhaustive()
    }
}

/// A response [extension](http::Extensions): the body is the text of a part of a batch response that is not base64,
/// although its media type requires it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UndecodedBody;

impl Answer<'_> {
    /// Returns an error of kind [`Decode`](crate::ErrorKind::Decode), or that of the service if the body is one.
    pub(crate) fn undecodable(&self, cause: impl Into<Cause>) -> Error {
        if let Some(error) = self.service_error() {
            return error.into();
        }
        Error::undecodable(self.description, self.status, self.headers, self.body.clone(), cause)
    }
}

impl Answer<'_> {
    /// Returns the error in the body. Services report one with a success status if they notice it late, or by mistake.
    pub(crate) fn service_error(&self) -> Option<ServiceError> {
        let mut response = http::Response::new(self.body.clone());
        *response.status_mut() = self.status;
        ServiceError::of_success(self.headers, response, self.description)
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
    let is_undecoded = response.extensions().get::<UndecodedBody>().is_some();
    let memory = ResponseMemory::of(response);
    let has_numbers_in_text = response.extensions().get::<NumbersInText>().is_some() || is_ieee754_compatible(headers);
    let url = response.extensions().get().map(|RequestUrl(url)| url);
    let request_headers = &NONE;
    Answer { status, headers, body, description, request_headers, memory, is_undecoded, has_numbers_in_text, url }
}

/// Returns whether the media type says that 64-bit integers and decimal numbers are strings.
fn is_ieee754_compatible(headers: &HeaderMap) -> bool {
    const PARAMETER: &[u8] = b"ieee754compatible=true";
    let Some(media_type) = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes) else { return false };
    media_type.windows(PARAMETER.len()).any(|part| part.eq_ignore_ascii_case(PARAMETER))
}

impl Sealed for () {}

impl Respond for () {
    type Output = ();

    fn respond(_: &Answer<'_>) -> Result<(), Error> {
        Ok(())
    }
}

impl<R: Respond> Sealed for Option<R> {}

/// An optional body, as after an update: an empty body is `None`, and so are `null` and `{"value": null}`, unless the
/// type declares a property `value`.
impl<R: Respond> Respond for Option<R> {
    type Output = Option<R::Output>;

    fn respond(response: &Answer<'_>) -> Result<Self::Output, Error> {
        if R::is_null(response) { Ok(None) } else { R::respond(response).map(Some) }
    }
}

impl<P: Projection> Sealed for P {}

/// An entity or complex value as the fields of a struct, which is unwrapped as an [`Object`] is.
impl<P: Projection> Respond for P {
    type Output = P;

    fn respond(response: &Answer<'_>) -> Result<P, Error> {
        let text = json_text(response)?;
        let read = |text| read_whole::<P>(reader(text, response)).map_err(|problem| response.undecodable(problem));
        if let Whole::Value(value) = read(text)? {
            return Ok(value);
        }
        // The object has none of the fields.
        if let Some(error) = response.service_error() {
            return Err(error.into());
        }
        let object: Object<Unknown> = parse(text, response).map_err(|problem| response.undecodable(problem))?;
        if let Some(inner) = object.extra.get("value").filter(|raw| raw.get().starts_with('{'))
            && has_only::<Unknown>(&object, "value")
            && let Whole::Value(value) = read(inner.get())?
        {
            return Ok(value);
        }
        P::from_json("{}").map_err(|problem| response.undecodable(problem))
    }

    fn is_null(response: &Answer<'_>) -> bool {
        is_null_object::<P::Of>(response.body)
    }
}

/// An object without declared properties.
struct Unknown;

impl Structured for Unknown {
    const TYPE_NAME: &'static str = "object";

    fn properties() -> &'static [&'static str] {
        &[]
    }

    fn build(_: &mut PropertyReader<'_>) -> Self {
        Self
    }

    fn write<'a>(&'a self, _: &mut PropertyWriter<'a>) {}
}

impl<T: Structured> Sealed for Object<T> {}

/// An entity or complex value.
///
/// Some services wrap it as `{"value": {…}}`. It is unwrapped if the object has no other property and the type declares
/// no property of that name.
impl<T: Structured> Respond for Object<T> {
    type Output = Self;

    fn respond(response: &Answer<'_>) -> Result<Self, Error> {
        let object: Self = from_json(response)?;
        if object.extra.get("error").is_some_and(|raw| raw.get().starts_with('{'))
            && has_only::<T>(&object, "error")
            && let Some(error) = response.service_error()
        {
            return Err(error.into());
        }
        let Some(raw) = object.extra.get("value").filter(|raw| raw.get().starts_with('{')) else { return Ok(object) };
        if !has_only::<T>(&object, "value") {
            return Ok(object);
        }
        parse(raw.get(), response).map_err(|problem| response.undecodable(problem))
    }

    fn is_null(response: &Answer<'_>) -> bool {
        is_null_object::<T>(response.body)
    }
}

/// Returns whether a body is a null in place of a `T`.
fn is_null_object<T: Structured>(body: &[u8]) -> bool {
    is_null(body) || !T::properties().contains(&"value") && is_null_value(body)
}

/// Returns whether an object has no property but this one, which its type does not declare.
fn has_only<T: Structured>(object: &Object<T>, property: &str) -> bool {
    !T::properties().contains(&property)
        && object.extra.names().all(|name| name == property || name.starts_with('@'))
        && has_no_values::<T>(object)
}

const NO_VALUE: &str =
    "the call succeeded, but the service sent no value; if it may be null, call `optional` before `send`";
const NO_OBJECT: &str = "expected a JSON object";

/// Returns the body, which has to be JSON.
pub(crate) fn json_text<'a>(response: &Answer<'a>) -> Result<&'a str, Error> {
    if without_byte_order_mark(response.body).trim_ascii().is_empty() {
        return Err(response.undecodable(match response.status {
            StatusCode::ACCEPTED => {
                "the body is empty, because the service is still working; use `begin` instead of `send` to wait for it"
            }
            _ => NO_VALUE,
        }));
    }
    if is_utf16(response.body) {
        return Err(response.undecodable("the body is UTF-16, and JSON has to be UTF-8"));
    }
    JsonReader::utf8(response.body).map_err(|problem| response.undecodable(problem))
}

/// Reads an object.
pub(crate) fn from_json<T: Structured>(response: &Answer<'_>) -> Result<Object<T>, Error> {
    let text = json_text(response)?;
    let object: Object<T> = parse(text, response).map_err(|problem| response.undecodable(problem))?;
    if object.extra.whole().is_some() { Err(response.undecodable(NO_OBJECT)) } else { Ok(object) }
}

/// Reads an object within a limit of memory, and checks that nothing follows it.
pub(crate) fn read_object<T: Structured>(body: &[u8], memory: usize) -> Result<Object<T>, JsonError> {
    read_object_of(JsonReader::with_memory(JsonReader::utf8(body)?, memory))
}

fn parse<T: Structured>(text: &str, response: &Answer<'_>) -> Result<Object<T>, JsonError> {
    read_object_of(reader(text, response))
}

/// Returns a reader with the settings of a response.
fn reader<'a>(text: &'a str, response: &Answer<'_>) -> JsonReader<'a> {
    JsonReader::with_memory(text, response.memory).with_numbers_in_text(response.has_numbers_in_text)
}

fn read_object_of<T: Structured>(mut json: JsonReader<'_>) -> Result<Object<T>, JsonError> {
    let object = Object::read_any(&mut json)?;
    json.end()?;
    Ok(object)
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
        let object: Object<Holder<T>> = from_json(response)?;
        let value = Object::into_value(object).value;
        value.ok_or_else(|| {
            response.undecodable(match is_null_value(response.body) {
                true => "`value` is null; if it may be, call `optional` before `send`",
                false => "`value` is missing or not of the declared type",
            })
        })
    }

    fn is_null(response: &Answer<'_>) -> bool {
        is_null_value(response.body)
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

    fn build(from: &mut PropertyReader<'_>) -> Self {
        Self { value: from.property() }
    }

    fn write<'a>(&'a self, to: &mut PropertyWriter<'a>) {
        to.put(&self.value);
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::answer_of;
    use crate::description::Description;

    #[test]
    fn debug_hides_headers_and_body() {
        let response = http::Response::builder().header("location", "secret").body(Bytes::from("secret")).unwrap();
        let shown = format!("{:?}", answer_of(&response, &Description::get("t", "/t")));
        assert_eq!(shown, "Answer { status: 200, body: 6 bytes, operation: GET /t, .. }");
    }
}
