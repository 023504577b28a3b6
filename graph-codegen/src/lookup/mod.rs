//! Looks things up in a service: requests by words, and a page about a request, a resource, a type or a member.
//!
//! ```text
//! requests   every request of a service, at its shortest paths
//! words      the words in names and sentences
//! search     requests that match words, the best first
//! forms      the paths that reach a resource
//! known      permissions, roles and clouds of a request
//! page       what is known about an element
//! snippet    the code that sends a request
//! ```

mod documentation;
mod forms;
mod known;
mod page;
mod requests;
mod search;
mod snippet;
mod words;

pub(crate) use self::{
    documentation::documentation_key,
    forms::Forms,
    known::{Known, SchemeAccess, Tables},
    page::{Member, Page, Pages, Parameter, Request},
    requests::{Call, ServiceRequest, ServiceRequests},
    search::{Answer, Found, Query, search},
    snippet::Snippet,
};
