//! Plans methods that address an entity of a collection by a key.

use super::super::builder::BuilderPlanner;
use crate::{
    edm::Property,
    naming::{Identifier, Scope, Wanted, snake},
    plan::{Key, KeyKind, Method, MethodKind, Parameter, RustType, Signature, ValueType},
    selection::ResourceShape,
};

/// The type of a key property that is not known.
const ANY: ValueType = ValueType::Runtime("Json");

impl BuilderPlanner<'_, '_> {
    /// Adds `by_id` or `by_key`, and a method for each alternate key, if they are selected.
    pub(in crate::plan::lower) fn add_keys(&mut self) {
        let id = self.type_id();
        if self.resource.by_key.is_some() {
            let mut parts: Vec<(String, ValueType)> = Vec::new();
            let is_graph = self.planner.model.is_microsoft_graph();
            for (name, property) in self.planner.graph.key_parts(id) {
                // Descriptions in OpenAPI may lack the base type that declares the key, which is text in Graph.
                let value = if is_graph && property.is_none() { ValueType::Text } else { self.key_type(property) };
                parts.push((name.to_owned(), value));
            }
            if parts.is_empty() {
                parts.push(("key".to_owned(), ANY));
            }
            self.add_key(KeyKind::Own, parts);
        }
        for names in self.resource.alternate_keys.keys() {
            let properties = self.planner.graph.alternate_key_parts(id, names);
            let parts = names.iter().zip(properties);
            let parts = parts.map(|(name, property)| (name.clone(), self.key_type(property))).collect();
            self.add_key(KeyKind::Alternate, parts);
        }
    }

    /// The type of a key property; [`ANY`] if it is not known.
    fn key_type(&mut self, property: Option<&Property>) -> ValueType {
        let type_ref = property.map(|property| &property.type_ref).filter(|type_ref| !type_ref.is_collection);
        type_ref.and_then(|type_ref| self.planner.item_type(&type_ref.item)).unwrap_or(ANY)
    }

    fn add_key(&mut self, kind: KeyKind, parts: Vec<(String, ValueType)>) {
        let Some(builder) = self.builders.get(&ResourceShape::Entity(self.type_id())) else { return };
        let mut signature = Signature::returning(RustType::Generated(builder.clone()));
        let (parts, types): (Vec<String>, Vec<ValueType>) = parts.into_iter().unzip();
        let wanted = parts.iter().map(|part| (part.as_str(), Wanted::default(part, Identifier::forced(&snake(part)))));
        for (name, value) in Scope::default().claim_all(wanted.collect(), "", |_| String::new()).into_iter().zip(types)
        {
            let (declared, accepts) = key_parameter(&value);
            signature = signature.with(Parameter::new(name, declared, accepts));
        }
        let names: Vec<&str> = signature.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        let wanted = match (kind, names.as_slice()) {
            (KeyKind::Own, [_, _, ..]) => "by_key".to_owned(),
            (_, names) => format!("by_{}", names.join("_and_")),
        };
        let wanted = Identifier::forced(&wanted);
        // `by_id` is reserved for this method.
        let suffix = (wanted.as_str() != "by_id" || kind != KeyKind::Own).then_some("_key");
        let of = self.noun().singular;
        let quoted: Vec<String> = parts.iter().map(|part| format!("`{part}`")).collect();
        let what = match kind {
            KeyKind::Own => "key",
            KeyKind::Alternate => "alternate key",
        };
        let docs = vec![match quoted.as_slice() {
            [part] if kind == KeyKind::Own => format!("Addresses the {of} with this {part}."),
            parts => format!("Addresses the {of} with this {what}: {}.", parts.join(", ")),
        }];
        let key = Key { kind, parts, builder: builder.clone() };
        let named = self.own_method(wanted, suffix, signature, MethodKind::Key(key));
        self.methods.push(Method { docs, ..named });
    }
}

/// The declared type of a parameter for a key property, and a type of values that it accepts.
fn key_parameter(value: &ValueType) -> (RustType, RustType) {
    let accepts = match value {
        // `String` is the parameter's default.
        ValueType::Text => return (RustType::Impl(Box::new(RustType::Runtime("IntoKey"))), RustType::Plain("&str")),
        ValueType::Enumeration(path) | ValueType::Flags(path) => RustType::Generated(path.clone()),
        // Keys of structured types and of types that are not known.
        ValueType::Structure(_) | ValueType::List(_) | ValueType::Optional(_) | ValueType::Runtime("Json") => {
            return (RustType::Runtime("Key").impl_into(), RustType::Plain("&str"));
        }
        value => value.value(),
    };
    (RustType::Impl(Box::new(RustType::runtime_of("IntoKey", value.value()))), accepts)
}
