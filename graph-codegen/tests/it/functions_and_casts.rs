//! Selections of functions, casts, imports, alternate keys and complex properties.

use std::path::PathBuf;

use graph_codegen::{
    Builder, Selected,
    selection::{Resource, ResourceShape},
};

fn select(selectors: &[&str]) -> Selected {
    let document = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/documents/reach.csdl"));
    let resolved = Builder::new().metadata(document).resolve().expect("the model");
    resolved.select(selectors.iter().copied()).unwrap_or_else(|error| panic!("{selectors:?}: {error}"))
}

fn types(selected: &Selected) -> Vec<String> {
    let model = &selected.resolved.model;
    let mut names: Vec<String> =
        selected.selection.types.keys().map(|id| model.type_(*id).name.name().to_owned()).collect();
    names.sort();
    names
}

fn resource<'a>(
    selected: &'a Selected,
    of: &str,
    shape: fn(graph_codegen::edm::TypeId) -> ResourceShape,
) -> &'a Resource {
    let id = selected.resolved.model.find_type(of).expect("the type is declared");
    selected.selection.resources.get(&shape(id)).expect("the resource is selected")
}

/// Returns the functions of a resource that are called or on a path, with the number of their parameters.
fn functions(selected: &Selected, resource: &Resource) -> Vec<String> {
    let model = &selected.resolved.model;
    let mut names: Vec<String> = resource
        .operations
        .iter()
        .map(|(id, chosen)| {
            let operation = model.operation(*id);
            let what = match (chosen.call.is_some(), chosen.leads_to.is_some()) {
                (true, true) => "called, on a path",
                (true, false) => "called",
                (false, true) => "on a path",
                (false, false) => "nothing",
            };
            format!("{}/{}: {what}", operation.name.name(), operation.call_parameters().len())
        })
        .collect();
    names.sort();
    names
}

#[test]
fn names_select_all_overloads_and_parentheses_one() {
    let all = select(&["/hall/range"]);
    let hall =
        |selected: &Selected| functions(selected, resource(selected, "example.city.house", ResourceShape::Entity));
    assert_eq!(hall(&all), ["range/0: called", "range/2: called"]);
    assert_eq!(hall(&select(&["/hall/range()"])), ["range/0: called"]);
    assert_eq!(hall(&select(&["/hall/city.range(to={to},from={from})"])), ["range/2: called"]);
    assert_eq!(hall(&select(&["example.city.house::{range}"])), ["range/0: called", "range/2: called"]);
    assert_eq!(hall(&select(&["/hall/**", "!example.city.house/range", "!/hall/*/parts"]))[0], "everything/21: called");
}

#[test]
fn paths_through_functions_do_not_select_their_return_types() {
    let selected = select(&["/hall/range(from={from},to={to})/{id}/parts#GET"]);
    let hall = resource(&selected, "example.city.house", ResourceShape::Entity);
    assert_eq!(functions(&selected, hall), ["range/2: on a path"]);
    assert!(hall.get.is_none());
    assert_eq!(types(&selected), ["address", "place", "size"], "the room is only on the path");
    let called = select(&["/hall/sizes()"]);
    assert_eq!(types(&called), ["size"], "the return type of a function");
    assert_eq!(types(&select(&["/houses/paint"])), ["colour"], "the parameter type of an operation");
}

#[test]
fn casts_select_the_derived_type() {
    for cast in ["city.tower", "example.city.tower"] {
        let selected = select(&[&format!("/places/{{id}}/{cast}/rooms")]);
        let place = resource(&selected, "example.city.place", ResourceShape::Entity);
        assert_eq!(place.casts.len(), 1, "{cast}");
        assert_eq!(
            resource(&selected, "example.city.tower", ResourceShape::Entity).template,
            "/places('{id}')/example.city.tower"
        );
    }
    let by_name = select(&["example.city.law.court/verdict"]);
    let court = resource(&by_name, "example.city.law.court", ResourceShape::Entity);
    assert_eq!(court.template, "/houses('{id}')/example.city.law.court", "only the path with a cast leads to it");
}

#[test]
fn wildcards_below_a_resource_select_every_kind_of_path() {
    let selected = select(&["/places/**"]);
    let places = resource(&selected, "example.city.place", ResourceShape::Collection);
    let keys: Vec<String> = places.alternate_keys.keys().map(|parts| parts.join(",")).collect();
    assert_eq!(keys, ["code", "street,code"]);
    assert_eq!(places.casts.len(), 4);
    assert_eq!(functions(&selected, places), ["delta/0: called", "delta/1: called"]);
    let place = resource(&selected, "example.city.place", ResourceShape::Entity);
    assert!(place.navigation.contains_key("address"), "a path continues to a town");
    assert!(!place.navigation.contains_key("size"), "reading the entity includes it");
    let address = resource(&selected, "example.city.address", ResourceShape::Entity);
    assert_eq!(functions(&selected, address), ["move/1: called", "zip/0: called"]);
    assert!(selected.selection.imports.is_empty());
    let whole = select(&["/**"]);
    assert_eq!(whole.selection.imports.keys().collect::<Vec<_>>(), ["foundTown", "nearestPlace", "reset", "towns"]);
    assert!(!select(&["/**", "!/reset"]).selection.imports.contains_key("reset"));
}

#[cfg(feature = "tools")]
#[test]
fn explanations_cover_functions_imports_and_casts() {
    let selected = select(&["/nearestPlace(lat={lat},lon={lon})", "/hall/favourite()"]);
    let shown = |name: &str| {
        let explanations = selected.explain(name).unwrap_or_else(|error| panic!("{name}: {error}"));
        explanations.iter().map(ToString::to_string).collect::<String>()
    };
    assert!(shown("example.city.colour").contains("is returned by example.city.house/favourite"));
    assert!(
        shown("example.city.place").contains("is returned by example.city.nearest"),
        "{}",
        shown("example.city.place")
    );
    assert!(shown("/hall/favourite()").contains("(function): selected"));
    assert!(shown("/nearestPlace").contains("is named by the selector `/nearestPlace(lat={lat},lon={lon})`"));
    assert!(shown("/places/{id}/city.house/plan").contains("`example.city.house/plan` selects it"));
    assert!(shown("example.city.all").contains("`/towns()` selects it"));
    assert!(shown("/places/{id}/address").contains("complex value"));
}

/// A container includes the children of the one that it extends, in any order of declaration.
#[test]
fn paths_start_in_the_extending_container() {
    const BASE: &str = r#"<EntityContainer Name="base"><EntitySet Name="parts" EntityType="n.part"><Annotation
        Term="Org.OData.Capabilities.V1.InsertRestrictions"><Record><PropertyValue Property="Insertable" Bool="false"/></Record>
        </Annotation></EntitySet></EntityContainer>"#;
    const OWN: &str =
        r#"<EntityContainer Name="shop" Extends="n.base"><Singleton Name="main" Type="n.part"/></EntityContainer>"#;
    for containers in [[BASE, OWN], [OWN, BASE]] {
        let text = format!(
            r#"<Schema Namespace="n" xmlns="http://docs.oasis-open.org/odata/ns/edm"><EntityType Name="part"><Key><PropertyRef
            Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/></EntityType>{}</Schema>"#,
            containers.concat()
        );
        let builder = || Builder::new().metadata_text("shop", &*text);
        let generated = builder().select("/**").generate().unwrap_or_else(|error| panic!("{error}"));
        for expected in ["pub struct Shop(", "pub fn parts(", "pub fn main("] {
            assert!(generated.text().contains(expected), "{expected}");
        }
        let error = builder().select("/parts#POST").generate().expect_err("the set cannot be inserted into");
        assert!(error.to_string().contains("`InsertRestrictions/Insertable` is false"), "{error}");
    }
}
