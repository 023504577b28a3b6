//! Collections that come in pages: a page, the request for the one behind a link, and all of them as a stream.

mod change;
mod items;
mod next_page;
mod page;
mod paged;
mod pages;
mod round;

pub(crate) use self::paged::paged;
pub use self::{
    change::{Change, Removal, Removed},
    items::Items,
    next_page::NextPage,
    page::Page,
    pages::Pages,
};
