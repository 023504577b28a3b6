//! The queries of documented requests, as calls.

use graph_codegen::{Builder, chain::Chains, selection::Method};

#[test]
fn queries_become_typed_calls_or_text() {
    let selectors = ["/users#GET", "/users/{id}#GET,DELETE", "/users/$count", "/users/delta()", "/groups#GET"];
    let builder = selectors.into_iter().fold(Builder::new(), Builder::select);
    let planned = builder.plan().unwrap_or_else(|error| panic!("{error}"));
    let chains = Chains::new(&planned.selected.resolved.model, &planned.package);
    for (method, request, calls) in [
        ("GET", "/users?$select=ID,displayName", "get().select((graph::User::ID, graph::User::DISPLAY_NAME))"),
        ("GET", "/users?$select=id, extension_x", "get().select_raw(\"id,extension_x\")"),
        ("GET", "/users?$top=5&$skip=x&$count=true", "get().top(5).query_option(\"$skip\", \"x\").with_count()"),
        ("GET", "/users?$count=false", "get().query_option(\"$count\", \"false\")"),
        (
            "GET",
            "/users?$filter=displayName eq 'O''B \"&' and accountEnabled ne null",
            "get().filter(graph::User::DISPLAY_NAME.eq(\"O'B \\\"&\") & graph::User::ACCOUNT_ENABLED.is_not_null())",
        ),
        (
            "GET",
            "/users?$filter=accountEnabled+eq+true or startsWith(mail,'a')",
            "get().filter(graph::User::ACCOUNT_ENABLED.eq(true) | graph::User::MAIL.starts_with(\"a\"))",
        ),
        (
            "GET",
            "/users?$filter=mail eq 'a' or mail eq 'b' and id eq 'c'",
            "get().filter_raw(\"mail eq 'a' or mail eq 'b' and id eq 'c'\")",
        ),
        ("GET", "/users?$filter=accountEnabled eq 'x", "get().filter_raw(\"accountEnabled eq 'x\")"),
        ("GET", "/users?$filter=accountEnabled eq 1", "get().filter_raw(\"accountEnabled eq 1\")"),
        ("GET", "/users?$filter=not (id eq 'a')", "get().filter_raw(\"not (id eq 'a')\")"),
        (
            "GET",
            "/users?orderby=displayName desc,id",
            "get().order_by((graph::User::DISPLAY_NAME.desc(), graph::User::ID))",
        ),
        ("GET", "/users?$orderby=a/b", "get().order_by_raw(\"a/b\")"),
        (
            "GET",
            "/users?$search=\"mail:a\"&search=b",
            "get().search_raw(\"\\\"mail:a\\\"\").query_option(\"search\", \"b\")",
        ),
        ("GET", "/users?$expand=manager($select=id)", "get().expand_raw(\"manager($select=id)\")"),
        ("GET", "/users{?%24select,%24top}", "get()"),
        (
            "GET",
            "/users/delta?$select=id&$deltatoken=x",
            "delta().select(graph::User::ID).query_option(\"$deltatoken\", \"x\")",
        ),
        (
            "GET",
            "/users/$count?$filter=id eq 'a'&$top=1",
            "count().filter(graph::User::ID.eq(\"a\")).query_option(\"$top\", \"1\")",
        ),
        ("GET", "/users/{id}?$top=1", "by_id(user_id).get().query_option(\"$top\", \"1\")"),
        ("DELETE", "/users/{id}?x=%22\\", "by_id(user_id).delete().query_option(\"x\", \"\\\"\\\\\")"),
    ] {
        let chain = chains.find(Method::from_name(method).unwrap(), request);
        let chain = chain.unwrap_or_else(|diagnostic| panic!("{request}: {}", diagnostic.message));
        assert_eq!(chain.expression, format!("service.users().{calls}"), "{request}");
    }
}
