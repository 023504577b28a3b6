//! What an application wants of a model: selectors, the closure over them, and a reason for each element.

mod alternate_key;
mod chosen;
mod closure;
mod declared;
mod everything;
mod exchange;
mod exclusion;
mod glob;
mod member;
mod method;
mod name;
pub mod notation;
mod offered;
mod paving;
mod rank;
mod reason;
mod recursion;
mod request;
mod restriction;
mod route;
mod routes;
mod seed;
mod segment;
mod selector;
mod shortest;
mod spelling;
mod steps;
mod surroundings;
mod table;
mod walk;
mod ways;
mod written;

pub use chosen::{
    Members, Navigation, NavigationKind, Resource, ResourceShape, Root, RootKind, SelectedMethod, SelectedOperation,
    SelectedType, Selection,
};
pub use closure::close;
pub use exchange::{Answered, Sent};
pub use glob::Glob;
pub use method::{NoMethod, ResourceMethod};
pub use reason::Reason;
pub use route::{Route, Step};
pub use routes::Routes;
pub use segment::{Argument, Keys, Segment};
pub use selector::{MemberPattern, Method, NamePattern, PathPattern, Pattern, Selector};
pub use surroundings::Surroundings;
pub use walk::{End, Place, walk};
