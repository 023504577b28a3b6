//! Comparison of values.

use std::{borrow::Cow, cmp::Ordering};

use graph_runtime::DateTimeOffset;
use serde_json::Value;

/// Whether texts that differ in case only are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// They differ, as OData says.
    Sensitive,
    /// They are equal, as for Graph.
    Insensitive,
}

impl Case {
    /// Returns a text in the form that is compared.
    pub(super) fn fold(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Sensitive => text.into(),
            Self::Insensitive => text.to_lowercase().into(),
        }
    }

    /// Compares two values: numbers by value, points in time by time, `null` first.
    pub(super) fn compare(self, a: &Value, b: &Value) -> Ordering {
        let rank = |value: &Value| match value {
            Value::Null => 0,
            Value::Bool(_) => 1,
            Value::Number(_) => 2,
            Value::String(_) => 3,
            _ => 4,
        };
        match (a, b) {
            (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
            (Value::Number(a), Value::Number(b)) => match (a.as_i64(), b.as_i64()) {
                (Some(a), Some(b)) => a.cmp(&b),
                _ => a.as_f64().partial_cmp(&b.as_f64()).unwrap_or(Ordering::Equal),
            },
            (Value::String(a), Value::String(b)) => self.compare_texts(a, b),
            _ if a == b => Ordering::Equal,
            _ => rank(a).cmp(&rank(b)).then_with(|| a.to_string().cmp(&b.to_string())),
        }
    }

    fn compare_texts(self, a: &str, b: &str) -> Ordering {
        let time = |text: &str| {
            let is_likely = text.len() >= 17 && text.starts_with(|first: char| first.is_ascii_digit());
            is_likely.then(|| text.parse::<DateTimeOffset>().ok()).flatten()
        };
        if let (Some(a), Some(b)) = (time(a), time(b)) {
            return a.timestamp().cmp(&b.timestamp());
        }
        self.fold(a).cmp(&self.fold(b))
    }
}
