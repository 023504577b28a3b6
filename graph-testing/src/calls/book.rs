use std::collections::HashMap;

use super::{entry::Entry, problem::Problem};
use crate::{matching::total_weight, request::Request, response::Reply};

/// All expectations of a server, in the order in which they were declared.
#[derive(Default)]
pub(crate) struct Book {
    /// Entries are only added, at the end.
    pub(crate) entries: Vec<Entry>,
    pub(crate) is_ordered: bool,
    groups: usize,
    /// Positions of entries by the segments of their paths, and of those that expect several paths.
    by_path: HashMap<Vec<String>, Vec<usize>>,
    of_any_path: Vec<usize>,
    /// How many entries are in these indexes.
    indexed: usize,
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
        let (fulfilled, open): (Vec<usize>, Vec<usize>) =
            self.candidates(request).into_iter().partition(|index| self.entries[*index].is_fulfilled());
        let is_of = |entry: &Entry| entry.matcher.differences(request, root).is_empty();
        if let Some(index) = open.into_iter().find(|index| is_of(&self.entries[*index])) {
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
        if let Some(entry) = fulfilled.into_iter().map(|index| &self.entries[index]).find(|entry| is_of(entry)) {
            let expected = format!("{}, {}", entry.shown(root), entry.count());
            return Found::Refused(Problem::TooOften { request: request.clone(), expected });
        }
        let differences = self.entries.iter().map(|entry| (entry, entry.matcher.differences(request, root)));
        let nearest = differences.min_by_key(|(_, differences)| total_weight(differences));
        let nearest = nearest
            .map(|(entry, differences)| (entry.shown(root), differences.iter().map(ToString::to_string).collect()));
        Found::Unexpected(Problem::Unexpected { request: request.clone(), nearest })
    }

    /// Returns the positions of entries that may be of a request, by its path.
    fn candidates(&mut self, request: &Request) -> Vec<usize> {
        for (index, entry) in self.entries.iter().enumerate().skip(self.indexed) {
            match entry.matcher.segments() {
                Some(segments) => {
                    let segments = segments.into_iter().map(str::to_owned).collect();
                    self.by_path.entry(segments).or_default().push(index);
                }
                None => self.of_any_path.push(index),
            }
        }
        self.indexed = self.entries.len();
        let exact = self.by_path.get(&request.decoded().segments).map(Vec::as_slice).unwrap_or_default();
        let mut candidates = [exact, &self.of_any_path].concat();
        candidates.sort_unstable();
        candidates
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
