mod call;
mod member;
mod root;

use std::collections::BTreeMap;

use super::{
    calls::{Call, merge},
    containment::Containment,
    keys::Keys,
    options::ResourceOptions,
    resources::Resources,
    schemas::Schemas,
    template::Segment,
    types::Found,
};
use crate::{
    diagnostic::{Code, Diagnostic, Quoted, Span},
    openapi::{Method, OperationType},
};

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Target {
    Root,
    /// A value of a type, or a collection of such values.
    Value(String, bool),
    Unknown,
}

/// An entity set or singleton.
#[derive(Debug)]
pub(super) struct RootResource<'a> {
    pub(super) name: String,
    pub(super) type_name: String,
    pub(super) is_set: bool,
    pub(super) options: ResourceOptions<'a>,
    pub(super) span: Span,
}

/// What the paths tell.
#[derive(Debug)]
pub(super) struct Walked<'d, 'a> {
    pub(super) root: Vec<RootResource<'a>>,
    pub(super) calls: Vec<Call<'d, 'a>>,
    pub(super) keys: Keys,
    /// By the index of the declaring type and the name of the property.
    pub(super) containment: BTreeMap<(usize, String), Containment>,
    /// Like `containment`.
    pub(super) options: BTreeMap<(usize, String), ResourceOptions<'a>>,
    /// Types that are addressed by keys or as singletons.
    pub(super) entities: Vec<String>,
    /// Whether a path has a key as a segment.
    pub(super) has_key_segments: bool,
    /// Whether a path has a bound operation without its namespace.
    pub(super) has_simple_operations: bool,
}

/// Traverses the tree of segments from the root of the service.
pub(super) struct Walk<'w, 'd, 'a, 'g> {
    schemas: &'w mut Schemas<'d, 'a, 'g>,
    resources: &'w Resources<'d, 'a>,
    /// The target of each segment.
    targets: Vec<Target>,
    walked: Walked<'d, 'a>,
    /// Segments whose meaning is unknown.
    unexplained: Vec<(Span, String)>,
}

impl<'w, 'd, 'a, 'g> Walk<'w, 'd, 'a, 'g> {
    pub(super) fn new(schemas: &'w mut Schemas<'d, 'a, 'g>, resources: &'w Resources<'d, 'a>) -> Self {
        let (root, calls, entities) = (Vec::new(), Vec::new(), Vec::new());
        let (containment, options) = (BTreeMap::new(), BTreeMap::new());
        let keys = Keys::default();
        let (has_key_segments, has_simple_operations) = (false, false);
        let walked =
            Walked { root, calls, keys, containment, options, entities, has_key_segments, has_simple_operations };
        Self { schemas, resources, targets: Vec::with_capacity(resources.list.len()), walked, unexplained: Vec::new() }
    }

    pub(super) fn run(&mut self) {
        for id in 0..self.resources.list.len() {
            if id == 0 {
                self.targets.push(Target::Root);
                continue;
            }
            let resource = &self.resources.list[id];
            let parent = self.targets[resource.parent].clone();
            let target = match (&parent, &resource.segment) {
                (Target::Unknown, _) | (_, Segment::System(_)) => Target::Unknown,
                (Target::Root, Segment::Name(name)) => self.root(id, name),
                (Target::Root, Segment::Call(name, arguments)) => self.root_call(id, name, arguments),
                (Target::Root, Segment::Key(_)) => Target::Unknown,
                (Target::Value(type_name, is_collection), Segment::Key(names)) => {
                    self.key(id, type_name, *is_collection, names)
                }
                (Target::Value(type_name, is_collection), Segment::Name(name)) => {
                    self.name(id, type_name, *is_collection, name)
                }
                (Target::Value(type_name, is_collection), Segment::Call(name, arguments)) => {
                    self.call(id, type_name, *is_collection, name, arguments)
                }
            };
            if target == Target::Unknown && parent != Target::Unknown && !self.is_expected(id, &parent) {
                self.unexplained.push((resource.span, self.path(id)));
            }
            self.targets.push(target);
        }
    }

    pub(super) fn finish(mut self) -> Walked<'d, 'a> {
        if let Some((span, path)) = self.unexplained.first() {
            let message = match self.unexplained.len() {
                1 => format!("cannot tell from this document what {} is; it is omitted", Quoted(path)),
                2 => {
                    format!("cannot tell from this document what {} is; it and another path are omitted", Quoted(path))
                }
                count => format!(
                    "cannot tell from this document what {} is; it and {} other paths are omitted",
                    Quoted(path),
                    count - 1
                ),
            };
            let diagnostic = Diagnostic::warning(Code::OpenApi, message).at(*span);
            self.schemas.report(diagnostic.help(
                "a segment is recognized by a property of its type, by `x-ms-docs-operation-type`, or by \
                 what its `GET` returns; add the other parts of the description, or use the service's `$metadata`",
            ));
        }
        self.walked.calls = merge(self.schemas, std::mem::take(&mut self.walked.calls));
        self.walked
    }

    /// Returns whether an unknown segment needs no warning: `$count`, or a segment that belongs to an undeclared type.
    fn is_expected(&self, id: usize, parent: &Target) -> bool {
        let resource = &self.resources.list[id];
        let is_absent = |name: &str| name.starts_with("Edm.") || self.schemas.is_partly_absent(name);
        matches!(resource.segment, Segment::System(_))
            || matches!(parent, Target::Value(name, _) if is_absent(name))
            || self.resources.is_called(id, OperationType::Action)
            || self.resources.is_called(id, OperationType::Function)
            || matches!(resource.segment, Segment::Call(..))
    }

    fn path(&self, id: usize) -> String {
        let (mut at, mut segments) = (id, Vec::new());
        // Messages truncate long paths anyway.
        while at != 0 && segments.len() < 32 {
            segments.push(match &self.resources.list[at].segment {
                Segment::Key(names) => format!("/{{{}}}", names.join(",")),
                Segment::Call(name, _) => format!("/{name}(…)"),
                Segment::System(name) | Segment::Name(name) => format!("/{name}"),
            });
            at = self.resources.list[at].parent;
        }
        segments.iter().rev().map(String::as_str).collect()
    }

    fn target_of(found: Option<&Found>) -> Target {
        match found {
            Some(found) => Target::Value(found.item.clone(), found.is_collection),
            None => Target::Unknown,
        }
    }

    /// Returns the type that the `GET` of a segment returns.
    fn get_type(&mut self, id: usize) -> Option<Found> {
        let (document, get) = self.resources.operation(id, Method::Get)?;
        self.schemas.returned(document, get)
    }
}
