//! Slices contain everything that the model says about the selected elements, in a canonical form.

use std::{collections::BTreeSet, path::PathBuf};

use crate::shared;
use graph_codegen::{
    Builder, Selected,
    edm::{Annotation, Expression, Facets, ItemType, Model, Operation, TypeId, TypeKind, TypeRef},
    selection::Members,
    slice::Options,
};

fn select(builder: Builder, selectors: &[&str]) -> Selected {
    builder.resolve().unwrap().select(selectors.iter().copied()).unwrap()
}

fn write(selected: &Selected) -> String {
    selected.slice(&Options::default())
}

/// Slices a selection, slices the slice again, and compares the facts about the selected types.
fn round_trip(whole: &Selected, selectors: &[&str]) -> (String, Selected) {
    let text = write(whole);
    let again = select(Builder::new().metadata_text("slice", text.as_str()), selectors);
    assert_eq!(write(&again), text, "the slice of the slice differs");
    let (before, after) = (facts(whole, &again), facts(&again, &again));
    let lost: Vec<&String> = before.iter().filter(|fact| !after.contains(*fact)).take(5).collect();
    let invented: Vec<&String> = after.iter().filter(|fact| !before.contains(*fact)).take(5).collect();
    assert!(lost.is_empty() && invented.is_empty(), "{selectors:?}: lost {lost:#?}, invented {invented:#?}");
    (text, again)
}

/// Returns each fact about the selected types as a line of text, including the order of properties. Only types of
/// `within` are considered.
fn facts(selected: &Selected, within: &Selected) -> BTreeSet<String> {
    let model = &selected.resolved.model;
    let mut facts = BTreeSet::new();
    for (id, chosen) in &selected.selection.types {
        type_facts(model, &within.resolved.model, *id, &chosen.members, &mut facts);
    }
    for (_, operation) in model.operations() {
        if signature_is_selected(selected, operation, &within.resolved.model) {
            facts.insert(operation_facts(model, operation));
        }
    }
    for container in model.containers() {
        for set in &container.entity_sets {
            if is_within(model, &within.resolved.model, &set.entity_type) {
                let annotations = stripped(&set.annotations);
                facts.insert(format!("set {} {:?} {annotations:?}", set.name, set.include_in_service_document));
            }
        }
        for singleton in &container.singletons {
            if is_within(model, &within.resolved.model, &singleton.entity_type) {
                facts.insert(format!("singleton {} {:?}", singleton.name, stripped(&singleton.annotations)));
            }
        }
    }
    for schema in model.schemas() {
        if within.resolved.model.schemas().iter().any(|other| other.namespace == schema.namespace) {
            facts.insert(format!("schema {} {:?}", schema.namespace, schema.alias));
        }
    }
    facts
}

fn type_facts(model: &Model, within: &Model, id: TypeId, members: &Members, facts: &mut BTreeSet<String>) {
    let declared = model.type_(id);
    let name = &declared.name;
    facts.insert(format!("{name} {:?}", stripped(&declared.annotations)));
    match &declared.kind {
        TypeKind::Enum(enumeration) => {
            facts.insert(format!("{name} enum {:?} {:?}", enumeration.underlying_type, enumeration.is_flags));
            for member in &enumeration.members {
                let annotations = stripped(&member.annotations);
                facts.insert(format!("{name}/{} {} {annotations:?}", member.name, member.value));
            }
        }
        TypeKind::Definition(definition) => {
            let underlying = type_text(model, &definition.underlying_type);
            facts.insert(format!("{name} definition {underlying} {}", facet_text(&definition.facets)));
        }
        TypeKind::Entity(structured) | TypeKind::Complex(structured) => {
            let base = structured.base_type.map(|base| model.type_(base).name.as_str());
            let (is_abstract, open, stream) = (structured.is_abstract, structured.open_type, structured.has_stream);
            facts.insert(format!("{name} {} {base:?} {is_abstract:?} {open:?} {stream:?}", declared.is_entity()));
            for reference in structured.key.iter().flat_map(|key| &key.property_refs) {
                facts.insert(format!("{name} key {} {:?}", reference.name, reference.alias));
            }
            let properties = model.properties(id).into_iter();
            let chosen = properties.filter(|(_, property)| members.contains(&property.name));
            for (order, (declaring, property)) in chosen.enumerate() {
                facts.insert(format!(
                    "{name}/{} {order} {} {} {:?} {} {:?}",
                    property.name,
                    model.type_(declaring).name,
                    type_text(model, &property.type_ref),
                    property.nullable,
                    facet_text(&property.facets),
                    stripped(&property.annotations),
                ));
            }
            for property in &structured.navigation_properties {
                if is_within(model, within, &property.type_ref.item) {
                    facts.insert(format!(
                        "{name}/{} navigation {} {:?} {:?} {:?} {:?}",
                        property.name,
                        type_text(model, &property.type_ref),
                        property.nullable,
                        property.contains_target,
                        property.on_delete.as_ref().map(|rule| &rule.action),
                        stripped(&property.annotations),
                    ));
                }
            }
        }
    }
}

fn operation_facts(model: &Model, operation: &Operation) -> String {
    let parameters: Vec<String> = operation
        .parameters
        .iter()
        .map(|parameter| {
            let (nullable, facets) = (parameter.nullable, facet_text(&parameter.facets));
            let type_text = type_text(model, &parameter.type_ref);
            format!("{}: {type_text} {nullable:?} {facets} {:?}", parameter.name, stripped(&parameter.annotations))
        })
        .collect();
    let returned = operation.return_type.as_ref().map(|returned| {
        let type_text = type_text(model, &returned.type_ref);
        format!("{type_text} {:?} {}", returned.nullable, facet_text(&returned.facets))
    });
    let annotations = stripped(&operation.annotations);
    let (kind, name, composable) = (operation.kind, &operation.name, operation.is_composable);
    format!("{kind:?} {name} {composable:?} ({parameters:?}) -> {returned:?} {annotations:?}")
}

fn is_within(model: &Model, within: &Model, item: &ItemType) -> bool {
    match item {
        ItemType::Declared(id) => within.find_type(model.type_(*id).name.as_str()).is_some(),
        ItemType::Primitive(_) => true,
        ItemType::External(_) => false,
    }
}

fn signature_is_selected(selected: &Selected, operation: &Operation, within: &Model) -> bool {
    let model = &selected.resolved.model;
    let is_selected = |type_ref: &TypeRef| match type_ref.item {
        ItemType::Declared(id) => selected.selection.types.contains_key(&id),
        _ => true,
    };
    operation.binding_parameter().is_some_and(|parameter| is_within(model, within, &parameter.type_ref.item))
        && operation.call_parameters().iter().all(|parameter| is_selected(&parameter.type_ref))
        && operation.return_type.as_ref().is_none_or(|returned| is_selected(&returned.type_ref))
}

fn type_text(model: &Model, type_ref: &TypeRef) -> String {
    let name = match &type_ref.item {
        ItemType::Primitive(primitive) => primitive.as_str().to_owned(),
        ItemType::Declared(id) => model.type_(*id).name.to_string(),
        ItemType::External(name) => name.to_string(),
    };
    if type_ref.is_collection { format!("Collection({name})") } else { name }
}

fn facet_text(facets: &Facets) -> String {
    let numbers = [facets.max_length(), facets.precision(), facets.scale(), facets.srid(), facets.default_value()];
    format!("{numbers:?} {:?}", facets.unicode())
}

/// Returns annotations as text, without prose and positions, in the order of the slice.
fn stripped(annotations: &[Annotation]) -> Vec<String> {
    const CORE: &str = "Org.OData.Core.V1.";
    let mut kept: Vec<_> = annotations
        .iter()
        .filter(|annotation| {
            let name = annotation.term.as_str().strip_prefix(CORE);
            name != Some("Description") && name != Some("LongDescription")
        })
        .collect();
    kept.sort_by_key(|annotation| (&annotation.term, &annotation.qualifier));
    kept.dedup_by_key(|annotation| (&annotation.term, &annotation.qualifier));
    kept.into_iter()
        .map(|annotation| {
            let value = annotation.value.as_ref().map(value_text);
            format!("{} {:?} {value:?} {:?}", annotation.term, annotation.qualifier, stripped(&annotation.annotations))
        })
        .collect()
}

fn value_text(value: &Expression) -> String {
    match value {
        Expression::Text { notation, value } => format!("{notation}:{value}"),
        Expression::Collection(items) => format!("{:?}", items.iter().map(value_text).collect::<Vec<_>>()),
        Expression::Record(record) => {
            let values = record.property_values.iter().filter(|value| !value.property.ends_with("Description"));
            let values: Vec<String> = values
                .map(|value| {
                    let inner = value.value.as_ref().map(value_text);
                    format!("{} = {inner:?} {:?}", value.property, stripped(&value.annotations))
                })
                .collect();
            format!("{:?} {values:?} {:?}", record.record_type, stripped(&record.annotations))
        }
        Expression::Null { annotations } => format!("null {:?}", stripped(annotations)),
        Expression::Operator { name, attributes, operands, annotations } => {
            let operands: Vec<String> = operands.iter().map(value_text).collect();
            format!("{name} {attributes:?} {operands:?} {:?}", stripped(annotations))
        }
    }
}

#[needs::shared]
#[test]
fn a_slice_of_all_of_graph_is_lossless() {
    let path = shared::path("metadata/v1.0/Prod.csdl");
    let (text, again) = round_trip(&select(Builder::new().metadata(&path), &["**"]), &["**"]);
    assert_eq!(again.resolved.model.types().count(), 1182 + 1779 + 861);
    assert_eq!(again.resolved.model.operations().count(), 857 + 326);
    assert!(!text.contains("Core.V1.Description") && !text.contains("Property=\"Description\""));
}

#[needs::shared]
#[test]
fn slices_of_parts_of_graph_are_lossless() {
    let path = shared::path("metadata/v1.0/Prod.csdl");
    for selectors in [
        &["microsoft.graph.user"][..],
        &["microsoft.graph.user::{id, displayName, assignedLicenses}"],
        &["microsoft.graph.user", "!microsoft.graph.mailboxSettings", "!microsoft.graph.user::{mail, jobTitle}"],
        &["/users/{id}/sendMail", "/groups/{id}/owners"],
        &["microsoft.graph.security.user", "microsoft.graph.fileAttachment", "microsoft.graph.Json"],
        &["microsoft.graph.search*"],
    ] {
        round_trip(&select(Builder::new().metadata(&path), selectors), selectors);
    }
}

#[needs::shared]
#[test]
fn slices_of_other_services_are_lossless() {
    for name in [
        "cap-users.xml",
        "microsoft--TripService.OData.xml",
        "oasis-tcs--Northwind.xml",
        "oasis-tcs--Org.OData.Core.V1.xml",
        "oasis-tcs--containment.xml",
        "odata--DupNames.xml",
        "odata--KeywordsAsNames.xml",
        "odata--OperationsServiceCsdl.xml",
        "odata--TripPin.csdl",
        "odata--TypeDefinitions.xml",
        "sap--sdMeta.xml",
    ] {
        let path = shared::path("csdl").join(name);
        round_trip(&select(Builder::new().metadata(&path), &["**"]), &["**"]);
    }
}

#[test]
fn types_with_some_members_keep_their_base_type_and_key() {
    let selected = select(Builder::new(), &["microsoft.graph.user::{displayName}"]);
    let (text, again) = round_trip(&selected, &["microsoft.graph.user::{displayName}"]);
    let model = &again.resolved.model;
    let user = model.find_type("microsoft.graph.user").unwrap();
    let names: Vec<&str> = model.properties(user).iter().map(|(_, property)| property.name.as_str()).collect();
    assert_eq!(names, ["id", "displayName"]);
    let bases: Vec<&str> = model.lineage(user).map(|(_, declared)| declared.name.name()).collect();
    assert_eq!(bases, ["user", "directoryObject", "entity"]);
    assert!(!text.contains("assignedLicense\""), "the type of a property that is not selected");
}

#[test]
fn references_to_elements_outside_the_slice_are_omitted() {
    let selected = select(Builder::new(), &["microsoft.graph.subscribedSku"]);
    let text = write(&selected);
    let model = Builder::new().metadata_text("slice", text).resolve().unwrap().model;
    let names: BTreeSet<&str> = model.types().map(|(_, declared)| declared.name.name()).collect();
    assert_eq!(names, BTreeSet::from(["entity", "licenseUnitsDetail", "servicePlanInfo", "subscribedSku"]));
    assert_eq!(model.operations().count(), 0);
    let container = &model.containers()[0];
    assert_eq!(container.entity_sets.len(), 1);
    assert!(container.singletons.is_empty());
}

const EVERY_KIND: &str = r#"<?xml version="1.0"?>
<edmx:Edmx Version="4.01" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:Reference Uri="https://example.com/core.xml"><edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/></edmx:Reference>
  <edmx:Reference Uri="https://example.com/other.xml"><edmx:Include Namespace="other" Alias="o"/></edmx:Reference>
  <edmx:DataServices>
    <Schema Namespace="n.z" Alias="z" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <Annotations Target="z.B/y"><Annotation Term="Core.Computed"/></Annotations>
      <Annotations Target="z.B/a"><Annotation Term="Core.Immutable" Bool="false"/></Annotations>
      <EntityType Name="B" BaseType="z.A" OpenType="true"><Property Name="y" Type="Edm.Decimal" Precision="5" Scale="variable"/></EntityType>
      <EntityType Name="A" HasStream="true"><Key><PropertyRef Name="c/k" Alias="k"/></Key>
        <Property Name="c" Type="z.C" Nullable="false"/><Property Name="a" Type="Edm.String" MaxLength="max" DefaultValue="&lt;&#10;&quot;" Unicode="false"/>
        <NavigationProperty Name="up" Type="z.A" Partner="down"><ReferentialConstraint Property="a" ReferencedProperty="a"/><OnDelete Action="SetNull"/></NavigationProperty>
        <NavigationProperty Name="down" Type="Collection(z.A)" Partner="up" ContainsTarget="true"/>
        <NavigationProperty Name="out" Type="z.Unselected" Nullable="false"/>
        <Annotation Term="x.expressions"><Record Type="o.T"><PropertyValue Property="p"><Collection>
          <If><Path>a</Path><Int>1</Int><Null/></If><String> two  words </String><UrlRef><String>http://x</String></UrlRef>
          <LabeledElement Name="l" Path="a"/><Apply Function="odata.concat"><String>a</String><Path>c/k</Path></Apply>
          <EnumMember>z.E/one z.E/two</EnumMember></Collection></PropertyValue>
          <PropertyValue Property="Description" String="a sentence"/><Annotation Term="Core.Description" String="another"/></Record></Annotation>
        <Annotation Term="Core.Revisions"><Collection><Record><PropertyValue Property="Description" String="gone"/>
          <PropertyValue Property="Kind" EnumMember="Core.RevisionKind/Deprecated"/></Record></Collection></Annotation>
        <Annotation Term="Core.LongDescription" String="gone"/>
      </EntityType>
      <EntityType Name="Unselected"/>
      <ComplexType Name="C"><Property Name="k" Type="z.E" Nullable="false"/></ComplexType>
      <EnumType Name="E" UnderlyingType="Edm.Int64" IsFlags="true"><Member Name="one" Value="1"/><Member Name="two" Value="2"><Annotation Term="Core.Description" String="gone"/></Member></EnumType>
      <Function Name="f" IsBound="true" IsComposable="true" EntitySetPath="b/up"><Parameter Name="b" Type="Collection(z.A)"/><ReturnType Type="Collection(z.A)" Nullable="false"/></Function>
      <Action Name="f2" IsBound="true"><Parameter Name="b" Type="z.A"/><Parameter Name="u" Type="z.Unselected"/></Action>
      <EntityContainer Name="S"><EntitySet Name="As" EntityType="z.A" IncludeInServiceDocument="false">
        <NavigationPropertyBinding Path="up" Target="As"/><NavigationPropertyBinding Path="out" Target="Outs"/><NavigationPropertyBinding Path="n.z.B/up" Target="One"/></EntitySet>
        <EntitySet Name="Outs" EntityType="z.Unselected"/><Singleton Name="One" Type="z.B" Nullable="true"/></EntityContainer>
    </Schema>
    <Schema Namespace="n.a" xmlns="http://docs.oasis-open.org/odata/ns/edm"><TypeDefinition Name="D" UnderlyingType="Edm.String" MaxLength="3"/></Schema>
  </edmx:DataServices>
</edmx:Edmx>"#;

#[test]
fn every_kind_of_element_is_written() {
    let selectors = ["n.z.B", "n.a.D"];
    let whole = select(Builder::new().metadata_text("every", EVERY_KIND), &selectors);
    let (text, _) = round_trip(&whole, &selectors);
    assert_eq!(text, include_str!("../slice/every.csdl"));
}

#[test]
fn functions_imports_casts_and_properties_on_paths_are_kept() {
    let document = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/documents/reach.csdl"));
    let selectors = [
        "/hall/range(from={from},to={to})/{id}/parts",
        "/places/city.house/{id}/law.court/law.verdict",
        "/places(street='{street}',code={code})/address/town",
        "/nearestPlace",
        "/towns()/{id}",
        "/reset",
    ];
    let whole = select(Builder::new().metadata(document), &selectors);
    let (text, again) = round_trip(&whole, &selectors);
    assert_eq!(again.selection.imports.keys().collect::<Vec<_>>(), ["nearestPlace", "reset", "towns"]);
    for line in [
        r#"<Function Name="range" IsBound="true" IsComposable="true">"#,
        r#"<FunctionImport Name="nearestPlace" Function="example.city.nearest" EntitySet="places" />"#,
        r#"<FunctionImport Name="towns" Function="example.city.all" />"#,
        r#"<ActionImport Name="reset" Action="example.city.reset" />"#,
        r#"<Property Name="address" Type="example.city.address" />"#,
        r#"<Property Name="code" Type="Edm.Int32" />"#,
        "Org.OData.Core.V1.AlternateKeys",
    ] {
        assert!(text.contains(line), "{line} is missing in\n{text}");
    }
    assert!(!text.contains("foundTown") && !text.contains("EntitySetPath"), "{text}");
}

/// The profile depends on elements, documents and settings that the slice does not have.
#[test]
fn the_profile_of_a_slice_is_that_of_the_whole() {
    let service = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
        <Schema Namespace="s" xmlns="http://docs.oasis-open.org/odata/ns/edm">
          <EntityType Name="A"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
          <EntityContainer Name="C"><EntitySet Name="As" EntityType="s.A"/>
          <EntitySet Name="Bs" EntityType="s.A"><Annotation Term="Org.OData.Core.V1.OptimisticConcurrency"><Collection/></Annotation></EntitySet>
          </EntityContainer></Schema></edmx:DataServices></edmx:Edmx>"#;
    let vocabulary = r#"<edmx:Edmx Version="4.01" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
        <Schema Namespace="v" xmlns="http://docs.oasis-open.org/odata/ns/edm"/></edmx:DataServices></edmx:Edmx>"#;
    let builder = || Builder::new().metadata_text("s.csdl", service).metadata_text("v.csdl", vocabulary);
    let settings = ["keys=segments", "enums=members", "async=false", "operations=simple", "deletions=plain"];
    let settings = settings.map(|text| text.parse().unwrap());
    for builder in [builder(), settings.into_iter().fold(builder(), Builder::profile)] {
        let whole = select(builder, &["/As"]);
        let (text, again) = round_trip(&whole, &["/As"]);
        assert_eq!(again.resolved.model.profile(), whole.resolved.model.profile(), "{text}");
        assert!(text.contains("graph_codegen.v1.Profile"), "{text}");
    }
    let plain = service.replace("Org.OData.Core.V1.OptimisticConcurrency", "x.y");
    let (text, again) = round_trip(&select(Builder::new().metadata_text("s.csdl", plain), &["/As"]), &["/As"]);
    assert!(!text.contains("graph_codegen") && !again.resolved.model.profile().guards_deletions(), "{text}");
}
