//! The settings that build scripts, the macro and the command line share, and the doors into the pipeline.

#[cfg(feature = "cli")]
mod command_line;
mod driver;
mod files;
mod format;
mod input;
mod layout;
mod output;
mod resolved;
mod settings;
mod timing;

pub use files::{Difference, Files};
pub use output::Generated;
pub use resolved::{Planned, Resolved, Selected};
pub use settings::Builder;
