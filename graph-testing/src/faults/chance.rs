//! Numbers that look random and depend on their input only.

/// Returns a number from 0 to 1, without 1, for a seed, a text and a number.
///
/// The hash is FNV-1a, mixed as SplitMix64 does, so that it is the same on all platforms and in all versions.
pub(super) fn chance(seed: u64, text: &str, number: u32) -> f64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ seed;
    for byte in text.bytes().chain(number.to_le_bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^= hash >> 31;
    let bits = u32::try_from(hash >> 32).unwrap_or_default();
    f64::from(bits) / (f64::from(u32::MAX) + 1.0)
}

#[cfg(test)]
mod tests {
    use super::chance;

    #[test]
    fn numbers_are_spread_and_repeatable() {
        let count = (0..10_000).filter(|number| chance(42, "GET /users", *number) < 0.2).count();
        assert!((1_800..2_200).contains(&count), "{count}");
        assert!((chance(42, "a", 1) - chance(42, "a", 1)).abs() < f64::EPSILON);
        assert!((chance(42, "a", 1) - chance(43, "a", 1)).abs() > f64::EPSILON);
    }
}
