use crate::parts::Resource;

/// A generated request builder, for generic code.
///
/// A request builder addresses a resource, or a collection of resources, and has a method for each request that was selected. Only
/// generated code implements this trait.
///
/// ```
/// use graph_runtime::codegen::RequestBuilder;
///
/// /// The path of whatever a request builder addresses.
/// fn path<B: RequestBuilder>(builder: &B) -> String {
///     builder.resource().template()
/// }
/// ```
pub trait RequestBuilder: Clone {
    /// The type of the resource, or of the collection's items: a generated struct, or [`Unselected`](super::Unselected).
    type Item;

    /// The resource that is addressed.
    // An editor offers what was selected, and this only where the trait is imported.
    #[rust_analyzer::completions(ignore_flyimport)]
    fn resource(&self) -> &Resource;
}
