//! Text that people read.

mod one_line;

pub(crate) use one_line::{OneLine, write_chain};
