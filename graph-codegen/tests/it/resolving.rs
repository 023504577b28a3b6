//! Facts about Graph's documents that the resolved model must contain.

use std::collections::{BTreeMap, HashMap};

use crate::shared;
use graph_codegen::{
    Builder,
    edm::{Annotation, Model, OperationKind, TypeKind},
};

fn model(cloud: &str) -> Model {
    let path = shared::path(&format!("metadata/v1.0/{cloud}"));
    Builder::new().metadata(path).resolve().unwrap_or_else(|error| panic!("{error}")).model
}

#[needs::shared]
#[test]
fn the_global_document_has_the_expected_content() {
    let model = model("Prod.csdl");
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut count = |what: &'static str, is_so: bool| *counts.entry(what).or_default() += usize::from(is_so);
    for (_, declared) in model.types() {
        match &declared.kind {
            TypeKind::Entity(_) => count("entity types", true),
            TypeKind::Complex(_) => count("complex types", true),
            TypeKind::Enum(enumeration) => {
                count("enums", true);
                count("flags", enumeration.is_flags == Some(true));
                let evolves = enumeration.members.iter().any(|member| member.name == "unknownFutureValue");
                count("evolvable enums", evolves);
            }
            TypeKind::Definition(_) => {}
        }
        if let Some(structured) = declared.structured() {
            count("open types", structured.open_type == Some(true));
            count("abstract types", structured.is_abstract == Some(true));
            for _ in &structured.navigation_properties {
                count("navigation properties", true);
            }
        }
    }
    for (_, operation) in model.operations() {
        count("actions", operation.kind == OperationKind::Action);
        count("functions", operation.kind == OperationKind::Function);
        // Another `delta` is an action.
        let is_function = operation.kind == OperationKind::Function;
        count("delta overloads", is_function && operation.name.as_str() == "microsoft.graph.delta");
    }
    let expected = BTreeMap::from([
        ("entity types", 1182),
        ("complex types", 1779),
        ("enums", 861),
        ("evolvable enums", 629),
        ("flags", 64),
        ("open types", 535),
        ("abstract types", 183),
        ("navigation properties", 1432),
        ("actions", 857),
        ("functions", 326),
        ("delta overloads", 33),
    ]);
    assert_eq!(counts, expected);
    let container = &model.containers()[0];
    assert_eq!((container.entity_sets.len(), container.singletons.len()), (41, 31));
    assert_eq!(model.schemas().len(), 11);
    assert_eq!(model.targeted_annotations().len(), 4878);
}

#[needs::shared]
#[test]
fn documents_of_every_cloud_resolve() {
    for (cloud, entity_types) in [
        ("Prod", 1182),
        ("Fairfax", 832),
        ("Mooncake", 582),
        ("USNat", 538),
        ("USSec", 526),
        ("Bleu", 596),
        ("Delos", 454),
        ("GovSG", 91),
    ] {
        let model = model(&format!("{cloud}.csdl"));
        let count = model.types().filter(|(_, declared)| declared.is_entity()).count();
        assert_eq!(count, entity_types, "{cloud}");
    }
}

#[needs::shared]
#[test]
fn names_resolve_to_the_right_elements() {
    let model = model("Prod.csdl");
    let user = model.find_type("microsoft.graph.user").expect("user");
    // `self` is the alias of microsoft.graph.security, and `graph` that of microsoft.graph.
    let other = model.find_type("microsoft.graph.security.user").expect("the other user");
    let lineage = |id| model.lineage(id).map(|(_, base)| base.name.to_string()).collect::<Vec<_>>();
    assert_eq!(lineage(user), ["microsoft.graph.user", "microsoft.graph.directoryObject", "microsoft.graph.entity"]);
    assert_eq!(lineage(other)[..2], ["microsoft.graph.security.user", "microsoft.graph.security.identityAccounts"]);
    let (declaring, key) = model.key(user).expect("the key is inherited");
    assert_eq!(model.type_(declaring).name.as_str(), "microsoft.graph.entity");
    assert_eq!(key.property_refs[0].name, "id");
    let json = model.find_type("microsoft.graph.Json").expect("Json");
    assert!(model.type_(json).represents_untyped());
}

#[needs::shared]
#[test]
fn overloads_are_distinguished_by_binding_type_and_parameters() {
    let model = model("Prod.csdl");
    let mut overloads: HashMap<(String, String), usize> = HashMap::new();
    for (_, operation) in model.operations() {
        let Some(binding) = operation.binding_parameter() else { continue };
        let on = binding.type_ref.type_id().map_or(String::new(), |id| model.type_(id).name.to_string());
        *overloads
            .entry((operation.name.to_string(), format!("{on} {}", binding.type_ref.is_collection)))
            .or_default() += 1;
    }
    assert!(overloads.values().any(|count| *count > 1));
    let unusual = model
        .operations()
        .filter_map(|(_, operation)| operation.binding_parameter())
        .filter(|parameter| !parameter.name.to_lowercase().starts_with("bind"))
        .count();
    assert!(unusual > 0, "the binding parameter is the first, regardless of its name");
}

#[needs::shared]
#[test]
fn annotations_are_attached_to_their_targets() {
    let model = model("Prod.csdl");
    let user = model.find_type("microsoft.graph.user").expect("user");
    let attached: usize = model.targeted_annotations().iter().filter(|targeted| targeted.is_attached).count();
    let unattached = model.unattached_annotations();
    assert_eq!(attached + unattached.len(), 4878, "each is attached to its target or listed");
    let described = model
        .type_(user)
        .annotations
        .iter()
        .chain(model.properties(user).into_iter().flat_map(|(_, property)| property.annotations.iter()));
    let descriptions: Vec<&Annotation> =
        described.filter(|annotation| annotation.term.as_str() == "Org.OData.Core.V1.Description").collect();
    assert!(!descriptions.is_empty());
    println!("{} of 4878 are not attached to an element", unattached.len());
}
