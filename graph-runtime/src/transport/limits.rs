use std::time::Duration;

/// Bounds on a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The longest time from the first byte sent to the last byte received, of one attempt; of silence, where bodies come and go piece by
    /// piece.
    pub time: Duration,
    /// The largest answer, in bytes, after which reading stops; it is not for what comes piece by piece.
    pub answer_size: usize,
}

impl Default for Limits {
    /// 100 seconds, as Microsoft's own clients have it; 256 MiB.
    fn default() -> Self {
        Self { time: Duration::from_secs(100), answer_size: 256 << 20 }
    }
}
