//! Permissions of requests, and the least ones of selections.

mod budget;
#[cfg(feature = "cli")]
mod command;
mod coverage;
mod least;
mod selected;
mod table;
