/// Identifies the call of a change set whose entity a reference is to.
///
/// It is here, and not beside batches, because bodies have references.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CallReference {
    pub(crate) batch: u64,
    pub(crate) index: usize,
}

/// A request [extension](http::Extensions): the calls that its body refers to.
///
/// Such a request is valid in the change set of these calls only. Elsewhere the reference would lead to nothing, or to
/// the entity of another call with the same id, so that the request is not sent. An operation cannot tell: only the
/// request passes from it to the batch or the pipeline.
#[derive(Clone, Debug)]
pub(crate) struct CallReferences(pub(crate) Vec<CallReference>);
