//! The clouds of Microsoft Graph, and what is available in each.
//!
//! Graph has a metadata document for each [`Cloud`]. The [`CloudTable`] says which of them have a type, a member of a
//! type, an operation, an entity set or a singleton.
//!
//! ```text
//! cloud, availability   clouds and sets of clouds
//! key, table, lookup    the table, and how it is asked
//! page_text             the table as the page of `explore` has it
//! request_paths, check  what the requests of a selection need
//! ```

mod availability;
mod check;
mod cloud;
mod key;
mod lookup;
#[cfg(feature = "cli")]
mod page_text;
#[cfg(feature = "tools")]
mod report;
mod request_paths;
mod table;
#[cfg(feature = "tools")]
mod writer;

#[cfg(feature = "tools")]
pub(crate) use self::report::report;
#[cfg(feature = "tools")]
pub use self::report::{ElementAvailability, RequestAvailability, SelectedAvailability};
#[cfg(feature = "tools")]
pub use self::writer::{Documents, write_table};
pub use self::{
    availability::Availability,
    cloud::{Cloud, UnknownCloud},
    table::{CloudTable, Inapplicable},
};
pub(crate) use self::{check::check, lookup::Lookup};
