//! The requests at the end of each kind of step, which depend on the last step and on annotations of its target.

use std::collections::HashMap;

use serde_json::Value;

use super::{notes::facts_record, texts::Texts};
use crate::{
    edm::TypeId,
    selection::{ResourceMethod, ResourceShape, Restrictions, ServiceGraph, Step, available_methods},
};

/// Lists of requests by number; many steps have the same list.
#[derive(Debug)]
pub(super) struct RequestLists<'a> {
    graph: &'a ServiceGraph<'a>,
    lists: Vec<Value>,
    numbers: HashMap<Value, usize>,
}

impl<'a> RequestLists<'a> {
    pub(super) fn new(graph: &'a ServiceGraph<'a>) -> Self {
        Self { graph, lists: Vec::new(), numbers: HashMap::new() }
    }

    /// Returns the numbers of the lists at the end of a step, and after a key that follows it.
    pub(super) fn after(&mut self, step: Step<'_>, texts: &mut Texts) -> [usize; 2] {
        let from = step.to();
        let here = self.number([&step], texts);
        let by_key = match from {
            ResourceShape::Collection(id) if self.graph.model().type_(id).is_entity() => {
                self.number([&Step::Key { from }, &step], texts)
            }
            _ => here,
        };
        [here, by_key]
    }

    /// Returns the numbers for a type after steps that are neither roots nor navigation properties: of a value, of a
    /// collection, and after a key in it.
    pub(super) fn of_type(&mut self, id: TypeId, texts: &mut Texts) -> [usize; 3] {
        let cast = |shape: ResourceShape| Step::Cast { from: shape, to: shape };
        let [value, _] = self.after(cast(ResourceShape::Entity(id)), texts);
        let [collection, by_key] = self.after(cast(ResourceShape::Collection(id)), texts);
        [value, collection, by_key]
    }

    /// Returns the number for entities that are addressed by path.
    pub(super) fn of_item_path(&mut self, id: TypeId, texts: &mut Texts) -> usize {
        self.number([&Step::ItemPath { from: ResourceShape::Entity(id) }], texts)
    }

    fn number<'s, const N: usize>(&mut self, backwards: [&'s Step<'s>; N], texts: &mut Texts) -> usize {
        let restrictions = Restrictions::of(backwards.into_iter(), self.graph);
        let methods = available_methods(backwards.into_iter(), self.graph);
        let list: Value = methods.iter().map(|method| request(method, &restrictions, texts)).collect();
        let next = self.lists.len();
        *self.numbers.entry(list).or_insert_with_key(|list| {
            self.lists.push(list.clone());
            next
        })
    }

    pub(super) fn into_list(self) -> Value {
        Value::Array(self.lists)
    }
}

/// A request: its kind, its HTTP method, the segment that it appends, and what annotations say of it; the last two if
/// there is something.
fn request(method: &ResourceMethod, restrictions: &Restrictions<'_>, texts: &mut Texts) -> Value {
    let mut record = vec![Value::from(kind(method)), Value::from(method.http().as_str())];
    let segment = method.segment().map(|segment| Value::from(texts.number(segment)));
    let facts = method.facts_under(restrictions).map(|facts| facts_record(&facts));
    match (segment, facts) {
        (None, None) => {}
        (segment, None) => record.extend(segment),
        (segment, Some(facts)) => record.extend([segment.unwrap_or_default(), facts]),
    }
    Value::Array(record)
}

/// The kind of a request, which the page matches on.
pub(super) const fn kind(method: &ResourceMethod) -> &'static str {
    match method {
        ResourceMethod::Get => "get",
        ResourceMethod::Create => "create",
        ResourceMethod::Update => "update",
        ResourceMethod::Replace => "replace",
        ResourceMethod::Delete => "delete",
        ResourceMethod::Count => "count",
        ResourceMethod::ListReferences => "listReferences",
        ResourceMethod::AddReference => "addReference",
        ResourceMethod::RemoveReferenceById => "removeReferenceById",
        ResourceMethod::GetReference => "getReference",
        ResourceMethod::SetReference => "setReference",
        ResourceMethod::RemoveReference => "removeReference",
        ResourceMethod::Download(_) => "download",
        ResourceMethod::Upload(_) => "upload",
        ResourceMethod::DeleteStream(_) => "deleteStream",
    }
}
