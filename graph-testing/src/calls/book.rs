use super::{entry::Entry, problem::Problem};
use crate::{matching::total_weight, request::Request, response::Reply};

/// All expectations of a server, in the order in which they were declared.
#[derive(Default)]
pub(crate) struct Book {
    pub(crate) entries: Vec<Entry>,
    pub(crate) is_ordered: bool,
    groups: usize,
}

/// What was found for a request.
pub(crate) enum Found {
    Reply(Reply),
    /// An expectation of this request is fulfilled, or has to be later or earlier.
    Refused(Problem),
    /// No expectation is of this request.
    Unexpected(Problem),
}

impl Book {
    /// Returns a number for a new expectation.
    pub(crate) fn next_group(&mut self) -> usize {
        self.groups += 1;
        self.groups
    }

    /// Finds the reply to a request: that of the first expectation of it that has not received all its requests.
    pub(crate) fn find(&mut self, request: &Request, position: usize, root: &str) -> Found {
        let mut nearest: Option<(u32, usize, Vec<_>)> = None;
        let mut fulfilled = None;
        for index in 0..self.entries.len() {
            let entry = &self.entries[index];
            let differences = entry.matcher.differences(request, root);
            if differences.is_empty() {
                if entry.received.len() >= entry.max {
                    fulfilled.get_or_insert(index);
                    continue;
                }
                if let Some(problem) = self.order_problem(index, request, root) {
                    return Found::Refused(problem);
                }
                let entry = &mut self.entries[index];
                let reply = entry.next_reply();
                entry.received.push(position);
                if let Some(reply) = reply {
                    return Found::Reply(reply);
                }
            }
            let weight = total_weight(&differences);
            if nearest.as_ref().is_none_or(|(least, ..)| weight < *least) {
                nearest = Some((weight, index, differences));
            }
        }
        if let Some(index) = fulfilled {
            let entry = &self.entries[index];
            let expected = format!("{}, {}", entry.shown(root), entry.count());
            return Found::Refused(Problem::TooOften { request: request.clone(), expected });
        }
        let nearest = nearest.map(|(_, index, differences)| {
            (self.entries[index].shown(root), differences.iter().map(ToString::to_string).collect())
        });
        Found::Unexpected(Problem::Unexpected { request: request.clone(), nearest })
    }

    /// Returns what is wrong with the order if a request is that of an entry.
    fn order_problem(&self, index: usize, request: &Request, root: &str) -> Option<Problem> {
        if !self.is_ordered {
            return None;
        }
        let group = self.entries[index].group;
        let missing = |entry: &&Entry| entry.group < group && entry.received.len() < entry.min;
        let too_late = |entry: &&Entry| entry.group > group && !entry.received.is_empty();
        let (other, is_missing) = match self.entries.iter().find(missing) {
            Some(entry) => (entry, true),
            None => (self.entries.iter().find(too_late)?, false),
        };
        Some(Problem::OutOfOrder { request: request.clone(), other: other.shown(root), is_missing })
    }

    /// Returns the expectations that did not receive all their requests.
    pub(crate) fn missing(&self, root: &str) -> Vec<Problem> {
        let missing = self.entries.iter().filter(|entry| entry.received.len() < entry.min);
        missing
            .map(|entry| Problem::Missing {
                expected: entry.shown(root),
                count: entry.count(),
                received: entry.received.len(),
            })
            .collect()
    }
}
