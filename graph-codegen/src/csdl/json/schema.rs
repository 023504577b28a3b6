use jsonc_parser::ast::{ObjectProp, Value};

use super::{Reader, object::Object, type_reference::TypeReference};
use crate::{
    csdl::{Schema, StructuredKind, Term, Text, TypeDefinition},
    diagnostic::{Code, Diagnostic, Quoted, Span, closest},
};

/// The kinds of what a schema declares by an object.
const KINDS: [&str; 6] = ["EntityType", "ComplexType", "EnumType", "TypeDefinition", "Term", "EntityContainer"];

impl<'a> Reader<'a, '_> {
    pub(super) fn schema(&mut self, member: &ObjectProp<'a>) -> Option<Schema<'a>> {
        let Value::Object(value) = &member.value else {
            self.wrong_type(member.name.as_str(), &member.value, "an object, which is a schema");
            return None;
        };
        let mut object = self.object("Schema", value, self.head_span(member, value));
        let namespace = self.name_text(member);
        let namespace = self.checked_namespace(namespace);
        let alias = self.optional(&mut object, "$Alias").map(|alias| self.checked_alias(alias));
        let mut schema = Schema::new(namespace, alias, object.span);
        schema.targeted = object.take("$Annotations").map_or_else(Vec::new, |member| self.targeted(member));
        for member in object.named() {
            match &member.value {
                Value::Array(items) => schema.operations.extend(self.overloads(member, &items.elements)),
                Value::Object(value) => {
                    let declared = self.object("declaration", value, self.head_span(member, value));
                    self.declaration(member, declared, &mut schema);
                }
                other => self.wrong_type(member.name.as_str(), other, "an object or, for an operation, an array"),
            }
        }
        schema.annotations = self.annotations(&mut object);
        self.finish(&object);
        Some(schema)
    }

    fn declaration(&mut self, member: &ObjectProp<'a>, mut object: Object<'_, 'a>, schema: &mut Schema<'a>) {
        let kind = self.required(&mut object, "$Kind");
        if let Some(name) = KINDS.iter().find(|name| **name == &*kind.value) {
            object.kind = name;
        }
        match &*kind.value {
            "EntityType" => {
                schema.structured_types.push(self.structured_type(member, object, StructuredKind::Entity));
            }
            "ComplexType" => {
                schema.structured_types.push(self.structured_type(member, object, StructuredKind::Complex));
            }
            "EnumType" => schema.enum_types.push(self.enum_type(member, object)),
            "TypeDefinition" => schema.type_definitions.push(self.type_definition(member, object)),
            "Term" => schema.terms.push(self.term(member, object)),
            "EntityContainer" => schema.containers.push(self.entity_container(member, object)),
            "" => {}
            "Action" | "Function" => {
                let help = "write an array of overloads: `[{\"$Kind\": …}]`";
                self.mistake_with_help("an operation is an array of overloads", kind.span, help);
            }
            other => {
                let help = match closest(other, KINDS) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("a schema declares {}, and arrays of overloads", KINDS.join(", ")),
                };
                self.unknown_kind(&kind, &help);
            }
        }
    }

    pub(super) fn unknown_kind(&mut self, kind: &Text<'a>, help: &str) {
        let message = format!("`$Kind` is {}, which is not in the specification", Quoted(kind));
        self.mistake_with_help(message, kind.span, help);
    }

    pub(super) fn mistake_with_help(&mut self, message: impl Into<String>, span: Span, help: &str) {
        self.report(Diagnostic::error(Code::Csdl, message).at(span).help(help));
    }

    fn type_definition(&mut self, member: &ObjectProp<'a>, mut object: Object<'_, 'a>) -> TypeDefinition<'a> {
        let name = self.name_text(member);
        let name = self.checked_name(name);
        let underlying_type = self.required(&mut object, "$UnderlyingType");
        let facets = self.facets_of_definition(&mut object, &underlying_type);
        let annotations = self.annotations(&mut object);
        self.finish(&object);
        TypeDefinition { name, underlying_type, facets, annotations, span: object.span }
    }

    fn term(&mut self, member: &ObjectProp<'a>, mut object: Object<'_, 'a>) -> Term<'a> {
        let name = self.name_text(member);
        let name = self.checked_name(name);
        let TypeReference { type_name, nullable, facets } = self.type_reference(&mut object, true);
        let base_term = self.optional(&mut object, "$BaseTerm");
        let applies_to = self.applies_to(&mut object);
        let annotations = self.annotations(&mut object);
        self.finish(&object);
        Term { name, type_name, base_term, applies_to, nullable, facets, annotations, span: object.span }
    }

    /// Takes `$AppliesTo`, an array, as XML writes it: separated by spaces.
    fn applies_to(&mut self, object: &mut Object<'_, 'a>) -> Option<Text<'a>> {
        let member = object.take("$AppliesTo")?;
        let Value::Array(items) = &member.value else {
            self.wrong_type("$AppliesTo", &member.value, "an array");
            return None;
        };
        let names = items.elements.iter().filter_map(|item| self.string("$AppliesTo", item));
        let names: Vec<String> = names.map(|name| name.value.into_owned()).collect();
        Some(Text { value: names.join(" ").into(), span: self.span(items.range) })
    }
}
