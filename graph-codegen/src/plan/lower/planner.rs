use std::collections::{BTreeMap, BTreeSet};

use super::{
    namespaces::{Modules, Namespaces},
    permissions::PlannedPermissions,
};
use crate::{
    clouds::{Availability, CloudTable, Lookup},
    customization::{Customizations, Element, ScopeKind},
    diagnostic::Diagnostics,
    edm::{ItemType, Model, OperationId, Primitive, QualifiedName, Type, TypeId, TypeKind, TypeRef},
    facts::OperationFacts,
    naming::{Cases, Casing, Identifier, Scope, Wanted, camel},
    permissions::PermissionTable,
    plan::{
        CloudRestriction, Path, TypeTable, ValueType,
        docs::{cloud_docs, has_permissions, permission_docs, scheme_docs},
        type_table::{primitive_type, structure_or_enumeration},
    },
    selection::{Method, ResourceShape, Selection, ServiceGraph},
};

/// Names that generated code uses without a path, so generated types cannot have them.
const PRELUDE: [&str; 27] = [
    "PERMISSION_TABLE",
    "rt",
    "Option",
    "Vec",
    "String",
    "Box",
    "Result",
    "Into",
    "Some",
    "Self",
    // A type with the name of a primitive type would hide it.
    "bool",
    "char",
    "f32",
    "f64",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "str",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
];

/// The state that all parts of planning share.
pub(in crate::plan) struct Planner<'a> {
    pub(super) model: &'a Model,
    pub(super) selection: &'a Selection,
    pub(super) customizations: &'a Customizations,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) namespaces: Namespaces,
    pub(super) casing: Casing,
    /// The graph of the service, which writes paths.
    pub(super) graph: ServiceGraph<'a>,
    /// In which clouds elements are available, if that is known.
    pub(super) clouds: Option<Lookup<'static, 'a>>,
    /// The permissions of requests, if they are known.
    pub(super) permissions: Option<PlannedPermissions>,
    /// Types whose properties queries can name.
    pub(super) queried: BTreeSet<TypeId>,
    /// Types that request bodies hold.
    pub(super) written: BTreeSet<TypeId>,
    /// The paths of types that are generated, or that another crate has.
    pub(super) names: BTreeMap<TypeId, Path>,
    /// Types from which generated structs are derived.
    bases: BTreeSet<TypeId>,
    /// Types that are mapped to a Rust type by a customization.
    mapped: BTreeMap<TypeId, String>,
    scopes: BTreeMap<Modules, Scope>,
    mapped_primitives: BTreeMap<Primitive, Option<String>>,
    /// The paths of request builders, once they are named.
    pub(super) builders: BTreeMap<ResourceShape, Path>,
    /// The bytes of generated code that may still be planned.
    output_left: usize,
}

impl<'a> Planner<'a> {
    pub(super) fn new(
        model: &'a Model,
        selection: &'a Selection,
        customizations: &'a Customizations,
        max_output: usize,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let mut planner = Self::without_facts(model, selection, customizations, max_output, diagnostics);
        let graph = &planner.graph;
        planner.permissions = graph.is_microsoft_graph().then(|| PlannedPermissions::new(graph, selection));
        planner.clouds = CloudTable::for_model(model).ok().map(|table| Lookup::new(table, model));
        planner
    }

    /// A planner that says nothing of permissions and clouds.
    pub(super) fn without_facts(
        model: &'a Model,
        selection: &'a Selection,
        customizations: &'a Customizations,
        max_output: usize,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let mut types: Vec<(TypeId, &Type)> = selection.types.keys().map(|id| (*id, model.type_(*id))).collect();
        types.sort_by(|(_, left), (_, right)| left.name.cmp(&right.name));
        let resources = selection.resources.keys().map(|shape| model.type_(shape.entity_type()).name.namespace());
        let mut used: Vec<&str> = types.iter().map(|(_, used)| used.name.namespace()).chain(resources).collect();
        used.sort_unstable();
        let graph = ServiceGraph::new(model);
        let container = graph.container().map(|container| container.name.namespace());
        let root = container.or(used.first().copied()).unwrap_or_default();
        let mut planner = Self {
            model,
            selection,
            customizations,
            diagnostics,
            casing: Casing::default(),
            namespaces: Namespaces::new(root, used, customizations),
            permissions: None,
            clouds: None,
            graph,
            queried: selection.queried_types(model),
            written: selection.written_types(model),
            names: BTreeMap::new(),
            bases: BTreeSet::new(),
            mapped: BTreeMap::new(),
            scopes: BTreeMap::new(),
            mapped_primitives: BTreeMap::new(),
            builders: BTreeMap::new(),
            output_left: max_output,
        };
        planner.name_types(&types);
        planner
    }

    /// Counts the approximate size of a field or method, so that a plan that is too large is not made.
    pub(super) fn spend(&mut self, bytes: usize) {
        self.output_left = self.output_left.saturating_sub(bytes);
    }

    /// Whether the generated code would be larger than the settings allow, so that planning ends.
    pub(super) fn is_too_large(&self) -> bool {
        self.output_left == 0
    }

    fn name_types(&mut self, types: &[(TypeId, &'a Type)]) {
        let mut by_module: BTreeMap<Modules, Vec<(TypeId, &str, Wanted)>> = BTreeMap::new();
        for &(id, named) in types {
            if matches!(named.kind, TypeKind::Definition(_)) || named.represents_untyped() {
                continue;
            }
            if let Some(path) = self.customizations.map_type(named.name.as_str()) {
                self.mapped.insert(id, path);
                continue;
            }
            if let Some(path) = self.customizations.extern_type(&named.name) {
                self.names.insert(id, Path::of_extern(path.module, path.name));
                self.bases.extend(self.model.lineage(id).skip(1).map(|(base, _)| base));
                continue;
            }
            let name = named.name.name();
            let default = Identifier::forced(&camel(name));
            let element = match named.kind {
                TypeKind::Enum(_) => Element::EnumType(&named.name),
                _ => Element::Type(&named.name),
            };
            let wanted = self.customizations.wanted(&element, Wanted::default(name, default));
            let modules = self.namespaces.path(named.name.namespace());
            by_module.entry(modules).or_default().push((id, named.name.as_str(), wanted));
            self.bases.extend(self.model.lineage(id).skip(1).map(|(base, _)| base));
        }
        for (modules, types) in by_module {
            let (ids, wanted): (Vec<TypeId>, Vec<_>) =
                types.into_iter().map(|(id, source, wanted)| (id, (source, wanted))).unzip();
            let sources: Vec<&str> = wanted.iter().map(|(source, _)| *source).collect();
            let names = self.module_scope(&modules).claim_all(wanted, "Type", |at| sources[at].to_owned()).into_iter();
            self.names.extend(ids.into_iter().zip(names.map(|name| Path::new(modules.clone(), name))));
        }
    }

    /// A scope with reserved names, which is watched if customizations choose names.
    pub(super) fn scope(&self, reserved: &[&str]) -> Scope {
        Scope::with(reserved).watched(self.customizations.choose_names())
    }

    /// Reports chosen names that others have, in scopes that are complete.
    pub(super) fn report_clashes(&self, scope: &mut Scope, kind: ScopeKind) {
        self.customizations.collide(scope.take_clashes(), kind);
    }

    /// The names of a module's items.
    fn module_scope(&mut self, modules: &Modules) -> &mut Scope {
        if !self.scopes.contains_key(modules) {
            let mut scope = self.scope(&PRELUDE);
            for (module, namespace) in self.namespaces.within(modules) {
                scope.claim_wanted(module.clone(), "2", namespace, || namespace.clone());
            }
            self.scopes.insert(modules.clone(), scope);
        }
        self.scopes.entry(modules.clone()).or_default()
    }

    /// Takes a name that is free in the module of a namespace, or else the name with a suffix, or else with a number
    /// that is made from `name`. `source` returns the source name of the element.
    pub(super) fn claim(
        &mut self,
        namespace: &str,
        wanted: Wanted,
        suffix: &str,
        name: &str,
        source: impl FnOnce() -> String,
    ) -> Path {
        let modules = self.namespaces.path(namespace);
        let name = self.module_scope(&modules).claim_wanted(wanted, suffix, name, source);
        Path::new(modules, name)
    }

    /// The path of a type that is generated, or that another crate has.
    pub(super) fn path(&self, id: TypeId) -> Option<&Path> {
        self.names.get(&id)
    }

    /// Whether structs derived from a type are generated.
    pub(super) fn has_derived_types(&self, id: TypeId) -> bool {
        self.bases.contains(&id)
    }

    /// The Rust type of a property, parameter or return value; `None` for a stream, which is not part of the JSON.
    ///
    /// `nullable` is the attribute of the element.
    pub(super) fn value_type(&mut self, type_ref: &TypeRef, nullable: Option<bool>) -> Option<ValueType> {
        let item = self.item_type(&type_ref.item)?;
        Some(match type_ref.is_collection {
            true => ValueType::List(Box::new(self.collection_item(item, nullable))),
            false => item,
        })
    }

    /// The Rust type of a collection's items, whose type is known.
    ///
    /// `Nullable` of a collection is about its items. They may be null only if it is written: OData 4.0 leaves it open
    /// otherwise (CSDL 4.01, section 7.2.1). Graph never writes it.
    pub(super) fn collection_item(&self, item: ValueType, nullable: Option<bool>) -> ValueType {
        match nullable {
            Some(true) if !self.graph.is_microsoft_graph() => ValueType::Optional(Box::new(item)),
            _ => item,
        }
    }

    /// The Rust type of an item.
    pub(super) fn item_type(&mut self, item: &ItemType) -> Option<ValueType> {
        let mut item = item;
        // A type definition can refer to another one. Resolving has ruled out cycles.
        for _ in 0..=self.selection.types.len() {
            match item {
                ItemType::Primitive(primitive) => return self.primitive(*primitive),
                ItemType::External(_) => return Some(ValueType::Runtime("Json")),
                ItemType::Declared(id) => {
                    let declared = self.model.type_(*id);
                    if let Some(path) = self.mapped.get(id) {
                        self.customizations.use_mapped(declared.name.as_str());
                        return Some(ValueType::Custom(path.clone()));
                    }
                    match &declared.kind {
                        TypeKind::Definition(definition) => {
                            if let Some(path) = self.customizations.map_type(declared.name.as_str()) {
                                self.customizations.use_mapped(declared.name.as_str());
                                self.mapped.insert(*id, path.clone());
                                return Some(ValueType::Custom(path));
                            }
                            item = &definition.underlying_type.item;
                        }
                        kind => {
                            let Some(path) = self.names.get(id) else { return Some(ValueType::Runtime("Json")) };
                            return Some(structure_or_enumeration(kind, path.clone()));
                        }
                    }
                }
            }
        }
        None
    }

    fn primitive(&mut self, primitive: Primitive) -> Option<ValueType> {
        let customizations = self.customizations;
        let mapped =
            self.mapped_primitives.entry(primitive).or_insert_with(|| customizations.map_type(primitive.as_str()));
        match mapped {
            Some(path) => {
                customizations.use_mapped(primitive.as_str());
                Some(ValueType::Custom(path.clone()))
            }
            None => primitive_type(primitive),
        }
    }

    /// The Rust types of the types that the code uses.
    pub(super) fn types(mut self) -> TypeTable {
        for mut scope in std::mem::take(&mut self.scopes).into_values() {
            self.report_clashes(&mut scope, ScopeKind::Items);
        }
        TypeTable::new(self.model, self.names, self.mapped, self.mapped_primitives, self.builders)
    }

    /// The clouds in which a type is available, if they are known.
    pub(super) fn clouds_of_type(&self, id: TypeId) -> Option<Availability> {
        self.clouds.as_ref()?.of_type(id)
    }

    /// The clouds in which an operation can be called on a type, or on the service.
    pub(super) fn clouds_of_operation(&self, on: Option<TypeId>, id: OperationId) -> Option<Availability> {
        self.clouds.as_ref()?.of_operation(on, id)
    }

    /// The restriction of a step from a builder to what is in the clouds `found`. If the clouds of the builder are not
    /// known, any cloud may have it.
    pub(super) fn restriction(
        &self,
        found: Option<Availability>,
        of_builder: Option<Availability>,
    ) -> Option<CloudRestriction> {
        self.clouds.as_ref()?;
        match found {
            Some(found) if found.is_in_all_of(of_builder.unwrap_or(Availability::ALL)) => None,
            Some(found) => Some(CloudRestriction::Only(found)),
            None => Some(CloudRestriction::Unknown),
        }
    }

    /// A sentence about the clouds in which something is available, if the service has several.
    pub(super) fn cloud_docs(&self, found: Option<Availability>) -> Option<String> {
        self.clouds.as_ref().and_then(|_| cloud_docs(found))
    }

    /// Sentences about the permissions, roles and clouds of a request.
    ///
    /// What annotations say of these takes precedence over Graph's tables.
    pub(super) fn request_docs(
        &self,
        method: Method,
        template: &str,
        facts: &OperationFacts,
        clouds: Option<Availability>,
    ) -> Vec<String> {
        let mut docs = permission_docs(facts);
        if let Some(permissions) = self.permissions.as_ref().filter(|_| !has_permissions(facts)) {
            match permissions.lists(method, template) {
                Some(lists) => {
                    docs.extend(scheme_docs(lists));
                    // Microsoft publishes those of v1.0 only.
                    if PermissionTable::is_of_other_version(self.model) {
                        docs.push("These permissions are those of v1.0.".to_owned());
                    }
                }
                None => docs.push("Permissions: not known.".to_owned()),
            }
        }
        if facts.clouds.is_empty() {
            docs.extend(self.cloud_docs(clouds));
        }
        docs
    }

    /// The method or field name that an element wants.
    pub(super) fn wanted(&self, element: &Element<'_>, name: &str) -> Wanted {
        let Cases { snake, distance, .. } = self.cases(element, name);
        Wanted { identifier: snake, distance }
    }

    /// A method or field name for an element.
    pub(super) fn snake(&self, element: &Element<'_>, name: &str) -> Identifier {
        self.cases(element, name).snake
    }

    /// A field name and a constant's name for an element.
    pub(super) fn cases(&self, element: &Element<'_>, name: &str) -> Cases {
        let default = self.casing.cases(name);
        let renamed = self.customizations.rename(element, default.snake.as_str());
        renamed.filter(|name| *name != default.snake).map_or(default, Cases::chosen)
    }

    /// The qualified name of a type.
    pub(super) fn type_name(&self, id: TypeId) -> &'a QualifiedName {
        &self.model.type_(id).name
    }
}
