use jsonc_parser::{
    ast::{ObjectProp, Value},
    common::Ranged,
};

use super::{Reader, object::Object, scalar, type_reference::TypeReference};
use crate::{
    csdl::{
        Key, NavigationProperty, OnDelete, Property, PropertyRef, ReferentialConstraint, StructuredKind, StructuredType,
    },
    diagnostic::Quoted,
};

impl<'a> Reader<'a, '_> {
    pub(super) fn structured_type(
        &mut self,
        member: &ObjectProp<'a>,
        mut object: Object<'_, 'a>,
        kind: StructuredKind,
    ) -> StructuredType<'a> {
        let is_entity = kind == StructuredKind::Entity;
        let name = self.name_text(member);
        let mut structured = StructuredType {
            kind,
            name: self.checked_name(name),
            base_type: self.optional(&mut object, "$BaseType"),
            is_abstract: self.boolean(&mut object, "$Abstract"),
            open_type: self.boolean(&mut object, "$OpenType"),
            has_stream: if is_entity { self.boolean(&mut object, "$HasStream") } else { None },
            key: if is_entity { self.key(&mut object) } else { None },
            properties: Vec::new(),
            navigation_properties: Vec::new(),
            annotations: Vec::new(),
            span: object.span,
        };
        for member in object.named() {
            let Value::Object(value) = &member.value else {
                self.wrong_type(member.name.as_str(), &member.value, "an object");
                continue;
            };
            let mut property = self.object("Property", value, self.member_span(member));
            match self.optional(&mut property, "$Kind") {
                None => structured.properties.push(self.property(member, property)),
                Some(kind) => match &*kind.value {
                    "Property" => structured.properties.push(self.property(member, property)),
                    "NavigationProperty" => {
                        property.kind = "NavigationProperty";
                        structured.navigation_properties.push(self.navigation_property(member, property));
                    }
                    other => {
                        let message = format!("`$Kind` of a property is {}", Quoted(other));
                        let help = "it is `Property`, which is the default, or `NavigationProperty`";
                        self.mistake_with_help(message, kind.span, help);
                    }
                },
            }
        }
        structured.annotations = self.annotations(&mut object);
        self.finish(&object);
        structured
    }

    fn property(&mut self, member: &ObjectProp<'a>, mut object: Object<'_, 'a>) -> Property<'a> {
        let name = self.name_text(member);
        let name = self.checked_name(name);
        let TypeReference { type_name, nullable, facets } = self.type_reference(&mut object, true);
        let annotations = self.annotations(&mut object);
        self.finish(&object);
        Property { name, type_name, nullable, facets, annotations, span: object.span }
    }

    fn navigation_property(&mut self, member: &ObjectProp<'a>, mut object: Object<'_, 'a>) -> NavigationProperty<'a> {
        let name = self.name_text(member);
        let target = self.required(&mut object, "$Type");
        let type_name = self.collection_of(&mut object, target);
        let is_collection = type_name.value.starts_with("Collection(");
        let nullable = self.boolean(&mut object, "$Nullable").or((!is_collection).then_some(false));
        let mut property = NavigationProperty {
            name: self.checked_name(name),
            type_name,
            nullable,
            partner: self.optional(&mut object, "$Partner"),
            contains_target: self.boolean(&mut object, "$ContainsTarget"),
            referential_constraints: self.referential_constraints(&mut object),
            on_delete: Vec::new(),
            annotations: Vec::new(),
            span: object.span,
        };
        if let Some(member) = object.take("$OnDelete")
            && let Some(action) = self.string("$OnDelete", &member.value)
        {
            let annotations = self.annotations_of(&mut object, "$OnDelete");
            property.on_delete.push(OnDelete { action, annotations, span: self.member_span(member) });
        }
        property.annotations = self.annotations(&mut object);
        self.finish(&object);
        property
    }

    fn key(&mut self, object: &mut Object<'_, 'a>) -> Option<Key<'a>> {
        let member = object.take("$Key")?;
        let span = self.member_span(member);
        let Value::Array(items) = &member.value else {
            self.wrong_type("$Key", &member.value, "an array");
            return None;
        };
        let mut property_refs = Vec::new();
        for item in &items.elements {
            match item {
                Value::StringLit(name) => {
                    let name = self.text(name);
                    property_refs.push(PropertyRef { span: name.span, name, alias: None });
                }
                Value::Object(pair) if pair.properties.len() == 1 => {
                    let member = &pair.properties[0];
                    let alias = self.name_text(member);
                    if let Some(name) = self.string(&alias, &member.value) {
                        property_refs.push(PropertyRef { name, alias: Some(alias), span: self.span(pair.range()) });
                    }
                }
                other => {
                    let span = self.span(scalar::range(other));
                    let help = "write `\"property\"`, or `{\"alias\": \"path/to/property\"}`";
                    self.mistake_with_help("this is not a part of a key", span, help);
                }
            }
        }
        Some(Key { property_refs, span })
    }

    fn referential_constraints(&mut self, object: &mut Object<'_, 'a>) -> Vec<ReferentialConstraint<'a>> {
        let Some(member) = object.take("$ReferentialConstraint") else { return Vec::new() };
        let Value::Object(pairs) = &member.value else {
            self.wrong_type("$ReferentialConstraint", &member.value, "an object");
            return Vec::new();
        };
        let mut pairs = self.object("ReferentialConstraint", pairs, self.member_span(member));
        let mut constraints = Vec::new();
        for member in pairs.named() {
            let property = self.name_text(member);
            let Some(referenced_property) = self.string(&property, &member.value) else { continue };
            let annotations = self.annotations_of(&mut pairs, member.name.as_str());
            let span = self.member_span(member);
            constraints.push(ReferentialConstraint { property, referenced_property, annotations, span });
        }
        self.finish(&pairs);
        constraints
    }
}
