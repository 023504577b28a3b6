//! What a service received and nobody else should see.

use super::{Address, Headers};

/// Values of headers and of the query, longest first.
pub(super) struct Secrets {
    list: Vec<String>,
}

/// Shorter texts occur everywhere.
const SHORTEST: usize = 4;

/// Shorter parts of a value are names and numbers.
const SHORTEST_PART: usize = 8;

impl Secrets {
    pub(super) fn of(headers: &Headers, address: &Address) -> Self {
        let mut list: Vec<String> = Vec::new();
        for value in headers.iter().filter_map(|(_, value)| value.to_str().ok()) {
            list.push(value.to_owned());
            // A token without its scheme, and the values of cookies.
            let parts =
                value.split([' ', ';', ',']).flat_map(|part| [part, part.split_once('=').unwrap_or_default().1]);
            list.extend(parts.filter(|part| part.len() >= SHORTEST_PART).map(str::to_owned));
        }
        list.extend(address.values().filter(|value| value.len() >= SHORTEST_PART).map(str::to_owned));
        list.retain(|secret| secret.len() >= SHORTEST);
        list.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        list.dedup();
        Self { list }
    }

    /// Replaces secrets in a text.
    pub(super) fn remove(&self, text: &str) -> String {
        self.list.iter().fold(text.to_owned(), |text, secret| text.replace(secret, "…"))
    }

    /// Covers secrets in a text, whose positions stay the same.
    pub(super) fn cover(&self, text: &str) -> String {
        self.list.iter().fold(text.to_owned(), |text, secret| text.replace(secret, &"*".repeat(secret.len())))
    }
}
