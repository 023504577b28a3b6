//! Metadata documents that are wrong, hostile or damaged.

mod hostile;
mod limits;
mod missing;
mod mistakes;
mod mutated;
mod published;
mod rendering;
mod shown;
