//! How another crate changes what is generated: renames, type mappings, attributes, items of its own.
//!
//! Everything is addressed by *source* names, those of the metadata, so that customizations survive changes of the generated
//! names. [`Element::source_name`] says how each is written.

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

/// What an extension can look at: the model, what was selected of it, and the plan of the Rust code.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct View<'a> {
    /// The resolved model.
    pub model: &'a Model,
    /// What was selected.
    pub selection: &'a Selection,
    /// The plan.
    pub package: &'a Package,
}

/// Changes what is generated. Every method has a default that changes nothing.
///
/// ```
/// use graph_codegen::extension::{Element, Extension};
/// use graph_codegen::plan::Identifier;
///
/// /// Calls every property `…_id` that ends in `Guid`.
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
    /// Another name for an element; `default` is the name it would have. Where two elements get the same name at one place, the
    /// second gets a number behind it.
    fn rename(&self, element: &Element<'_>, default: &str) -> Option<Identifier> {
        let _ = (element, default);
        None
    }

    /// A Rust type for a type of the metadata, by its qualified name (`Edm.Guid`, `microsoft.graph.dayOfWeek`). It has to
    /// implement the runtime's `Value`, and `Structured` where it is an entity or complex type that is read as an answer. A declared type that is mapped is not generated.
    fn map_type(&self, qualified_name: &str) -> Option<TokenStream> {
        let _ = qualified_name;
        None
    }

    /// Attributes for the item or field that an element becomes: `#[derive(PartialEq, Eq)]`, `#[must_use]`.
    fn attributes(&self, element: &Element<'_>) -> Vec<TokenStream> {
        let _ = element;
        Vec::new()
    }

    /// Items to add beside a struct, in its module.
    fn items_beside_structure(&self, view: View<'_>, structure: &Structure) -> TokenStream {
        let _ = (view, structure);
        TokenStream::new()
    }

    /// Items to add beside an enum, in its module.
    fn items_beside_enumeration(&self, view: View<'_>, enumeration: &Enumeration) -> TokenStream {
        let _ = (view, enumeration);
        TokenStream::new()
    }

    /// Items to add beside a request builder, in its module, for one of its methods: an operation, a request, a navigation property.
    fn items_beside_method(&self, view: View<'_>, builder: &RequestBuilder, method: &Method) -> TokenStream {
        let _ = (view, builder, method);
        TokenStream::new()
    }
}
