//! Segments after a value: keys, casts, properties, actions and functions.

use super::{Target, Walk};
use crate::{
    csdl::{Text, is_identifier},
    openapi::{
        Method, OperationType,
        describe::{
            properties::Property,
            schemas::Shape,
            template::{Argument, Segment},
            types::Found,
        },
    },
};

impl<'d, 'a> Walk<'_, 'd, 'a, '_> {
    pub(super) fn key(&mut self, id: usize, type_name: &str, is_collection: bool, names: &[&str]) -> Target {
        if !is_collection || type_name.starts_with("Edm.") {
            return Target::Unknown;
        }
        self.walked.has_key_segments |= matches!(self.resources.list[id].segment, Segment::Key(_));
        self.walked.entities.push(type_name.to_owned());
        self.walked.keys.record(self.schemas, type_name, names, self.resources.list[id].span);
        Target::Value(type_name.to_owned(), false)
    }

    pub(super) fn name(&mut self, id: usize, type_name: &str, is_collection: bool, name: &str) -> Target {
        let is_action = self.resources.is_called(id, OperationType::Action);
        let is_function = self.resources.is_called(id, OperationType::Function);
        let binding = || Some((type_name.to_owned(), is_collection));
        if name.contains('.') && !is_action && !is_function {
            let (namespace, simple) = self.schemas.qualified(name);
            let cast = format!("{namespace}.{simple}");
            let known = self.schemas.type_index.get(&*cast).map(|&number| self.schemas.types[number].shape);
            return match known {
                Some(Shape::Structured) => Target::Value(cast, is_collection),
                None if self.resources.operation(id, Method::Get).is_some() => Target::Value(cast, is_collection),
                None if self.resources.operation(id, Method::Post).is_some() => self.action(id, binding(), name),
                _ => Target::Unknown,
            };
        }
        if !is_collection && let Some((number, property)) = self.schemas.property(type_name, name) {
            let found = property.found.clone();
            self.walked.containment.entry((number, name.to_owned())).or_default().record(self.resources, id);
            let options = self.walked.options.entry((number, name.to_owned())).or_default();
            options.record(self.schemas, self.resources, id);
            return self.declared_property(id, number, name, found);
        }
        if is_action {
            return self.action(id, binding(), name);
        }
        if is_function {
            return self.function(id, binding(), name, &[]);
        }
        if let Some(found) = self.get_type(id) {
            return if is_collection { Target::Unknown } else { self.implied_property(id, type_name, name, found) };
        }
        let is_called = self.resources.operation(id, Method::Post).is_some()
            && self.resources.child(id, |segment| matches!(segment, Segment::Key(_) | Segment::System(_))).is_none();
        if is_called { self.action(id, binding(), name) } else { Target::Unknown }
    }

    /// Visits a property that the schema of the type declares; the path may tell more about it.
    fn declared_property(&mut self, id: usize, number: usize, name: &str, found: Found) -> Target {
        // `format: base64url` means `Edm.Binary` or `Edm.Stream`; a property that can be fetched as bytes is a stream.
        if found.item == "Edm.Binary" && self.get_type(id).is_some_and(|got| got.item == "Edm.Stream") {
            self.schemas.set_property_item(number, name, "Edm.Stream");
        }
        // An undeclared type that is read and written like an entity is an entity type.
        let is_absent = self.schemas.absent.contains_key(&found.item);
        if is_absent && self.resources.is_called(id, OperationType::Operation) {
            self.walked.entities.push(found.item.clone());
        }
        Self::target_of(Some(&found))
    }

    /// Visits a property that a path implies and the schema of the type lacks. If the base type is undeclared, the
    /// property may belong to it.
    pub(super) fn implied_property(&mut self, id: usize, type_name: &str, name: &str, found: Found) -> Target {
        let target = Self::target_of(Some(&found));
        if !self.schemas.is_partly_absent(type_name)
            && is_identifier(name)
            && let Some(&number) = self.schemas.type_index.get(type_name)
        {
            let span = self.resources.list[id].span;
            let name = Text { value: name.to_owned().into(), span };
            self.walked.containment.entry((number, name.to_string())).or_default().record(self.resources, id);
            let options = self.walked.options.entry((number, name.to_string())).or_default();
            options.record(self.schemas, self.resources, id);
            self.schemas.add_property(number, Property { name, schema: None, found });
        }
        target
    }

    pub(super) fn call(
        &mut self,
        id: usize,
        type_name: &str,
        is_collection: bool,
        name: &str,
        arguments: &[Argument<'d>],
    ) -> Target {
        if !is_collection && let Some((_, property)) = self.schemas.property(type_name, name) {
            let (item, is_list) = (property.found.item.clone(), property.found.is_collection);
            if is_list && !item.starts_with("Edm.") && !arguments.is_empty() {
                let parent = self.resources.list[id].parent;
                let sibling = self.resources.child(parent, |segment| *segment == Segment::Name(name));
                return self.key_predicate(id, sibling, item, arguments);
            }
        }
        self.function(id, Some((type_name.to_owned(), is_collection)), name, arguments)
    }
}
