//! The query language: typed conditions, orders, expansions and searches, and what a service supports.
//!
//! An application seldom names these types, because constants and their methods create them
//! (`User::DISPLAY_NAME.starts_with("A")`). They appear in the signatures of helper functions: `fn active() -> impl
//! Condition<User>`.

mod capability;
mod comparison;
mod expand;
mod expression;
mod filter;
mod function;
mod operand;
mod order;
mod path;
mod projected;
mod search;
mod select;
mod text;

pub use capability::{
    AllOptions, Countable, Expandable, Filterable, Limitable, NoCount, NoExpand, NoFilter, NoOrderBy, NoSearch, NoSkip,
    NoTop, Readable, Searchable, Skippable, Sortable,
};
pub use expand::{Expand, ExpandList};
pub use expression::Expression;
pub use filter::{Condition, Filter};
pub use operand::Operand;
pub use order::{Order, OrderList};
pub use path::{CollectionItem, NavigationPath};
pub(crate) use projected::ProjectedQuery;
pub use projected::Refinement;
pub use search::Search;
pub use select::SelectList;
pub(crate) use text::{QuerySyntax, Text};

pub use crate::value::{Many, NavigationProperty, One, Property};

/// Prevents other crates from implementing the traits.
mod sealed {
    pub trait Sealed {}
}
