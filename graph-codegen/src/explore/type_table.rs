use std::collections::HashMap;

use serde_json::{Value, json};

use super::{requests::RequestLists, texts::Texts};
use crate::{
    edm::{ItemType, KeySyntax, Model, StructuredType, Type, TypeId, TypeKind, TypeRef},
    facts::{Writing, is_addressed_by_path},
    selection::{PathArena, ResourceShape, ServiceGraph, Step},
};

/// Numbers for types: those of the model first, then primitive types and types of missing documents.
#[derive(Debug)]
pub(super) struct TypeTable<'a> {
    graph: &'a ServiceGraph<'a>,
    /// The number of types of the model.
    declared: usize,
    others: Vec<Value>,
    numbers: HashMap<String, usize>,
}

/// Kinds of types, which the page matches on.
const PRIMITIVE: u8 = 0;
const ENTITY: u8 = 1;
const COMPLEX: u8 = 2;
const ENUM: u8 = 3;
const DEFINITION: u8 = 4;
const EXTERNAL: u8 = 5;

impl<'a> TypeTable<'a> {
    pub(super) fn new(graph: &'a ServiceGraph<'a>) -> Self {
        Self { graph, declared: graph.model().types().count(), others: Vec::new(), numbers: HashMap::new() }
    }

    fn model(&self) -> &'a Model {
        self.graph.model()
    }

    /// Returns the number of a reference to a type: twice that of the type, and one more for a collection.
    pub(super) fn reference(&mut self, type_ref: &TypeRef, texts: &mut Texts) -> usize {
        let number = match &type_ref.item {
            ItemType::Declared(id) => id.index(),
            ItemType::Primitive(primitive) => self.other(primitive.as_str(), PRIMITIVE, texts),
            ItemType::External(name) => self.other(name.as_str(), EXTERNAL, texts),
        };
        number * 2 + usize::from(type_ref.is_collection)
    }

    fn other(&mut self, name: &str, kind: u8, texts: &mut Texts) -> usize {
        if let Some(known) = self.numbers.get(name) {
            return *known;
        }
        let number = self.declared + self.others.len();
        let (namespace, simple) = name.rsplit_once('.').unwrap_or(("", name));
        self.others.push(json!([kind, texts.number(namespace), texts.number(simple)]));
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// Returns the records of all types in the order of their numbers.
    pub(super) fn records(mut self, lists: &mut RequestLists<'a>, texts: &mut Texts) -> Value {
        let mut records: Vec<Value> =
            self.model().types().map(|(id, declared)| self.record(id, declared, lists, texts)).collect();
        records.append(&mut self.others);
        Value::Array(records)
    }

    fn record(&mut self, id: TypeId, declared: &'a Type, lists: &mut RequestLists<'a>, texts: &mut Texts) -> Value {
        let (namespace, name) = (texts.number(declared.name.namespace()), texts.number(declared.name.name()));
        match &declared.kind {
            TypeKind::Entity(structured) => self.structured(ENTITY, id, structured, [namespace, name], lists, texts),
            TypeKind::Complex(structured) => self.structured(COMPLEX, id, structured, [namespace, name], lists, texts),
            TypeKind::Enum(enumeration) => {
                let members = enumeration.members.iter();
                // Larger numbers are not exact in JavaScript.
                let value = |value: i64| match value.unsigned_abs() < 1 << 53 {
                    true => Value::from(value),
                    false => Value::from(value.to_string()),
                };
                let members: Vec<Value> =
                    members.flat_map(|member| [Value::from(texts.number(&member.name)), value(member.value)]).collect();
                json!([ENUM, namespace, name, members, u8::from(enumeration.is_flags == Some(true))])
            }
            TypeKind::Definition(definition) => {
                json!([DEFINITION, namespace, name, self.reference(&definition.underlying_type, texts)])
            }
        }
    }

    fn structured(
        &mut self,
        kind: u8,
        id: TypeId,
        structured: &'a StructuredType,
        [namespace, name]: [usize; 2],
        lists: &mut RequestLists<'a>,
        texts: &mut Texts,
    ) -> Value {
        let base = structured.base_type.map_or(-1, |base| i64::from(u32::try_from(base.index()).unwrap_or(u32::MAX)));
        let flags = [
            structured.is_abstract == Some(true),
            structured.open_type == Some(true),
            structured.has_stream == Some(true),
            self.graph.has_continuations(id),
            self.model().type_(id).represents_untyped(),
        ];
        let mut properties = Vec::new();
        for property in &structured.properties {
            let type_ref = self.reference(&property.type_ref, texts);
            let writing = match Writing::of(&property.annotations) {
                Writing::Always => 0,
                Writing::OnCreate => 2,
                Writing::Never => 4,
            };
            let is_required = usize::from(property.nullable == Some(false));
            properties.extend([texts.number(&property.name), type_ref, is_required + writing]);
        }
        let mut navigation = Vec::new();
        let from = ResourceShape::Entity(id);
        for property in &structured.navigation_properties {
            let type_ref = self.reference(&property.type_ref, texts);
            let target = self.graph.target(property);
            let [here, by_key] = match target {
                Some(to) => lists.after(Step::Navigation { from, property: &property.name, to }, texts),
                None => [0, 0],
            };
            let flags = u8::from(property.contains_target == Some(true)) + 2 * u8::from(target.is_some());
            navigation.extend([texts.number(&property.name), type_ref, usize::from(flags), here, by_key]);
        }
        let keys: Vec<usize> = structured
            .key
            .iter()
            .flat_map(|key| &key.property_refs)
            .map(|part| texts.number(part.alias.as_deref().unwrap_or(&part.name)))
            .collect();
        json!([kind, namespace, name, base, bits(&flags), properties, navigation, keys, lists.of_type(id, texts),])
    }

    /// Returns the alternate keys of entity types: the segment after the collection, and the names of its parts.
    pub(super) fn alternate_keys(&self) -> Value {
        let mut found = serde_json::Map::new();
        for (id, _) in self.model().types().filter(|(_, declared)| declared.is_entity()) {
            let keys = self.graph.alternate_keys(id);
            if keys.is_empty() {
                continue;
            }
            let record = |parts: Vec<&'a str>| {
                let from = ResourceShape::Collection(id);
                let mut arena = PathArena::new(self.graph);
                let path = arena.then(PathArena::ROOT, Step::AlternateKey { from, parts: parts.clone() });
                json!([arena.template(path), parts])
            };
            found.insert(id.index().to_string(), keys.into_iter().map(record).collect());
        }
        Value::Object(found)
    }

    /// Returns what follows a collection in the path of an entity, by the number of its type, unless it is a segment.
    pub(super) fn key_segments(&self) -> Value {
        let mut found = serde_json::Map::new();
        if self.model().profile().key_syntax() == KeySyntax::Parentheses {
            for (id, _) in self.model().types().filter(|(_, declared)| declared.is_entity()) {
                found.insert(id.index().to_string(), Value::from(self.graph.key_segment(id)));
            }
        }
        Value::Object(found)
    }

    /// Returns the requests on entities that are addressed by path, by the number of their type.
    pub(super) fn item_paths(&self, lists: &mut RequestLists<'a>, texts: &mut Texts) -> Value {
        let mut found = serde_json::Map::new();
        for (id, _) in self.model().types().filter(|(id, _)| is_addressed_by_path(self.model(), *id)) {
            found.insert(id.index().to_string(), Value::from(lists.of_item_path(id, texts)));
        }
        Value::Object(found)
    }
}

/// Flags as a number, the first of which is 1.
fn bits(flags: &[bool]) -> u32 {
    flags.iter().rev().fold(0, |bits, flag| bits * 2 + u32::from(*flag))
}
