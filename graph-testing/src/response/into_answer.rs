use std::marker::PhantomData;

use graph_runtime::{
    Bytes, Change, Content, Object, Page, Projection, Uploaded,
    codec::{Value, to_json},
    codegen::{Created, Structured},
    http::StatusCode,
    projection::ProjectedChange,
};

use super::{
    answer::{Answer, Site},
    changes::Changes,
    long_running::LongRunning,
    pages::Pages,
    response::{Response, text_of},
    shaped::Shaped,
    upload_session::UploadSession,
};
use crate::entity::{Entity, Expanded, Item, Plain, WithExtra, WithRelated};

/// What answers an operation whose output is `Output`.
///
/// | output of the operation | answers |
/// |---|---|
/// | an entity or complex value, `Object<T>` | `T`, `Object<T>`, [`Expanded`] |
/// | a collection, `Page<Object<T>>` | a `Vec` or array of these, [`Pages`] |
/// | changes, `Page<Change<Object<T>>>` | a `Vec` or array of these, [`Changes`] |
/// | a [`Projection`] of `T`, a page or changes of it | the same: `T` and not the struct of the projection |
/// | `Option<…>`, as of an update | the value, or `None::<…>` |
/// | another value, `String` or `Page<String>` | the value, or a `Vec` of them |
/// | [`Content`] | text, bytes |
/// | `()` | [`Response::no_content`] |
/// | anything | [`Response`], [`LongRunning`], [`UploadSession`] |
///
/// Of entities and complex values, a service sends what the request selects and expands. So does the server: properties
/// that `$select` lacks are left out, selected ones without a value are `null`, and related entities are sent if
/// `$expand` has them. A [`Response`] is sent as it is.
///
/// The trait is sealed. `Form` tells its implementations apart; it is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not answer an operation whose output is `{Output}`",
    note = "an entity is answered by its struct, a collection by a `Vec` of structs, and everything by a `Response`",
    note = "a projection is answered by the generated struct, whose properties are cut down to those of the projection"
)]
pub trait IntoAnswer<Output, Form>: sealed::Sealed<Output, Form> {
    /// Converts it to the answer at a server.
    #[doc(hidden)]
    fn into_answer(self, site: Site<'_>) -> Answer;
}

/// Prevents other crates from implementing the trait.
mod sealed {
    pub trait Sealed<Output, Form> {}
}

/// The form of answers to any operation.
#[derive(Clone, Copy, Debug)]
pub enum Any {}

/// The form of answers that are what the operation returns.
#[derive(Clone, Copy, Debug)]
pub enum Same {}

/// The form of answers that a projection reads: one entity.
#[derive(Clone, Copy, Debug)]
pub struct Projected<Form>(PhantomData<Form>);

/// The form of answers to an operation whose output is optional.
#[derive(Clone, Copy, Debug)]
pub struct Optional<Form>(PhantomData<Form>);

/// The form of collections that a projection reads.
#[derive(Clone, Copy, Debug)]
pub struct Listed<Form>(PhantomData<Form>);

/// The form of changes that a projection reads.
#[derive(Clone, Copy, Debug)]
pub struct Changed<Form>(PhantomData<Form>);

/// The form of [`Pages`] and [`Changes`].
#[derive(Clone, Copy, Debug)]
pub struct Linked<Form>(PhantomData<Form>);

/// Implements the trait by a function of the value and the site.
macro_rules! answers {
    ([$($generics:tt)*] $output:ty, $form:ty, $from:ty, $convert:expr) => {
        impl<$($generics)*> sealed::Sealed<$output, $form> for $from {}
        impl<$($generics)*> IntoAnswer<$output, $form> for $from {
            #[track_caller]
            fn into_answer(self, site: Site<'_>) -> Answer {
                let convert: fn(Self, Site<'_>) -> Answer = $convert;
                convert(self, site)
            }
        }
    };
}

/// Implements the trait for entities of one form, alone and in lists.
macro_rules! entities {
    ($($form:ty, $from:ty;)*) => {$(
        answers!([T: Structured] Created<T>, $form, $from, |value, _| created(value.into_item()));
        answers!([T: Structured] Page<Change<Object<T>>>, $form, Vec<$from>, |items, at| Changes::of(items).answer(at));
        answers!([T: Structured, const N: usize] Page<Change<Object<T>>>, $form, [$from; N], |items, at| {
            Changes::of(items).answer(at)
        });

        answers!([T: Structured, P: Projection<Of = T>] P, Projected<$form>, $from, |value, _| one(value.into_item()));
        answers!([T: Structured, P: Projection<Of = T>] Option<P>, Optional<$form>, $from, |value, _| {
            one(value.into_item())
        });
        answers!([T: Structured, P: Projection<Of = T>] Page<P>, Listed<$form>, Vec<$from>, |items, _| page(items));
        answers!([T: Structured, P: Projection<Of = T>, const N: usize] Page<P>, Listed<$form>, [$from; N], |items, _| {
            page(items)
        });
        answers!(
            [T: Structured, P: Projection<Of = T>] Page<ProjectedChange<P>>,
            Changed<$form>,
            Vec<$from>,
            |items, at| Changes::of(items).answer(at)
        );
        answers!(
            [T: Structured, P: Projection<Of = T>, const N: usize] Page<ProjectedChange<P>>,
            Changed<$form>,
            [$from; N],
            |items, at| Changes::of(items).answer(at)
        );
    )*};
}

entities! {
    Plain, T;
    WithExtra, Object<T>;
    WithRelated, Expanded<T>;
}

answers!([O] O, Any, Response, |response, _| response.into());
answers!([O] O, Any, LongRunning, LongRunning::answer);
answers!([O] O, Any, UploadSession, UploadSession::answer);

// An object is a value too.
answers!([T: Value] T, Same, T, |value, site| value_answer(&value, site));
answers!([T: Value] Option<T>, Any, T, |value, site| value_answer(&value, site));
answers!([T: Structured] Object<T>, Plain, T, |value, _| one(value.into_item()));
answers!([T: Structured] Object<T>, WithRelated, Expanded<T>, |value, _| one(value.into_item()));
answers!([T: Structured] Option<Object<T>>, Plain, T, |value, _| one(value.into_item()));
answers!([T: Structured] Option<Object<T>>, WithRelated, Expanded<T>, |value, _| one(value.into_item()));
answers!([T: Structured] Uploaded, WithExtra, Object<T>, |value, _| one(value.into_item()));

answers!([T: Value] Page<T>, Same, Vec<T>, |items, _| values(&items));
answers!([T: Value, const N: usize] Page<T>, Same, [T; N], |items, _| values(&Vec::from(items)));
answers!([T: Structured] Page<Object<T>>, Plain, Vec<T>, |items, _| page(items));
answers!([T: Structured, const N: usize] Page<Object<T>>, Plain, [T; N], |items, _| page(items));
answers!([T: Structured] Page<Object<T>>, WithRelated, Vec<Expanded<T>>, |items, _| page(items));
answers!([T: Structured, const N: usize] Page<Object<T>>, WithRelated, [Expanded<T>; N], |items, _| page(items));

answers!([F, T: Structured, E: Entity<F, Of = T>] Page<Object<T>>, Linked<F>, Pages<E>, Pages::answer);
answers!([F, T: Structured, E: Entity<F, Of = T>] Page<Change<Object<T>>>, Linked<F>, Changes<E>, Changes::answer);
answers!([F, P: Projection, E: Entity<F, Of = P::Of>] Page<P>, Listed<Linked<F>>, Pages<E>, Pages::answer);
answers!(
    [F, P: Projection, E: Entity<F, Of = P::Of>] Page<ProjectedChange<P>>,
    Changed<Linked<F>>,
    Changes<E>,
    Changes::answer
);

answers!([] String, Same, &str, |text, site| value_answer(&text.to_owned(), site));
answers!([] Content, Same, Bytes, |bytes, _| Response::content("application/octet-stream", bytes).into());
answers!([] Content, Same, Vec<u8>, |bytes, _| Response::content("application/octet-stream", bytes).into());
answers!([] Content, Same, &'static [u8], |bytes, _| Response::content("application/octet-stream", bytes).into());
answers!([] Content, Same, &str, |text, _| Response::content("text/plain", text.to_owned()).into());
answers!([] Content, Same, String, |text, _| Response::content("text/plain", text).into());
answers!([] Uploaded, Same, (), |_, _| Response::no_content().into());

/// Answers with a value. A count is text: OData URL Conventions 4.01, section 4.8.
#[track_caller]
fn value_answer<T: Value>(value: &T, site: Site<'_>) -> Answer {
    if site.path().ends_with("/$count")
        && let Ok(text) = to_json(value)
    {
        return Response::content("text/plain", text).into();
    }
    let text = text_of(value);
    if text.starts_with('{') { one(Item::new(text, None)) } else { Response::value(value).into() }
}

fn one(item: Item) -> Answer {
    Shaped::one(item, StatusCode::OK).into()
}

fn created(item: Item) -> Answer {
    Shaped::one(item, StatusCode::CREATED).into()
}

#[track_caller]
fn page<F, E: Entity<F>>(items: impl IntoIterator<Item = E>) -> Answer {
    Shaped::page(items.into_iter().map(Entity::into_item).collect(), "").into()
}

#[track_caller]
fn values<T: Value>(items: &[T]) -> Answer {
    let item = |value: &T| {
        let text = text_of(value);
        if text.starts_with('{') { Item::new(text, None) } else { Item::whole(text) }
    };
    Shaped::page(items.iter().map(item).collect(), "").into()
}
