//! The query language of OData: conditions, searches, orders, and what is selected and expanded.
//!
//! Source: OData URL Conventions 4.01, section 5.1.

mod compare;
mod condition;
mod cursor;
mod error;
mod evaluate;
mod function;
mod options;
mod order;
mod search;
mod shape;

pub(crate) use self::{
    compare::Case,
    condition::ODATA_TYPE,
    error::QueryError,
    options::Options,
    shape::{Expansion, Shape},
};
