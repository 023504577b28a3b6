use super::{fields::Body, node::BodyTarget};
use crate::value::{Extra, Object, Structured, object_in_request};

/// The parameters of an action `T`: the generated struct, an [`Object`] or a [`Body`] of it, or a reference to one.
///
/// A struct omits the parameters that are `None`. A body is written parameter by parameter and can hold other bodies.
/// An [`Object`] can also send a parameter that the metadata does not declare.
///
/// ```
/// # use graph_runtime::{Client, Operation, codegen as rt};
/// # #[derive(Default)]
/// # struct MessageReply { comment: Option<String> }
/// # impl MessageReply {
/// #     const COMMENT: rt::Property<Self, String> = rt::property("Comment");
/// # }
/// # impl rt::Structured for MessageReply {
/// #     const TYPE_NAME: &'static str = "microsoft.graph.message/reply";
/// #     fn properties() -> &'static [&'static str] { &["Comment"] }
/// #     fn build(from: &mut rt::PropertyReader<'_>) -> Self { Self { comment: from.property() } }
/// #     fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) { to.put(&self.comment); }
/// # }
/// # struct MessageById(rt::Resource);
/// # impl MessageById {
/// #     fn reply(&self, parameters: impl rt::Parameters<MessageReply>) -> rt::Call<()> {
/// #         rt::Call::post_json(&self.0, "reply", "microsoft.graph.message/reply", parameters)
/// #     }
/// # }
/// # let client = Client::builder().base_url("http://127.0.0.1:9/v1.0").build()?;
/// # let message = MessageById(rt::Resource::root(client.clone()));
/// use graph_runtime::Body;
///
/// // `message` is `service.me().messages().by_id("…")`
/// let calls = [
///     message.reply(&MessageReply { comment: Some("ok".to_owned()) }),
///     message.reply(Body::new().set(MessageReply::COMMENT, "ok")),
/// ];
/// # for call in calls {
/// #     assert_eq!(&call.request(client.root())?.body()[..], br#"{"Comment":"ok"}"#);
/// # }
/// # Ok::<(), graph_runtime::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "these are not the parameters `{T}`, but `{Self}`",
    label = "expected a `{T}`, an `Object` or a `Body` of it, or a reference to one"
)]
pub trait Parameters<T>: sealed::Sealed<T> {
    /// Returns the body of a request, or why it cannot be written.
    #[doc(hidden)]
    fn into_request_json(self, target: BodyTarget<'_>) -> Result<Vec<u8>, String>;
}

/// Implements the trait for a type and for references to it.
macro_rules! parameters {
    ($([$($parameters:tt)*] $type:ty, |$value:ident, $target:ident| $json:expr;)*) => {$(
        impl<T: Structured $($parameters)*> Parameters<T> for $type {
            fn into_request_json(self, target: BodyTarget<'_>) -> Result<Vec<u8>, String> {
                Parameters::<T>::into_request_json(&self, target)
            }
        }

        impl<T: Structured $($parameters)*> Parameters<T> for &$type {
            fn into_request_json(self, $target: BodyTarget<'_>) -> Result<Vec<u8>, String> {
                let $value = self;
                $json
            }
        }

        impl<T: Structured $($parameters)*> sealed::Sealed<T> for $type {}
        impl<T: Structured $($parameters)*> sealed::Sealed<T> for &$type {}
    )*};
}

parameters! {
    [] T, |value, target| json(value, &Extra::new(), target);
    [] Object<T>, |value, target| json::<T>(value, &value.extra, target);
    [, F] Body<T, F>, |value, target| value.object.to_json(target);
}

fn json<T: Structured>(value: &T, extra: &Extra, target: BodyTarget<'_>) -> Result<Vec<u8>, String> {
    let json = object_in_request(value, extra, T::TYPE_NAME).map_err(|problem| problem.to_string())?;
    let quoted = target.has_numbers_in_strings.then(|| json.with_numbers_in_strings()).flatten();
    Ok(quoted.unwrap_or_else(|| json.into_text()).into_bytes())
}

/// Prevents other crates from implementing the trait.
mod sealed {
    pub trait Sealed<T> {}
}
