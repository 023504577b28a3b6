//! Errors and warnings about inputs.
//!
//! A stage collects [`Diagnostic`]s in [`Diagnostics`] and continues as far as it can, so that one run shows every
//! mistake. Between stages, [`Diagnostics::stop`] turns errors into [`Failed`].

mod code;
mod excerpt;
mod list;
mod message;
mod printable;
mod rendered;
mod source;
mod suggestion;

pub use code::Code;
pub use list::{Diagnostics, Failed};
pub use message::{Diagnostic, Note, Severity};
pub use printable::Quoted;
#[cfg(feature = "tools")]
pub(crate) use printable::one_line;
#[cfg(feature = "cli")]
pub(crate) use printable::{columns, is_printable, visible};
pub use rendered::Rendered;
pub use source::{FileId, Position, Source, Sources, Span};
pub use suggestion::closest;
pub(crate) use suggestion::closest_within;
