/// Groups calls that depend on each other, directly or indirectly: a disjoint-set forest.
///
/// The root of each group is its first call. Grouping takes nearly linear time.
#[derive(Debug, Default)]
pub(super) struct DependencyGroups {
    /// For each call, an earlier call of its group, or itself.
    parents: Vec<usize>,
}

impl DependencyGroups {
    /// Adds the next call and joins the groups of the calls that it depends on, all of which were added before.
    pub(super) fn add(&mut self, after: &[usize]) {
        let index = self.parents.len();
        self.parents.push(index);
        for earlier in after {
            let (one, other) = (self.first_of(index), self.first_of(*earlier));
            self.parents[one.max(other)] = one.min(other);
        }
    }

    /// Returns the first call of a call's group.
    pub(super) fn first_of(&mut self, call: usize) -> usize {
        let mut at = call;
        while self.parents[at] != at {
            // Halving the path keeps later searches short.
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::DependencyGroups;

    fn groups(calls: &[&[usize]]) -> Vec<usize> {
        let mut groups = DependencyGroups::default();
        calls.iter().for_each(|after| groups.add(after));
        (0..calls.len()).map(|call| groups.first_of(call)).collect()
    }

    #[test]
    fn dependent_calls_are_one_group() {
        assert_eq!(groups(&[&[], &[], &[0], &[], &[1, 3], &[2], &[]]), [0, 1, 0, 1, 1, 0, 6]);
        // The last call joins two groups.
        assert_eq!(groups(&[&[], &[], &[1], &[2], &[3, 0]]), [0, 0, 0, 0, 0]);
    }

    #[test]
    fn many_calls_are_grouped_in_nearly_linear_time() {
        // A quadratic algorithm would not finish.
        const CALLS: usize = 1 << 20;
        let mut groups = DependencyGroups::default();
        for call in 0..CALLS {
            groups.add(&[call.saturating_sub(1), call / 2]);
        }
        assert!((0..CALLS).all(|call| groups.first_of(call) == 0));
        let mut apart = DependencyGroups::default();
        (0..CALLS).for_each(|_| apart.add(&[]));
        assert!((0..CALLS).all(|call| apart.first_of(call) == call));
    }
}
