//! Least permissions against a search through all covers.

use std::collections::{BTreeMap, BTreeSet};

use graph_codegen::{
    Builder,
    permissions::{Alternative, PermissionTable, Scheme, SelectionPermissions},
    selection::SelectedRequest,
};

type Names = BTreeSet<String>;

/// A sequence of numbers that is the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).unwrap()).unwrap()
    }
}

/// All requests of a scheme, each with its alternatives as sets of names; equal ones are counted once.
fn privileges(table: &PermissionTable, scheme: Scheme) -> Vec<Vec<Names>> {
    let mut kinds: BTreeSet<Vec<Names>> = BTreeSet::new();
    for (method, path) in table.requests() {
        let found = table.request(method, path).unwrap();
        let alternatives = found.scheme(scheme).alternatives();
        kinds.insert(alternatives.map(|one| one.permissions().map(|of| of.name().to_owned()).collect()).collect());
    }
    kinds.into_iter().collect()
}

/// Consents, and the number of permissions of the levels from 5 to 1.
fn cost(table: &PermissionTable, scheme: Scheme, set: &Names) -> (usize, [usize; 5]) {
    let mut cost = (0, [0; 5]);
    for name in set {
        let grant = table.permission(name).and_then(|permission| permission.grant(scheme)).unwrap();
        cost.0 += usize::from(grant.requires_admin_consent);
        cost.1[5 - usize::from(grant.privilege_level.unwrap_or(5))] += 1;
    }
    cost
}

/// The least sets by the definition of `SelectionPermissions::least`, from all unions of one alternative per request.
fn brute_force(
    table: &PermissionTable,
    requests: &[SelectedRequest],
    scheme: Scheme,
    kinds: &[Vec<Names>],
) -> Option<BTreeSet<Names>> {
    let found: Vec<_> = requests.iter().filter_map(|request| table.selected_request(request)).collect();
    let names =
        |one: &Alternative<'_>| -> Names { one.permissions().map(|permission| permission.name().to_owned()).collect() };
    let schemes = found.iter().map(|found| found.scheme(scheme));
    let supported: Vec<_> = schemes.filter(|scheme| scheme.alternatives().next().is_some()).collect();
    let listed = supported.iter().map(|scheme| if scheme.least.is_empty() { &scheme.higher } else { &scheme.least });
    let candidates: Vec<String> = listed.flatten().flat_map(names).collect::<Names>().into_iter().collect();
    // Sets are numbers with a bit for each candidate.
    let bits = |set: &Names| -> Option<u64> {
        let bit = |name| candidates.binary_search(name).ok().map(|bit| 1_u64 << bit);
        set.iter().map(bit).sum()
    };
    let mut unions: BTreeSet<u64> = BTreeSet::from([0]);
    for scheme in &supported {
        let clauses: Vec<u64> = scheme.alternatives().map(names).filter_map(|one| bits(&one)).collect();
        unions = unions.iter().flat_map(|union| clauses.iter().map(move |one| union | one)).collect();
        if unions.len() > 20_000 {
            return None;
        }
    }
    let kinds: BTreeSet<Vec<u64>> = kinds.iter().map(|kind| kind.iter().filter_map(bits).collect()).collect();
    let permitted =
        |set: u64| -> Vec<bool> { kinds.iter().map(|kind| kind.iter().any(|one| one & set == *one)).collect() };
    let permitted: BTreeMap<u64, Vec<bool>> = unions.iter().map(|set| (*set, permitted(*set))).collect();
    let distinct: BTreeSet<&Vec<bool>> = permitted.values().collect();
    let is_part = |part: &[bool], of: &[bool]| part.iter().zip(of).all(|(part, of)| *of || !part);
    let is_least =
        |set: &&u64| !distinct.iter().any(|other| **other != permitted[*set] && is_part(other, &permitted[*set]));
    let named = |set: &u64| -> Names {
        let has = |(bit, _): &(usize, &String)| set >> bit & 1 == 1;
        candidates.iter().enumerate().filter(has).map(|(_, name)| name.clone()).collect()
    };
    let least: Vec<Names> = unions.iter().filter(is_least).map(named).collect();
    let best = least.iter().map(|set| cost(table, scheme, set)).min()?;
    Some(least.into_iter().filter(|set| cost(table, scheme, set) == best).collect())
}

#[test]
fn least_sets_are_those_of_a_brute_force_search() {
    let selected = Builder::new().resolve().unwrap().select(["/**"]).unwrap();
    let table = PermissionTable::of_model(&selected.resolved.model);
    let all = selected.requests();
    let known: Vec<&SelectedRequest> = all.iter().filter(|request| table.selected_request(request).is_some()).collect();
    let kinds = Scheme::ALL.map(|scheme| privileges(table, scheme));
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut compared, mut several, mut too_large) = (0, 0, 0);
    for selection in 0..1_000 {
        // Requests near each other share more permissions than those of other parts of Graph.
        let start = random.below(known.len());
        let reach = [8, 40, 400, known.len()][selection % 4];
        let count = 1 + random.below(8);
        let requests: Vec<SelectedRequest> =
            (0..count).map(|_| known[(start + random.below(reach)) % known.len()].clone()).collect();
        let permissions = SelectionPermissions::of(table, &requests);
        for (scheme, kinds) in Scheme::ALL.into_iter().zip(&kinds) {
            let Some(expected) = brute_force(table, &requests, scheme, kinds) else {
                too_large += 1;
                continue;
            };
            let expected: BTreeSet<Names> = expected.into_iter().filter(|set| !set.is_empty()).collect();
            let least = permissions.least(scheme);
            let sets = least
                .sets
                .iter()
                .map(|set| set.permissions.iter().map(|needed| needed.permission.name().to_owned()).collect::<Names>());
            let sets: BTreeSet<Names> = sets.collect();
            let lines: Vec<String> =
                requests.iter().map(|request| format!("{} {}", request.method.as_str(), request.template)).collect();
            assert_eq!(sets, expected, "{scheme} of selection {selection}: {lines:#?}");
            assert!(least.is_proven && !least.has_more_sets, "{scheme} of selection {selection}: {lines:#?}");
            for needed in least.sets.iter().flat_map(|set| &set.permissions) {
                assert!(!needed.needed_by.is_empty(), "{}", needed.permission.name());
            }
            compared += 1;
            several += usize::from(sets.len() > 1);
        }
    }
    assert!(compared > 2_900 && several > 100, "{compared} compared, {several} with ties, {too_large} too large");
}

#[test]
fn a_higher_permission_that_another_request_needs_is_enough() {
    let resolved = Builder::new().resolve().unwrap();
    let selected = resolved.select(["/groups/{id}/checkMemberGroups", "/me/checkMemberGroups"]).unwrap();
    let requests = selected.requests();
    let permissions = SelectionPermissions::of(PermissionTable::embedded(), &requests);
    for scheme in [Scheme::DelegatedWork, Scheme::Application] {
        let least = permissions.least(scheme);
        assert!(!least.sets.is_empty() && least.is_proven);
        assert_eq!(least.sets[0].permissions.len(), 1, "{scheme}");
    }
    let personal = permissions.least(Scheme::DelegatedPersonal);
    assert!(personal.sets.is_empty() && personal.unsupported.len() == 2);
}

#[test]
fn all_below_me_has_least_permissions() {
    let selected = Builder::new().resolve().unwrap().select(["/me/**"]).unwrap();
    let requests = selected.requests();
    let permissions = SelectionPermissions::of(PermissionTable::embedded(), &requests);
    for scheme in Scheme::ALL {
        let least = permissions.least(scheme);
        assert!(!least.sets.is_empty(), "{scheme}");
        assert!(least.is_proven, "{scheme}");
        assert!(!least.unknown.is_empty() && !least.unsupported.is_empty(), "{scheme}");
    }
}
