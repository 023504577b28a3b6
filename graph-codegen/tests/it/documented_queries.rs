//! The queries of documented requests, as calls.

use graph_codegen::{Builder, chain::Chains, selection::Method};

#[test]
fn queries_become_typed_calls_or_text() {
    let selectors = ["/users#GET,POST", "/users/{id}#GET,DELETE", "/users/$count", "/users/delta()", "/groups#GET"];
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
            "get().filter(graph::User::MAIL.eq(\"a\") | graph::User::MAIL.eq(\"b\") & graph::User::ID.eq(\"c\"))",
        ),
        ("GET", "/users?$filter=accountEnabled eq 'x", "get().filter_raw(\"accountEnabled eq 'x\")"),
        ("GET", "/users?$filter=accountEnabled eq 1", "get().filter_raw(\"accountEnabled eq 1\")"),
        ("GET", "/users?$filter=not (id eq 'a')", "get().filter(!graph::User::ID.eq(\"a\"))"),
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
        ("POST", "/users?@microsoft.graph.x=1", "create(body).query_option(\"@microsoft.graph.x\", \"1\")"),
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

/// Builds chains of these selectors and compares the calls of each request.
fn compare(selectors: &[&str], requests: &[(&str, &str)]) {
    let builder = selectors.iter().fold(Builder::new(), |builder, selector| builder.select(*selector));
    let planned = builder.plan().unwrap_or_else(|error| panic!("{error}"));
    let chains = Chains::new(&planned.selected.resolved.model, &planned.package);
    for (request, calls) in requests {
        let (method, path) = request.split_once(' ').unwrap();
        let chain = chains.find(Method::from_name(method).unwrap(), path);
        let chain = chain.unwrap_or_else(|diagnostic| panic!("{request}: {}", diagnostic.message));
        assert_eq!(chain.expression, format!("service.{calls}"), "{request}");
    }
}

#[test]
fn conditions_are_typed_if_their_constants_are_generated() {
    let address = "graph::Message::FROM.then(graph::Recipient::EMAIL_ADDRESS).then(graph::EmailAddress::ADDRESS)";
    let filter = |calls: &str| format!("me().messages().get().filter({calls})");
    let raw = |text: &str| format!("me().messages().get().filter_raw({text:?})");
    let deep = |depth: usize| format!("{}isRead eq true{}", "(".repeat(depth), ")".repeat(depth));
    let many = |count: usize| vec!["isRead eq true"; count].join(" or ");
    let requests = [
        ("from/emailAddress/address eq 'a@b.c'", filter(&format!("{address}.eq(\"a@b.c\")"))),
        ("startswith(from/emailAddress/address,'a')", filter(&format!("{address}.starts_with(\"a\")"))),
        (
            "(isRead eq true or isDraft eq false) and not (subject eq 'a' or contains(subject, 'b'))",
            filter(
                "(graph::Message::IS_READ.eq(true) | graph::Message::IS_DRAFT.eq(false)) & \
                 !(graph::Message::SUBJECT.eq(\"a\") | graph::Message::SUBJECT.contains(\"b\"))",
            ),
        ),
        (
            "receivedDateTime ge 2026-01-31T00:00:00Z",
            filter(
                "graph::Message::RECEIVED_DATE_TIME.ge(\"2026-01-31T00:00:00Z\".parse::<graph_runtime::DateTimeOffset>()?)",
            ),
        ),
        ("importance eq 'high'", filter("graph::Message::IMPORTANCE.eq(graph::Importance::High)")),
        (
            "importance in (microsoft.graph.importance'low','high')",
            filter("graph::Message::IMPORTANCE.is_in([graph::Importance::Low, graph::Importance::High])"),
        ),
        (
            "toRecipients/any(r: r/emailAddress/address eq 'a')",
            filter(
                "graph::Message::TO_RECIPIENTS.any(graph::Recipient::EMAIL_ADDRESS.then(graph::EmailAddress::ADDRESS)\
                 .eq(\"a\"))",
            ),
        ),
        ("not toRecipients/any()", filter("!graph::Message::TO_RECIPIENTS.is_not_empty()")),
        ("toRecipients/$count gt 1", filter("graph::Message::TO_RECIPIENTS.count().gt(1_i64)")),
        (
            "categories/all(c:c ne 'a')",
            filter(
                "graph::Message::CATEGORIES.all(graph_runtime::query::Expression::<String, String>::item().ne(\"a\"))",
            ),
        ),
        // What has no constant, is not valid, or is too deep or long, stays text.
        ("importance eq 'huge'", raw("importance eq 'huge'")),
        ("receivedDateTime ge 2026-02-30T00:00:00Z", raw("receivedDateTime ge 2026-02-30T00:00:00Z")),
        ("not isRead eq true", raw("not isRead eq true")),
        ("toRecipients/any(r:subject eq 'a')", raw("toRecipients/any(r:subject eq 'a')")),
        ("toRecipients/all()", raw("toRecipients/all()")),
        ("from/unknown eq 'a'", raw("from/unknown eq 'a'")),
        ("isRead eq true)", raw("isRead eq true)")),
        ("(isRead eq true", raw("(isRead eq true")),
        (&deep(15), filter("graph::Message::IS_READ.eq(true)")),
        (&deep(100_000), raw(&deep(100_000))),
        (&many(65), raw(&many(65))),
    ];
    let requests: Vec<(String, String)> =
        requests.into_iter().map(|(text, calls)| (format!("GET /me/messages?$filter={text}"), calls)).collect();
    let requests: Vec<(&str, &str)> = requests.iter().map(|(request, calls)| (&request[..], &calls[..])).collect();
    compare(&["/me/messages#GET"], &requests);
    // A type that is only returned has no constants.
    compare(
        &["/users#GET"],
        &[
            (
                "GET /users?$filter=assignedLicenses/any(x:x/skuId eq 184efa21-98c3-4e5d-95ab-d07053a96e67)",
                "users().get().filter(graph::User::ASSIGNED_LICENSES.any(graph::AssignedLicense::SKU_ID.eq(\
                 \"184efa21-98c3-4e5d-95ab-d07053a96e67\".parse::<graph_runtime::Guid>()?)))",
            ),
            (
                "GET /users?$filter=manager/id eq 'a'&$orderby=employeeOrgData/division desc, displayName",
                "users().get().filter_raw(\"manager/id eq 'a'\").order_by((graph::User::EMPLOYEE_ORG_DATA\
                 .then(graph::EmployeeOrgData::DIVISION).desc(), graph::User::DISPLAY_NAME))",
            ),
        ],
    );
}

#[test]
fn expansions_are_typed_with_their_options() {
    let nested = format!("{}manager{}", "manager($expand=".repeat(50_000), ")".repeat(50_000));
    let deep = format!("GET /users?$expand={nested}");
    let (_, inner) = nested.split_once("$expand=").unwrap();
    let inner = inner.strip_suffix(')').unwrap();
    compare(
        &["/users#GET"],
        &[
            (
                "GET /users?$expand=manager($select=id, displayName;$levels=max)",
                "users().get().expand(graph::User::MANAGER.select((graph::User::ID, graph::User::DISPLAY_NAME))\
                 .levels_max())",
            ),
            (
                "GET /users?$expand=directReports($select=unknown;$top=5),manager",
                "users().get().expand((graph::User::DIRECT_REPORTS.select_raw(\"unknown\").top(5), \
                 graph::User::MANAGER))",
            ),
            ("GET /users?$expand=manager($top=5)", "users().get().expand_raw(\"manager($top=5)\")"),
            ("GET /users?$expand=manager($select=id", "users().get().expand_raw(\"manager($select=id\")"),
            (&deep, &format!("users().get().expand(graph::User::MANAGER.expand_raw({inner:?}))")),
        ],
    );
}

#[test]
fn options_with_an_at_sign_are_not_aliases() {
    compare(
        &["/drives/{id}/items/{id}/copy"],
        &[(
            "POST /drives/{id}/items/{id}/copy?@microsoft.graph.conflictBehavior=rename",
            "drives().by_id(drive_id).items().by_id(drive_item_id).copy(parameters)\
                 .query_option(\"@microsoft.graph.conflictBehavior\", \"rename\")",
        )],
    );
    compare(
        &["/reports/getOffice365ActiveUserDetail(period='{period}')"],
        &[(
            "GET /reports/getOffice365ActiveUserDetail(period=@p)?@p='D7'&@q=1",
            "reports().get_office365_active_user_detail(period).query_option(\"@q\", \"1\")",
        )],
    );
}

/// A service with optional parameters, decimal numbers and dates.
const SHOP: &str = r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
  <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop">
    <EntityType Name="Order"><Key><PropertyRef Name="id"/></Key>
      <Property Name="id" Type="Edm.Int32" Nullable="false"/>
      <Property Name="price" Type="Edm.Decimal" Scale="variable"/>
      <Property Name="name" Type="Edm.String"/>
      <Property Name="ordered" Type="Edm.DateTimeOffset"/>
      <Property Name="due" Type="Edm.Date"/>
    </EntityType>
    <Function Name="count" IsBound="true">
      <Parameter Name="order" Type="shop.Order"/>
      <Parameter Name="since" Type="Edm.Date" Nullable="false"/>
      <Parameter Name="Kind" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.OptionalParameter"/></Parameter>
      <Parameter Name="most" Type="Edm.Int32"><Annotation Term="Org.OData.Core.V1.OptionalParameter"/></Parameter>
      <ReturnType Type="Edm.Int32"/>
    </Function>
    <Function Name="related" IsBound="true" IsComposable="true">
      <Parameter Name="order" Type="shop.Order"/>
      <Parameter Name="kind" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.OptionalParameter"/></Parameter>
      <ReturnType Type="shop.Order"/>
    </Function>
    <Function Name="echo">
      <Parameter Name="a" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.OptionalParameter"/></Parameter>
      <Parameter Name="kinds" Type="Collection(Edm.String)"><Annotation Term="Org.OData.Core.V1.OptionalParameter"/></Parameter>
      <ReturnType Type="Edm.String"/>
    </Function>
    <EntityContainer Name="Container"><EntitySet Name="Orders" EntityType="shop.Order"/><FunctionImport Name="echo" Function="shop.echo"/></EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>"#;

#[test]
fn optional_parameters_and_functions_of_values_are_kept() {
    let builder = Builder::new().metadata_text("shop.csdl", SHOP).select("/**");
    let planned = builder.plan().unwrap_or_else(|error| panic!("{error}"));
    let chains = Chains::new(&planned.selected.resolved.model, &planned.package);
    let order = "orders().by_id(order_id)";
    for (path, calls) in [
        ("/Orders(1)/shop.count(since=2026-01-01,Kind='a')", format!("{order}.count(since, Some(kind), None)")),
        ("/Orders(1)/count(most=1,SINCE=2026-01-01)", format!("{order}.count(since, None, Some(most))")),
        ("/Orders(1)/shop.count(since=2026-01-01)", format!("{order}.count(since, None, None)")),
        (
            "/Orders(1)/shop.count(since=@s,Kind=@k)?@s=2026-01-01&@k='a'",
            format!("{order}.count(since, Some(kind), None)"),
        ),
        (
            "/Orders(1)/shop.related(kind='a')/shop.related()/shop.count(since=2026-01-01)",
            format!("{order}.related_result(Some(kind)).related_result(None).count(since, None, None)"),
        ),
        (
            "/Orders(1)/shop.related()/shop.related(kind='count(since)')/shop.count(since=2026-01-01,Kind='a')",
            format!("{order}.related_result(None).related_result(Some(kind)).count(since, Some(kind_2), None)"),
        ),
        ("/echo(a='x',kinds=@k)?@k=['a']", "echo(Some(a), Some(kinds))".to_owned()),
        ("/echo('x',@k)?@k=['a']", "echo(Some(a), Some(kinds))".to_owned()),
        ("/echo()", "echo(None, None)".to_owned()),
        ("/echo", "echo(None, None)".to_owned()),
    ] {
        let chain =
            chains.find(Method::Get, path).unwrap_or_else(|diagnostic| panic!("{path}: {}", diagnostic.message));
        assert_eq!(chain.expression, format!("service.{calls}"), "{path}");
    }
    let chain = chains.find(Method::Get, "/echo(a='x')").unwrap();
    assert_eq!(chain.arguments[0].rust_type, "graph_runtime::Literal<String>");

    for (filter, expected) in [
        ("price gt 100", "graph::Order::PRICE.gt(graph_runtime::Decimal::from(100))"),
        ("price gt 1.50", "graph::Order::PRICE.gt(\"1.50\".parse::<graph_runtime::Decimal>()?)"),
        ("year(ordered) eq 1997", "graph::Order::ORDERED.year().eq(1997_i32)"),
        ("month(due) in (1,2)", "graph::Order::DUE.month().is_in([1_i32, 2_i32])"),
        ("length(trim(name)) gt 5", "graph::Order::NAME.trim().length().gt(5_i32)"),
        ("contains(tolower(name),'a')", "graph::Order::NAME.to_lower().contains(\"a\")"),
        (
            "date(ordered) lt 2026-01-01 and not (length(name) eq 0)",
            "graph::Order::ORDERED.date().lt(\"2026-01-01\".parse::<graph_runtime::Date>()?) & \
             !graph::Order::NAME.length().eq(0_i32)",
        ),
    ] {
        let chain = chains.find(Method::Get, &format!("/Orders?$filter={filter}")).unwrap();
        assert_eq!(chain.expression, format!("service.orders().get().filter({expected})"), "{filter}");
    }
    for filter in
        ["year(name) eq 1", "hour(due) eq 1", "length(name) eq 1.5", "year(ordered) 1", "length(name", "mul(1)"]
    {
        let chain = chains.find(Method::Get, &format!("/Orders?$filter={filter}")).unwrap();
        assert_eq!(chain.expression, format!("service.orders().get().filter_raw({filter:?})"));
    }
}
