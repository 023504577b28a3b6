/// Bounds on what is read, so that a hostile document costs little.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The largest document, in bytes.
    pub size: usize,
    /// The deepest nesting of elements; more than [`Limits::DEEPEST`] counts as that.
    pub depth: usize,
}

impl Limits {
    /// The most that [`Limits::depth`] can allow: each level of nested expressions takes some stack.
    pub const DEEPEST: usize = 128;
}

impl Default for Limits {
    /// 64 MiB, 64 levels: Graph's own document is 3.4 MB and nests 9 deep.
    fn default() -> Self {
        Self { size: 64 << 20, depth: 64 }
    }
}
