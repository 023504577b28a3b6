//! Writes a plan as Rust code.
//!
//! Names, signatures and documentation are those of the plan; nothing is decided here.

mod client_functions;
mod code;
mod declaration;
mod directory;
mod enumeration;
mod expression;
mod extern_type;
mod file;
mod literal;
mod module;
mod names;
mod printer;
mod request_builder;
mod service;
mod spacing;
mod structure;
mod type_layout;
mod union;

pub use directory::emit_directory;
pub use file::{BESIDE, COMMAND, HEADER, Head, MARK, VERSION, check, items_file};
pub use module::emit;
