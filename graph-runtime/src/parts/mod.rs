//! The parts that all requests have: a resource, query options, headers and a body.

mod consistency;
mod impl_request;
mod request_parts;
mod resource;

pub use self::resource::Resource;
pub(crate) use self::{
    impl_request::{impl_request, impl_request_options},
    request_parts::{RequestParts, caller_header},
};
