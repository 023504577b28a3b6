use crate::parts::Resource;

/// A generated request builder, for generic code.
///
/// A request builder addresses a resource or a collection. It has a method for each selected request. Only generated
/// code implements this trait.
///
/// ```
/// use graph_runtime::codegen::RequestBuilder;
///
/// /// Returns the path template of the resource that a request builder addresses.
/// fn path<B: RequestBuilder>(builder: &B) -> String {
///     builder.resource().template()
/// }
/// ```
pub trait RequestBuilder {
    /// The type of the resource or of the collection's items: a generated struct, or [`Unselected`](super::Unselected).
    type Item;

    /// Returns the resource that the builder addresses.
    // Editors offer the selected requests, and this method only if the trait is imported.
    #[rust_analyzer::completions(ignore_flyimport)]
    fn resource(&self) -> &Resource;
}
