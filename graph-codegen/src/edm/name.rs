use std::fmt;

/// A namespace and a name: `microsoft.graph.user`. Never an alias.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QualifiedName {
    full: Box<str>,
    dot: usize,
}

impl QualifiedName {
    /// Joins a namespace and a name.
    #[must_use]
    pub fn new(namespace: &str, name: &str) -> Self {
        let mut full = String::with_capacity(namespace.len() + 1 + name.len());
        full.push_str(namespace);
        full.push('.');
        full.push_str(name);
        Self { full: full.into_boxed_str(), dot: namespace.len() }
    }

    /// The namespace.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.full[..self.dot]
    }

    /// The name without its namespace.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.full[self.dot + 1..]
    }

    /// Namespace, dot, name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.full
    }
}

impl fmt::Display for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.full)
    }
}

impl fmt::Debug for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.full)
    }
}
