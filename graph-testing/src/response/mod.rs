//! Responses: as they are sent, and what becomes one.

mod answer;
mod changes;
mod into_answer;
mod long_running;
mod pages;
mod response;
mod shaped;
mod upload_session;

pub(crate) use self::answer::{FollowUp, Reply, Site};
pub use self::{
    changes::Changes,
    into_answer::IntoAnswer,
    long_running::LongRunning,
    pages::Pages,
    response::{AnyOutput, Response},
    upload_session::UploadSession,
};
