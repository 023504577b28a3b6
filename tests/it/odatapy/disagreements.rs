//! Where odatapy 5.3.0 differs from OData 4.01. The items concerned are not compared.
//!
//! `tests/odatapy/server.py` and `dialect.py` correct what would otherwise leave out whole subjects, and say why.

use graph_runtime::{Body, KeySyntax};
use graph_tests::tenant::{GraphService, Group, User};

use super::{client, client_with, done, full, ids, seed::path, seeded};

/// A known mistake of the server.
pub struct Disagreement {
    /// The document and section, and what it says.
    rule: &'static str,
    /// What the server does.
    server: &'static str,
}

impl Disagreement {
    /// Returns whether an item is left out, for which the server is known to be wrong.
    pub const fn is_about(&self, is_concerned: bool) -> bool {
        is_concerned
    }
}

pub const IN_NULL: Disagreement = Disagreement {
    rule: "part 2, 5.1.1.1.11 (in): false if no comparison with `eq` is true",
    server: "`null in ('a')` is null, so its negation is not true",
};

pub const COMPARED_NULL: Disagreement = Disagreement {
    rule: "part 2, 5.1.1.1.3 to 5.1.1.1.6 (gt, ge, lt, le): false if an operand is null",
    server: "`null gt 1` is null, so its negation is not true",
};

pub const NEGATIVE_REMAINDER: Disagreement = Disagreement {
    rule: "part 2, 5.1.1.2.6 (mod): the sign is that of the left operand",
    server: "the sign is that of the right operand",
};

pub const FRACTION_OF_DURATION: Disagreement = Disagreement {
    rule: "ABNF, rule durationValue: seconds may have a fraction",
    server: "`duration'PT0.5S'` is refused",
};

pub const RESERVED_IN_SEGMENT: Disagreement = Disagreement {
    rule: "part 2, 2 (URL components): the path is split at `/`, then segments are decoded",
    server: "in a key that is a segment, `%2F` is not decoded, and `%28` and `%40` are decoded first",
};

pub const CAST_IN_EXPAND: Disagreement = Disagreement {
    rule: "ABNF, rule expandPath: a navigation property may be followed by a type",
    server: "`$expand=manager/tenant.user` is refused",
};

pub const REFERENCE_BY_KEY: Disagreement = Disagreement {
    rule: "part 1, 11.4.6.2: the reference to remove may be identified by its key",
    server: "`DELETE members('a')/$ref` is refused",
};

/// The server still makes these mistakes; otherwise, they have to be compared.
#[needs::odatapy]
#[tokio::test]
async fn are_still_there() {
    let service = seeded();
    let filtered = async |filter| ids(service.users().get().filter(filter)).await;
    let missing = |found: Result<Vec<String>, String>, expected: usize| found.is_ok_and(|found| found.len() < expected);
    let seed = super::Seed::get();
    let refused = |found: Result<Vec<String>, String>| found.is_err_and(|error| error.contains("400"));

    let outside = ["\u{1}"];
    let not_in = missing(filtered(!User::DISPLAY_NAME.is_in(outside)).await, seed.users.len());
    let not_gt = missing(filtered(!User::SIGN_IN_COUNT.gt(i32::MAX)).await, seed.users.len());
    let negative = seed.users.iter().filter(|user| user.sign_in_count.is_some_and(|count| count % 3 < 0)).count();
    let remainder = missing(filtered(User::SIGN_IN_COUNT.modulo(3).lt(0)).await, negative);
    let half: graph_runtime::Duration = "PT0.5S".parse().expect("a duration");
    let fraction = refused(filtered(User::SESSION_LIFETIME.eq(&half)).await);
    let cast = refused(ids(service.users().get().expand(User::MANAGER.cast::<User>())).await);
    let segments = GraphService::new(client_with("seeded", |profile| profile.with_key_syntax(KeySyntax::Segment)));
    let reserved = segments.users().by_id("a/b").get().send().await.is_err_and(|error| error.is_not_found());

    let service = GraphService::new(client("disagreements"));
    done(service.groups().create(Body::new().set(Group::ID, "g")).send()).await;
    done(service.users().create(Body::new().set(User::ID, "a")).send()).await;
    let members = service.groups().by_id("g").members();
    done(members.add_reference(path("users", "a")).send()).await;
    let by_key = members.by_id("a").remove_reference().send().await.map_err(full);
    let by_key = by_key.is_err_and(|error| error.contains("requires $id"));

    for (is_there, Disagreement { rule, server }) in [
        (not_in, IN_NULL),
        (not_gt, COMPARED_NULL),
        (remainder, NEGATIVE_REMAINDER),
        (fraction, FRACTION_OF_DURATION),
        (cast, CAST_IN_EXPAND),
        (reserved, RESERVED_IN_SEGMENT),
        (by_key, REFERENCE_BY_KEY),
    ] {
        assert!(is_there, "compare this as well: {rule}; no longer: {server}");
    }
}
