use std::fmt;

/// Why a query, or a request, has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum QueryError {
    /// It is not valid: a service responds with status 400.
    Invalid(String),
    /// It may be valid, and nothing here implements it: the test fails.
    Unsupported(String),
}

impl QueryError {
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid(message.into())
    }

    pub(crate) fn unsupported(message: impl Into<String>) -> Self {
        Self::Unsupported(message.into())
    }

    /// Adds where the problem is.
    pub(crate) fn in_option(self, name: &str) -> Self {
        match self {
            Self::Invalid(message) => Self::Invalid(format!("`{name}`: {message}")),
            Self::Unsupported(message) => Self::Unsupported(format!("`{name}`: {message}")),
        }
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Invalid(message) | Self::Unsupported(message)) = self;
        f.write_str(message)
    }
}
