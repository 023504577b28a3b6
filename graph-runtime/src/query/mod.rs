//! Queries: what to read of a resource, and in what order, in types.

mod binding;
mod capability;
mod comparison;
mod count;
mod delta;
mod expand;
mod expression;
mod filter;
mod function;
mod get;
mod list;
mod operand;
mod option;
mod order;
mod path;
mod search;
mod select;
mod text;
mod tuple;

pub use capability::{
    Countable, Everything, Expandable, Filterable, Limitable, NoCount, NoExpand, NoFilter, NoOrderBy, NoSearch, NoSkip,
    NoTop, Readable, Searchable, Skippable, Sortable,
};
pub use count::Count;
pub use delta::Delta;
pub use expand::{Expand, ExpandList};
pub use expression::Expression;
pub use filter::{Condition, Filter};
pub use get::Get;
pub use list::List;
pub use operand::Operand;
pub use order::{Order, OrderList};
pub use path::NavigationPath;
pub use search::Search;
pub use select::SelectList;
