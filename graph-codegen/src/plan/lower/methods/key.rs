//! Plans methods that address an entity of a collection by a key.

use super::super::builder::BuilderPlanner;
use crate::{
    naming::{Identifier, Scope, Wanted, snake},
    plan::{Key, KeyKind, Method, MethodKind, Parameter, RustType, Signature},
    selection::ResourceShape,
};

impl BuilderPlanner<'_, '_> {
    /// Adds `by_id` or `by_key`, and a method for each alternate key, if they are selected.
    pub(in crate::plan::lower) fn add_keys(&mut self) {
        if self.resource.by_key.is_some() {
            let references = self.planner.model.key(self.type_id()).map_or(&[][..], |(_, key)| &key.property_refs);
            let name =
                |reference: &crate::edm::PropertyRef| reference.alias.as_ref().unwrap_or(&reference.name).clone();
            let mut parts: Vec<String> = references.iter().map(name).collect();
            if parts.is_empty() {
                parts.push("key".to_owned());
            }
            self.add_key(KeyKind::Own, parts);
        }
        for parts in self.resource.alternate_keys.keys() {
            self.add_key(KeyKind::Alternate, parts.clone());
        }
    }

    fn add_key(&mut self, kind: KeyKind, parts: Vec<String>) {
        let Some(builder) = self.builders.get(&ResourceShape::Entity(self.type_id())) else { return };
        let mut signature = Signature::returning(RustType::Generated(builder.clone()));
        let wanted = parts.iter().map(|part| (part.as_str(), Wanted::default(part, Identifier::forced(&snake(part)))));
        for name in Scope::default().claim_all(wanted.collect(), "") {
            let declared = RustType::Runtime("Key").impl_into();
            signature = signature.with(Parameter::new(name, declared, RustType::Plain("&str")));
        }
        let names: Vec<&str> = signature.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        let wanted = match (kind, names.as_slice()) {
            (KeyKind::Own, [_, _, ..]) => "by_key".to_owned(),
            (_, names) => format!("by_{}", names.join("_and_")),
        };
        let wanted = Identifier::forced(&wanted);
        // `by_id` is reserved for this method.
        let name = match wanted.as_str() {
            "by_id" if kind == KeyKind::Own => wanted,
            _ => self.scope.claim_or(wanted, "_key"),
        };
        let of = self.noun().singular;
        let quoted: Vec<String> = parts.iter().map(|part| format!("`{part}`")).collect();
        let what = match kind {
            KeyKind::Own => "key",
            KeyKind::Alternate => "alternate key",
        };
        let key = Key { kind, parts, builder: builder.clone() };
        self.methods.push(Method {
            name,
            signature,
            kind: MethodKind::Key(key),
            docs: vec![match quoted.as_slice() {
                [part] if kind == KeyKind::Own => format!("Addresses the {of} with this {part}."),
                parts => format!("Addresses the {of} with this {what}: {}.", parts.join(", ")),
            }],
            deprecation: None,
            attributes: Vec::new(),
            clouds: None,
        });
    }
}
