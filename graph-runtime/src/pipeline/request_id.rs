use std::{
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use uuid::{Builder, Uuid};

/// An odd number, so that its multiples visit all values before one repeats: 2⁶⁴ divided by the golden ratio.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// Returns an id for a call, as a random UUID, without asking the operating system for random numbers each time.
///
/// `elapsed` is the time since a fixed moment, if the client has a timer.
pub(super) fn next(elapsed: Duration) -> Uuid {
    static SEED: LazyLock<Uuid> = LazyLock::new(Uuid::new_v4);
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    id(*SEED, NUMBER.fetch_add(1, Ordering::Relaxed), elapsed)
}

/// Returns the id with a number.
///
/// Ids need not be secret, but they must differ. Those of a process differ in the second half, which numbers them;
/// those of two processes in the random seed. The first half also contains the time, because a process that forks
/// has a copy of seed and number.
fn id(seed: Uuid, number: u64, elapsed: Duration) -> Uuid {
    let (first, second) = seed.as_u64_pair();
    let time = elapsed.as_secs().wrapping_mul(1_000_000_000).wrapping_add(u64::from(elapsed.subsec_nanos()));
    let first = first.wrapping_add(time.wrapping_mul(STEP));
    let second = second.wrapping_add(number.wrapping_mul(STEP));
    Builder::from_random_bytes(((u128::from(first) << 64) | u128::from(second)).to_be_bytes()).into_uuid()
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, time::Duration};

    use uuid::{Uuid, Variant, Version};

    use super::{id, next};

    #[test]
    fn ids_are_random_uuids_that_differ() {
        let ids = || (0..10_000).map(|_| next(Duration::ZERO)).collect::<Vec<_>>();
        let other = std::thread::spawn(ids);
        let mut all = ids();
        all.extend(other.join().unwrap());
        for id in &all {
            assert_eq!((id.get_version(), id.get_variant()), (Some(Version::Random), Variant::RFC4122));
        }
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
    }

    #[test]
    fn processes_have_other_ids() {
        let (seed, other) = (Uuid::new_v4(), Uuid::new_v4());
        let time = Duration::from_nanos(1);
        assert_ne!(id(seed, 1, time), id(other, 1, time));
        // A fork has the same seed and number.
        assert_ne!(id(seed, 1, time), id(seed, 1, time * 2));
        assert_ne!(id(seed, 1, time), id(seed, 2, time));
    }
}
