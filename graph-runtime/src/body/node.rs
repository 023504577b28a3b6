use std::borrow::Cow;

use serde::{
    Serialize, Serializer,
    ser::{SerializeMap, SerializeSeq},
};
use serde_json::value::RawValue;

use super::reference::Reference;

/// The most levels of nested bodies. Parsers of services have similar limits.
pub(super) const MAX_DEPTH: usize = 100;
/// The length from which the message of an error in a nested body is not prefixed with more property names.
const MAX_MESSAGE_LENGTH: usize = 500;

/// A part of a body.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// JSON.
    Raw(Box<RawValue>),
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

    /// Writes JSON for the service with this root.
    pub(crate) fn to_json(&self, root: Option<&str>) -> Result<Vec<u8>, String> {
        match &self.problem {
            Some(problem) => Err(problem.clone()),
            None => serde_json::to_vec(&ObjectFor { object: self, root }).map_err(|problem| problem.to_string()),
        }
    }
}

impl Node {
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

/// A part of a body, for the service with this root.
struct NodeFor<'a> {
    node: &'a Node,
    root: Option<&'a str>,
}

impl Serialize for NodeFor<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let root = self.root;
        match self.node {
            Node::Raw(raw) => raw.serialize(serializer),
            Node::Null => serializer.serialize_unit(),
            Node::Reference(reference) => serializer.serialize_str(&reference.resolve(root)),
            Node::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for node in items {
                    list.serialize_element(&NodeFor { node, root })?;
                }
                list.end()
            }
            Node::Object(object) => ObjectFor { object, root }.serialize(serializer),
        }
    }
}

/// An object, for the service with this root.
pub(crate) struct ObjectFor<'a> {
    pub(crate) object: &'a ObjectNode,
    pub(crate) root: Option<&'a str>,
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
            map.serialize_entry(name, &NodeFor { node, root: self.root })?;
        }
        map.end()
    }
}
