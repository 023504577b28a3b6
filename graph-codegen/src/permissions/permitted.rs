//! Which requests permissions permit, by the sets of alternatives in the table.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use super::{Scheme, SchemePermissions};

/// The sets of alternatives that permissions meet, by the numbers of the sets.
#[derive(Debug)]
pub(super) struct PermittedSets {
    /// The sets that a permission meets alone.
    alone: BTreeMap<String, FixedBitSet>,
    /// Permissions that meet a set together.
    together: Vec<(Vec<String>, usize)>,
    /// The number of requests that have each set, in each scheme.
    requests: Vec<[usize; 3]>,
}

impl PermittedSets {
    /// `requests` are the numbers of requests that have each set, by scheme.
    pub(super) fn new<'s, 't: 's>(
        sets: impl ExactSizeIterator<Item = &'s SchemePermissions<'t>>,
        requests: Vec<[usize; 3]>,
    ) -> Self {
        let mut alone: BTreeMap<&str, FixedBitSet> = BTreeMap::new();
        let mut together = Vec::new();
        let count = sets.len();
        for (set, permissions) in sets.enumerate() {
            for alternative in permissions.alternatives() {
                let mut names = alternative.permissions().map(|permission| permission.name());
                match (names.next(), names.next()) {
                    (Some(one), None) => {
                        alone.entry(one).or_insert_with(|| FixedBitSet::with_capacity(count)).insert(set)
                    }
                    _ => {
                        let names = alternative.permissions().map(|permission| permission.name().to_owned());
                        together.push((names.collect(), set));
                    }
                }
            }
        }
        Self { alone: alone.into_iter().map(|(name, sets)| (name.to_owned(), sets)).collect(), together, requests }
    }

    /// The number of requests that have each set, in a scheme.
    pub(super) fn requests(&self, scheme: Scheme) -> impl Iterator<Item = usize> {
        self.requests.iter().map(move |requests| requests[scheme.index()])
    }

    /// The sets that a permission meets alone; `None` if there are none.
    pub(super) fn alone(&self, name: &str) -> Option<&FixedBitSet> {
        self.alone.get(name)
    }

    /// Several permissions, each with a set that they meet together.
    pub(super) fn together(&self) -> &[(Vec<String>, usize)] {
        &self.together
    }
}
