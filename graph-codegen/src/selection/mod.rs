//! Selects the elements of a model that code is generated for.
//!
//! ```text
//! selector   the syntax of selectors
//! graph      resources and the steps between them
//! walk       follows paths through the graph
//! closure    selects elements and their dependencies
//! result     the selection, with reasons
//! ```

mod closure;
mod graph;
mod result;
mod selector;
mod walk;

#[cfg(feature = "cli")]
pub(crate) use self::{
    closure::available_methods,
    graph::{EntryPoint, PathArena, PathId, Reached, ShapeMap, path_syntax::is_optional, shortest_paths},
    selector::offset_in,
    walk::walk_in,
};
pub(crate) use self::{
    closure::{close, close_beside},
    graph::{Restrictions, path_syntax},
    result::NeededDeclarations,
    selector::Glob,
};
#[cfg(feature = "tools")]
pub(crate) use self::{
    graph::path_syntax::append,
    selector::{Keys, Segment, split},
    walk::walk_all,
};
pub use self::{
    graph::{ResourceShape, RootKind, ServiceGraph, ShortestPaths, Step},
    result::{
        BodyKind, Members, Navigation, NavigationKind, Reason, RequestKind, Resource, ResourceMethod, ResponseKind,
        Root, SelectedMethod, SelectedOperation, SelectedRequest, SelectedType, Selection,
    },
    selector::{Method, RequestLine, Selector},
    walk::{End, ServicePath, Target, UnsupportedMethod, walk},
};
