//! Collections in pages: a page, the request for the next one, and streams of pages and items.

mod change;
mod cycle_detector;
mod items;
mod link_change;
mod list_handoff;
mod nested_changes;
mod next_page;
mod page;
#[cfg(any(feature = "schemars", feature = "utoipa"))]
mod page_schema;
mod pages;
mod removed_key;

pub(crate) use self::pages::impl_pages;
pub use self::{
    change::{Change, ProjectedChange, Removal, Removed},
    items::Items,
    link_change::{LinkChange, LinkChangeKind},
    next_page::NextPage,
    page::Page,
    pages::Pages,
};
