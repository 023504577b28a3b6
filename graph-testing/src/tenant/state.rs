use std::{collections::BTreeMap, sync::Arc};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::collection::{Collection, Stored};
use crate::{
    entity::{Item, Related},
    query::Case,
};

/// All that a tenant has. Copies share what does not change.
#[derive(Clone)]
pub(super) struct State {
    pub(super) dialect: Dialect,
    collections: BTreeMap<String, Arc<Collection>>,
    /// Where navigation properties lead, by path: `groups/g/members`.
    links: Arc<BTreeMap<String, Vec<Target>>>,
    /// The names of navigation properties by that of the collection, and whether they lead to several entities.
    navigations: Arc<BTreeMap<(String, String), bool>>,
    /// The number of changes so far.
    changes: u64,
}

/// How a service differs from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `$top` is the size of pages, and texts are compared without case.
    Graph,
    /// `$top` is the number of all items, and case matters.
    OData,
}

impl Dialect {
    pub(super) const fn case(self) -> Case {
        match self {
            Self::Graph => Case::Insensitive,
            Self::OData => Case::Sensitive,
        }
    }
}

/// An entity, by the path of its collection and its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) collection: String,
    pub(super) key: String,
}

impl Target {
    pub(super) fn new(collection: &str, key: &str) -> Self {
        Self { collection: collection.to_owned(), key: key.to_owned() }
    }

    /// Returns the path: `users/a`.
    pub(super) fn path(&self) -> String {
        format!("{}/{}", self.collection, self.key)
    }

    /// Returns the path of a navigation property: `users/a/manager`.
    pub(super) fn path_of(&self, name: &str) -> String {
        format!("{}/{}/{name}", self.collection, self.key)
    }

    /// Returns the name of the collection, by which navigation properties are known.
    fn collection_name(&self) -> &str {
        last_name(&self.collection)
    }
}

fn last_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Encodes a segment of a URL.
fn encoded(text: &str) -> String {
    const SEGMENT: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'@');
    utf8_percent_encode(text, &SEGMENT).to_string()
}

impl State {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self { dialect, collections: BTreeMap::new(), links: Arc::default(), navigations: Arc::default(), changes: 0 }
    }

    pub(super) fn collections(&self) -> impl Iterator<Item = (&str, &Collection)> {
        self.collections.iter().map(|(path, collection)| (path.as_str(), &**collection))
    }

    pub(super) fn collection(&self, path: &str) -> Option<&Collection> {
        self.collections.get(path).map(|collection| &**collection)
    }

    /// Returns a collection to change; it is created if there is none.
    pub(super) fn collection_mut(&mut self, path: &str, key: &str) -> &mut Collection {
        let collection = self.collections.entry(path.to_owned());
        Arc::make_mut(collection.or_insert_with(|| Arc::new(Collection::new(key))))
    }

    pub(super) fn entity(&self, target: &Target) -> Option<&Stored> {
        self.collection(&target.collection)?.get(&target.key)
    }

    pub(super) const fn last_change(&self) -> u64 {
        self.changes
    }

    /// Returns the URL of an entity.
    pub(super) fn url(&self, target: &Target, root: &str) -> String {
        let path = target.collection.split('/').map(encoded).collect::<Vec<_>>().join("/");
        let key = &target.key;
        let is_text = self.entity(target).is_none_or(|stored| stored.value[self.key_of(target)].is_string());
        match self.dialect {
            Dialect::Graph => format!("{root}/{path}/{}", encoded(key)),
            Dialect::OData if is_text => format!("{root}/{path}('{}')", encoded(&key.replace('\'', "''"))),
            Dialect::OData => format!("{root}/{path}({})", encoded(key)),
        }
    }

    /// Returns the name of the key property.
    pub(super) fn key_of(&self, target: &Target) -> &str {
        self.collection(&target.collection).map_or("id", |collection| &collection.key)
    }

    /// Adds or replaces an entity.
    pub(super) fn put(&mut self, path: &str, value: Value, type_name: Option<&'static str>) -> Target {
        self.changes += 1;
        let change = self.changes;
        let key = self.collection_mut(path, "id").put(value, type_name, change);
        Target::new(path, &key)
    }

    /// Adds an entity with its related ones.
    pub(super) fn put_item(&mut self, path: &str, item: &Item) -> Target {
        let value = serde_json::from_str(&item.text).unwrap_or_default();
        let target = self.put(path, value, item.type_name);
        for Related { name, entities, is_collection } in &item.related {
            self.declare(&target.collection, name, *is_collection);
            let at = target.path_of(name);
            if !*is_collection {
                self.set_link(&at, None);
            }
            for entity in entities {
                let related = self.put_item(&at, entity);
                if !*is_collection {
                    self.set_link(&at, Some(related));
                }
            }
        }
        target
    }

    /// Deletes an entity, and with it what it contains, and the links from and to it.
    pub(super) fn remove(&mut self, target: &Target) -> bool {
        self.changes += 1;
        let change = self.changes;
        let Some(collection) = self.collections.get_mut(&target.collection) else { return false };
        if Arc::make_mut(collection).remove(&target.key, change).is_none() {
            return false;
        }
        let below = format!("{}/", target.path());
        self.collections.retain(|path, _| !path.starts_with(&below));
        let links = Arc::make_mut(&mut self.links);
        links.retain(|path, _| !path.starts_with(&below));
        links.values_mut().for_each(|targets| targets.retain(|known| known != target));
        true
    }

    /// Declares a navigation property of a collection's entities.
    pub(super) fn declare(&mut self, collection: &str, name: &str, is_collection: bool) {
        let known = (last_name(collection).to_owned(), name.to_owned());
        if self.navigations.get(&known) != Some(&is_collection) {
            Arc::make_mut(&mut self.navigations).insert(known, is_collection);
        }
    }

    /// Returns whether a navigation property leads to several entities; `None` if none is known by this name.
    pub(super) fn navigation(&self, of: &Target, name: &str) -> Option<bool> {
        let known = self.navigations.get(&(of.collection_name().to_owned(), name.to_owned())).copied();
        known.or_else(|| self.collections.contains_key(&of.path_of(name)).then_some(true))
    }

    /// Returns whether any entity has a navigation property of this name.
    pub(super) fn has_navigation(&self, name: &str) -> bool {
        self.navigations.keys().any(|(_, known)| known == name)
            || self.collections.keys().any(|path| path.contains('/') && last_name(path) == name)
    }

    /// Returns the names of the navigation properties of an entity.
    pub(super) fn navigations(&self, of: &Target) -> Vec<String> {
        let names = self.navigations.keys().filter(|(collection, _)| collection == of.collection_name());
        let mut names: Vec<String> = names.map(|(_, name)| name.clone()).collect();
        let below = format!("{}/", of.path());
        let contained = self.collections.keys().filter_map(|path| path.strip_prefix(&below));
        names.extend(contained.filter(|name| !name.contains('/')).map(str::to_owned));
        names.sort();
        names.dedup();
        names
    }

    /// Returns where a navigation property leads: to the entities that it contains, and those that it refers to.
    pub(super) fn related(&self, path: &str, is_collection: bool) -> Vec<Target> {
        let contained = self.collection(path).filter(|_| is_collection);
        let contained = contained.into_iter().flat_map(Collection::iter);
        let mut all: Vec<Target> = contained.map(|(key, _)| Target::new(path, &key)).collect();
        let linked = self.links.get(path).into_iter().flatten();
        all.extend(linked.filter(|target| target.collection != path || !is_collection).cloned());
        all
    }

    /// Lets a navigation property lead to one entity, or to none.
    pub(super) fn set_link(&mut self, path: &str, target: Option<Target>) {
        Arc::make_mut(&mut self.links).insert(path.to_owned(), target.into_iter().collect());
    }

    /// Adds an entity to those of a navigation property; `false` if it is one of them already.
    pub(super) fn add_link(&mut self, path: &str, target: Target) -> bool {
        let is_new = !self.related(path, true).contains(&target);
        if is_new {
            Arc::make_mut(&mut self.links).entry(path.to_owned()).or_default().push(target);
        }
        is_new
    }

    /// Removes a reference; `false` if there is none.
    pub(super) fn remove_link(&mut self, path: &str, target: &Target) -> bool {
        let Some(targets) = Arc::make_mut(&mut self.links).get_mut(path) else { return false };
        let count = targets.len();
        targets.retain(|known| known != target);
        targets.len() < count
    }
}
