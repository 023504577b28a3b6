use crate::{body::Reference, parts::Resource};

/// A generated request builder, for generic code.
///
/// A request builder addresses a resource or a collection. It has a method for each selected request. Only generated
/// code implements this trait; what generic code can send is in [`CollectionBuilder`](super::CollectionBuilder) and
/// [`EntityBuilder`](super::EntityBuilder).
///
/// ```
/// use graph_runtime::builders::RequestBuilder;
///
/// /// Returns the path template of the resource that a request builder addresses.
/// fn path<B: RequestBuilder>(builder: &B) -> String {
///     builder.resource().template()
/// }
/// ```
///
/// Hand-written code that replaces a generated method makes its request from the resource. The names are those of
/// [`codegen`](super):
///
/// ```
/// use graph_runtime::{Call, builders::RequestBuilder};
///
/// trait Archive: RequestBuilder {
///     /// `POST …/archive`
///     fn archive(&self) -> Call<()> {
///         Call::post(self.resource(), "archive", "example.shop.order/archive")
///     }
/// }
///
/// impl<B: RequestBuilder> Archive for B {}
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request builder",
    label = "expected a generated request builder, such as `service.users()`"
)]
pub trait RequestBuilder {
    /// The type of the resource or of the collection's items: a generated struct, or [`Unselected`](super::Unselected).
    type Item;

    /// How many items it addresses: [`One`](super::One) or [`Many`](super::Many).
    type Number;

    /// The properties that requests select by default; empty to let the service choose.
    const DEFAULT_SELECT: &'static [&'static str] = &[];

    /// The properties that are the key of an item.
    const KEY: &'static [&'static str] = &["id"];

    /// Whether the items are Graph's directory objects, some queries of which are eventually consistent.
    const IS_DIRECTORY: bool = false;

    /// Returns the resource that the builder addresses.
    // Editors offer the selected requests, and this method only if the trait is imported.
    #[rust_analyzer::completions(ignore_flyimport)]
    fn resource(&self) -> &Resource;
}

/// The entity that the builder addresses: `Body::new().bind(Order::CUSTOMER, &service.customers().by_id("a"))`.
impl<B: RequestBuilder> From<&B> for Reference {
    fn from(builder: &B) -> Self {
        let resource = builder.resource();
        let path = resource.path().map(|mut path| {
            for (index, (name, value)) in resource.aliases().enumerate() {
                path.extend([if index == 0 { "?" } else { "&" }, name, "=", value]);
            }
            path
        });
        Self::to_path(path.map_err(|problem| problem.to_string()), resource.call())
    }
}
