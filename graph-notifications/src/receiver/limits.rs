/// Limits of what a sender can make a [`Receiver`](super::Receiver) do.
///
/// ```
/// let mut limits = graph_notifications::Limits::default();
/// limits.items = 200;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The size of a body in bytes; 8 MiB by default. A larger one is answered with 413.
    ///
    /// The receiver is given a body that was read already: give the web server this limit too.
    pub body_size: usize,
    /// The number of items in a body; 1,000 by default. More are answered with 413.
    pub items: usize,
    /// The number of validation tokens in a body; 100 by default. More are answered with 413.
    pub tokens: usize,
    /// The size of a validation token in bytes; 16 KiB by default. A larger one is not valid.
    pub token_size: usize,
    /// The size of the encoded `validationToken` of a handshake in bytes; 4 KiB by default. A larger one is answered
    /// with 400.
    pub handshake_size: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { body_size: 8 << 20, items: 1000, tokens: 100, token_size: 16 << 10, handshake_size: 4 << 10 }
    }
}
