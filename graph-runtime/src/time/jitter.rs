use uuid::Uuid;

/// A random number between 0 and 1, for jitter. A GUID's last four bytes are random, and their source is in the tree already.
pub(crate) fn chance() -> f64 {
    let [.., a, b, c, d] = *Uuid::new_v4().as_bytes();
    f64::from(u32::from_be_bytes([a, b, c, d])) / f64::from(u32::MAX)
}
