//! The query language: conditions, orders, expansions and searches in types, and what a service supports of them.
//!
//! An application seldom names these types: constants and their methods make them (`User::DISPLAY_NAME.starts_with("A")`). Signatures of
//! helper functions do: `fn active() -> impl Condition<User>`.

mod capability;
mod comparison;
mod expand;
mod expression;
mod filter;
mod function;
mod operand;
mod order;
mod path;
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
pub use path::NavigationPath;
pub use search::Search;
pub use select::SelectList;

pub use crate::value::{Many, NavigationProperty, One, Property};

/// Keeps traits from being implemented by other crates.
mod sealed {
    pub trait Sealed {}
}
