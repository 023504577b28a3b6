//! Permissions of requests: what the table of Graph and annotations say, and what a selection needs.
//!
//! Microsoft publishes which permissions allow which requests, in three [schemes](Scheme). [`PermissionTable`] finds
//! those of a request:
//!
//! ```
//! use graph_codegen::{permissions::{PermissionTable, Scheme}, selection::Method};
//!
//! let table = PermissionTable::embedded();
//! let request = table.request(Method::Post, "/users/{id}/reprocessLicenseAssignment").expect("a known request");
//! let application = request.scheme(Scheme::Application);
//! assert_eq!(application.least[0].name(), "User.ReadWrite.All");
//! assert!(application.higher.iter().any(|alternative| alternative.name() == "Directory.ReadWrite.All"));
//! assert!(!request.scheme(Scheme::DelegatedPersonal).is_supported());
//! ```
//!
//! A request that the table does not have is unknown. That does not mean that it needs no permission.

mod annotated;
mod budget;
mod index;
#[cfg(feature = "tools")]
mod least;
mod lookup;
#[cfg(feature = "cli")]
mod neighbours;
mod operation_names;
#[cfg(feature = "tools")]
mod partial;
mod path_tree;
mod permission;
#[cfg(feature = "tools")]
mod permitted;
mod request_path;
mod request_permissions;
mod scheme;
mod table;

#[cfg(feature = "tools")]
pub use self::least::{
    LeastPermissions, LeastSet, NarrowerPermission, NeededPermission, Obstacle, SelectionPermissions,
    UnsupportedRequest,
};
#[cfg(feature = "cli")]
pub(crate) use self::operation_names::operation_names;
#[cfg(feature = "tools")]
pub use self::partial::{PartialResponse, PartialResponses, ResponsePart};
pub(crate) use self::{budget::Budget, index::TableIndex, request_path::permission_path};
pub use self::{
    permission::{Grant, Permission},
    request_permissions::{AlsoRequires, Alternative, RequestPermissions, SchemePermissions, Source},
    scheme::Scheme,
    table::PermissionTable,
};
