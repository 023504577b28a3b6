//! Posts of change notifications, as Graph sends them.

mod post;

pub use self::post::NotificationPost;
