/// Identifies a call of a batch to whose entity a later call refers.
///
/// It is here, and not beside batches, because keys and bodies have references.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CallReference {
    pub(crate) batch: u64,
    pub(crate) index: usize,
}

/// A request [extension](http::Extensions): the calls to which its URL and body refer.
///
/// Such a request is valid in the batch of these calls only. Elsewhere the reference would lead to nothing, or to the
/// entity of another call with the same id, so that the request is not sent. An operation cannot tell: only the
/// request passes from it to the batch or the pipeline.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallReferences {
    /// The call whose entity is the beginning of the URL.
    pub(crate) url: Option<CallReference>,
    pub(crate) body: Vec<CallReference>,
}
