//! Permissions of selected requests: those of annotations, and what may be missing in responses.

use graph_codegen::{
    Builder, Selected,
    permissions::{PermissionTable, ResponsePart, Scheme, SelectionPermissions, Source},
};

const SERVICE: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
  <Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
    <EntityType Name="order"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>
    <EntityContainer Name="c"><EntitySet Name="orders" EntityType="shop.order">
      <Annotation Term="Org.OData.Capabilities.V1.ReadRestrictions"><Record>
        <PropertyValue Property="Permissions"><Collection><Record>
          <PropertyValue Property="SchemeName" String="DelegatedWork"/>
          <PropertyValue Property="Scopes"><Collection>
            <Record><PropertyValue Property="Scope" String="Orders.Read"/></Record></Collection></PropertyValue>
        </Record></Collection></PropertyValue></Record></Annotation>
    </EntitySet></EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>"#;

fn select(builder: Builder, selectors: &[&str]) -> Selected {
    builder.resolve().unwrap().select(selectors.iter().copied()).unwrap()
}

#[test]
fn other_services_have_the_permissions_of_their_annotations() {
    let selected = select(Builder::new().metadata_text("shop", SERVICE), &["/orders#GET,POST"]);
    let table = PermissionTable::of_model(&selected.resolved.model);
    let requests = selected.requests();
    let permissions = SelectionPermissions::of(table, &requests);
    let least = permissions.least(Scheme::DelegatedWork);
    let names: Vec<&str> = least.sets[0].permissions.iter().map(|needed| needed.permission.name()).collect();
    assert_eq!(names, ["Orders.Read"]);
    assert_eq!(least.unknown.len(), 1, "creating orders has no annotation");
    assert_eq!(permissions.least(Scheme::Application).unsupported.len(), 1);
    // Annotations do not say whether personal accounts are supported.
    assert_eq!(permissions.least(Scheme::DelegatedPersonal).unknown.len(), 2);
}

#[test]
fn annotations_take_precedence_over_the_table() {
    let selected = select(Builder::new(), &["/users/{id}/reprocessLicenseAssignment", "/users/{id}/assignLicense"]);
    let table = PermissionTable::of_model(&selected.resolved.model);
    let requests = selected.requests();
    let sources: Vec<Source> = requests.iter().map(|request| table.selected_request(request).unwrap().source).collect();
    assert_eq!(sources, [Source::Table, Source::Annotations]);
    let annotated = table.selected_request(&requests[1]).unwrap();
    let published = table.request(requests[1].method, &requests[1].template).unwrap();
    for scheme in Scheme::ALL {
        let names = |found: &graph_codegen::permissions::RequestPermissions<'_>| -> Vec<String> {
            let alternatives = found.scheme(scheme).alternatives();
            let mut names: Vec<String> = alternatives.map(|alternative| alternative.name().to_owned()).collect();
            names.sort();
            names
        };
        assert_eq!(names(&annotated), names(&published), "{scheme}");
    }
    assert_eq!(requests[1].facts.roles, ["Directory Writers", "License Administrator", "User Administrator"]);
}

#[test]
fn what_a_response_may_lack_is_named() {
    let selected = select(Builder::new(), &["/groups/{id}/members", "/users/{id}"]);
    let requests = selected.requests();
    let permissions = SelectionPermissions::of(PermissionTable::embedded(), &requests);
    let least = permissions.least(Scheme::Application);
    let model = &selected.resolved.model;
    let partial = permissions.partial_responses(model, &selected.selection, Scheme::Application, &least.sets[0]);
    assert!(partial.is_complete);
    let lines: Vec<String> = partial
        .responses
        .iter()
        .map(|partial| {
            assert!(!partial.least.is_empty());
            let part = match &partial.part {
                ResponsePart::Expansion(property) => format!("$expand={property}"),
                ResponsePart::DerivedType(name) => name.clone(),
                other => format!("{other:?}"),
            };
            format!("{}: {part} by {}", partial.request.template, partial.template)
        })
        .collect();
    let has = |line: &str| lines.iter().any(|known| known == line);
    assert!(has("/groups/{id}/members: microsoft.graph.device by /devices/{id}"), "{lines:#?}");
    assert!(has("/users/{id}: $expand=manager by /users/{id}/manager"), "{lines:#?}");
    assert!(!has("/groups/{id}/members: microsoft.graph.user by /users/{id}"), "{lines:#?}");
}

#[test]
fn each_selected_path_is_a_request() {
    let selected = select(
        Builder::new(),
        &[
            "/me/messages/{id}#GET,PATCH",
            "/users/{id}/messages/{id}",
            "microsoft.graph.user/sendMail",
            "/users/delta()",
        ],
    );
    let requests = selected.requests();
    let lines: Vec<String> =
        requests.iter().map(|request| format!("{} {}", request.method.as_str(), request.template)).collect();
    let expected = [
        "GET /me/messages/{id}",
        "PATCH /me/messages/{id}",
        "POST /me/sendMail",
        "GET /users/delta()",
        "GET /users/{id}/messages/{id}",
        "POST /users/{id}/sendMail",
    ];
    assert_eq!(lines, expected);
    assert_eq!(requests[3].name, "Collection(microsoft.graph.user)/delta");
}
