//! Requests for a resource: get, list, count, delta, write, and calls of its operations.

mod call;
mod count;
mod created;
mod delta;
mod from_json;
mod get;
mod link;
mod list;
mod preference;
mod projected;
mod query_options;
mod raw_request;
mod write;

pub use self::{
    call::Call,
    count::Count,
    created::Created,
    delta::Delta,
    from_json::FromJson,
    get::Get,
    link::Link,
    list::List,
    preference::{MinimalPreference, Preference, PreferenceFor},
    projected::{ProjectInto, ProjectedRows},
    raw_request::RawRequest,
    write::Write,
};
