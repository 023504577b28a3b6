//! Keys in parentheses: `users('…')`, `orderItems(order=1,item=2)`, `users(userPrincipalName='…')`.

use super::{ArenaTarget, Cursor};
use crate::{
    diagnostic::{Diagnostic, closest},
    edm::TypeId,
    selection::{
        graph::{PathId, ResourceShape, Step},
        selector::Argument,
    },
};

impl<'a> Cursor<'_, 'a> {
    /// Addresses an entity by a key in parentheses.
    pub(super) fn keyed(
        &mut self,
        path: PathId,
        from: ResourceShape,
        arguments: &[Argument],
    ) -> Result<Vec<ArenaTarget<'a>>, Diagnostic> {
        let id = from.entity_type();
        if matches!(from, ResourceShape::Entity(_)) {
            return Err(self.error(format!("`{}` is one entity and takes no key", self.arena.template(path))));
        }
        if !self.graph().model().type_(id).is_entity() {
            return Err(self.error("complex values have no keys"));
        }
        let given: Option<Vec<&str>> = arguments.iter().map(|argument| argument.name.as_deref()).collect();
        let step = match (arguments.len(), given) {
            (0, _) => return Err(self.error("there is no key between the parentheses")),
            (1, None) => Step::Key { from },
            (_, None) => return Err(self.error("the parts of a composite key are named: `(a={a},b={b})`")),
            (_, Some(given)) if self.is_own_key(id, &given) => Step::Key { from },
            (_, Some(given)) => self.alternate_key(from, given)?,
        };
        Ok(vec![ArenaTarget::after(path, step, self.arena)])
    }

    fn is_own_key(&self, id: TypeId, given: &[&str]) -> bool {
        let Some((_, key)) = self.graph().model().key(id) else { return false };
        let names = || key.property_refs.iter().map(|part| part.alias.as_deref().unwrap_or(&part.name));
        names().count() == given.len() && names().all(|name| given.contains(&name))
    }

    fn alternate_key(&self, from: ResourceShape, given: Vec<&str>) -> Result<Step<'a>, Diagnostic> {
        let (id, model) = (from.entity_type(), self.graph().model());
        let declared = self.graph().alternate_keys(id);
        let is_given = |key: &&Vec<&str>| key.len() == given.len() && given.iter().all(|part| key.contains(part));
        if let Some(key) = declared.iter().find(is_given) {
            let in_order = given.iter().filter_map(|part| key.iter().find(|declared| *declared == part));
            return Ok(Step::AlternateKey { from, parts: in_order.copied().collect() });
        }
        // Services support alternate keys that they do not declare, but each part is a property.
        let mut parts = Vec::with_capacity(given.len());
        for name in given {
            let Some((_, property)) = model.property(id, name) else {
                return Err(self.no_key_part(id, name, &declared));
            };
            parts.push(property.name.as_str());
        }
        Ok(Step::AlternateKey { from, parts })
    }

    fn no_key_part(&self, id: TypeId, name: &str, declared: &[Vec<&str>]) -> Diagnostic {
        let model = self.graph().model();
        let diagnostic = self.error(format!("`{}` has no key or property `{name}`", model.type_(id).name));
        let properties = model.properties(id);
        match closest(name, properties.iter().map(|(_, property)| property.name.as_str())) {
            Some(suggestion) => diagnostic.help(format!("did you mean `{suggestion}`?")),
            None if declared.is_empty() => diagnostic.help("the metadata declares no alternate keys for it"),
            None => {
                let keys: Vec<String> = declared.iter().map(|key| format!("`{}`", key.join(","))).collect();
                diagnostic.help(format!("its alternate keys are {}", keys.join(", ")))
            }
        }
    }
}
