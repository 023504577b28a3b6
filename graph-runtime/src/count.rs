use crate::{
    description::Description,
    error::Error,
    prepared::Prepared,
    resource::Resource,
    respond::{Answer, Respond},
    sendable::sendable,
};

/// `GET …/$count`: how many items a collection has.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct Count {
    prepared: Prepared,
}

impl Count {
    /// Counts a collection. Generated code calls this.
    pub fn new(resource: &Resource, description: &'static Description) -> Self {
        Self { prepared: Prepared::new(resource, Some("$count"), description).accept(Number::ACCEPT) }
    }

    /// Counts with Graph's advanced query capabilities (`ConsistencyLevel: eventual`), which directory objects need.
    pub fn eventual(self) -> Self {
        self.header("consistencylevel", "eventual")
    }
}

sendable!(Count, Number => i64);

struct Number;

impl Respond for Number {
    type Output = i64;
    const ACCEPT: &'static str = "text/plain";

    fn respond(answer: &Answer<'_>) -> Result<i64, Error> {
        // Some services begin the text with a byte order mark.
        let text = std::str::from_utf8(answer.body).unwrap_or_default();
        let number = text.trim_start_matches('\u{feff}').trim().parse();
        number.map_err(|_| answer.refuse("it is no whole number"))
    }
}
