use std::collections::HashSet;

use super::{properties::Property, schemas::Schemas};

/// Deeper than the hierarchies of any service. Ends cycles, which are reported when the model is resolved.
const MAX_DEPTH: usize = 64;

/// The names of a type and its base types, in this order; the last one may be undeclared.
pub(super) struct Ancestors<'s, 'd, 'a, 'g> {
    schemas: &'s Schemas<'d, 'a, 'g>,
    next: Option<&'s str>,
    remaining: usize,
}

impl<'s> Iterator for Ancestors<'s, '_, '_, '_> {
    type Item = &'s str;

    fn next(&mut self) -> Option<&'s str> {
        let name = self.next.take()?;
        self.remaining = self.remaining.checked_sub(1)?;
        let number = self.schemas.type_index.get(name);
        self.next = number.and_then(|&number| Some(&*self.schemas.types[number].base.as_ref()?.0));
        Some(name)
    }
}

impl<'d, 'a, 'g> Schemas<'d, 'a, 'g> {
    pub(super) fn ancestors<'s>(&'s self, name: &'s str) -> Ancestors<'s, 'd, 'a, 'g> {
        Ancestors { schemas: self, next: Some(name), remaining: MAX_DEPTH }
    }

    /// Returns the root type of a hierarchy.
    pub(super) fn root_type<'s>(&'s self, name: &'s str) -> &'s str {
        self.ancestors(name).last().unwrap_or(name)
    }

    /// Returns whether a type or one of its base types is undeclared, so that not all of its properties are known.
    pub(super) fn is_partly_absent(&self, name: &str) -> bool {
        !self.type_index.contains_key(self.root_type(name))
    }

    /// Returns the index of the most general declared type of a hierarchy.
    pub(super) fn last_declared(&self, name: &str) -> Option<usize> {
        self.ancestors(name).filter_map(|ancestor| self.type_index.get(ancestor).copied()).last()
    }

    /// Returns a property of a type or its base types, and the index of the type that declares it.
    pub(super) fn property(&self, type_name: &str, name: &str) -> Option<(usize, &Property<'d, 'a>)> {
        self.ancestors(type_name).find_map(|ancestor| {
            let number = *self.type_index.get(ancestor)?;
            let info = &self.types[number];
            Some((number, &info.properties[*info.property_index.get(name)?]))
        })
    }

    /// Returns the root types of the hierarchies of entity types: those of the given types, and those of the targets of
    /// navigation properties.
    pub(super) fn entity_roots(&self, seeds: impl Iterator<Item = String>) -> HashSet<String> {
        let mut tops: HashSet<String> = seeds.map(|seed| self.root_type(&seed).to_owned()).collect();
        for property in self.types.iter().flat_map(|info| &info.properties) {
            let item = &property.found.item;
            if property.schema.is_some_and(|schema| schema.is_navigation) && !item.starts_with("Edm.") {
                tops.insert(self.root_type(item).to_owned());
            }
        }
        tops
    }

    /// Returns the namespace and name for a name in a path, which may be qualified by an alias, a namespace or nothing.
    pub(super) fn qualified(&self, written: &str) -> (String, String) {
        let Some((prefix, name)) = written.rsplit_once('.') else {
            return (self.root_namespace.clone(), written.to_owned());
        };
        let alias = format!(".{prefix}");
        let is_known = |namespace: &str| {
            self.types.iter().any(|info| info.name.rsplit_once('.').is_some_and(|(known, _)| known == namespace))
        };
        // `graph.user` means `microsoft.graph.user`: Graph's documents shorten a namespace to its last part.
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
