//! Least permissions against a search through all covers.

use std::collections::{BTreeMap, BTreeSet};

use graph_codegen::{
    Builder,
    permissions::{Alternative, PermissionTable, RequestPermissions, Scheme, SelectionPermissions},
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

/// What permissions permit in a scheme, of the requests of the table. Requests with equal alternatives are one kind.
struct Privileges {
    /// The kinds that a permission permits alone, with a bit for each.
    alone: BTreeMap<String, Vec<u64>>,
    /// Permissions that permit a kind together.
    together: Vec<(Names, usize)>,
    /// The number of requests of each kind.
    counts: Vec<usize>,
    /// The length of the bits.
    words: usize,
}

impl Privileges {
    /// `requests` are all requests of the table.
    fn new(requests: &[RequestPermissions<'_>], scheme: Scheme) -> Self {
        let alternatives =
            |found: &RequestPermissions<'_>| -> Vec<Names> { found.scheme(scheme).alternatives().map(names).collect() };
        let mut kinds: BTreeMap<Vec<Names>, usize> = BTreeMap::new();
        requests.iter().map(alternatives).for_each(|kind| *kinds.entry(kind).or_default() += 1);
        let words = kinds.len().div_ceil(64);
        let mut privileges =
            Self { alone: BTreeMap::new(), together: Vec::new(), counts: kinds.values().copied().collect(), words };
        for (kind, alternatives) in kinds.keys().enumerate() {
            for names in alternatives {
                match names.iter().next() {
                    Some(name) if names.len() == 1 => {
                        privileges.alone.entry(name.clone()).or_insert_with(|| vec![0; words])[kind / 64] |=
                            1 << (kind % 64);
                    }
                    _ => privileges.together.push((names.clone(), kind)),
                }
            }
        }
        privileges
    }
}

fn names(alternative: &Alternative<'_>) -> Names {
    alternative.permissions().map(|permission| permission.name().to_owned()).collect()
}

/// Whether an administrator has to consent, and the highest level.
fn grade(table: &PermissionTable, scheme: Scheme, set: &Names) -> (bool, u8) {
    let grants = set.iter().map(|name| table.permission(name).unwrap().grant(scheme).unwrap());
    grants.fold((false, 0), |(needs_admin, level), grant| {
        (needs_admin | grant.requires_admin_consent, level.max(grant.privilege_level.unwrap_or(5)))
    })
}

/// The least sets by the definition of `SelectionPermissions::least`, from all unions of one alternative per request.
fn brute_force(
    table: &PermissionTable,
    found: &[&RequestPermissions<'_>],
    scheme: Scheme,
    privileges: &Privileges,
) -> Option<BTreeSet<Names>> {
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
    let none = vec![0; privileges.words];
    let alone: Vec<&Vec<u64>> = candidates.iter().map(|name| privileges.alone.get(name).unwrap_or(&none)).collect();
    let together: Vec<(u64, usize)> =
        privileges.together.iter().filter_map(|(names, kind)| Some((bits(names)?, *kind))).collect();
    let permitted = |set: u64| -> Vec<u64> {
        let mut words = none.clone();
        for (_, alone) in alone.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1) {
            words.iter_mut().zip(*alone).for_each(|(word, more)| *word |= more);
        }
        for (_, kind) in together.iter().filter(|(one, _)| one & set == *one) {
            words[kind / 64] |= 1 << (kind % 64);
        }
        words
    };
    // A part has fewer kinds, so that it comes first.
    let mut by_permitted: BTreeMap<(u32, Vec<u64>), Vec<u64>> = BTreeMap::new();
    for set in unions {
        let words = permitted(set);
        by_permitted.entry((words.iter().map(|word| word.count_ones()).sum(), words)).or_default().push(set);
    }
    let is_part = |part: &[u64], of: &[u64]| part.iter().zip(of).all(|(part, of)| part & !of == 0);
    let mut minimal: Vec<(&[u64], &[u64])> = Vec::new();
    for ((_, words), sets) in &by_permitted {
        if !minimal.iter().any(|(part, _)| is_part(part, words)) {
            minimal.push((words, sets));
        }
    }
    let named = |set: &u64| -> Names {
        let has = |(bit, _): &(usize, &String)| set >> bit & 1 == 1;
        candidates.iter().enumerate().filter(has).map(|(_, name)| name.clone()).collect()
    };
    let requests = |words: &[u64]| -> usize {
        let has = |kind: &usize| words[kind / 64] >> (kind % 64) & 1 == 1;
        (0..privileges.counts.len()).filter(has).map(|kind| privileges.counts[kind]).sum()
    };
    let least = minimal.into_iter().flat_map(|(words, sets)| sets.iter().map(move |set| (requests(words), named(set))));
    let least: Vec<_> = least.map(|(requests, set)| ((grade(table, scheme, &set), requests, set.len()), set)).collect();
    let best = least.iter().map(|(cost, _)| *cost).min()?;
    Some(least.into_iter().filter(|(cost, _)| *cost == best).map(|(_, set)| set).collect())
}

#[test]
fn least_sets_are_those_of_a_brute_force_search() {
    let selected = Builder::new().resolve().unwrap().select(["/**"]).unwrap();
    let table = PermissionTable::of_model(&selected.resolved.model);
    let all = selected.requests();
    let permissions = SelectionPermissions::of(table, &all);
    let known: Vec<(&SelectedRequest, &RequestPermissions<'_>)> =
        permissions.requests().iter().filter_map(|(request, found)| Some((*request, found.as_ref()?))).collect();
    let has_several =
        |found: &RequestPermissions<'_>| Scheme::ALL.iter().any(|scheme| found.scheme(*scheme).least.len() > 1);
    let several: Vec<_> = known.iter().copied().filter(|(_, found)| has_several(found)).collect();
    let of_table: Vec<_> =
        table.requests().map(|(method, path)| table.request(method, path).expect("its own request")).collect();
    let privileges = Scheme::ALL.map(|scheme| Privileges::new(&of_table, scheme));
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut compared, mut ties, mut too_large) = (0, 0, 0);
    for selection in 0..1_000 {
        // Requests near each other share more permissions than those of other parts of Graph.
        // Those with several least permissions are few, but make most ties.
        let (pool, reach) = match selection % 5 {
            0 => (&several, 8),
            near => (&known, [8, 40, 400, known.len()][near - 1]),
        };
        let start = random.below(pool.len());
        let count = 1 + random.below(8);
        let chosen: Vec<_> = (0..count).map(|_| pool[(start + random.below(reach)) % pool.len()]).collect();
        let requests: Vec<SelectedRequest> = chosen.iter().map(|(request, _)| (*request).clone()).collect();
        let found: Vec<&RequestPermissions<'_>> = chosen.iter().map(|(_, found)| *found).collect();
        let permissions = SelectionPermissions::of(table, &requests);
        for (scheme, privileges) in Scheme::ALL.into_iter().zip(&privileges) {
            let Some(expected) = brute_force(table, &found, scheme, privileges) else {
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
            ties += usize::from(sets.len() > 1);
        }
    }
    assert!(compared > 2_900 && ties > 20, "{compared} compared, {ties} with ties, {too_large} too large");
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
fn two_narrow_permissions_are_less_than_a_wide_one() {
    let selected = Builder::new().resolve().unwrap().select(["/teams/{id}/channels", "/users/{id}/manager"]).unwrap();
    let requests: Vec<SelectedRequest> =
        selected.requests().into_iter().filter(|request| request.method.as_str() == "GET").collect();
    let permissions = SelectionPermissions::of(PermissionTable::embedded(), &requests);
    let least = permissions.least(Scheme::Application);
    let names: Vec<&str> = least.sets[0].permissions.iter().map(|needed| needed.permission.name()).collect();
    // Of the table's requests, `Channel.ReadBasic.All` permits those of `ChannelSettings.Read.All` and one more.
    // Microsoft marks neither as least privileged.
    assert_eq!(names, ["ChannelSettings.Read.All", "User.Read.All"]);
    assert!(least.is_proven);
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

#[test]
fn sets_for_the_whole_service_are_proven_for_users() {
    let selected = Builder::new().resolve().unwrap().select(["/**"]).unwrap();
    let requests = selected.requests();
    let permissions = SelectionPermissions::of(PermissionTable::embedded(), &requests);
    for scheme in [Scheme::DelegatedWork, Scheme::DelegatedPersonal] {
        let least = permissions.least(scheme);
        assert!(!least.sets.is_empty() && least.is_proven, "{scheme}");
    }
}
