//! What an application wants of a model: selectors, the closure over them, and a reason for each element.

mod chosen;
mod closure;
mod exclusion;
mod glob;
mod member;
mod name;
mod path;
mod reason;
mod recursion;
mod route;
mod seed;
mod selector;
mod surroundings;

pub use chosen::{
    Members, Navigation, Resource, ResourceShape, Root, RootKind, SelectedOperation, SelectedType, Selection,
};
pub use closure::close;
pub use glob::Glob;
pub use reason::Reason;
pub use route::{Route, Routes, Step};
pub use selector::{MemberPattern, Method, NamePattern, PathPattern, Pattern, Segment, Selector};
pub use surroundings::Surroundings;
