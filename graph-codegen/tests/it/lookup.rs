//! Looking things up: requests by words, and pages about elements.

use graph_codegen::Builder;

use crate::command::{fine, run, run_with};

fn json(arguments: &[&str]) -> serde_json::Value {
    serde_json::from_str(&fine(&[arguments, &["--format", "json"]].concat())).unwrap()
}

/// The first requests for a question.
fn answers(question: &str, limit: &str) -> Vec<String> {
    let list = fine(&["operations", "--search", question, "--limit", limit, "--format", "tsv"]);
    let row = |line: &str| line.split('\t').take(2).collect::<Vec<_>>().join(" ");
    list.lines().skip(1).map(row).collect()
}

/// Questions as people ask them, and the request that answers each. The page of `explore` is asked the same.
const QUESTIONS: &str = include_str!("questions.tsv");

#[test]
fn questions_are_answered_by_the_first_request() {
    let mut wrong = Vec::new();
    for (question, expected) in QUESTIONS.lines().filter_map(|line| line.split_once('\t')) {
        let found = answers(question, "3");
        if found.first().is_none_or(|first| first != expected) {
            wrong.push(format!("{question}: {found:#?} instead of {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_found_has_permissions_and_clouds() {
    let value = json(&["operations", "--search", "reprocess license assignment of users", "--limit", "1"]);
    let request = &value["requests"][0];
    assert_eq!(request["path"], "/users/{id}/reprocessLicenseAssignment");
    assert_eq!(request["operation"], "microsoft.graph.reprocessLicenseAssignment");
    let application = &request["permissions"]["Application"];
    assert_eq!(application["least"][0], "User.ReadWrite.All");
    assert!(request["permissions"]["DelegatedPersonal"].is_null(), "{request}");
    let clouds: Vec<&str> = request["clouds"].as_array().unwrap().iter().map(|cloud| cloud.as_str().unwrap()).collect();
    assert_eq!(clouds[..4], ["Global", "UsGovernment", "UsGovernmentDod", "China"]);
    assert!(request["deprecated"].is_null());
    assert_eq!(value["unmatched"], serde_json::json!([]));
    let text = fine(&["operations", "--search", "send mail", "--limit", "1"]);
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split_whitespace().collect();
    assert_eq!(header, ["request", "delegated", "application", "clouds"]);
    assert_eq!(
        lines.next().unwrap().split_whitespace().collect::<Vec<_>>()[..3],
        ["POST", "/me/sendMail", "Mail.Send"]
    );
    assert_eq!(lines.next().unwrap().trim(), "also /users/{id}/sendMail");
}

#[test]
fn a_request_that_is_not_known_is_not_said_to_need_nothing() {
    let value = json(&["operations", "--search", "add member to group", "--limit", "1"]);
    assert_eq!(value["requests"][0]["path"], "/groups/{id}/members/$ref");
    assert!(value["requests"][0]["permissions"].is_null(), "{value}");
    assert!(fine(&["explain", "POST /groups/{id}/members/$ref"]).contains("permissions  unknown"));
}

#[test]
fn words_that_match_nothing_are_named() {
    let value = json(&["operations", "--search", "assign license qqqqqqqq", "--limit", "1"]);
    assert_eq!(value["requests"][0]["path"], "/users/{id}/assignLicense");
    assert_eq!(value["unmatched"], serde_json::json!(["qqqqqqqq"]));
    let ran = run(&["operations", "--search", "qqqqqqqq"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("no request matches qqqqqqqq"), "{}", ran.err);
    for nothing in ["", " -- "] {
        let ran = run(&["operations", "--search", nothing]);
        assert_eq!(ran.code, 1, "{nothing:?}");
        assert!(ran.err.contains("the search has no words"), "{}", ran.err);
    }
    assert_eq!(run(&["operations", "--search", "a", "--select", "/users"]).code, 2);
}

#[test]
fn the_limit_bounds_what_is_listed() {
    let all = json(&["operations", "--search", "user", "--limit", "3"]);
    assert_eq!(all["requests"].as_array().unwrap().len(), 3);
    let total = all["total"].as_u64().unwrap();
    assert!(total > 100, "{total}");
    let text = fine(&["operations", "--search", "user", "--limit", "3"]);
    assert!(text.ends_with(&format!("3 of {total} requests; --limit lists more\n")), "{text}");
}

const SERVICE: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices><Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EntityType Name="order"><Key><PropertyRef Name="number"/></Key>
    <Property Name="number" Type="Edm.Int32" Nullable="false"/>
    <Property Name="note" Type="Edm.String" MaxLength="40">
      <Annotation Term="Org.OData.Core.V1.Revisions"><Collection><Record>
        <PropertyValue Property="Kind" EnumMember="Org.OData.Core.V1.RevisionKind/Deprecated"/>
        <PropertyValue Property="Date" Date="2026-01-02"/>
        <PropertyValue Property="RemovalDate" Date="2027-01-02"/>
        <PropertyValue Property="Description" String="Use &quot;remark&quot;."/>
      </Record></Collection></Annotation>
    </Property>
    <Annotation Term="Org.OData.Core.V1.Description" String="a&#x9b;2Jb&#x202e;c"/>
  </EntityType>
  <Action Name="cancel" IsBound="true"><Parameter Name="it" Type="shop.order"/>
    <Parameter Name="reason" Type="Edm.String"/>
    <Annotation Term="Org.OData.Core.V1.Description" String="Withdraws what was bought."/></Action>
  <EntityContainer Name="c"><EntitySet Name="orders" EntityType="shop.order"/></EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>"#;

fn of_service(arguments: &[&str]) -> String {
    let ran = run_with(Builder::new().metadata_text("shop.csdl", SERVICE), arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    ran.out
}

#[test]
fn other_services_are_searched_and_described_without_the_tables_of_graph() {
    let list = of_service(&["operations", "--search", "withdraw order", "--format", "tsv"]);
    let expected = "method\tpath\tdelegated\tapplication\tclouds\talso\tdeprecated\n\
        POST\t/orders({number})/shop.cancel\tunknown\tunknown\tunknown\t\t\n";
    assert_eq!(list, expected);
    let page = of_service(&["explain", "/orders/{number}/cancel"]);
    assert!(page.starts_with("POST /orders({number})/shop.cancel (action)\n  Withdraws what was bought.\n"), "{page}");
    assert!(page.contains("async fn cancel(\n      service: &graph::"), "{page}");
}

#[test]
fn deprecations_and_facets_are_described() {
    let page = of_service(&["explain", "shop.order/note"]);
    let expected = "shop.order/note (property)\n  \
        Deprecated since 2026-01-02, to be removed on 2027-01-02: Use \"remark\".\n  \
        type    Edm.String\n  \
        facets  at most 40 characters or bytes\n";
    assert!(page.starts_with(expected), "{page}");
    let list = of_service(&["explain", "shop.order"]);
    assert!(list.contains("number  Edm.Int32, key, not null\n"), "{list}");
    assert!(list.contains("[deprecated, to be removed on 2027-01-02]"), "{list}");
}

#[test]
fn text_of_documents_does_not_reach_the_terminal_as_control_characters() {
    for format in ["text", "tsv", "json"] {
        let page = of_service(&["explain", "shop.order", "--format", format]);
        let is_visible = |c: char| matches!(c, '\n' | '\t') || !c.is_control() && c != '\u{202e}';
        assert!(page.chars().all(is_visible), "{format}: {page:?}");
        assert!(page.contains("2Jb"), "{format}: {page:?}");
    }
}

#[test]
fn a_page_describes_a_request() {
    let page = fine(&["explain", "POST /users/{id}/reprocessLicenseAssignment"]);
    for line in [
        "POST /users/{id}/reprocessLicenseAssignment (action)",
        "  /me/reprocessLicenseAssignment",
        "  id  Edm.String in the path, required: the key of microsoft.graph.user",
        "  returns  microsoft.graph.user",
        "  https://learn.microsoft.com/graph/api/user-reprocesslicenseassignment",
        "      service.users().by_id(user_id).reprocess_license_assignment().send().await",
        "    so does `/users/{id}/reprocessLicenseAssignment`",
    ] {
        assert!(page.lines().any(|found| found == line), "{line}\n{page}");
    }
    let access = |label: &str| page.lines().find(|line| line.trim_start().starts_with(label)).unwrap_or_default();
    assert!(access("delegated (work or school)").contains("User.ReadWrite.All; or higher: "), "{page}");
    assert!(access("delegated (personal)").ends_with("not supported"), "{page}");
    assert!(access("roles").contains("License Administrator"), "{page}");
    assert!(access("clouds").contains("Global, UsGovernment, UsGovernmentDod, China"), "{page}");
}

#[test]
fn a_page_describes_a_resource_a_type_and_a_property() {
    let value = json(&["explain", "/me/messages"]);
    let page = &value[0];
    assert_eq!((page["name"].as_str(), page["kind"].as_str()), (Some("/me/messages"), Some("collection of entities")));
    assert_eq!(page["paths"], serde_json::json!(["/users/{id}/messages", "/me/messages"]));
    let methods: Vec<&str> =
        page["requests"].as_array().unwrap().iter().map(|request| request["method"].as_str().unwrap()).collect();
    assert_eq!(methods, ["GET", "POST", "GET"], "read, create and count");
    assert!(page["rust"]["code"].as_str().unwrap().contains("service.me().messages().get().send().await"));
    let value = json(&["explain", "microsoft.graph.user"]);
    let members = value[0]["members"].as_array().unwrap();
    assert!(members.len() > 130, "{}", members.len());
    assert_eq!(value[0]["facts"]["base types"], "microsoft.graph.directoryObject, microsoft.graph.entity");
    assert_eq!(value[0]["paths"], serde_json::json!(["/users/{id}", "/me"]));
    let text = fine(&["explain", "microsoft.graph.user"]);
    assert!(text.contains(&format!("40 of {} members", members.len())), "{text}");
    let value = json(&["explain", "GET /me/calendarView"]);
    let required = &value[0]["request"]["parameters"][0];
    assert_eq!((required["name"].as_str(), required["in"].as_str()), (Some("startDateTime"), Some("query")));
    assert_eq!(required["optional"], false);
    assert!(value[0]["queries"].as_array().unwrap().iter().any(|said| said == "$search is not supported"), "{value}");
}

#[test]
fn a_page_about_a_method_that_is_not_supported_is_an_error() {
    for (name, said) in [
        ("GET /users/{id}/assignLicense", "is called with POST"),
        ("DELETE /users", "this needs one entity, not a collection"),
        ("BREW /users", "is not an HTTP method that OData uses"),
        ("/users#BREW", "is not an HTTP method that OData uses"),
    ] {
        let ran = run(&["explain", name]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{name}");
        assert!(ran.err.contains(said), "{name}: {}", ran.err);
    }
}

#[test]
fn many_elements_of_a_name_have_a_line_each() {
    let said = fine(&["explain", "delta"]);
    assert!(said.contains("elements have this name; name one by its type or path for a page"), "{said}");
    assert!(json(&["explain", "delta"]).as_array().unwrap().len() > 20);
}

#[test]
fn calls_are_resolved_for_programs() {
    let value = json(&["resolve", "POST /users/{id}/assignLicense\nGET /nowhere"]);
    let call = &value[0];
    assert_eq!(call["expression"], "service.users().by_id(user_id).assign_license(parameters)");
    assert_eq!(call["arguments"][0], serde_json::json!({ "name": "user_id", "type": "&str" }));
    assert_eq!(call["selector"], "/users/{id}/assignLicense#POST");
    assert_eq!(call["longRunning"], false);
    assert!(value[1]["reason"].as_str().unwrap().contains("has no"), "{value}");
    let list = fine(&["resolve", "GET /users", "--format", "tsv"]);
    assert!(
        list.starts_with("method\ttemplate\texpression\treturns\treason\nGET\t/users\tservice.users().get()\t"),
        "{list}"
    );
}

#[test]
fn operations_are_listed_for_programs() {
    let value = json(&["operations", "--select", "/users/{id}/assignLicense"]);
    let operation = &value["operations"][0];
    assert_eq!(operation["path"], "/users/{id}/assignLicense");
    assert_eq!(
        (operation["method"].as_str(), operation["returns"].as_str()),
        (Some("POST"), Some("microsoft.graph.user"))
    );
    assert_eq!(operation["type"], "microsoft.graph.user");
}

#[test]
fn names_that_a_query_misspells_have_warnings() {
    let folder = "microsoft.graph.mailFolder";
    for (request, warnings) in [
        ("mailFolders?$filter=isHiden eq true", &[("isHiden", folder, "isHidden")][..]),
        ("mailFolders?$select=displayName,totalItemCont", &[("totalItemCont", folder, "totalItemCount")]),
        ("mailFolders?$orderby=displayNam desc", &[("displayNam", folder, "displayName")]),
        ("mailFolders?$expand=mesages($select=id)", &[("mesages", folder, "messages")]),
        ("mailFolders?$expand=childFolders($select=isHiden)", &[("isHiden", folder, "isHidden")]),
        ("messages?$filter=from/emailAddress/adress eq 'a'", &[("adress", "microsoft.graph.emailAddress", "address")]),
        (
            "messages?$filter=toRecipients/any(r:r/emailAdress/name eq 'x') and contains(from/emailAddress/nme,'a')",
            &[
                ("emailAdress", "microsoft.graph.recipient", "emailAddress"),
                ("nme", "microsoft.graph.emailAddress", "name"),
            ],
        ),
    ] {
        let ran = run(&["resolve", &format!("GET /me/{request}")]);
        assert_eq!(ran.code, 0, "{request}: {}", ran.err);
        assert!(ran.out.contains("service.me()."), "{request}: {}", ran.out);
        for (name, of, meant) in warnings {
            assert!(ran.err.contains(&format!("`{name}` is not a property of {of}\n")), "{request}: {}", ran.err);
            assert!(ran.err.contains(&format!("did you mean `{meant}`?")), "{request}: {}", ran.err);
        }
        assert_eq!(ran.err.matches("is not a property").count(), warnings.len(), "{request}: {}", ran.err);
    }
    let ran = run(&["resolve", "GET /me/messages?$fliter=isRead eq true"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("`$fliter` is not a query option") && ran.err.contains("`$filter`?"), "{}", ran.err);
}

#[test]
fn names_that_a_query_may_have_have_no_warnings() {
    for request in [
        "GET /users?$select=id,extension_a_b&$filter=extension_a_b eq 1",
        "GET /me/manager?$select=department",
        "GET /me/messages?$search=\"a b\"&$top=5&$count=true&$skiptoken=x",
        "GET /me/messages?select=Subject&filter=isread eq false and receivedDateTime ge 2020-01-01T00:00:00Z",
        "GET /me/messages?$filter=importance in (high,low) or not (id eq a0b1-c2) or contains(subject,'isReed eq')",
        "GET /me/messages?$expand=attachments,singleValueExtendedProperties($filter=id eq 'x')&$select=*,{property}",
        "GET /me/messages?$filter=categories/any(c:c eq 'x')&$orderby=from/emailAddress/name",
        "GET /groups/{id}/members/$count?$filter=startswith(displayName,'a')",
        "GET /users/delta()?$deltatoken=latest",
    ] {
        let ran = run(&["resolve", request]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{request}");
    }
    // Open types can have any properties, but most names that they do not declare are misspelt.
    let ran = run(&["resolve", "GET /users?$select=displyName"]);
    assert!(ran.code == 0 && ran.err.contains("`displyName` is not a declared property of"), "{}", ran.err);
    assert!(ran.err.contains("it is an open type") && ran.err.contains("`displayName`?"), "{}", ran.err);
}

/// A qualified name of an operation is not a cast, which would come later.
#[test]
fn qualified_operations_are_found_as_simple_ones_are() {
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/documents/trippin.csdl");
    let list = fine(&["operations", "--metadata", document, "--search", "trip", "--limit", "40", "--format", "tsv"]);
    let paths: Vec<&str> = list.lines().skip(1).filter_map(|line| line.split('\t').nth(1)).collect();
    let place =
        |end: &str| paths.iter().position(|path| path.ends_with(end)).unwrap_or_else(|| panic!("{end}: {list}"));
    assert!(place(".ShareTrip") < place("/Trips({TripId})/Photos"), "{list}");
}
