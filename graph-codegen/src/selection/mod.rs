//! Selects the elements of a model that code is generated for.
//!
//! ```text
//! selector   what is written             graph   what paths run through
//! walk       what a path means           result  what is selected, and why
//! closure    from selectors to a result
//! ```

mod closure;
mod graph;
mod result;
mod selector;
mod walk;

pub(crate) use self::{closure::close, graph::path_syntax, selector::Glob};
pub use self::{
    graph::{ResourceShape, RootKind, ServiceGraph, ShortestPaths, Step},
    result::{
        BodyKind, Members, Navigation, NavigationKind, Reason, Resource, ResourceMethod, ResponseKind, Root,
        SelectedMethod, SelectedOperation, SelectedType, Selection,
    },
    selector::{Method, Selector},
    walk::{End, ServicePath, Target, UnsupportedMethod, walk},
};
