//! What can go wrong.

mod error;
mod service_error;

pub(crate) use self::error::operation_name;
pub use self::{
    error::{DecodeError, Error},
    service_error::{ErrorDetail, ServiceError},
};
