//! Plan → tokens → text. Nothing is decided here: names and types are the plan's.

mod builder;
mod description;
mod directory;
mod enumeration;
mod module;
mod printer;
mod relations;
mod render;
mod spacing;
mod structure;
mod token;
mod union;

pub use directory::emit_directory;
pub use module::emit;
pub use render::{HEADER, check, render};
