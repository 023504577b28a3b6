//! The [`graph!`] macro: typed requests and responses for Microsoft Graph, or any OData V4 service, without a build
//! script.
//!
//! ```
//! graph_macros::graph! {
//!     select: ["/users/{id}/reprocessLicenseAssignment"],
//! }
//!
//! fn reprocess(service: &graph::GraphService) -> graph_runtime::Call<graph_runtime::Object<graph::User>> {
//!     service.users().by_id("adele@contoso.com").reprocess_license_assignment()
//! }
//! # fn main() {}
//! ```
//!
//! The macro generates the same code as [`graph_codegen::Builder`] does in a build script. The application needs
//! `graph-runtime` as a dependency, which sends the requests.
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | `openapi` | OpenAPI descriptions as metadata |
//! | `csdl-json` | CSDL in JSON as metadata |
//! | `beta` | the embedded metadata of Graph beta |

mod condition;
mod dependency;
mod expand;
mod input;
mod paths;
mod position;
mod settings;
mod warning;

use proc_macro::TokenStream;

/// Generates a module with typed requests and responses for the selected operations and types.
///
/// The module has a type for the service, here `GraphService`, whose methods lead to the selected operations.
///
/// ```
/// graph_macros::graph! {
///     metadata: "../metadata/v1.0.csdl", // or the embedded metadata, without this key
///     select: ["/users", "/users/{id}#PATCH"],
/// }
///
/// fn users(service: &graph::GraphService) -> graph_runtime::List<graph::User> {
///     service.users().get().select((graph::User::ID, graph::User::DISPLAY_NAME))
/// }
/// # fn main() {}
/// ```
///
/// # Keys
///
/// | key | value | default |
/// |---|---|---|
/// | `select` | a list of [selectors](graph_codegen::selection::Selector) in brackets | required, unless `select_file` is set |
/// | `select_file` | a file of selectors, one per line, or a list of files in brackets | none |
/// | `metadata` | a path, or a list of paths in brackets, relative to the directory of `Cargo.toml`; CSDL or, with the feature `openapi`, OpenAPI | the embedded metadata of Graph v1.0 |
/// | `version` | the version of Graph that the metadata is of and the generated code calls: `"v1.0"` or `"beta"` | v1.0, or any |
/// | `profile` | a [setting](graph_codegen::edm::ProfileSetting) of how the service speaks OData, such as `"keys=segments"`, or a list of settings in brackets | what the metadata says |
/// | `search_metadata` | documents of other versions, in which names that are not found are looked up: `"beta=FILE"`, or a list in brackets | the embedded metadata |
/// | `reference_dir` | a directory, or a list of directories in brackets, whose documents `metadata` may reference | the directory of each document |
/// | `rename` | names for what matches a [pattern](graph_codegen::Builder::rename): `{ "microsoft.graph.user": Person }` | the names of the metadata |
/// | `types` | Rust types for what matches a [pattern](graph_codegen::Builder::map_type): `{ "Edm.Guid": crate::SkuId }` | the runtime's types |
/// | `derive` | traits for types that match a [pattern](graph_codegen::Builder::derive): `{ "*/*RequestBuilder": [Clone, Debug] }` | none |
/// | `attributes` | attributes for what matches a [pattern](graph_codegen::Builder::attribute): `{ "microsoft.graph.user": #[must_use] }` | none |
/// | `service_root` | the [URL of the service](graph_codegen::Builder::service_root), for `Service::client` and `Service::builder` | a parameter of these, unless the service is Graph |
/// | `scopes` | the [scopes](graph_codegen::Builder::scopes) of its tokens, in brackets | none, for Graph `.default` |
/// | `user_agent` | what [`User-Agent`](graph_codegen::Builder::user_agent) begins with: `"trippin-sdk/1.0"` | the runtime's name |
/// | `sign_in` | how an application [signs in](graph_codegen::edm::SignIn): `"token"`, `"none"`, `"basic"` or `"api-key=HEADER"` | `"token"` |
/// | `annotations` | a document, or a list of documents in brackets, whose annotations [replace](graph_codegen::Builder::annotations) those of the metadata | none |
/// | `extern` | [types of other crates](graph_codegen::Builder::extern_type): `{ "S.City": ::common::City }` | none |
/// | `extern_namespace` | [namespaces](graph_codegen::Builder::extern_namespace) whose types another crate has: `{ "S": ::common }` | none |
/// | `extern_builders` | types whose [request builders](graph_codegen::Builder::extern_builders) another crate has: `{ "S.Trip": ::trips }` | none |
/// | `export` | `true` generates what other crates need to [use](graph_codegen::Builder::export) the types and request builders | `false` |
/// | `types_only` | `true` generates types [without requests](graph_codegen::Builder::types_only) | `false` |
/// | `clouds` | a [cloud](graph_codegen::clouds::Cloud), or a list of clouds in brackets, that must have everything that is selected | none |
/// | `allow_unknown_availability` | `true` accepts elements of which it is not known whether these clouds have them | `false` |
/// | `allow_permissions` | a list of permissions in brackets; a request that needs more is an error, see [`allow_permissions`](graph_codegen::Builder::allow_permissions) | any |
/// | `permission_scheme` | the scheme of these permissions: `"delegated-work"`, `"delegated-personal"` or `"application"` | one that they all exist in |
/// | `max_output` | the most MiB of generated code | 64 |
/// | `allow_warnings` | `true` hides warnings about metadata, selectors and patterns | `false` |
/// | `module` | the name of the module, with its visibility: `pub(crate) directory` | `pub graph` |
/// | `runtime` | the path to the crate graph-runtime | the name that `Cargo.toml` gives it |
///
/// Keys can be in any order, separated by commas. A change of a metadata file rebuilds the crate.
///
/// The keys are the settings of [`Builder`](graph_codegen::Builder). Settings of files and extensions need a build
/// script.
///
/// # Conditions
///
/// Elements of lists can have `#[cfg(…)]`, so that features of the application select more:
///
/// ```
/// graph_macros::graph! {
///     select: [
///         "/me",
///         #[cfg(feature = "mail")]
///         "/me/sendMail",
///     ],
///     rename: { "microsoft.graph.user": Person },
///     module: pub(crate) directory,
/// }
///
/// fn name(user: &directory::Person) -> Option<&str> {
///     user.display_name.as_deref()
/// }
/// # fn main() {}
/// ```
///
/// rustc decides conditions, and the macro runs once more for each three of them, of at most 300. For this it has to be
/// reachable as `graph_macros::graph`, or under the name that `Cargo.toml` gives the crate.
///
/// # Example
///
/// This example uses the embedded metadata, trims a type to two properties, and names the module:
///
/// ```
/// graph_macros::graph! {
///     select: ["microsoft.graph.user::{id, displayName}"],
///     module: directory,
/// }
///
/// fn name(user: &directory::User) -> Option<&str> {
///     user.display_name.as_deref()
/// }
/// # fn main() {}
/// ```
///
/// # Errors
///
/// Errors in the selectors or the metadata are compile errors. Each points to the selector, pattern or path that caused
/// it, and shows an excerpt and a suggestion. Warnings are shown as uses of something deprecated, because stable Rust
/// has no other warnings for macros.
#[proc_macro]
pub fn graph(input: TokenStream) -> TokenStream {
    let input = proc_macro2::TokenStream::from(input);
    let expanded = match condition::Split::of(&input) {
        Ok(Some(split)) => Ok(split.invocations(&dependency::this_macro())),
        Ok(None) => syn::parse2::<input::Input>(input).and_then(|input| expand::expand(&input)),
        Err(error) => Err(error),
    };
    expanded.unwrap_or_else(|error| error.to_compile_error()).into()
}
