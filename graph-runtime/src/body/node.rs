use std::borrow::Cow;

use serde::{
    Serialize, Serializer,
    ser::{SerializeMap, SerializeSeq},
};

use super::{json_forms::JsonForms, reference::Reference};
use crate::{
    path::CallReference,
    service::{BindSyntax, ServiceProfile},
};

/// The most levels of nested bodies. Parsers of services have similar limits.
pub(super) const MAX_DEPTH: usize = 100;
/// The length from which the message of an error in a nested body is not prefixed with more property names.
const MAX_MESSAGE_LENGTH: usize = 500;

/// The service and the request that a body is written for.
#[derive(Clone, Copy, Debug, Default)]
pub struct BodyTarget<'a> {
    /// The root of the service.
    pub(crate) root: Option<&'a str>,
    pub(crate) bind: BindSyntax,
    /// Whether the request updates an entity, so that references are added to its collections.
    pub(crate) is_update: bool,
    /// Whether values of the types `Edm.Int64` and `Edm.Decimal` are strings (`IEEE754Compatible=true`).
    pub(crate) has_numbers_in_strings: bool,
}

impl<'a> BodyTarget<'a> {
    /// Returns the target for a request to a service.
    pub(crate) fn new(root: &'a str, profile: &ServiceProfile, is_update: bool) -> Self {
        Self {
            root: Some(root),
            bind: profile.bind_syntax(),
            is_update,
            has_numbers_in_strings: profile.is_ieee754_compatible(),
        }
    }
}

/// The end of the name of a property with references.
pub(super) const BIND: &str = "@odata.bind";

/// A part of a body.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// JSON.
    Raw(JsonForms),
    /// `null`.
    Null,
    /// The URL of an entity.
    Reference(Reference),
    /// A list.
    List(Vec<Self>),
    /// An object.
    Object(ObjectNode),
}

/// An object in a body.
#[derive(Clone, Debug, Default)]
pub(crate) struct ObjectNode {
    /// The qualified name of its type, if it is written.
    pub(crate) type_name: Option<&'static str>,
    /// Names and values, in the order they were set.
    pub(crate) entries: Vec<(Cow<'static, str>, Node)>,
    /// The number of levels of nested objects, including itself.
    pub(crate) depth: usize,
    /// The first error while it was built.
    pub(crate) problem: Option<String>,
}

impl ObjectNode {
    /// Returns the value of a property if it can be set, and records the problem if not.
    fn checked(&mut self, name: &str, node: Result<Node, String>) -> Option<Node> {
        match node {
            Ok(node) => {
                self.depth = self.depth.max(node.depth() + 1);
                if self.depth <= MAX_DEPTH {
                    return Some(node);
                }
                self.note(format!("`{name}`: bodies are nested more than {MAX_DEPTH} levels deep"));
            }
            Err(problem) if problem.len() > MAX_MESSAGE_LENGTH => self.note(problem),
            Err(problem) => self.note(format!("`{name}`: {problem}")),
        }
        None
    }

    /// Adds a property that was not set before.
    pub(crate) fn append(&mut self, name: Cow<'static, str>, node: Result<Node, String>) {
        if let Some(node) = self.checked(&name, node) {
            self.entries.push((name, node));
        }
    }

    /// Sets the value of a property. An earlier value is replaced in its position.
    pub(crate) fn put(&mut self, name: Cow<'static, str>, node: Result<Node, String>) {
        let Some(node) = self.checked(&name, node) else { return };
        match self.entries.iter_mut().find(|(known, _)| *known == name) {
            Some((_, value)) => *value = node,
            None => self.entries.push((name, node)),
        }
    }

    pub(crate) fn note(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }

    /// Writes JSON.
    pub(crate) fn to_json(&self, target: BodyTarget<'_>) -> Result<Vec<u8>, String> {
        match &self.problem {
            Some(problem) => Err(problem.clone()),
            None => serde_json::to_vec(&ObjectFor { object: self, target }).map_err(|problem| problem.to_string()),
        }
    }

    /// Adds the calls that references in the object are to.
    pub(crate) fn add_calls(&self, calls: &mut Vec<CallReference>) {
        self.entries.iter().for_each(|(_, node)| node.add_calls(calls));
    }
}

impl Node {
    fn add_calls(&self, calls: &mut Vec<CallReference>) {
        match self {
            Self::Raw(_) | Self::Null => {}
            Self::Reference(reference) => calls.extend(reference.call()),
            Self::List(items) => items.iter().for_each(|item| item.add_calls(calls)),
            Self::Object(object) => object.add_calls(calls),
        }
    }

    fn depth(&self) -> usize {
        match self {
            Self::Raw(_) | Self::Null | Self::Reference(_) => 0,
            // OData has no lists of lists.
            Self::List(items) => items
                .iter()
                .map(|item| if let Self::Object(object) = item { object.depth.max(1) } else { 0 })
                .max()
                .unwrap_or(0),
            Self::Object(object) => object.depth.max(1),
        }
    }
}

/// A part of a body, for a service.
struct NodeFor<'a> {
    node: &'a Node,
    target: BodyTarget<'a>,
}

impl Serialize for NodeFor<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Nested entities are new.
        let target = BodyTarget { is_update: false, ..self.target };
        match self.node {
            Node::Raw(raw) => raw.for_service(target.has_numbers_in_strings).serialize(serializer),
            Node::Null => serializer.serialize_unit(),
            Node::Reference(reference) => serializer.serialize_str(&reference.resolve(target.root)),
            Node::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for node in items {
                    list.serialize_element(&NodeFor { node, target })?;
                }
                list.end()
            }
            Node::Object(object) => ObjectFor { object, target }.serialize(serializer),
        }
    }
}

/// An object, for a service.
pub(crate) struct ObjectFor<'a> {
    pub(crate) object: &'a ObjectNode,
    pub(crate) target: BodyTarget<'a>,
}

impl Serialize for ObjectFor<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ObjectNode { type_name, entries, problem, .. } = self.object;
        if let Some(problem) = problem {
            return Err(serde::ser::Error::custom(problem));
        }
        let mut map = serializer.serialize_map(None)?;
        // An `@odata.type` that the caller set takes precedence.
        if let Some(name) = type_name
            && !entries.iter().any(|(known, _)| known == "@odata.type")
        {
            map.serialize_entry("@odata.type", &format_args!("#{name}"))?;
        }
        for (name, node) in entries {
            match (self.target.bind, name.strip_suffix(BIND)) {
                (BindSyntax::Id, Some(property)) => {
                    serialize_references(property, node, entries, self.target, &mut map)?;
                }
                (BindSyntax::Id, None) if is_merged(name, node, entries, self.target) => {}
                _ => map.serialize_entry(name, &NodeFor { node, target: self.target })?,
            }
        }
        map.end()
    }
}

type Entries = [(Cow<'static, str>, Node)];

/// Writes the references of a property as OData 4.01 does: `{"@id": "…"}`, in one list with new entities.
fn serialize_references<M: SerializeMap>(
    property: &str,
    node: &Node,
    entries: &Entries,
    target: BodyTarget<'_>,
    map: &mut M,
) -> Result<(), M::Error> {
    let Node::List(references) = node else { return map.serialize_entry(property, &IdOf { node, target }) };
    // An update with the property itself would replace the collection.
    if target.is_update {
        let ids: Vec<IdOf<'_>> = references.iter().map(|node| IdOf { node, target }).collect();
        return map.serialize_entry(&format!("{property}@delta"), &ids);
    }
    let new = entries.iter().find(|(name, _)| name == property).map(|(_, node)| node);
    let new = if let Some(Node::List(items)) = new { items.as_slice() } else { &[] };
    let all: Vec<IdOf<'_>> = references.iter().chain(new).map(|node| IdOf { node, target }).collect();
    map.serialize_entry(property, &all)
}

/// Returns whether the new entities of a property are written together with its references.
fn is_merged(name: &str, node: &Node, entries: &Entries, target: BodyTarget<'_>) -> bool {
    let is_bound = |(known, value): &(Cow<'static, str>, Node)| {
        known.strip_suffix(BIND) == Some(name) && matches!(value, Node::List(_))
    };
    !target.is_update && matches!(node, Node::List(_)) && entries.iter().any(is_bound)
}

/// A reference as an object, or a new entity.
struct IdOf<'a> {
    node: &'a Node,
    target: BodyTarget<'a>,
}

impl Serialize for IdOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { node, target } = self;
        let Node::Reference(reference) = node else {
            return NodeFor { node, target: *target }.serialize(serializer);
        };
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("@id", &reference.resolve(target.root))?;
        map.end()
    }
}
