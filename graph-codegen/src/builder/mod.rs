//! The settings shared by build scripts, the macro and the command line, and the pipeline that they run.

mod client_defaults;
mod clouds;
#[cfg(feature = "cli")]
mod command_line;
#[cfg(feature = "tools")]
mod comparison;
mod corrections;
mod crates;
mod document_text;
mod embedded;
mod extending;
mod extension_files;
mod files;
mod format;
mod generated;
mod input;
mod other_version;
mod permissions;
mod pipeline;
mod profile;
mod settings;
mod stages;
#[cfg(feature = "tools")]
mod tools;
mod transaction;
mod version;

#[cfg(feature = "cli")]
pub(crate) use crate::emit::{COMMAND, HEADER};
#[cfg(feature = "cli")]
pub(crate) use document_text::decode;
pub use files::{Difference, Files};
pub use generated::Generated;
pub use settings::Builder;
#[cfg(feature = "cli")]
pub(crate) use stages::add_origin_note;
pub use stages::{Planned, Resolved, Selected};
