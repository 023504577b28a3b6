//! The table of clouds, compared with the documents of all clouds.

use std::collections::BTreeSet;

use graph_codegen::{
    Builder,
    clouds::{Availability, Cloud, CloudTable},
    edm::{Model, Multiplicity, TypeId, TypeKind},
};

use crate::shared;

fn documents() -> Vec<(Cloud, Model)> {
    let read = |cloud: Cloud| {
        let path = shared::path(&format!("metadata/v1.0/{}.csdl", cloud.document()));
        (cloud, Builder::new().metadata(path).resolve().unwrap().model)
    };
    Cloud::ALL.into_iter().filter(|cloud| *cloud != Cloud::UsGovernmentDod).map(read).collect()
}

/// The members of a type by name, with inherited ones; overloads of functions with their parameters.
fn members(model: &Model, id: TypeId) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    found.extend(model.properties(id).into_iter().map(|(_, property)| property.name.clone()));
    found.extend(model.navigation_properties(id).into_iter().map(|(_, property)| property.name.clone()));
    if let TypeKind::Enum(enumeration) = &model.type_(id).kind {
        found.extend(enumeration.members.iter().map(|member| member.name.clone()));
    }
    found
}

/// The members and operations of a type.
type Declared = (BTreeSet<String>, Operations);

/// Operations by name, multiplicity and, for functions, parameters.
type Operations = BTreeSet<(String, Multiplicity, BTreeSet<String>)>;

fn operations(model: &Model, id: TypeId) -> Operations {
    let of = |multiplicity: Multiplicity| {
        model.operations_bound_to(id, multiplicity).map(move |operation| {
            let operation = model.operation(operation);
            let parameters = match operation.kind {
                graph_codegen::edm::OperationKind::Action => BTreeSet::new(),
                _ => operation.call_parameters().iter().map(|parameter| parameter.name.clone()).collect(),
            };
            (operation.name.to_string(), multiplicity, parameters)
        })
    };
    of(Multiplicity::One).chain(of(Multiplicity::Many)).collect()
}

fn clouds(documents: &[(Cloud, Model)], mut has: impl FnMut(&Model) -> bool) -> Availability {
    let found: Availability = documents.iter().filter(|(_, model)| has(model)).map(|(cloud, _)| *cloud).collect();
    match found.contains(Cloud::UsGovernment) {
        true => found.with(Cloud::UsGovernmentDod),
        false => found,
    }
}

#[needs::shared]
#[test]
fn the_table_says_what_the_documents_do() {
    let documents = documents();
    let table = CloudTable::embedded();
    let known: Vec<_> = documents
        .iter()
        .map(|(_, model)| {
            let of = |(id, declared): (TypeId, &graph_codegen::edm::Type)| {
                (declared.name.to_string(), (members(model, id), operations(model, id)))
            };
            model.types().map(of).collect::<std::collections::HashMap<_, _>>()
        })
        .collect();
    let clouds_of = |name: &str, has: &dyn Fn(&Declared) -> bool| {
        let mut number = 0;
        clouds(&documents, |_| {
            number += 1;
            known[number - 1].get(name).is_some_and(has)
        })
    };
    let mut compared = 0;
    for (cloud, model) in &documents {
        for (id, declared) in model.types() {
            let name = declared.name.as_str();
            assert_eq!(table.of_type(model, id), Some(clouds_of(name, &|_| true)), "{name}");
            for member in members(model, id) {
                let actual = clouds_of(name, &|(members, _)| members.contains(&member));
                assert_eq!(table.of_member(model, id, &member), Some(actual), "{name}/{member} in {cloud}");
                compared += 1;
            }
            for multiplicity in [Multiplicity::One, Multiplicity::Many] {
                for operation_id in model.operations_bound_to(id, multiplicity) {
                    // Annotations are in the embedded documents only.
                    let operation = model.operation(operation_id);
                    let found = operations(model, id)
                        .into_iter()
                        .find(|(name, of, parameters)| {
                            *name == operation.name.as_str()
                                && *of == multiplicity
                                && (operation.kind == graph_codegen::edm::OperationKind::Action
                                    || operation.call_parameters().iter().all(|known| parameters.contains(&known.name))
                                        && operation.call_parameters().len() == parameters.len())
                        })
                        .unwrap();
                    let actual = clouds_of(name, &|(_, operations)| operations.contains(&found));
                    let said = table.of_operation(model, Some(id), operation_id);
                    assert_eq!(said, Some(actual), "{name}/{found:?} in {cloud}");
                    compared += 1;
                }
            }
        }
        for child in model.service().unwrap().children() {
            let actual = clouds(&documents, |model| model.service().unwrap().find(child.name()).is_some());
            assert_eq!(table.of_root(child.name()), Some(actual), "/{}", child.name());
        }
    }
    assert!(compared > 100_000, "{compared}");
}

#[test]
fn the_first_operation_is_in_all_documented_clouds() {
    let model = Builder::new().resolve().unwrap().model;
    let id = model.operations_named("microsoft.graph.reprocessLicenseAssignment").next().unwrap();
    let available = CloudTable::for_model(&model).unwrap().of_operation(&model, None, id).unwrap();
    assert!(Cloud::PUBLIC.into_iter().all(|cloud| available.contains(cloud)));
}

#[test]
fn what_only_other_clouds_have_is_known() {
    let table = CloudTable::embedded();
    let secret: Availability = [Cloud::UsNat].into_iter().collect();
    assert_eq!(table.of_root("dataClassification"), Some(secret));
    assert_eq!(table.of_root("users"), Some(Availability::ALL));
    assert_eq!(table.of_root("nobody"), None);
}

#[test]
fn parameters_are_compared_in_any_case() {
    let model = Builder::new().resolve().unwrap().model;
    let table = CloudTable::for_model(&model).unwrap();
    let find = |name: &str, on: &str| {
        let on = model.find_type(on);
        model.operations_named(name).find(|id| model.operation(*id).binding_type() == on).unwrap()
    };
    let accept = find("microsoft.graph.accept", "microsoft.graph.event");
    let decline = find("microsoft.graph.decline", "microsoft.graph.event");
    let all = table.of_operation(&model, None, accept).unwrap();
    // The documents of two clouds have the parameters in another order.
    assert!(table.of_parameter(&model, accept, "Comment").unwrap().contains(Cloud::China));
    assert_eq!(table.of_parameter(&model, accept, "SendResponse"), Some(all));
    assert!(table.of_operation(&model, None, decline).unwrap().contains(Cloud::China));
    assert!(!table.of_parameter(&model, decline, "ProposedNewTime").unwrap().contains(Cloud::China));
    // US Government spells the parameters with capitals.
    let find_times = find("microsoft.graph.findMeetingTimes", "microsoft.graph.user");
    assert!(table.of_parameter(&model, find_times, "attendees").unwrap().contains(Cloud::UsGovernment));
}

#[cfg(feature = "tools")]
#[needs::shared]
#[test]
fn the_table_is_up_to_date_whatever_the_order_of_the_documents() {
    let mut documents = documents();
    documents.reverse();
    let clouds_of = |cloud: Cloud| Cloud::of_document(cloud.document());
    let documents: Vec<_> = documents.iter().map(|(cloud, model)| (clouds_of(*cloud), model)).collect();
    let text = graph_codegen::clouds::write_table(&documents);
    assert!(text == graph_metadata::V1_0_CLOUDS, "run `cargo xtask metadata clouds ../shared/metadata`");
}

fn problem(select: &[&str], clouds: &[Cloud]) -> String {
    let builder = select.iter().fold(Builder::new(), |builder, selector| builder.select(*selector));
    match builder.clouds(clouds.iter().copied()).generate() {
        Ok(generated) => generated.warnings().to_string(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_cloud_that_lacks_something_on_the_path_of_a_request_is_an_error() {
    assert_eq!(
        problem(&["/users", "/me/onenote/notebooks"], &[Cloud::Global, Cloud::China]),
        "\
error[cloud]: `GET /me/onenote/notebooks` needs `microsoft.graph.user/onenote`, which China lacks
 --> selector 2:1:1
  |
1 | /me/onenote/notebooks
  | ^^^^^^^^^^^^^^^^^^^^^
  = note: `microsoft.graph.user/onenote` is available in Global, UsNat, UsSec
  = help: exclude what a cloud lacks with a selector that begins with `!`, or generate code for it separately
"
    );
    for clouds in [&Cloud::PUBLIC[..], &Cloud::ALL] {
        assert_eq!(problem(&["/users/{id}/reprocessLicenseAssignment"], clouds), "");
    }
    // The other path to the same messages.
    let both = problem(&["/users/{id}/messages", "/admin/people"], &[Cloud::GovSg]);
    assert!(
        both.contains("`GET /users/{id}/messages` needs `microsoft.graph.user/messages`, which GovSg lacks"),
        "{both}"
    );
    assert!(both.contains("`GET /admin/people` needs `/admin`, which GovSg lacks"), "{both}");
}

#[test]
fn operations_and_streams_are_checked_too() {
    let operation = problem(&["/me/findMeetingTimes"], &[Cloud::UsGovernment, Cloud::China]);
    assert!(
        operation
            .contains("`POST /me/findMeetingTimes` needs `microsoft.graph.user/findMeetingTimes`, which China lacks")
    );
    let import = problem(&["/compliance"], &[Cloud::Bleu]);
    assert!(import.contains("`GET /compliance` needs `/compliance`, which Bleu lacks"), "{import}");
}

#[test]
fn properties_are_errors_only_if_a_selector_lists_them() {
    let china = [Cloud::China];
    // The type has properties that China lacks.
    assert_eq!(problem(&["microsoft.graph.agreementFile"], &china), "");
    assert_eq!(problem(&["microsoft.graph.user::{id, displayName}"], &china), "");
    let listed = problem(&["microsoft.graph.user::{id}", "microsoft.graph.user::{aboutMe, birthday}"], &[Cloud::GovSg]);
    assert!(listed.contains("needs 2 elements that GovSg lacks: `microsoft.graph.user/aboutMe`"), "{listed}");
    assert!(listed.contains("1 | microsoft.graph.user::{aboutMe, birthday}\n"), "{listed}");
    let named = problem(&["microsoft.graph.educationClass"], &china);
    assert!(named.contains("error[cloud]: "), "{named}");
}

#[test]
fn a_pattern_is_one_error() {
    let error = problem(&["/users/{id}/onenote/**", "!/users/{id}/onenote/pages/**"], &[Cloud::China]);
    assert_eq!(error.matches("error[cloud]").count(), 1, "{error}");
    assert_eq!(problem(&["/users/{id}/licenseDetails/**"], &[Cloud::China]), "");
}

#[test]
fn other_services_have_no_clouds() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/documents/reach.csdl");
    let error = Builder::new().metadata(path).select("/**").cloud(Cloud::China).generate().unwrap_err().to_string();
    assert!(error.contains("clouds are known for Microsoft Graph only, and the metadata is that of another service"));
}

#[cfg(feature = "cli")]
mod command {
    use graph_codegen::{Builder, cli};

    fn run(arguments: &[&str]) -> (u8, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let arguments = ["xtask"].iter().chain(arguments).map(|argument| (*argument).to_owned());
        let code = cli::run_with(Builder::new(), arguments, &mut out, &mut err);
        (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    #[test]
    fn requests_have_a_mark_for_each_cloud() {
        let select = ["--select", "/me/onenote/notebooks", "/users/{id}/reprocessLicenseAssignment"];
        let (code, out, err) = run(&[&["clouds", "--cloud", "Global", "China"], &select[..]].concat());
        assert_eq!((code, err.as_str()), (0, ""));
        let lines: Vec<&str> = out.lines().take(3).collect();
        assert_eq!(
            lines,
            [
                "                                               Global  China",
                "GET    /me/onenote/notebooks                     ✓       –    by microsoft.graph.user/onenote",
                "POST   /users/{id}/reprocessLicenseAssignment    ✓       ✓",
            ]
        );
        assert!(out.contains("microsoft.graph.notebook "), "{out}");
        let (_, out, _) = run(&[&["clouds", "--format", "tsv", "--cloud", "China"], &select[..]].concat());
        assert!(out.starts_with("kind\telement\tChina\nrequest\tGET /me/onenote/notebooks\tno\n"), "{out}");
        assert!(out.contains("entity type\tmicrosoft.graph.notebook\tno\n"), "{out}");
    }

    #[test]
    fn json_has_the_clouds_and_the_reasons() {
        let (code, out, _) = run(&["clouds", "--format", "json", "--select", "/me/onenote/notebooks"]);
        let json: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(code, 0);
        let request = &json["requests"][0];
        assert_eq!((&request["method"], &request["path"]), (&"GET".into(), &"/me/onenote/notebooks".into()));
        assert_eq!(request["clouds"], serde_json::json!(["Global", "UsNat", "UsSec"]));
        assert_eq!(request["limitedBy"][0]["element"], "microsoft.graph.user/onenote");
        let select = ["--select", "/me/onenote/notebooks", "--cloud", "UsNat", "China"];
        let (_, restricted, _) = run(&[&["clouds", "--format", "json"], &select[..]].concat());
        let restricted: serde_json::Value = serde_json::from_str(&restricted).unwrap();
        assert_eq!(restricted["requests"][0]["clouds"], serde_json::json!(["UsNat"]));
        let lacked = restricted["elements"].as_array().unwrap();
        assert!(lacked.iter().all(|element| element["clouds"].as_array().unwrap().len() < 2), "{lacked:?}");
        let select = ["--select", "/users/{id}/licenseDetails", "--cloud", "Global"];
        let (_, tsv, _) = run(&[&["clouds", "--format", "tsv"], &select[..]].concat());
        assert_eq!(tsv, "kind\telement\tGlobal\nrequest\tGET /users/{id}/licenseDetails\tyes\n");
        let links = json["elements"].as_array().unwrap().iter().find(|element| element["kind"] == "complex type");
        let last = links.unwrap()["reasons"].as_array().unwrap().last().unwrap();
        assert!(last.as_str().unwrap().contains("is named by the selector"), "{last}");
    }

    #[test]
    fn without_selectors_the_elements_of_each_cloud_are_counted() {
        let (code, out, _) = run(&["clouds", "--format", "tsv", "--cloud", "Global", "GovSg"]);
        assert_eq!(code, 0);
        for line in ["kind\tGlobal\tGovSg\tunknown", "entity types\t1182\t91\t0", "enum types\t861\t22\t0"] {
            assert!(out.lines().any(|found| found == line), "{out}");
        }
    }

    #[test]
    fn what_the_table_does_not_have_is_unknown_in_every_form() {
        let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/newer.csdl");
        std::fs::write(path, super::NEWER).unwrap();
        let newer = ["--metadata", path];
        let select = [&newer[..], &["--select", "/me/novelties#GET", "/me/act", "microsoft.graph.user::{id, novelty}"]];
        let (code, out, err) = run(&[&["clouds", "--cloud", "Global", "China"], &select.concat()[..]].concat());
        assert_eq!((code, err.as_str()), (0, ""));
        assert!(
            out.contains("GET    /me/novelties    ?       ?    microsoft.graph.user/novelties is unknown\n"),
            "{out}"
        );
        assert!(out.contains("microsoft.graph.user/novelty "), "{out}");
        let (_, out, _) = run(&[&["clouds", "--format", "json"], &select.concat()[..]].concat());
        let json: serde_json::Value = serde_json::from_str(&out).unwrap();
        let request =
            json["requests"].as_array().unwrap().iter().find(|found| found["path"] == "/me/novelties").unwrap();
        assert_eq!(
            (&request["clouds"], &request["unknown"][0]),
            (&().into(), &"microsoft.graph.user/novelties".into())
        );
        let (_, out, _) = run(&[&["clouds", "--format", "tsv"], &newer[..]].concat());
        assert!(out.contains("\nproperties\t2\t2\t2\t2\t2\t2\t2\t2\t1\t1\n"), "{out}");
        let (_, out, _) = run(&["explain", "GET /me/novelties", "--metadata", path]);
        assert!(out.contains("unknown"), "{out}");
        let generate = ["generate", "--select", "/me/novelties", "--out", "/dev/null/x.rs", "--cloud", "China"];
        let (_, _, err) = run(&[&generate[..], &newer].concat());
        assert!(err.contains("accept it with `--allow-unknown-availability`"), "{err}");
    }

    #[test]
    fn parameters_that_a_cloud_lacks_are_listed() {
        let select = ["--select", "/me/events/{id}/decline", "--cloud", "Global", "China"];
        let (code, out, _) = run(&[&["clouds", "--format", "tsv"], &select[..]].concat());
        assert_eq!(code, 0);
        assert!(out.contains("parameter\tmicrosoft.graph.event/decline(ProposedNewTime)\tyes\tno\n"), "{out}");
    }

    #[test]
    fn generate_refuses_what_a_cloud_lacks() {
        let out = concat!(env!("CARGO_TARGET_TMPDIR"), "/clouds.rs");
        let generate = ["generate", "--select", "/me/onenote/notebooks", "--out", out];
        let (code, _, err) = run(&[&generate[..], &["--cloud", "China"]].concat());
        assert_eq!(code, 1);
        assert!(err.contains("which China lacks"), "{err}");
        assert_eq!(run(&[&generate[..], &["--cloud", "usnat"]].concat()).0, 0);
        let text = std::fs::read_to_string(out).unwrap();
        assert!(text.contains(" --cloud UsNat "), "the command in the header");
        assert_eq!(run(&[&generate[..], &["--cloud", "Mars"]].concat()).0, 2);
    }
}

#[test]
fn generated_code_says_where_requests_are_available_and_what_they_need() {
    let generated =
        Builder::new().select("/me/onenote/notebooks").select("/me/messages/{id}#PATCH").generate().unwrap();
    let text = generated.text();
    for expected in [
        ".in_clouds(0x1ff)\n                .with_permissions(&PERMISSION_TABLE)",
        "OnenoteRequestBuilder(self.0.child(\"onenote\").in_clouds(0x031))",
        "    /// Clouds: Global, UsNat, UsSec.\n",
        "    /// Delegated permission: `Mail.ReadWrite`",
        "\n/me/messages/{id} PATCH=",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn other_services_have_neither_clouds_nor_permissions() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/documents/reach.csdl");
    let generated = Builder::new().metadata(path).select("/**").generate().unwrap();
    assert!(!generated.text().contains("in_clouds") && !generated.text().contains("ermissions:"));
    assert!(!generated.text().contains("PERMISSION_TABLE"));
}

/// A document with elements that the table of clouds does not have.
const NEWER: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
    <edmx:DataServices><Schema Namespace="microsoft.graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="user" BaseType="microsoft.graph.entity"><Property Name="aboutMe" Type="Edm.String"/>
        <Property Name="novelty" Type="Edm.String"/>
        <NavigationProperty Name="novelties" Type="Collection(microsoft.graph.user)" ContainsTarget="true"/>
      </EntityType>
      <EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id"/></Key>
        <Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
      <Action Name="revokeSignInSessions" IsBound="true"><Parameter Name="this" Type="microsoft.graph.user"/>
        <Parameter Name="why" Type="Edm.String" Nullable="false"/><Parameter Name="note" Type="Edm.String"/>
        <ReturnType Type="Edm.Boolean"/></Action>
      <Action Name="act" IsBound="true"><Parameter Name="this" Type="microsoft.graph.user"/></Action>
      <EntityContainer Name="GraphService"><Singleton Name="me" Type="microsoft.graph.user"/></EntityContainer>
    </Schema></edmx:DataServices></edmx:Edmx>"#;

fn newer(selector: &str) -> Builder {
    Builder::new().metadata_text("newer.csdl", NEWER).select(selector)
}

#[test]
fn what_is_newer_than_the_table_is_not_available_everywhere() {
    for (selector, element) in [
        ("/me/novelties", "microsoft.graph.user/novelties"),
        ("/me/act", "microsoft.graph.user/act"),
        ("microsoft.graph.user::{id, novelty}", "microsoft.graph.user/novelty"),
        ("/me/revokeSignInSessions", "microsoft.graph.user/revokeSignInSessions(why)"),
    ] {
        let error = newer(selector).cloud(Cloud::China).generate().unwrap_err().to_string();
        let message = format!("error[cloud]: it is not known whether China has `{element}`");
        assert!(error.starts_with(&message) && error.contains("`.allow_unknown_availability()`"), "{error}");
        let accepted = newer(selector).cloud(Cloud::China).allow_unknown_availability().generate().unwrap();
        assert_eq!(accepted.warnings().to_string(), "");
    }
    // What the table has is known.
    assert!(newer("microsoft.graph.user::{id, aboutMe}").cloud(Cloud::China).generate().is_ok());
}

#[test]
fn generated_code_says_which_clouds_are_not_known() {
    let generated = newer("/me/novelties").select("/me/act").select("/me/revokeSignInSessions").generate().unwrap();
    let text = generated.text();
    for expected in [
        "    /// Clouds: not known.\n",
        "(self.0.child(\"novelties\").in_unknown_clouds())",
        "`novelty` (clouds: not known)",
        "`why` (clouds: not known)",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    assert!(!text.contains("`id` (clouds") && !text.contains("`aboutMe` (clouds"), "{text}");
}
