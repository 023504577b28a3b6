use crate::parts::Resource;

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
