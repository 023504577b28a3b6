//! Permissions of requests, and the least ones of selections.

mod least;
mod table;
