use fixedbitset::FixedBitSet;

use crate::permissions::{Permission, Scheme, SchemePermissions, index::TableIndex};

/// What permissions permit, of all requests that the table has in a scheme.
///
/// Requests with the same alternatives are one kind, so that there are hundreds of kinds for thousands of requests.
#[derive(Debug)]
pub(super) struct Privileges {
    /// The kinds that each permission permits alone.
    alone: Vec<FixedBitSet>,
    /// Several permissions that permit a kind together.
    pub(super) together: Vec<(FixedBitSet, usize)>,
    /// The permissions that permit each kind alone.
    holders: Vec<FixedBitSet>,
    /// The number of requests of each kind.
    counts: Vec<usize>,
}

impl Privileges {
    /// Reads the kinds: the sets of the table, and those of annotations. `number` finds a permission of the problem by
    /// its name; others are not of interest.
    pub(super) fn of(
        index: &TableIndex<'_>,
        scheme: Scheme,
        annotated: &[&SchemePermissions<'_>],
        permissions: &[Permission<'_>],
        number: impl Fn(&str) -> Option<usize>,
    ) -> Self {
        let permitted = index.permitted();
        let mut counts: Vec<usize> = permitted.requests(scheme).collect();
        let of_table = counts.len();
        counts.resize(of_table + annotated.len(), 1);
        let mut used = FixedBitSet::with_capacity(counts.len());
        used.extend((0..counts.len()).filter(|kind| counts[*kind] > 0));
        let alone = permissions.iter().map(|permission| {
            let mut alone = permitted.alone(permission.name()).cloned().unwrap_or_default();
            alone.grow(counts.len());
            alone.intersect_with(&used);
            alone
        });
        let holders = vec![FixedBitSet::with_capacity(permissions.len()); counts.len()];
        let mut privileges = Self { alone: alone.collect(), together: Vec::new(), holders, counts };
        for (names, kind) in permitted.together().iter().filter(|(_, kind)| used.contains(*kind)) {
            privileges.add_together(names.iter().map(|name| number(name)), *kind);
        }
        for (position, found) in annotated.iter().enumerate() {
            for alternative in found.alternatives() {
                let numbers = alternative.permissions().map(|permission| number(permission.name()));
                privileges.add_together(numbers, of_table + position);
            }
        }
        for (permission, alone) in privileges.alone.iter().enumerate() {
            alone.ones().for_each(|kind| privileges.holders[kind].insert(permission));
        }
        privileges
    }

    /// Adds what permissions permit together, if all are of the problem.
    fn add_together(&mut self, numbers: impl Iterator<Item = Option<usize>>, kind: usize) {
        let Some(numbers) = numbers.collect::<Option<Vec<usize>>>() else { return };
        match numbers[..] {
            [one] => self.alone[one].insert(kind),
            _ => self.together.push((numbers.into_iter().collect(), kind)),
        }
    }

    /// The number of permissions.
    pub(super) fn permissions(&self) -> usize {
        self.alone.len()
    }

    /// The number of kinds.
    pub(super) fn kinds(&self) -> usize {
        self.counts.len()
    }

    /// The kinds that a permission permits alone.
    pub(super) fn alone(&self, permission: usize) -> &FixedBitSet {
        &self.alone[permission]
    }

    /// The permissions that permit a kind alone.
    pub(super) fn holders(&self, kind: usize) -> &FixedBitSet {
        &self.holders[kind]
    }

    /// The kinds that a set of permissions permits.
    pub(super) fn permitted(&self, set: &FixedBitSet) -> FixedBitSet {
        let mut permitted = FixedBitSet::with_capacity(self.kinds());
        set.ones().for_each(|permission| permitted.union_with(&self.alone[permission]));
        for (together, kind) in &self.together {
            if together.is_subset(set) {
                permitted.insert(*kind);
            }
        }
        permitted
    }

    /// The number of requests of kinds.
    pub(super) fn requests(&self, kinds: &FixedBitSet) -> usize {
        kinds.ones().map(|kind| self.counts[kind]).sum()
    }
}

/// What a set of permissions permits, while permissions are removed.
#[derive(Debug)]
pub(super) struct Permitted<'p> {
    privileges: &'p Privileges,
    set: FixedBitSet,
    /// Several permissions of the original set that permit a kind together.
    together: Vec<&'p (FixedBitSet, usize)>,
    /// How often each kind is permitted.
    counts: Vec<usize>,
}

impl<'p> Permitted<'p> {
    pub(super) fn of(set: &FixedBitSet, privileges: &'p Privileges) -> Self {
        let mut counts = vec![0; privileges.kinds()];
        set.ones().flat_map(|permission| privileges.alone[permission].ones()).for_each(|kind| counts[kind] += 1);
        let together = privileges.together.iter().filter(|(together, _)| together.is_subset(set));
        let together: Vec<&(FixedBitSet, usize)> = together.collect();
        together.iter().for_each(|(_, kind)| counts[*kind] += 1);
        Self { privileges, set: set.clone(), together, counts }
    }

    /// The number of kinds that the set permits.
    pub(super) fn kinds(&self) -> usize {
        self.counts.iter().filter(|count| **count > 0).count()
    }

    /// Removes a permission of the set, and returns the kinds that it no longer permits.
    pub(super) fn without(&mut self, permission: usize) -> Vec<usize> {
        let met = self.met_with(permission);
        self.set.set(permission, false);
        let counts = &mut self.counts;
        met.into_iter()
            .filter(|kind| {
                counts[*kind] -= 1;
                counts[*kind] == 0
            })
            .collect()
    }

    /// Adds a permission again.
    pub(super) fn with(&mut self, permission: usize) {
        self.set.insert(permission);
        self.met_with(permission).into_iter().for_each(|kind| self.counts[kind] += 1);
    }

    pub(super) fn into_set(self) -> FixedBitSet {
        self.set
    }

    /// The kinds that a permission of the set permits, alone or with others of the set.
    fn met_with(&self, permission: usize) -> Vec<usize> {
        let met = self.together.iter().filter(|(set, _)| set.contains(permission) && set.is_subset(&self.set));
        self.privileges.alone[permission].ones().chain(met.map(|(_, kind)| *kind)).collect()
    }
}

/// What a permission requires, apart from what it permits; less is better. That of a set is the highest of each.
///
/// Grades are ordered by consent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Grade {
    needs_admin: bool,
    level: u8,
}

impl Grade {
    const HIGHEST: u8 = 5;

    pub(super) fn of(permission: Permission<'_>, scheme: Scheme) -> Self {
        let grant = permission.grant(scheme);
        let level = grant.and_then(|grant| grant.privilege_level).unwrap_or(Self::HIGHEST);
        Self {
            needs_admin: grant.is_none_or(|grant| grant.requires_admin_consent),
            level: level.clamp(1, Self::HIGHEST),
        }
    }

    /// All grades, the lowest first.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let levels = |needs_admin| (1..=Self::HIGHEST).map(move |level| Self { needs_admin, level });
        [false, true].into_iter().flat_map(levels)
    }

    /// Whether a set with this limit can contain the permission.
    pub(super) fn is_within(self, limit: Self) -> bool {
        self.needs_admin <= limit.needs_admin && self.level <= limit.level
    }
}
