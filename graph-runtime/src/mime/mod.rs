//! Bodies that hold HTTP messages: `multipart/mixed` and `application/http`.
//!
//! Sources: RFC 2046, section 5.1; RFC 9112, section 2; OData 4.01, part 1, sections 11.6 and 11.7.7.

mod boundary;
mod fields;
mod http_response;
mod multipart;

pub(crate) use self::{
    boundary::{boundary_of, new_boundary},
    fields::{MAX_FIELDS, media_type, read_fields},
    http_response::read_response,
    multipart::{Multipart, split},
};
