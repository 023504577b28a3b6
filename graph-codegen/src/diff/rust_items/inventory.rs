use std::collections::{BTreeSet, HashMap};

use super::{
    Items,
    item::{Item, Role},
};
use crate::{
    edm::{Model, OperationId, TypeId, TypeRef},
    naming::Identifier,
    plan::{
        Enumeration, Field, Function, FunctionCall, Method, MethodKind, Module, Package, Path, RequestBuilder,
        RustType, Signature, Structure, StructureOrigin, TypeNames, Union,
    },
    selection::ResourceShape,
};

/// The items of a plan.
pub(super) struct Inventory<'a> {
    model: &'a Model,
    /// The names in the metadata of generated items, by path.
    sources: HashMap<String, String>,
    pub(super) items: Items,
}

impl<'a> Inventory<'a> {
    pub(super) fn of(model: &'a Model, package: &'a Package) -> Self {
        let mut inventory = Self { model, sources: HashMap::new(), items: Items::new() };
        let modules = modules(package);
        for (path, module) in &modules {
            inventory.add_sources(path, module);
        }
        for (path, module) in &modules {
            module.structures.iter().for_each(|item| inventory.add_structure(path, item));
            module.enumerations.iter().for_each(|item| inventory.add_enumeration(path, item));
            module.unions.iter().for_each(|item| inventory.add_union(path, item));
            module.builders.iter().for_each(|item| inventory.add_builder(path, item));
        }
        if let Some(service) = &package.service {
            let name = service.name.as_str();
            inventory.add("service", Role::Service, name, Default::default(), &service.source, BTreeSet::new());
            for method in &service.methods {
                inventory.add_method("service", "", method);
            }
        }
        inventory
    }

    fn add_sources(&mut self, path: &str, module: &Module) {
        let mut add =
            |name: &Identifier, source: String| self.sources.insert(format!("{path}{}", name.as_str()), source);
        for item in &module.structures {
            let suffix = if matches!(item.origin, StructureOrigin::Parameters(_)) { " parameters" } else { "" };
            add(&item.name, format!("{}{suffix}", item.source));
        }
        module.enumerations.iter().for_each(|item| drop(add(&item.name, item.source.clone())));
        module.unions.iter().for_each(|item| drop(add(&item.name, format!("any {}", item.source))));
        for item in &module.builders {
            add(&item.name, format!("builder of {}", shape_name(item)));
        }
    }

    fn add(
        &mut self,
        key: impl Into<String>,
        role: Role,
        name: impl Into<String>,
        (parameters, result): (String, String),
        element: impl Into<String>,
        mentions: BTreeSet<String>,
    ) {
        let (name, element) = (name.into(), element.into());
        let item = Item {
            role,
            owner: String::new(),
            name,
            parameters,
            result,
            element,
            writing: None,
            overload: None,
            import: None,
            mentions,
        };
        self.items.insert(key.into(), item);
    }

    /// Sets the item that another one is in.
    fn own(&mut self, key: &str, owner: &str) {
        if let Some(item) = self.items.get_mut(key) {
            owner.clone_into(&mut item.owner);
        }
    }

    fn add_structure(&mut self, path: &str, item: &Structure) {
        let (suffix, role) = match item.origin {
            StructureOrigin::Parameters(_) => (" parameters", Role::Parameters),
            StructureOrigin::Entity(_) | StructureOrigin::Complex(_) => ("", Role::Structure),
        };
        let key = format!("struct {}{suffix}", item.source);
        let bases: Vec<String> = item.relations.bases.iter().map(|base| self.source(base)).collect();
        let name = format!("{path}{}", item.name.as_str());
        let mentions = bases.iter().cloned().collect();
        self.add(key.as_str(), role, name, (String::new(), bases.join(", ")), &item.source, mentions);
        for field in &item.fields {
            self.add_field(&key, item, field);
        }
        if !item.is_selectable {
            return;
        }
        for constant in &item.relations.navigation {
            let element = format!("{}/{}", self.declaring(item, &constant.wire_name), constant.wire_name);
            let signature = self.text(&constant.rust_type());
            let mentions = constant.target.iter().map(|target| self.source(target)).collect();
            let own_key = format!("{key}::{}", constant.wire_name);
            let form = (String::new(), signature);
            self.add(own_key.as_str(), Role::Constant, constant.name.as_str(), form, element, mentions);
            self.own(&own_key, &key);
        }
    }

    /// The type that declares a navigation property.
    fn declaring(&self, item: &Structure, name: &str) -> String {
        let id = match item.origin {
            StructureOrigin::Entity(id) | StructureOrigin::Complex(id) => Some(id),
            StructureOrigin::Parameters(_) => None,
        };
        let found = id.and_then(|id| self.model.navigation_property(id, name));
        found.map_or_else(|| item.source.clone(), |(of, _)| self.model.type_(of).name.to_string())
    }

    fn add_field(&mut self, key: &str, item: &Structure, field: &Field) {
        let mut mentions = BTreeSet::new();
        let type_ref = match item.origin {
            StructureOrigin::Entity(id) | StructureOrigin::Complex(id) => {
                self.model.property(id, &field.wire_name).map(|(_, property)| &property.type_ref)
            }
            StructureOrigin::Parameters(id) => {
                let parameters = self.model.operation(id).call_parameters();
                parameters.iter().find(|parameter| parameter.name == field.wire_name).map(|found| &found.type_ref)
            }
        };
        mentions.extend(type_ref.and_then(|type_ref| self.type_name(type_ref)));
        let element = match item.origin {
            StructureOrigin::Parameters(id) => format!("{}/{}", operation_element(self.model, id), field.wire_name),
            _ => field.source.clone(),
        };
        let signature = self.text(&field.rust_type());
        let field_key = format!("{key}.{}", field.wire_name);
        let form = (String::new(), signature);
        self.add(field_key.as_str(), Role::Field, field.name.as_str(), form, element.as_str(), mentions.clone());
        self.own(&field_key, key);
        if item.is_selectable {
            let owner = key;
            let (key, signature) = (format!("{key}::{}", field.wire_name), self.text(&field.value_type.value()));
            let form = (String::new(), signature);
            self.add(key.as_str(), Role::Constant, field.constant.as_str(), form, element, mentions);
            self.own(&key, owner);
            if let Some(item) = self.items.get_mut(&key) {
                item.writing = Some(field.writing);
            }
        }
    }

    fn add_enumeration(&mut self, path: &str, item: &Enumeration) {
        let key = format!("enum {}", item.source);
        let name = format!("{path}{}", item.name.as_str());
        self.add(key.as_str(), Role::Enumeration, name, Default::default(), &item.source, BTreeSet::new());
        for variant in &item.variants {
            let element = format!("{}/{}", item.source, variant.wire_name);
            let own_key = format!("{key}.{}", variant.wire_name);
            self.add(
                own_key.as_str(),
                Role::Variant,
                variant.name.as_str(),
                Default::default(),
                element,
                BTreeSet::new(),
            );
            self.own(&own_key, &key);
        }
    }

    fn add_union(&mut self, path: &str, item: &Union) {
        let key = format!("union {}", item.source);
        self.add(
            key.as_str(),
            Role::Union,
            format!("{path}{}", item.name.as_str()),
            Default::default(),
            &item.source,
            BTreeSet::new(),
        );
        for variant in &item.variants {
            let source = self.source(&variant.structure);
            let own_key = format!("{key}.{source}");
            self.add(
                own_key.as_str(),
                Role::Variant,
                variant.name.as_str(),
                Default::default(),
                source,
                BTreeSet::new(),
            );
            self.own(&own_key, &key);
        }
    }

    fn add_builder(&mut self, path: &str, item: &RequestBuilder) {
        let key = format!("builder {}", shape_name(item));
        let name = format!("{path}{}", item.name.as_str());
        self.add(key.as_str(), Role::Builder, name, Default::default(), &item.source, BTreeSet::new());
        for method in &item.methods {
            self.add_method(&key, &item.source, method);
        }
    }

    fn add_method(&mut self, owner: &str, of: &str, method: &Method) {
        let (key, element) = self.method_key(of, &method.kind);
        let mut mentions = BTreeSet::new();
        if let Some(id) = operation(&method.kind) {
            let operation = self.model.operation(id);
            let returned = operation.return_type.iter().map(|returned| &returned.type_ref);
            let all = operation.call_parameters().iter().map(|parameter| &parameter.type_ref).chain(returned);
            mentions.extend(all.filter_map(|type_ref| self.type_name(type_ref)));
        }
        // Keys and streams are inherited.
        if matches!(method.kind, MethodKind::Key(_) | MethodKind::Request(_)) {
            let lineage = self.model.find_type(of).into_iter().flat_map(|id| self.model.lineage(id));
            mentions.extend(lineage.skip(1).map(|(_, base)| base.name.to_string()));
        }
        if let MethodKind::Key(key) = &method.kind {
            let id = self.model.find_type(of);
            for (declaring, property) in key.parts.iter().filter_map(|part| self.model.property(id?, part)) {
                mentions.insert(format!("{}/{}", self.model.type_(declaring).name, property.name));
                mentions.extend(self.type_name(&property.type_ref));
            }
        }
        let signature = self.signature(&method.signature);
        let key = format!("{owner} {key}");
        self.add(key.as_str(), Role::of(&method.kind), method.name.as_str(), signature, element, mentions);
        self.own(&key, owner);
        if let (Some(item), Some(id)) = (self.items.get_mut(&key), operation(&method.kind)) {
            let parameters = self.model.operation(id).call_parameters().iter();
            let parameters: Vec<&str> = parameters.map(|parameter| parameter.name.as_str()).collect();
            item.overload = Some(format!("{}({})", item.element, parameters.join(",")));
        }
        let segment = match &method.kind {
            MethodKind::Action(action) => Some(&action.segment),
            MethodKind::Function(function) => Some(&function.call.segment),
            _ => None,
        };
        if let (Some(item), Some(segment), true) = (self.items.get_mut(&key), segment, of.is_empty()) {
            item.import = Some(format!("/{segment}"));
        }
    }

    /// The key of a method in its request builder, and the element that it is about.
    fn method_key(&self, of: &str, kind: &MethodKind) -> (String, String) {
        let call = |call: &FunctionCall| {
            let names: BTreeSet<&str> = call.arguments.iter().map(|argument| argument.wire_name.as_str()).collect();
            format!("{}({})", call.segment, names.into_iter().collect::<Vec<_>>().join(","))
        };
        match kind {
            MethodKind::Key(key) => (format!("key {:?} {}", key.kind, key.parts.join(",")), of.to_owned()),
            MethodKind::ItemPath(path) => (format!("path {}", path.host_key.is_some()), of.to_owned()),
            MethodKind::Segment(segment) => {
                let name = &segment.segment;
                let id = self.model.find_type(of);
                let navigation = id.and_then(|id| self.model.navigation_property(id, name)).map(|(of, _)| of);
                let declaring = navigation.or_else(|| Some(self.model.property(id?, name)?.0));
                let element = match declaring {
                    Some(declaring) => format!("{}/{name}", self.model.type_(declaring).name),
                    None if of.is_empty() => format!("/{name}"),
                    None => of.to_owned(),
                };
                (format!("segment {name}"), element)
            }
            MethodKind::FunctionResult(result) => {
                (format!("result {}", call(&result.call)), operation_element(self.model, result.origin))
            }
            MethodKind::Request(request) if request.sends_content => ("request CreateMedia".to_owned(), of.to_owned()),
            MethodKind::Request(request) => (format!("request {:?}", request.method), of.to_owned()),
            MethodKind::Action(action) => {
                let name = operation_element(self.model, action.origin);
                (format!("action {}", action.segment), name)
            }
            MethodKind::Function(Function { call: of_function, origin, .. }) => {
                (format!("function {}", call(of_function)), operation_element(self.model, *origin))
            }
        }
    }

    fn type_name(&self, type_ref: &TypeRef) -> Option<String> {
        let id: TypeId = type_ref.type_id()?;
        Some(self.model.type_(id).name.to_string())
    }

    /// The parameters of a method, with generics, and what it returns.
    fn signature(&self, signature: &Signature) -> (String, String) {
        let mut text = String::new();
        for generic in &signature.generics {
            let bound = generic.bound.as_ref().map(|bound| self.text(bound)).unwrap_or_default();
            text.push_str(&format!("<{}: {bound}>", generic.name));
        }
        let parameters = signature.parameters.iter();
        // Names count: two strings that change places are a change that the compiler does not find.
        let parameters =
            parameters.map(|parameter| format!("{}: {}", parameter.name.as_str(), self.text(&parameter.declared)));
        text.push_str(&format!("({})", parameters.collect::<Vec<_>>().join(", ")));
        (text, self.text(&signature.returns))
    }

    fn text(&self, rust_type: &RustType) -> String {
        rust_type.text(&Names(self))
    }

    /// The name in the metadata of a generated item.
    fn source(&self, path: &Path) -> String {
        let mut key = String::new();
        for module in path.modules.iter() {
            key.push_str(module.as_str());
            key.push_str("::");
        }
        key.push_str(path.name.as_str());
        self.sources.get(&key).cloned().unwrap_or(key)
    }
}

struct Names<'i, 'a>(&'i Inventory<'a>);

impl TypeNames for Names<'_, '_> {
    fn write_runtime(&self, name: &str, text: &mut String) {
        text.push_str(name);
    }

    fn write_generated(&self, path: &Path, text: &mut String) {
        if path.write_extern(text) {
            return;
        }
        text.push_str(&self.0.source(path));
    }
}

/// The modules with their paths, each of which ends in `::` unless it is the root.
fn modules(package: &Package) -> Vec<(String, &Module)> {
    let mut found = Vec::new();
    let mut pending = vec![(String::new(), &package.root)];
    while let Some((path, module)) = pending.pop() {
        for inner in &module.modules {
            let name = inner.name.as_ref().map_or("", |name| name.as_str());
            pending.push((format!("{path}{name}::"), inner));
        }
        found.push((path, module));
    }
    found
}

fn shape_name(builder: &RequestBuilder) -> String {
    match builder.shape {
        ResourceShape::Entity(_) => builder.source.clone(),
        ResourceShape::Collection(_) => format!("Collection({})", builder.source),
    }
}

fn operation(kind: &MethodKind) -> Option<OperationId> {
    match kind {
        MethodKind::Action(action) => Some(action.origin),
        MethodKind::Function(function) => Some(function.origin),
        MethodKind::FunctionResult(result) => Some(result.origin),
        MethodKind::Key(_) | MethodKind::ItemPath(_) | MethodKind::Segment(_) | MethodKind::Request(_) => None,
    }
}

/// The element of an operation, as findings name it.
fn operation_element(model: &Model, id: OperationId) -> String {
    crate::explain::operation_name(model, id)
}
