//! Converts [`Document`]s to one CSDL document.
//!
//! [`schemas`](Schemas) indexes the targets of `$ref`s, [`types`] maps schemas to EDM types, and [`resources`] builds a
//! tree of path segments. [`walk`] traverses it from the root of the service and determines whether each segment is an
//! entity set, a singleton, a property, a cast, a key, an action or a function. [`calls`] merges the actions and
//! functions that several paths declare, and [`output`] writes the CSDL.

mod annotations;
mod calls;
mod containment;
mod file_names;
mod hierarchy;
mod keys;
mod naming;
mod odata_traits;
mod operations;
mod options;
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

/// Converts OpenAPI documents to one CSDL document, which `edm::resolve` resolves alone or with
/// others.
///
/// `sources` provides the names of the documents, by which a `$ref` into another file (`common.yml#/components/…`) is
/// resolved; other files are not loaded.
///
/// Returns `None` if there are no documents, or one of them does not describe an OData service. What the documents
/// leave open stays open, with a warning if it prevents code from being generated:
///
/// | OpenAPI | CSDL |
/// |---|---|
/// | `components/schemas` with qualified names | entity types, if a path, a navigation property or another type of the hierarchy implies it; complex types; enum types |
/// | `allOf` with a `$ref` | the base type |
/// | a schema that is referenced but not declared | a type of a document that was not given |
/// | the first segment of a path | an entity set, a singleton or an import |
/// | `POST` with `x-ms-docs-operation-type: action`, `GET` with `function` | an action or function, bound to the most general of the types that have the same one |
/// | a navigation property that can be written and has no `$ref` path | `ContainsTarget` |
/// | `readOnly`, `deprecated`, `x-ms-deprecation` | `Core.Computed`, `Core.Revisions` |
/// | `externalDocs` of an action or function | `Core.Links` |
/// | `/users(userPrincipalName='{userPrincipalName}')` | `Core.AlternateKeys` |
/// | an entity type that has subtypes, no base type and only the property `id` | `Abstract` |
///
/// OpenAPI does not provide, and so the model lacks: which other types are abstract, the values of enum members,
/// navigation property bindings, partners, and the name of the container (`GraphService` is derived from the namespace
/// `microsoft.graph`).
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
