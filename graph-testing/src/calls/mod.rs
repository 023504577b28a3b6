//! Expected calls: how they are found, counted and reported.

mod book;
mod entry;
mod json_literal;
mod problem;
mod snippet;

pub(crate) use self::{
    book::{Book, Found},
    entry::Entry,
    problem::{Problem, report},
};
