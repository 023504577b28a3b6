use super::Limits;

/// The default of [`Limits::response_memory`].
pub(super) const DEFAULT_RESPONSE_MEMORY: usize = 512 << 20;

/// The most memory for the values of a response, in the response's [extensions](http::Extensions).
///
/// It is absent if it is the default, because extensions are an allocation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ResponseMemory(usize);

impl ResponseMemory {
    /// Attaches the limit to a response, for the operation that reads it.
    pub(crate) fn attach<B>(limits: &Limits, response: &mut http::Response<B>) {
        if limits.response_memory != DEFAULT_RESPONSE_MEMORY {
            response.extensions_mut().insert(Self(limits.response_memory));
        }
    }

    /// Returns the limit of a response in bytes.
    pub(crate) fn of<B>(response: &http::Response<B>) -> usize {
        response.extensions().get().map_or(DEFAULT_RESPONSE_MEMORY, |Self(bytes)| *bytes)
    }
}
