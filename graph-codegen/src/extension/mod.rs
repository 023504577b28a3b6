//! Extensions: how other crates rename elements, map types, and add attributes, documentation, items and files.
//!
//! Customizations refer to elements by their *source* names, those of the metadata, so they do not depend on generated
//! names. See [`Element::source_name`] for the syntax.
//!
//! An [`Extension`] is called twice. [`rename`](Extension::rename) and [`map_type`](Extension::map_type) are called
//! while the code is planned. The other hooks see the complete plan: each gets a [`View`] of everything, and the
//! [`Item`] that it is asked about.
//!
//! [`proc_macro2`] and [`quote`] are re-exported, in the versions of the signatures here. Names of the plan can be
//! interpolated in [`quote!`](quote::quote): [`Identifier`] implements `ToTokens`, and
//! [`View::tokens`], [`View::path`] and [`View::type_of`] return types as tokens.

mod decoration;
mod derives;
mod extension_file;
mod extensions;
mod item;
mod view;

use proc_macro2::TokenStream;

pub use crate::customization::{Customizations, Element, ElementKind, Pattern};
pub(crate) use decoration::decorate;
pub(crate) use derives::check as check_derives;
pub use extension_file::ExtensionFile;
pub(crate) use extension_file::{Content, is_valid_path};
pub use extensions::Extensions;
pub use item::{Item, Owner};
#[doc(no_inline)]
pub use proc_macro2;
#[doc(no_inline)]
pub use quote;
pub use view::View;

use crate::naming::Identifier;

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
    /// It is an error if another element of the scope has that name, or if it is reserved. Request builders are named
    /// after their types.
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

    /// Returns attributes for an item: `#[derive(PartialEq, Eq)]`, `#[must_use]`. Modules have none.
    fn attributes(&self, view: View<'_>, item: Item<'_>) -> Vec<TokenStream> {
        let _ = (view, item);
        Vec::new()
    }

    /// Adds, removes or replaces paragraphs of an item's documentation. That of modules is not changed.
    ///
    /// ```
    /// use graph_codegen::extension::{Extension, Item, View};
    ///
    /// /// Links each type to Microsoft's reference.
    /// struct Links;
    ///
    /// impl Extension for Links {
    ///     fn docs(&self, _: View<'_>, item: Item<'_>, docs: &mut Vec<String>) {
    ///         if let Item::Structure(structure) = item {
    ///             let name = structure.source.rsplit('.').next().unwrap_or_default().to_lowercase();
    ///             docs.push(format!("[Reference](https://learn.microsoft.com/graph/api/resources/{name})"));
    ///         }
    ///     }
    /// }
    /// # let builder = graph_codegen::Builder::new().select("microsoft.graph.assignedLicense").extension(Links);
    /// # let generated = builder.generate().unwrap();
    /// # assert!(generated.text().contains("/// [Reference](https://learn.microsoft.com/graph/api/resources/a"));
    /// ```
    fn docs(&self, view: View<'_>, item: Item<'_>, docs: &mut Vec<String>) {
        let _ = (view, item, docs);
    }

    /// Returns items to add beside an item, in its module; for a module, items to add at its end.
    ///
    /// It is called for modules, the service, request builders, methods, structs, enums and unions. Tokens of the view
    /// are for the module, and the runtime's module `codegen` is imported as `rt`.
    ///
    /// ```
    /// use graph_codegen::extension::{Extension, Item, View, proc_macro2::TokenStream, quote::quote};
    ///
    /// /// Implements a trait of the SDK for all request builders.
    /// struct Traced;
    ///
    /// impl Extension for Traced {
    ///     fn items(&self, _: View<'_>, item: Item<'_>) -> TokenStream {
    ///         let Item::RequestBuilder(builder) = item else { return TokenStream::new() };
    ///         let name = &builder.name;
    ///         quote! { impl crate::Traced for #name {} }
    ///     }
    /// }
    /// # let generated = graph_codegen::Builder::new().select("/users/{id}").extension(Traced).generate().unwrap();
    /// # assert!(generated.text().contains("impl crate::Traced for UserRequestBuilder {}"));
    /// ```
    fn items(&self, view: View<'_>, item: Item<'_>) -> TokenStream {
        let _ = (view, item);
        TokenStream::new()
    }

    /// Whether hand-written code replaces a method, which is then not generated; see
    /// [`Builder::replace`](crate::Builder::replace). It is called for methods only.
    fn replaces(&self, view: View<'_>, item: Item<'_>) -> bool {
        let _ = (view, item);
        false
    }

    /// Returns files to add to the generated ones, by paths relative to their directory.
    ///
    /// They are compared and written with the others, and removed when a later run no longer has them. It is an error
    /// if a path leaves the directory, or is that of another generated file.
    ///
    /// ```
    /// use graph_codegen::extension::{Extension, ExtensionFile, View};
    ///
    /// /// Lists the requests of the SDK.
    /// struct Requests;
    ///
    /// impl Extension for Requests {
    ///     fn files(&self, view: View<'_>) -> Vec<ExtensionFile> {
    ///         let requests = view.selection.requests(view.model);
    ///         vec![ExtensionFile::text("requests.md", format!("{} requests\n", requests.len()))]
    ///     }
    /// }
    ///
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let generated = graph_codegen::Builder::new().select("/users/{id}").extension(Requests).generate()?;
    /// let files: Vec<&str> = generated.files().iter().map(|(path, _)| path).collect();
    /// assert_eq!(files, ["graph.rs", "requests.md"]);
    /// # Ok(())
    /// # }
    /// ```
    fn files(&self, view: View<'_>) -> Vec<ExtensionFile> {
        let _ = view;
        Vec::new()
    }
}
