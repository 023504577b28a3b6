use graph_runtime::{
    Bytes, Change, Content, Object, Page, Uploaded,
    codec::{Value, to_json},
    codegen::{Created, Structured},
};

use super::{
    answer::{Answer, Site},
    changes::Changes,
    long_running::LongRunning,
    pages::Pages,
    response::{Response, text_of},
    upload_session::UploadSession,
};

/// What answers an operation whose output is `Output`.
///
/// | output of the operation | answers |
/// |---|---|
/// | an entity or complex value, `Object<T>` | `T`, `Object<T>` |
/// | a collection, `Page<Object<T>>` | a `Vec` or array of `T` or `Object<T>`, [`Pages`] |
/// | changes, `Page<Change<Object<T>>>` | a `Vec` of `T`, [`Changes`] |
/// | `Option<…>`, as of an update | the value, or `None::<…>` |
/// | another value, `String` or `Page<String>` | the value, or a `Vec` of them |
/// | [`Content`] | text, bytes |
/// | `()` | [`Response::no_content`] |
/// | anything | [`Response`], [`LongRunning`], [`UploadSession`] |
///
/// The trait is sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not answer an operation whose output is `{Output}`",
    note = "an entity is answered by its struct, a collection by a `Vec` of structs, and everything by a `Response`"
)]
pub trait IntoAnswer<Output>: sealed::Sealed<Output> {
    /// Converts it to the answer at a server.
    #[doc(hidden)]
    fn into_answer(self, site: Site<'_>) -> Answer;
}

/// Prevents other crates from implementing the trait.
mod sealed {
    pub trait Sealed<Output> {}
}

/// Implements the trait by a function of the value and the site.
macro_rules! answers {
    ([$($generics:tt)*] $output:ty, $from:ty, $convert:expr) => {
        impl<$($generics)*> sealed::Sealed<$output> for $from {}
        impl<$($generics)*> IntoAnswer<$output> for $from {
            #[track_caller]
            fn into_answer(self, site: Site<'_>) -> Answer {
                let convert: fn(Self, Site<'_>) -> Answer = $convert;
                convert(self, site)
            }
        }
    };
}

answers!([O] O, Response, |response, _| response.into());
answers!([O] O, LongRunning, LongRunning::answer);
answers!([O] O, UploadSession, UploadSession::answer);

answers!([T: Value] T, T, |value, site| value_answer(&value, site));
answers!([T: Value] Option<T>, T, |value, site| value_answer(&value, site));
answers!([T: Structured] Object<T>, T, |value, _| Response::object(value).into());
answers!([T: Structured] Option<Object<T>>, T, |value, _| Response::object(value).into());
answers!([T: Structured] Created<T>, T, |value, _| created(&Object::new(value)).into());
answers!([T: Structured] Created<T>, Object<T>, |value, _| created(&value).into());
answers!([T: Structured] Uploaded, Object<T>, |value, _| Response::value(&value).into());

answers!([T: Value] Page<T>, Vec<T>, |items, _| list(&text_of(&items)).into());
answers!([T: Value, const N: usize] Page<T>, [T; N], |items, _| list(&text_of(&Vec::from(items))).into());
answers!([T: Structured] Page<Object<T>>, Vec<T>, |items, _| Response::page(items).into());
answers!([T: Structured, const N: usize] Page<Object<T>>, [T; N], |items, _| Response::page(items).into());
answers!([T: Structured] Page<Object<T>>, Pages<T>, Pages::answer);
answers!([T: Structured] Page<Change<Object<T>>>, Vec<T>, |items, site| Changes::of(items).answer(site));
answers!([T: Structured, const N: usize] Page<Change<Object<T>>>, [T; N], |items, to| Changes::of(items).answer(to));
answers!([T: Structured] Page<Change<Object<T>>>, Changes<T>, Changes::answer);

answers!([] String, &str, |text, site| value_answer(&text.to_owned(), site));
answers!([] Content, Bytes, |bytes, _| Response::content("application/octet-stream", bytes).into());
answers!([] Content, Vec<u8>, |bytes, _| Response::content("application/octet-stream", bytes).into());
answers!([] Content, &'static [u8], |bytes, _| Response::content("application/octet-stream", bytes).into());
answers!([] Content, &str, |text, _| Response::content("text/plain", text.to_owned()).into());
answers!([] Content, String, |text, _| Response::content("text/plain", text).into());
answers!([] Uploaded, (), |_, _| Response::no_content().into());

/// Answers with a value. A count is text: OData URL Conventions 4.01, section 4.8.
#[track_caller]
fn value_answer<T: Value>(value: &T, site: Site<'_>) -> Answer {
    if site.path().ends_with("/$count")
        && let Ok(text) = to_json(value)
    {
        return Response::content("text/plain", text).into();
    }
    Response::value(value).into()
}

#[track_caller]
fn created<T: Structured>(entity: &Object<T>) -> Response {
    Response { status: graph_runtime::http::StatusCode::CREATED, ..Response::value(entity) }
}

fn list(items: &str) -> Response {
    Response::from_text(format!("{{\"value\":{items}}}"))
}
