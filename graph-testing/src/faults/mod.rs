//! Failures of the service and of the network, at random but reproducibly.

mod chance;
mod faults;

pub use self::faults::Faults;
pub(crate) use self::faults::{Fault, FaultState};
