//! From [`Document`]s to one CSDL document.
//!
//! [`schemas`](Schemas) indexes what `$ref`s can name, [`types`] says which EDM type a schema is, [`resources`] makes a tree of
//! the paths' segments and [`walk`] follows it from the service's root, so that each segment is known to be an entity
//! set, a singleton, a property, a cast, a key, an action or a function. [`calls`] puts together the actions and
//! functions that were met on several paths. [`output`] writes what is known by then.

mod annotations;
mod calls;
mod containment;
mod file_names;
mod hierarchy;
mod keys;
mod naming;
mod odata_traits;
mod operations;
mod output;
mod properties;
mod references;
mod resources;
mod schemas;
mod template;
mod types;
mod walk;

use self::{file_names::FileNames, output::Output, resources::Resources, schemas::Schemas, walk::Walk};
use super::Document;
use crate::{
    csdl,
    diagnostic::{Diagnostics, Sources},
};

/// Describes OpenAPI documents as one CSDL document, which [`edm::resolve`](crate::edm::resolve) resolves, alone or
/// with others.
///
/// `sources` has the names of the documents, by which a `$ref` into another file (`common.yml#/components/…`) finds it;
/// nothing is loaded that was not given.
///
/// `None` if there is no document, or one that describes no OData service. What the documents leave open is left open,
/// with a warning where it keeps something from being generated:
///
/// | OpenAPI | becomes |
/// |---|---|
/// | `components/schemas` with a namespace in their names | entity types where a path, a navigation property or a type of their hierarchy says so; complex types; enum types |
/// | `allOf` with a `$ref` | the base type |
/// | a schema that is referred to and not there | a type of a document that was not given |
/// | the first segment of a path | an entity set, a singleton, an import |
/// | `POST` of `x-ms-docs-operation-type: action`, `GET` of `function` | an action or function, bound to the most general of the types that have it alike |
/// | a navigation property that can be written to and has no `$ref` path | `ContainsTarget` |
/// | `readOnly`, `deprecated`, `x-ms-deprecation` | `Core.Computed`, `Core.Revisions` |
/// | `/users(userPrincipalName='{userPrincipalName}')` | `Core.AlternateKeys` |
/// | an entity type without a base type that has nothing but `id`, and from which others derive | `Abstract` |
///
/// Not said by OpenAPI, and so not in the model: which other types are abstract, values of enum members, navigation
/// property bindings, partners, the container's name (`GraphService` is made of the namespace `microsoft.graph`).
pub fn describe<'a>(
    documents: &[Document<'a>],
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<csdl::Document<'a>> {
    let first = documents.first()?;
    let namings = odata_traits::check(documents, diagnostics)?;
    let mut schemas = Schemas::new(documents, FileNames::of(documents, sources), namings, diagnostics);
    schemas.read_properties();
    let resources = Resources::new(documents);
    let mut walk = Walk::new(&mut schemas, &resources);
    walk.run();
    let walked = walk.finish();
    Some(Output::new(&schemas, walked).document(first, documents))
}
