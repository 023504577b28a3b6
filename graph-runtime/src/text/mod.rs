//! Text that people read, and how text begins.

mod byte_order_mark;
mod link;
mod one_line;
mod repaired_json;

pub(crate) use byte_order_mark::{is_utf16, without_byte_order_mark};
pub(crate) use link::{ShortLinks, is_blank_link, names_link};
pub(crate) use one_line::{OneLine, write_chain};
pub(crate) use repaired_json::repaired_json;
