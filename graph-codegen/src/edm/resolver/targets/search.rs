use super::element::TargetElement;
use crate::{
    csdl,
    edm::{
        Model, OperationId, QualifiedName, TypeId,
        name_index::{Element, Member, split_qualified},
        resolver::{
            aliases::{segment_end, split_arguments},
            document_resolver::DocumentResolver,
            type_refs::{Resolved, collection_item},
        },
    },
};

/// The result of looking up an annotation target.
pub(super) enum Found {
    Element(TargetElement),
    /// All overloads of a name, or a parameter or return type of those that have it.
    Overloads(Vec<TargetElement>),
    /// An annotation of the element.
    Annotation {
        element: TargetElement,
        term: QualifiedName,
        qualifier: Option<String>,
    },
    /// In a document that was not given, or a path such as `Container/Set/Property` that no single element represents.
    External,
    Missing(Missing),
    /// The work budget is exhausted.
    OverBudget,
}

/// A target that does not exist, and the one that may be meant.
#[derive(Default)]
pub(super) struct Missing {
    pub(super) meant: Option<String>,
}

fn missing(meant: Option<String>) -> Found {
    Found::Missing(Missing { meant })
}

impl DocumentResolver<'_, '_, '_> {
    /// Finds the element that a target denotes (CSDL XML 4.01, 14.2.2).
    pub(super) fn find_target(&self, target: &str, model: &Model) -> Found {
        let first = &target[..segment_end(target)];
        let rest = target.get(first.len() + 1..);
        let (name, arguments) = match first.split_once('(') {
            Some((name, arguments)) => (name, Some(arguments.strip_suffix(')').unwrap_or(arguments))),
            None => (first, None),
        };
        let Some((prefix, simple)) = split_qualified(name) else { return self.find_schema(name, rest) };
        let Some(namespace) = self.namespace(prefix) else { return self.find_schema(name, rest) };
        let Some(element) = self.elements.find(namespace, simple) else {
            if self.prefixes.find(name).is_some() {
                return self.find_schema(name, rest);
            }
            if !self.declared.namespaces[namespace as usize].is_given() {
                return Found::External;
            }
            return missing(self.suggested_element(prefix, namespace, simple, rest));
        };
        let element = match (element, arguments) {
            (_, Some(arguments)) => return self.find_overload(element, Some(arguments), rest, model),
            (&Element { type_id: Some(id), .. }, _) => return self.find_in_type(id, name, rest, model),
            (&Element { container: Some(number), .. }, _) => return self.find_in_container(number, name, rest),
            (&Element { term: Some(number), .. }, _) => TargetElement::Term(number),
            (&Element { first_overload: Some(_), .. }, _) => return self.find_overload(element, None, rest, model),
            _ => return missing(None),
        };
        self.element_or_annotation(element, rest)
    }

    /// Finds a schema by its namespace or alias.
    fn find_schema(&self, name: &str, rest: Option<&str>) -> Found {
        match self.namespace(name).map(|number| self.declared.namespaces[number as usize].schema) {
            Some(Some((_, schema))) => self.element_or_annotation(TargetElement::Schema(schema), rest),
            Some(None) => Found::External,
            None => missing(None),
        }
    }

    /// Returns the element itself or, after `/@`, one of its annotations. Other paths do not denote a single element.
    fn element_or_annotation(&self, element: TargetElement, rest: Option<&str>) -> Found {
        let Some(rest) = rest else { return Found::Element(element) };
        let Some(term) = rest.strip_prefix('@').filter(|term| segment_end(term) == term.len()) else {
            return Found::External;
        };
        let (term, qualifier) = match term.split_once('#') {
            Some((term, qualifier)) => (term, Some(qualifier.to_owned())),
            None => (term, None),
        };
        Found::Annotation { element, term: self.qualified_name(term), qualifier }
    }

    fn find_in_type(&self, id: TypeId, name: &str, rest: Option<&str>, model: &Model) -> Found {
        let Some(path) = rest.filter(|rest| !rest.starts_with('@')) else {
            return self.element_or_annotation(TargetElement::Type(id), rest);
        };
        let segment = &path[..segment_end(path)];
        let further = path.get(segment.len() + 1..);
        let hash = self.members.names.hash(segment);
        let mut next = Some(id);
        while let Some(declaring) = next {
            if let Some(number) = self.members.names.find_hashed(declaring.0, hash, segment) {
                let element = match self.members.list[number as usize] {
                    _ if declaring != id => TargetElement::InheritedProperty(id, segment.to_owned()),
                    Member::Property(at) => TargetElement::Property(id, at),
                    Member::NavigationProperty(at) => TargetElement::NavigationProperty(id, at),
                    Member::EnumValue(at) => TargetElement::EnumMember(id, at),
                };
                return self.element_or_annotation(element, further);
            }
            let structured = model.types[declaring.0 as usize].structured();
            next = structured.and_then(|structured| structured.base_type);
            if structured.is_some_and(|structured| structured.external_base_type.is_some()) {
                return Found::External;
            }
        }
        if segment.contains('.') {
            // A cast to a derived type or to a term.
            return Found::External;
        }
        missing(self.suggested_member(id, segment, model).map(|meant| format!("{name}/{meant}")))
    }

    fn suggested_member(&self, id: TypeId, segment: &str, model: &Model) -> Option<String> {
        if !self.suggestions.is_allowed() {
            return None;
        }
        let mut names: Vec<&str> = Vec::new();
        for (_, declaring) in model.lineage(id) {
            match &declaring.kind {
                crate::edm::TypeKind::Enum(enumeration) => {
                    names.extend(enumeration.members.iter().map(|member| member.name.as_str()));
                }
                _ => {
                    let Some(structured) = declaring.structured() else { continue };
                    names.extend(structured.properties.iter().map(|property| property.name.as_str()));
                    names.extend(structured.navigation_properties.iter().map(|property| property.name.as_str()));
                }
            }
        }
        self.suggestions.closest(segment, names).map(str::to_owned)
    }

    fn find_in_container(&self, number: u32, name: &str, rest: Option<&str>) -> Found {
        let Some(path) = rest.filter(|rest| !rest.starts_with('@')) else {
            return self.element_or_annotation(TargetElement::Container(number), rest);
        };
        let segment = &path[..segment_end(path)];
        let further = path.get(segment.len() + 1..);
        if let Some(child) = self.children.names.find(number, segment) {
            let child = self.children.list[child as usize];
            return self.element_or_annotation(TargetElement::ContainerChild(number, child.kind, child.at), further);
        }
        let container = self.declared.containers[number as usize];
        if container.extends.is_some() {
            return Found::External;
        }
        let names = container.children.iter().map(|child| &*child.name.value);
        missing(self.suggestions.closest(segment, names).map(|meant| format!("{name}/{meant}")))
    }

    /// Finds all overloads of a name, or the one with the types in parentheses.
    fn find_overload(&self, element: &Element, arguments: Option<&str>, rest: Option<&str>, model: &Model) -> Found {
        if !self.budget.spend(1) {
            return Found::OverBudget;
        }
        let mut overloads: Vec<OperationId> = self.elements.overloads(Some(element)).collect();
        if !self.budget.spend(overloads.len()) {
            return Found::OverBudget;
        }
        if let Some(arguments) = arguments {
            let types: Vec<_> = split_arguments(arguments).map(|name| self.argument(name.trim())).collect();
            let exact = |&id: &OperationId| self.takes(id, &types, model);
            match overloads.iter().copied().find(exact) {
                Some(id) => overloads = vec![id],
                // An action may also be identified by its binding type alone.
                None => overloads.retain(|&id| self.binds(id, &types, model)),
            }
        }
        let mut elements = Vec::with_capacity(overloads.len());
        let (segment, further) = match rest {
            Some(path) if !path.starts_with('@') => {
                let end = segment_end(path);
                (Some(&path[..end]), path.get(end + 1..))
            }
            _ => (None, rest),
        };
        for id in overloads {
            let element = match segment {
                None => Some(TargetElement::Operation(id)),
                Some("$ReturnType") => model.operation(id).return_type.as_ref().map(|_| TargetElement::ReturnType(id)),
                Some(name) => {
                    let parameters = &model.operation(id).parameters;
                    let at = parameters.iter().position(|parameter| parameter.name == name);
                    at.map(|at| TargetElement::Parameter(id, at as u32))
                }
            };
            elements.extend(element);
        }
        match (elements.len(), further) {
            (0, _) => missing(None),
            (1, further) => self.element_or_annotation(elements.remove(0), further),
            (_, None) => Found::Overloads(elements),
            (_, Some(_)) => Found::External,
        }
    }

    /// Resolves a type in parentheses; `true` for a collection. Returns `None` if it is not in the model.
    fn argument(&self, name: &str) -> Option<(crate::edm::ItemType, bool)> {
        let (item, is_collection) = match collection_item(name) {
            Some(item) => (item.trim(), true),
            None => (name, false),
        };
        match self.resolve_item(item) {
            Resolved::Item(item) => Some((item, is_collection)),
            Resolved::NoSuchType(_) | Resolved::NoSuchNamespace => None,
        }
    }

    fn takes(&self, id: OperationId, types: &[Option<(crate::edm::ItemType, bool)>], model: &Model) -> bool {
        let operation = model.operation(id);
        let is_unbound_action =
            types.is_empty() && !operation.is_bound() && operation.kind == crate::edm::OperationKind::Action;
        is_unbound_action || same_types(&operation.parameters, types)
    }

    fn binds(&self, id: OperationId, types: &[Option<(crate::edm::ItemType, bool)>], model: &Model) -> bool {
        let operation = model.operation(id);
        operation.kind == crate::edm::OperationKind::Action
            && operation.is_bound()
            && same_types(operation.parameters.get(..1).unwrap_or_default(), types)
    }

    /// Returns the schema child that a misspelled name may mean, as the document would write it.
    fn suggested_element(&self, prefix: &str, namespace: u32, name: &str, rest: Option<&str>) -> Option<String> {
        let namespace = self.declared.namespaces[namespace as usize].name;
        let schemas = self.declared.documents.iter().flat_map(|document| &document.schemas);
        let own = schemas.filter(|schema| *schema.namespace.value == *namespace);
        let meant = self.suggestions.closest(name, own.flat_map(child_names))?;
        Some(match rest {
            Some(rest) => format!("{prefix}.{meant}/{rest}"),
            None => format!("{prefix}.{meant}"),
        })
    }
}

fn same_types(parameters: &[crate::edm::Parameter], types: &[Option<(crate::edm::ItemType, bool)>]) -> bool {
    parameters.len() == types.len()
        && parameters.iter().zip(types).all(|(parameter, given)| {
            let type_ref = &parameter.type_ref;
            given
                .as_ref()
                .is_some_and(|(item, is_collection)| type_ref.item == *item && type_ref.is_collection == *is_collection)
        })
}

fn child_names<'s>(schema: &'s csdl::Schema<'_>) -> impl Iterator<Item = &'s str> {
    let structured = schema.structured_types.iter().map(|declared| &declared.name);
    let enums = schema.enum_types.iter().map(|declared| &declared.name);
    let definitions = schema.type_definitions.iter().map(|declared| &declared.name);
    let operations = schema.operations.iter().map(|declared| &declared.name);
    let terms = schema.terms.iter().map(|declared| &declared.name);
    let containers = schema.containers.iter().map(|declared| &declared.name);
    structured.chain(enums).chain(definitions).chain(operations).chain(terms).chain(containers).map(|name| &*name.value)
}
