//! What is done about metadata documents that are wrong, hostile or damaged.

mod expected;
mod hostile;
mod limits;
mod missing;
mod mutated;
mod published;
mod rendering;
mod shown;
