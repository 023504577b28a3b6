//! Extensions: how other crates rename elements, map types, and add attributes and items.
//!
//! Customizations refer to elements by their *source* names, those of the metadata, so they do not depend on generated
//! names. See [`Element::source_name`] for the syntax.

mod extensions;

use proc_macro2::TokenStream;

pub use crate::customization::{Customizations, Element};
pub use extensions::Extensions;

use crate::{
    edm::Model,
    naming::Identifier,
    plan::{Enumeration, Method, Package, RequestBuilder, Structure},
    selection::Selection,
};

/// What an extension can read: the model, the selection, and the plan of the Rust code.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct View<'a> {
    /// The resolved model.
    pub model: &'a Model,
    /// The selected elements.
    pub selection: &'a Selection,
    /// The plan of the Rust code.
    pub package: &'a Package,
}

/// Changes the generated code.
///
/// The default of each method changes nothing.
///
/// ```
/// use graph_codegen::extension::{Element, Extension};
/// use graph_codegen::plan::Identifier;
///
/// /// Renames properties that end in `Guid` to `…_id`.
/// #[derive(Debug)]
/// struct ShortGuids;
///
/// impl Extension for ShortGuids {
///     fn rename(&self, element: &Element<'_>, default: &str) -> Option<Identifier> {
///         match element {
///             Element::Property { .. } => Identifier::new(&format!("{}_id", default.strip_suffix("_guid")?)),
///             _ => None,
///         }
///     }
/// }
///
/// # fn main() -> Result<(), graph_codegen::Error> {
/// let generated = graph_codegen::Builder::new()
///     .select("/users/{id}/reprocessLicenseAssignment")
///     .extension(ShortGuids)
///     .generate()?;
/// # Ok(())
/// # }
/// ```
pub trait Extension {
    /// Returns another Rust name for an element whose name would be `default`.
    ///
    /// It is an error if another element of the scope has that name.
    fn rename(&self, element: &Element<'_>, default: &str) -> Option<Identifier> {
        let _ = (element, default);
        None
    }

    /// Returns a Rust type for a type of the metadata, given by its qualified name (`Edm.Guid`,
    /// `microsoft.graph.dayOfWeek`).
    ///
    /// The Rust type must implement the runtime's `Value`, and `Structured` if it replaces an entity or complex type
    /// that responses hold. Mapped types are not generated. For a struct or enum that another crate generated, call
    /// [`Builder::extern_type`](crate::Builder::extern_type).
    fn map_type(&self, qualified_name: &str) -> Option<TokenStream> {
        let _ = qualified_name;
        None
    }

    /// Returns attributes for the item or field generated for an element: `#[derive(PartialEq, Eq)]`, `#[must_use]`.
    fn attributes(&self, element: &Element<'_>) -> Vec<TokenStream> {
        let _ = element;
        Vec::new()
    }

    /// Returns items to add to the module of a struct.
    fn items_beside_structure(&self, view: View<'_>, structure: &Structure) -> TokenStream {
        let _ = (view, structure);
        TokenStream::new()
    }

    /// Returns items to add to the module of an enum.
    fn items_beside_enumeration(&self, view: View<'_>, enumeration: &Enumeration) -> TokenStream {
        let _ = (view, enumeration);
        TokenStream::new()
    }

    /// Returns items to add to the module of a request builder, for one of its methods.
    fn items_beside_method(&self, view: View<'_>, builder: &RequestBuilder, method: &Method) -> TokenStream {
        let _ = (view, builder, method);
        TokenStream::new()
    }
}
