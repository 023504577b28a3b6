//! Differences between a model from OpenAPI and one from CSDL.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use graph_codegen::edm::{Annotation, ItemType, Model, Operation, OperationKind, TypeId, TypeKind, TypeRef};

/// A kind of difference. The kind and its cause are headings in the expected files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    TypeOnlyInOpenApi,
    PropertyOnlyInOpenApi,
    PropertyOnlyInCsdl,
    PropertyType,
    Navigation,
    MemberOnlyInOpenApi,
    MemberOnlyInCsdl,
    BaseType,
    TypeKinds,
    Flags,
    Abstract,
    Incomplete,
    Key,
    ReadOnly,
    AlternateKeys,
    Contained,
    NotContained,
    OperationOnlyInOpenApi,
    OperationOnDerivedType,
    Parameters,
    OptionalParameters,
    ReturnType,
    Child,
}

impl Kind {
    /// Returns the description and cause of a difference.
    fn heading(self) -> &'static str {
        match self {
            Self::TypeOnlyInOpenApi => "types that the CSDL does not have: the documents have different dates",
            Self::PropertyOnlyInOpenApi => "properties that the CSDL does not have: different dates",
            Self::PropertyOnlyInCsdl => "properties that the OpenAPI does not have: different dates",
            Self::PropertyType => {
                "properties with a different type: OpenAPI describes streams as bytes and `Json` as any value; \
                 or different dates"
            }
            Self::Navigation => {
                "properties that are navigation properties in only one description: the document lacks their types"
            }
            Self::MemberOnlyInOpenApi => "enum members that the CSDL does not have: different dates",
            Self::MemberOnlyInCsdl => "enum members that the OpenAPI does not have: different dates",
            Self::BaseType => "types with a different base type: different dates",
            Self::TypeKinds => "types of a different kind: different dates",
            Self::Flags => "enums that are flags in only one description",
            Self::Abstract => "types whose base type is abstract in only one description: OpenAPI cannot express it",
            Self::Incomplete => "types with a base type that the document does not declare",
            Self::Key => "keys that differ: different dates",
            Self::ReadOnly => {
                "properties that are writable in only one description: annotations are newer, or missing in OpenAPI"
            }
            Self::AlternateKeys => "alternate keys that differ: OpenAPI has only those that a path uses",
            Self::Contained => "containment that cannot be inferred from the paths of the document",
            Self::NotContained => "containment that is inferred from the paths, although the CSDL has bindings",
            Self::OperationOnlyInOpenApi => "operations that the CSDL does not have on this type: different dates",
            Self::OperationOnDerivedType => {
                "operations that the CSDL binds to a base type to which no path of the document leads"
            }
            Self::Parameters => {
                "operations with different parameters: different dates, or a body that the document does not declare"
            }
            Self::OptionalParameters => {
                "functions with parameters that are optional in the CSDL, which OpenAPI cannot express"
            }
            Self::ReturnType => "operations with a different return type: the CSDL has a type, and OpenAPI has bytes",
            Self::Child => "entity sets and singletons that the CSDL does not have, or has with a different type",
        }
    }
}

/// The differences by kind, and what both models have in common.
#[derive(Debug, Default)]
pub struct Differences {
    by_kind: BTreeMap<Kind, BTreeSet<String>>,
    /// The members that are equal, with their types, by the name of the type; enums have none.
    same: BTreeMap<String, Vec<(String, String)>>,
    /// The operations that are equal, by type and name: their number, and the types of their signatures.
    operations: BTreeMap<(String, String), (usize, BTreeSet<String>)>,
    /// The type and name of operations that the CSDL binds to a base type, which affects the names of their parameters.
    inherited: BTreeSet<(String, String)>,
    pub compared: usize,
}

impl Differences {
    pub fn between(openapi: &Model, csdl: &Model) -> Self {
        let mut differences = Self::default();
        for (id, _) in openapi.types() {
            differences.type_(openapi, csdl, id);
        }
        for (_, operation) in openapi.operations() {
            differences.operation(openapi, csdl, operation);
        }
        differences.children(openapi, csdl);
        differences
    }

    /// Returns selectors of what both descriptions have in common and that do not refer to anything else.
    pub fn selectors(&self, csdl: &Model) -> Vec<String> {
        let mut same = self.same.clone();
        loop {
            let known: BTreeSet<String> = same.keys().cloned().collect();
            let mut left = 0;
            for members in same.values_mut() {
                let before = members.len();
                members.retain(|(_, item)| item.starts_with("Edm.") || known.contains(item));
                left += before - members.len();
            }
            let is_enum = |name: &str| csdl.find_type(name).is_some_and(|id| csdl.type_(id).structured().is_none());
            same.retain(|name, members| !members.is_empty() || is_enum(name));
            if left == 0 && same.len() == known.len() {
                break;
            }
        }
        let types = same.iter().map(|(name, members)| {
            let members: Vec<&str> = members.iter().map(|(member, _)| &**member).collect();
            if members.is_empty() { name.clone() } else { format!("{name}::{{{}}}", members.join(", ")) }
        });
        // One selector covers the operations of an entity and of a collection of its type.
        let operations = self.operations.iter().filter(|(key, _)| !self.inherited.contains(key));
        let operations = operations.filter(|((bound, name), (count, items))| {
            let in_csdl = csdl.operations_named(name).map(|id| csdl.operation(id));
            let on = |operation: &&Operation| {
                operation.binding_type().is_some_and(|id| csdl.type_(id).name.as_str() == bound)
            };
            in_csdl.filter(on).count() == *count
                && same.contains_key(bound)
                && items.iter().all(|item| item.starts_with("Edm.") || same.contains_key(item))
        });
        let operations = operations.map(|((bound, name), _)| format!("{bound}/{}", name.rsplit('.').next().unwrap()));
        types.chain(operations).collect()
    }

    pub fn text(&self) -> String {
        let mut text = String::new();
        for (kind, names) in &self.by_kind {
            writeln!(text, "{} {}", names.len(), kind.heading()).unwrap();
            for name in names {
                writeln!(text, "    {name}").unwrap();
            }
        }
        text
    }

    fn add(&mut self, kind: Kind, name: impl Into<String>) {
        self.by_kind.entry(kind).or_default().insert(name.into());
    }

    fn type_(&mut self, openapi: &Model, csdl: &Model, id: TypeId) {
        let ours = openapi.type_(id);
        let name = ours.name.as_str();
        let Some(their_id) = csdl.find_type(name) else { return self.add(Kind::TypeOnlyInOpenApi, name) };
        let theirs = csdl.type_(their_id);
        self.compared += 1;
        match (&ours.kind, &theirs.kind) {
            (TypeKind::Enum(own), TypeKind::Enum(their)) => {
                let members = |list: &[graph_codegen::edm::Member]| -> Vec<String> {
                    list.iter().map(|member| member.name.clone()).collect()
                };
                let (own_members, their_members) = (members(&own.members), members(&their.members));
                for member in own_members.iter().filter(|member| !their_members.contains(member)) {
                    self.add(Kind::MemberOnlyInOpenApi, format!("{name}/{member}"));
                }
                for member in their_members.iter().filter(|member| !own_members.contains(member)) {
                    self.add(Kind::MemberOnlyInCsdl, format!("{name}/{member}"));
                }
                if own.is_flags.unwrap_or(false) != their.is_flags.unwrap_or(false) {
                    self.add(Kind::Flags, name);
                } else if own_members == their_members {
                    self.same.insert(name.to_owned(), Vec::new());
                }
            }
            (TypeKind::Entity(_), TypeKind::Entity(_)) | (TypeKind::Complex(_), TypeKind::Complex(_)) => {
                self.structured(openapi, csdl, (id, their_id));
            }
            (TypeKind::Definition(_), TypeKind::Definition(_)) => {}
            _ => self.add(Kind::TypeKinds, name),
        }
    }

    fn structured(&mut self, openapi: &Model, csdl: &Model, (id, their_id): (TypeId, TypeId)) {
        let (ours, theirs) = (openapi.type_(id), csdl.type_(their_id));
        let (own, their) = (ours.structured().unwrap(), theirs.structured().unwrap());
        let name = ours.name.as_str();
        let base = |model: &Model, id: Option<TypeId>| id.map(|id| model.type_(id).name.to_string());
        let own_base =
            base(openapi, own.base_type).or_else(|| own.external_base_type.as_ref().map(ToString::to_string));
        if own_base != base(csdl, their.base_type) {
            self.add(Kind::BaseType, format!("{name}: {own_base:?}, {:?}", base(csdl, their.base_type)));
        }
        let key = |model: &Model, id| {
            model.key(id).map(|(_, key)| key.property_refs.iter().map(|key| key.name.clone()).collect::<Vec<_>>())
        };
        if key(openapi, id) != key(csdl, their_id) && !openapi.has_external_base_type(id) {
            self.add(Kind::Key, format!("{name}: {:?}, {:?}", key(openapi, id), key(csdl, their_id)));
        }
        let alternates = "Org.OData.Core.V1.AlternateKeys";
        let has = |annotations: &[Annotation]| Annotation::find(annotations, alternates).is_some();
        if has(&ours.annotations) != has(&theirs.annotations) {
            self.add(Kind::AlternateKeys, name);
        }
        let mut same = Vec::new();
        for property in &own.properties {
            let at = format!("{name}/{}", property.name);
            match their.properties.iter().find(|other| other.name == property.name) {
                Some(other) => {
                    let (written, expected) = (shown(openapi, &property.type_ref), shown(csdl, &other.type_ref));
                    if written != expected {
                        self.add(Kind::PropertyType, format!("{at}: {written}, {expected}"));
                    } else if is_read_only(&property.annotations) != is_read_only(&other.annotations) {
                        self.add(Kind::ReadOnly, at);
                    } else if is_given(&property.type_ref) {
                        same.push((property.name.clone(), item(openapi, &property.type_ref)));
                    }
                }
                None if their.navigation_properties.iter().any(|other| other.name == property.name) => {
                    self.add(Kind::Navigation, at);
                }
                None => self.add(Kind::PropertyOnlyInOpenApi, at),
            }
        }
        for property in &own.navigation_properties {
            let at = format!("{name}/{}", property.name);
            match their.navigation_properties.iter().find(|other| other.name == property.name) {
                Some(other) => {
                    let (written, expected) = (shown(openapi, &property.type_ref), shown(csdl, &other.type_ref));
                    if written != expected {
                        self.add(Kind::PropertyType, format!("{at}: {written}, {expected}"));
                    }
                    match (property.contains_target == Some(true), other.contains_target == Some(true)) {
                        (true, false) => self.add(Kind::NotContained, at),
                        (false, true) => self.add(Kind::Contained, at),
                        _ => {}
                    }
                }
                None if their.properties.iter().any(|other| other.name == property.name) => {
                    self.add(Kind::Navigation, at);
                }
                None => self.add(Kind::PropertyOnlyInOpenApi, at),
            }
        }
        for other in their
            .properties
            .iter()
            .map(|other| &other.name)
            .chain(their.navigation_properties.iter().map(|other| &other.name))
        {
            let mut names =
                own.properties.iter().map(|own| &own.name).chain(own.navigation_properties.iter().map(|own| &own.name));
            if !names.any(|own| own == other) {
                self.add(Kind::PropertyOnlyInCsdl, format!("{name}/{other}"));
            }
        }
        // The base type determines whether bodies contain the name of their type.
        let names_itself = |model: &Model, base: Option<TypeId>| {
            let base = base.and_then(|base| model.type_(base).structured());
            base.is_some_and(|base| base.base_type.is_some() || base.is_abstract != Some(true))
        };
        if openapi.has_external_base_type(id) {
            return self.add(Kind::Incomplete, name);
        }
        if names_itself(openapi, own.base_type) != names_itself(csdl, their.base_type) {
            return self.add(Kind::Abstract, name);
        }
        self.same.insert(name.to_owned(), same);
    }

    fn operation(&mut self, openapi: &Model, csdl: &Model, operation: &Operation) {
        let Some(binding) = operation.binding_parameter() else { return };
        let bound = shown(openapi, &binding.type_ref);
        let at = format!("{} on {bound}", operation.name);
        self.compared += 1;
        let overloads: Vec<&Operation> = csdl
            .operations_named(operation.name.as_str())
            .map(|id| csdl.operation(id))
            .filter(|other| other.kind == operation.kind)
            .collect();
        let on = |other: &Operation, name: &str| {
            other.binding_parameter().is_some_and(|binding| shown(csdl, &binding.type_ref) == name)
        };
        let same: Vec<&&Operation> = overloads.iter().filter(|other| on(other, &bound)).collect();
        if same.is_empty() {
            let on_base = binding.type_ref.type_id().is_some_and(|mut id| {
                while let Some(base) = openapi.type_(id).structured().and_then(|structured| structured.base_type) {
                    id = base;
                    let name = openapi.type_(id).name.to_string();
                    let name = if binding.type_ref.is_collection { format!("Collection({name})") } else { name };
                    if overloads.iter().any(|other| on(other, &name)) {
                        return true;
                    }
                }
                false
            });
            if !on_base {
                return self.add(Kind::OperationOnlyInOpenApi, at);
            }
            self.inherited.insert((item(openapi, &binding.type_ref), operation.name.to_string()));
            return self.add(Kind::OperationOnDerivedType, at);
        }
        let parameters = |model: &Model, operation: &Operation| -> Vec<String> {
            let list = operation.call_parameters().iter();
            list.map(|parameter| format!("{}: {}", parameter.name, shown(model, &parameter.type_ref))).collect()
        };
        let own = parameters(openapi, operation);
        let Some(other) = same.iter().find(|other| parameters(csdl, other) == own) else {
            return self.add(Kind::Parameters, format!("{at} ({})", own.join(", ")));
        };
        let has_optional_parameters = |operation: &Operation| {
            let term = "Org.OData.Core.V1.OptionalParameter";
            operation.call_parameters().iter().any(|parameter| Annotation::find(&parameter.annotations, term).is_some())
        };
        if other.kind == OperationKind::Function && has_optional_parameters(other) {
            return self.add(Kind::OptionalParameters, at);
        }
        let returned = |model: &Model, operation: &Operation| {
            operation.return_type.as_ref().map(|returned| shown(model, &returned.type_ref))
        };
        if returned(openapi, operation) != returned(csdl, other) {
            let difference = format!("{at}: {:?}, {:?}", returned(openapi, operation), returned(csdl, other));
            return self.add(Kind::ReturnType, difference);
        }
        let returned = operation.return_type.iter().map(|returned| item(openapi, &returned.type_ref));
        let key = (item(openapi, &binding.type_ref), operation.name.to_string());
        let entry = self.operations.entry(key).or_default();
        entry.0 += 1;
        entry.1.extend(
            operation.call_parameters().iter().map(|parameter| item(openapi, &parameter.type_ref)).chain(returned),
        );
    }

    fn children(&mut self, openapi: &Model, csdl: &Model) {
        let (Some(own), Some(their)) = (openapi.service(), csdl.service()) else { return };
        assert_eq!(own.container().name, their.container().name);
        for child in own.children() {
            let of = |model: &Model, id: Option<TypeId>| id.map(|id| model.type_(id).name.to_string());
            let other = their.find(child.name());
            let is_same = other.is_some_and(|other| {
                of(csdl, other.entity_type()) == of(openapi, child.entity_type())
                    && std::mem::discriminant(&other) == std::mem::discriminant(child)
            });
            self.compared += 1;
            if !is_same && child.entity_type().is_some() {
                self.add(Kind::Child, format!("{}: {:?}", child.name(), of(openapi, child.entity_type())));
            }
        }
    }
}

fn shown(model: &Model, type_ref: &TypeRef) -> String {
    let item = item(model, type_ref);
    if type_ref.is_collection { format!("Collection({item})") } else { item }
}

fn item(model: &Model, type_ref: &TypeRef) -> String {
    match &type_ref.item {
        ItemType::Primitive(primitive) => primitive.as_str().to_owned(),
        ItemType::Declared(id) => model.type_(*id).name.to_string(),
        ItemType::External(name) => name.to_string(),
    }
}

fn is_given(type_ref: &TypeRef) -> bool {
    !matches!(type_ref.item, ItemType::External(_))
}

fn is_read_only(annotations: &[Annotation]) -> bool {
    let is = |term: &str| Annotation::find(annotations, &format!("Org.OData.Core.V1.{term}")).is_some();
    is("Computed") || is("Immutable") || is("Permissions")
}
