//! Plan → text. Nothing is decided here: names and types are the plan's.

mod builder;
mod code;
mod directory;
mod enumeration;
mod module;
mod place;
mod printer;
mod render;
mod spacing;
mod structure;
mod union;

pub use directory::emit_directory;
pub use module::emit;
pub use render::{HEADER, check, render};
