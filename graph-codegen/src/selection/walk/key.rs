//! Keys in parentheses: `users('…')`, `orderItems(order=1,item=2)`, `users(userPrincipalName='…')`.

use super::{At, Place};
use crate::{
    diagnostic::{Diagnostic, closest},
    edm::TypeId,
    selection::{Argument, ResourceShape, Route, Step},
};

impl At<'_, '_> {
    /// The entity of a collection with a key in parentheses.
    pub(super) fn keyed(
        &self,
        route: &Route,
        from: ResourceShape,
        arguments: &[Argument],
    ) -> Result<Vec<Place>, Diagnostic> {
        let id = from.entity_type();
        if matches!(from, ResourceShape::Entity(_)) {
            return Err(self.refuse(format!("`{}` is one entity and takes no key", route.template)));
        }
        if !self.surroundings.model().type_(id).is_entity() {
            return Err(self.refuse("complex values have no keys"));
        }
        let given: Option<Vec<&str>> = arguments.iter().map(|argument| argument.name.as_deref()).collect();
        let step = match (arguments.len(), given) {
            (0, _) => return Err(self.refuse("there is no key between the parentheses")),
            (1, None) => Step::Key { from },
            (_, None) => return Err(self.refuse("a key of several parts has their names: `(a={a},b={b})`")),
            (_, Some(given)) if self.is_own_key(id, &given) => Step::Key { from },
            (_, Some(given)) => self.alternate(from, given)?,
        };
        Ok(vec![Place::then(route, step, self.surroundings)])
    }

    fn is_own_key(&self, id: TypeId, given: &[&str]) -> bool {
        let Some((_, key)) = self.surroundings.model().key(id) else { return false };
        let names = || key.property_refs.iter().map(|part| part.alias.as_deref().unwrap_or(&part.name));
        names().count() == given.len() && names().all(|name| given.contains(&name))
    }

    fn alternate(&self, from: ResourceShape, given: Vec<&str>) -> Result<Step, Diagnostic> {
        let (id, model) = (from.entity_type(), self.surroundings.model());
        let declared = self.surroundings.alternate_keys(id);
        let parts: Vec<String> = given.iter().map(|name| (*name).to_owned()).collect();
        let is_declared =
            declared.iter().any(|key| key.len() == parts.len() && parts.iter().all(|part| key.contains(part)));
        // Services have more alternate keys than they declare, but each part is a property.
        let missing = given.iter().find(|name| model.property(id, name).is_none()).filter(|_| !is_declared);
        if let Some(missing) = missing {
            let message = format!("`{}` has no key or property `{missing}`", model.type_(id).name);
            let keys: Vec<String> = declared.iter().map(|key| format!("`{}`", key.join(","))).collect();
            let names = model.properties(id);
            let diagnostic = self.refuse(message);
            return Err(match closest(missing, names.iter().map(|(_, property)| property.name.as_str())) {
                Some(suggestion) => diagnostic.help(format!("did you mean `{suggestion}`?")),
                None if keys.is_empty() => diagnostic.help("the metadata declares no alternate keys for it"),
                None => diagnostic.help(format!("its alternate keys are {}", keys.join(", "))),
            });
        }
        Ok(Step::AlternateKey { from, parts })
    }
}
