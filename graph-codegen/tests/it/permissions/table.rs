//! The table of Graph as a whole.

use graph_codegen::permissions::{PermissionTable, Scheme, Source};

#[test]
fn each_request_of_the_table_is_found_by_its_own_path() {
    let table = PermissionTable::embedded();
    let mut count = 0;
    for (method, path) in table.requests() {
        let found = table.request(method, path).unwrap_or_else(|| panic!("{} {path}", method.as_str()));
        assert_eq!((found.path.as_str(), found.source), (path, Source::Table), "{}", method.as_str());
        let supported = Scheme::ALL.into_iter().filter(|scheme| found.scheme(*scheme).is_supported()).count();
        assert!(supported > 0, "{} {path}", method.as_str());
        count += 1;
    }
    assert!(count > 11_000, "{count}");
}

#[test]
fn each_permission_is_found_by_its_name() {
    let table = PermissionTable::embedded();
    let mut count = 0;
    for permission in table.permissions() {
        assert_eq!(table.permission(permission.name()), Some(permission));
        // Two names differ only in case.
        let found = table.permission(&permission.name().to_ascii_lowercase()).expect("known");
        assert!(found.name().eq_ignore_ascii_case(permission.name()));
        let grants: Vec<_> = Scheme::ALL.into_iter().filter_map(|scheme| permission.grant(scheme)).collect();
        assert!(!grants.is_empty(), "{}", permission.name());
        for id in grants.iter().filter_map(|grant| grant.id) {
            assert!(id.len() == 36 && id.chars().all(|c| c == '-' || c.is_ascii_hexdigit()), "{id}");
        }
        count += 1;
    }
    assert!(count > 900, "{count}");
}

#[test]
fn other_texts_are_not_tables() {
    for text in ["", "\n", "graph-codegen permissions 2 0 0 0\n", "graph-codegen permissions 1 5 0 0\na b\n"] {
        assert!(PermissionTable::from_text(text).is_err(), "{text:?}");
    }
    let table = PermissionTable::from_text("graph-codegen permissions 1 0 0 0\n").expect("an empty table");
    assert_eq!(table.requests().count() + table.permissions().count(), 0);
}
