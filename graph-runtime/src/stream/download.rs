use crate::{
    content::Content, description::Description, prepared::Prepared, resource::Resource, respond::Respond,
    sendable::sendable,
};

/// `GET` of a stream; the answer is its whole [`Content`].
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct Download {
    prepared: Prepared,
}

impl Download {
    /// Downloads the stream behind a resource's segment: `$value`, or a stream property. Generated code calls this.
    pub fn new(resource: &Resource, segment: Option<&'static str>, description: &'static Description) -> Self {
        Self { prepared: Prepared::new(resource, segment, description).accept(Content::ACCEPT) }
    }
}

sendable!(Download, Content => Content);
