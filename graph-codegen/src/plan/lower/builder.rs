//! Plans request builders: their methods and the order of these.

use std::collections::BTreeSet;

use super::{
    caller::{Caller, CallerKind},
    methods::default_select,
    planner::Planner,
    service::{Builders, Structures},
};
use crate::{
    customization::{Element, ScopeKind},
    edm::{ItemType, TypeId},
    facts::is_directory_object,
    naming::{Identifier, Noun, Scope, Wanted},
    plan::{Method, MethodKind, Path, RequestBuilder, Signature, ValueType, docs::type_link},
    selection::{Resource, ResourceMethod, ResourceShape, Restrictions, walk},
};

/// A request builder while its methods are planned.
///
/// Each file in `methods/` adds methods of one kind.
pub(super) struct BuilderPlanner<'p, 'm> {
    pub(super) planner: &'p mut Planner<'m>,
    /// The parameter structs so far.
    pub(super) structures: &'p mut Structures,
    pub(super) builders: &'p Builders,
    /// The resource that the builder addresses.
    pub(super) shape: ResourceShape,
    /// The selected methods of the resource.
    pub(super) resource: &'p Resource,
    /// The method names that are taken.
    pub(super) scope: Scope,
    pub(super) methods: Vec<Method>,
}

/// Names that are not available to methods named after elements of the metadata.
///
/// These are the names of request methods, selected or not, so that a larger selection renames nothing, and the methods
/// of traits in the prelude.
const fn reserved(shape: ResourceShape) -> &'static [&'static str] {
    match shape {
        ResourceShape::Entity(_) => &["get", "update", "delete", "clone", "to_owned", "into", "try_into"],
        ResourceShape::Collection(_) => &["by_id", "get", "create", "count", "clone", "to_owned", "into", "try_into"],
    }
}

impl<'p, 'm> BuilderPlanner<'p, 'm> {
    pub(super) fn new(
        planner: &'p mut Planner<'m>,
        structures: &'p mut Structures,
        builders: &'p Builders,
        shape: ResourceShape,
        resource: &'p Resource,
    ) -> Self {
        let scope = planner.scope(reserved(shape));
        Self { planner, structures, builders, shape, resource, scope, methods: Vec::new() }
    }

    /// Plans the request builder.
    ///
    /// If names collide, methods that are added first keep theirs.
    pub(super) fn plan(mut self, path: &Path) -> RequestBuilder {
        self.promise_names();
        self.add_keys();
        self.add_item_paths();
        self.add_requests();
        self.add_navigation();
        self.add_casts();
        self.add_operations();
        self.planner.report_clashes(&mut self.scope, ScopeKind::Methods);
        // A method has its documentation, signature and body.
        const LINES: usize = 200;
        self.planner.spend(LINES * self.methods.len());
        let id = self.type_id();
        let source = self.planner.type_name(id).to_string();
        let (docs, hint) = self.docs(&type_link(&source, self.planner.path(id), &path.modules));
        let item = self.item();
        let is_collection = matches!(self.shape, ResourceShape::Collection(_));
        let element = Element::RequestBuilder { of: self.planner.type_name(id), is_collection };
        let is_entity = self.planner.model.type_(id).is_entity();
        let key = self.planner.graph.key_parts(id).into_iter().filter(|_| is_collection && is_entity);
        RequestBuilder {
            default_select: default_select(self.planner, id),
            key: key.map(|(name, _)| name.to_owned()).collect(),
            is_directory: is_collection && is_directory_object(self.planner.model, id),
            name: path.name.clone(),
            shape: self.shape,
            source,
            item,
            docs,
            attributes: self.planner.customizations.attributes(&element),
            hint,
            methods: self.methods,
        }
    }

    /// Keeps names for the navigation properties and operations that are called exactly so.
    fn promise_names(&mut self) {
        let Self { planner, shape, resource, scope, .. } = self;
        let of = planner.type_name(shape.entity_type());
        let mut all = Vec::new();
        for name in resource.navigation.keys() {
            all.push((name.as_str(), planner.wanted(&Element::NavigationProperty { of, name }, name)));
        }
        // Overloads of a name share it.
        let operations = resource.operations.keys().map(|id| planner.model.operation(*id).name.name());
        for name in operations.collect::<BTreeSet<&str>>() {
            all.push((name, planner.wanted(&Element::Operation { on: of, name }, name)));
        }
        scope.promise(&all);
    }

    pub(super) fn type_id(&self) -> TypeId {
        self.shape.entity_type()
    }

    /// A method that no element of the metadata has the name of; the caller sets its documentation.
    ///
    /// It is called `default` unless users rename it. If the name is taken, `suffix` is appended; `None` is for names
    /// that are reserved for the method.
    pub(super) fn own_method(
        &mut self,
        default: Identifier,
        suffix: Option<&str>,
        signature: Signature,
        kind: MethodKind,
    ) -> Method {
        let is_collection = matches!(self.shape, ResourceShape::Collection(_));
        let of = self.planner.type_name(self.type_id());
        let element = Element::Request { of, is_collection, name: default.as_str() };
        let (source, attributes) = (element.source_name(), self.planner.customizations.attributes(&element));
        let wanted = self.planner.customizations.wanted(&element, Wanted::own(default.clone()));
        let name = match suffix {
            None if wanted.identifier == default => default.clone(),
            suffix => self.scope.claim_wanted(wanted, suffix.unwrap_or("_request"), &source, || source.clone()),
        };
        Method {
            name,
            source,
            signature,
            kind,
            docs: Vec::new(),
            deprecation: None,
            attributes,
            clouds: None,
            is_replaced: false,
        }
    }

    /// The type in sentences of documentation.
    pub(super) fn noun(&self) -> Noun {
        Noun::of(self.planner.type_name(self.type_id()).name())
    }

    /// The struct of the resource's type, if it is generated.
    pub(super) fn item(&mut self) -> Option<ValueType> {
        let item = self.planner.item_type(&ItemType::Declared(self.shape.entity_type()));
        item.filter(|item| matches!(item, ValueType::Structure(_) | ValueType::Custom(_)))
    }

    /// The documentation of the builder of requests to a type, and selectors that add methods to it.
    fn docs(&self, of: &str) -> (Vec<String>, String) {
        let template = &self.resource.template;
        let is_entity = self.planner.model.type_(self.type_id()).is_entity();
        let what = match self.shape {
            ResourceShape::Entity(_) if !is_entity => format!("Builds requests to a value of {of}."),
            ResourceShape::Entity(_) => format!("Builds requests to one {of}."),
            ResourceShape::Collection(_) => format!("Builds requests to a collection of {of}."),
        };
        let shortest = format!("The shortest path to it is `{template}`.");
        let methods = &self.resource.methods;
        let missing = |method: &ResourceMethod| match method {
            ResourceMethod::Get => self.resource.get.is_none(),
            method => !methods.contains_key(method),
        };
        let candidates = match self.shape {
            ResourceShape::Entity(_) if is_entity && self.update_is_put() => {
                [ResourceMethod::Get, ResourceMethod::Replace, ResourceMethod::Delete]
            }
            ResourceShape::Entity(_) => [ResourceMethod::Get, ResourceMethod::Update, ResourceMethod::Delete],
            ResourceShape::Collection(_) => [ResourceMethod::Get, ResourceMethod::Create, ResourceMethod::Count],
        };
        let missing: Vec<ResourceMethod> = candidates.into_iter().filter(missing).collect();
        let http: Vec<&str> = missing
            .iter()
            .filter(|method| is_entity && **method != ResourceMethod::Count || **method == ResourceMethod::Get)
            .map(|method| method.http().as_str())
            .collect();
        let mut selectors = Vec::new();
        if !http.is_empty() {
            selectors.push(format!("{template}#{}", http.join(",")));
        }
        if is_entity && missing.contains(&ResourceMethod::Count) {
            selectors.push(format!("{template}/$count"));
        }
        if matches!(self.shape, ResourceShape::Collection(_)) && is_entity && self.resource.by_key.is_none() {
            selectors.push(format!("{template}{}", self.planner.graph.key_segment(self.type_id())));
        }
        selectors.push(format!("{template}/NAME"));
        selectors.push(format!("{template}/**"));
        if !self.planner.customizations.has_selector_hints() {
            return (vec![what, shortest], String::new());
        }
        let quoted: Vec<String> = selectors.iter().map(|selector| format!("`{selector}`")).collect();
        let docs = vec![what, shortest, format!("To generate more methods, select {}.", alternatives(&quoted))];
        (docs, selectors.join(" "))
    }

    /// Whether annotations of another service than Graph declare that entities are updated with `PUT`.
    fn update_is_put(&self) -> bool {
        let graph = &self.planner.graph;
        if graph.is_microsoft_graph() {
            return false;
        }
        let targets = walk(&self.resource.template, graph).unwrap_or_default();
        let target = targets.first();
        let methods =
            target.and_then(|target| Restrictions::of(target.path.steps.iter().rev(), graph).update_methods());
        methods.is_some_and(|methods| methods.put)
    }

    fn add_operations(&mut self) {
        let Self { planner, structures, builders, shape, resource, scope, methods } = self;
        let owner = planner.type_name(shape.entity_type());
        let mut caller = Caller {
            planner,
            structures,
            builders,
            scope,
            methods,
            owner,
            template: &resource.template,
            kind: CallerKind::Resource(*shape),
        };
        caller.add(&resource.operations);
    }
}

/// A list that ends in "or".
fn alternatives(list: &[String]) -> String {
    match list {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
