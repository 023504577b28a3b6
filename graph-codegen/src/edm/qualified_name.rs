use std::{fmt, sync::Arc};

/// A namespace and a name, such as `microsoft.graph.user`; never an alias. Clones share their text.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QualifiedName {
    full: Arc<str>,
    dot: usize,
}

impl QualifiedName {
    /// Joins a namespace and a name.
    #[must_use]
    pub fn new(namespace: &str, name: &str) -> Self {
        Self::with_buffer(namespace, name, &mut String::with_capacity(namespace.len() + 1 + name.len()))
    }

    /// Like [`new`](Self::new), but joins them in a reusable buffer.
    pub(super) fn with_buffer(namespace: &str, name: &str, buffer: &mut String) -> Self {
        buffer.clear();
        buffer.push_str(namespace);
        buffer.push('.');
        buffer.push_str(name);
        Self { full: Arc::from(buffer.as_str()), dot: namespace.len() }
    }

    /// Returns the namespace.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.full[..self.dot]
    }

    /// Returns the name without its namespace.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.full[self.dot + 1..]
    }

    /// Returns the namespace and the name, separated by a dot.
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
