//! Requests that change a resource: create, update, replace, delete, references.

mod preference;
mod request;

pub use preference::Preference;
pub use request::Write;
