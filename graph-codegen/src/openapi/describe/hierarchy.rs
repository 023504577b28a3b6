use std::collections::HashSet;

use super::{properties::Property, schemas::Schemas};

/// No service derives types so often; a cycle ends here, and is reported when the model is resolved.
const DEEPEST: usize = 64;

/// A type's name and those of its base types, itself first; the last one may be a type that is not there.
pub(super) struct Ancestors<'s, 'd, 'a, 'g> {
    schemas: &'s Schemas<'d, 'a, 'g>,
    next: Option<&'s str>,
    left: usize,
}

impl<'s> Iterator for Ancestors<'s, '_, '_, '_> {
    type Item = &'s str;

    fn next(&mut self) -> Option<&'s str> {
        let name = self.next.take()?;
        self.left = self.left.checked_sub(1)?;
        let number = self.schemas.type_index.get(name);
        self.next = number.and_then(|&number| Some(&*self.schemas.types[number].base.as_ref()?.0));
        Some(name)
    }
}

impl<'d, 'a, 'g> Schemas<'d, 'a, 'g> {
    pub(super) fn ancestors<'s>(&'s self, name: &'s str) -> Ancestors<'s, 'd, 'a, 'g> {
        Ancestors { schemas: self, next: Some(name), left: DEEPEST }
    }

    /// The type that begins a hierarchy.
    pub(super) fn top<'s>(&'s self, name: &'s str) -> &'s str {
        self.ancestors(name).last().unwrap_or(name)
    }

    /// Whether a type or one of its base types is not there, so that not all of its properties are known.
    pub(super) fn is_partly_absent(&self, name: &str) -> bool {
        !self.type_index.contains_key(self.top(name))
    }

    /// The number of the most general type of a hierarchy that is there.
    pub(super) fn last_given(&self, name: &str) -> Option<usize> {
        self.ancestors(name).filter_map(|ancestor| self.type_index.get(ancestor).copied()).last()
    }

    /// A property of a type or its base types, and the number of the type that declares it.
    pub(super) fn property(&self, type_name: &str, name: &str) -> Option<(usize, &Property<'d, 'a>)> {
        self.ancestors(type_name).find_map(|ancestor| {
            let number = *self.type_index.get(ancestor)?;
            let info = &self.types[number];
            Some((number, &info.properties[*info.property_index.get(name)?]))
        })
    }

    /// The tops of the hierarchies of entity types: those of the types that are given, and of what navigation
    /// properties lead to.
    pub(super) fn entity_tops(&self, seeds: impl Iterator<Item = String>) -> HashSet<String> {
        let mut tops: HashSet<String> = seeds.map(|seed| self.top(&seed).to_owned()).collect();
        for property in self.types.iter().flat_map(|info| &info.properties) {
            let item = &property.found.item;
            if property.schema.is_some_and(|schema| schema.is_navigation) && !item.starts_with("Edm.") {
                tops.insert(self.top(item).to_owned());
            }
        }
        tops
    }

    /// A qualified name for what a path calls by an alias, by a qualified name, or by a bare one.
    pub(super) fn qualified(&self, written: &str) -> (String, String) {
        let Some((prefix, name)) = written.rsplit_once('.') else {
            return (self.root_namespace.clone(), written.to_owned());
        };
        let alias = format!(".{prefix}");
        let is_known = |namespace: &str| {
            self.types.iter().any(|info| info.name.rsplit_once('.').is_some_and(|(known, _)| known == namespace))
        };
        // `graph.user` for `microsoft.graph.user`: Graph's documents call a namespace by its last part.
        if self.root_namespace.ends_with(&alias) && !is_known(prefix) {
            return (self.root_namespace.clone(), name.to_owned());
        }
        let inner = self.root_namespace.rsplit_once('.').and_then(|(outer, last)| {
            let rest = prefix.strip_prefix(last)?;
            rest.starts_with('.').then(|| format!("{outer}.{prefix}"))
        });
        (inner.unwrap_or_else(|| prefix.to_owned()), name.to_owned())
    }
}
