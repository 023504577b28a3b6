//! Requests for a resource: get, list, count, delta, write, and calls of its operations.

mod call;
mod count;
mod created;
mod delta;
mod get;
mod link;
mod list;
mod preference;
mod query_options;
mod write;

pub use self::{
    call::Call,
    count::Count,
    created::Created,
    delta::Delta,
    get::Get,
    link::Link,
    list::List,
    preference::{MinimalPreference, Preference, PreferenceFor},
    write::Write,
};
