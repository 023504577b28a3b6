use super::{Attempt, Decision, Retry};

/// Never tries again.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoRetry;

impl Retry for NoRetry {
    fn decide(&self, _: &Attempt<'_>) -> Decision {
        Decision::GiveUp
    }
}
