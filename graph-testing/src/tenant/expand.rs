//! What a response has of an entity: selected properties and expanded entities.

use std::{borrow::Cow, cell::Cell};

use serde_json::{Map, Value, json};

use super::{
    collection::Stored,
    outcome::Refused,
    state::{State, Target},
};
use crate::query::{Expansion, ODATA_TYPE, Options, QueryError, Shape};

/// The most entities that are expanded for a response.
const MAX_EXPANDED: usize = 100_000;

/// Writes entities of a state.
pub(super) struct Writer<'a> {
    pub(super) state: &'a State,
    /// The URL of the service's root.
    pub(super) root: &'a str,
    expanded: Cell<usize>,
}

impl<'a> Writer<'a> {
    pub(super) const fn new(state: &'a State, root: &'a str) -> Self {
        Self { state, root, expanded: Cell::new(0) }
    }

    /// Returns the reference to an entity.
    pub(super) fn reference(&self, target: &Target) -> Value {
        json!({ "@odata.id": self.state.url(target, self.root) })
    }

    /// Returns an entity in a shape. `has_type` adds its type, since the declared one is another.
    pub(super) fn entity(&self, target: &Target, shape: &Shape, has_type: bool) -> Result<Value, Refused> {
        let Some(stored) = self.state.entity(target) else { return Err(Refused::not_found(&target.path())) };
        let mut members = Map::new();
        if let Some(name) = stored.type_name.filter(|_| has_type) {
            members.insert("@odata.type".to_owned(), format!("#{name}").into());
        }
        add_selected(&mut members, &stored.value, shape);
        for expansion in &shape.expand {
            let names = match expansion.name.as_str() {
                "*" => self.state.navigations(target),
                name => vec![name.to_owned()],
            };
            for name in names {
                self.expand(&mut members, target, stored, &name, expansion)?;
            }
        }
        Ok(Value::Object(members))
    }

    fn expand(
        &self,
        members: &mut Map<String, Value>,
        from: &Target,
        stored: &Stored,
        name: &str,
        expansion: &Expansion,
    ) -> Result<(), Refused> {
        let options = Options::read(&expansion.options).map_err(|problem| problem.in_option("$expand"))?;
        if options.skip_token.is_some() || options.delta_token.is_some() {
            return Err(Refused::bad_request("`$expand`: an expansion has no tokens"));
        }
        let Some(is_collection) = self.state.navigation(from, name) else {
            // It may be within the entity, if it was added as JSON.
            return match stored.value.get(name) {
                Some(value) if value.is_object() || value.is_array() => {
                    members.insert(name.to_owned(), shaped(value, &expansion.shape, &options, self.state)?);
                    Ok(())
                }
                _ => Err(Refused::bad_request(&format!("`$expand`: there is no navigation property `{name}`"))),
            };
        };
        let mut found = self.state.related(&from.path_of(name), is_collection);
        if let Some(cast) = &expansion.cast {
            found.retain(|target| self.state.entity(target).is_some_and(|stored| stored.is_of(cast)));
        }
        let found = self.found(found, &options)?;
        let count = found.len();
        let skipped = found.into_iter().skip(options.skip);
        let found: Vec<Target> = skipped.take(options.top.unwrap_or(usize::MAX)).collect();
        self.expanded.set(self.expanded.get().saturating_add(found.len()));
        if self.expanded.get() > MAX_EXPANDED {
            return Err(Refused::Unsupported(format!("`$expand` leads to more than {MAX_EXPANDED} entities")));
        }
        let mut shape = expansion.shape.clone();
        if options.levels > 1 {
            let deeper = |(option, value): &(String, String)| match option.trim_start_matches('$') {
                "levels" => (option.clone(), (options.levels - 1).to_string()),
                _ => (option.clone(), value.clone()),
            };
            let deeper = expansion.options.iter().map(deeper).collect();
            shape.expand.push(Expansion { options: deeper, ..expansion.clone() });
        }
        let write = |target: &Target| match expansion.is_reference {
            true => Ok(self.reference(target)),
            false => self.entity(target, &shape, true),
        };
        let mut values = found.iter().map(write);
        if is_collection {
            members.insert(name.to_owned(), values.collect::<Result<_, _>>()?);
            if options.counts {
                members.insert(format!("{name}@odata.count"), count.into());
            }
        } else {
            members.insert(name.to_owned(), values.next().transpose()?.unwrap_or(Value::Null));
        }
        Ok(())
    }

    /// Returns the entities that options find, in their order.
    pub(super) fn found(&self, targets: Vec<Target>, options: &Options) -> Result<Vec<Target>, Refused> {
        if options.finds_all() {
            return Ok(targets);
        }
        let (mut names, case) = (options.names(), self.state.dialect.case());
        let needs_type = names.iter().any(|name| *name == ODATA_TYPE || name.contains('.'));
        names.retain(|name| self.state.has_navigation(name));
        let mut found = Vec::new();
        for target in targets {
            let Some(stored) = self.state.entity(&target) else { continue };
            let value = self.with_related(&target, stored, &names, names.len())?;
            let mut value = value.map_or(Cow::Borrowed(&stored.value), Cow::Owned);
            if needs_type {
                add_type(value.to_mut(), stored);
            }
            if options.finds(&value, case) {
                found.push((target, value));
            }
        }
        found.sort_by(|(_, a), (_, b)| options.compare(a, b, case));
        Ok(found.into_iter().map(|(target, _)| target).collect())
    }

    /// Returns an entity with the related ones that a condition names; `None` if it names none.
    fn with_related(
        &self,
        target: &Target,
        stored: &Stored,
        names: &[&str],
        depth: usize,
    ) -> Result<Option<Value>, Refused> {
        let mut with: Option<Value> = None;
        let mut seen: Vec<&str> = Vec::new();
        for name in names {
            let Some(is_collection) = self.state.navigation(target, name).filter(|_| !seen.contains(name)) else {
                continue;
            };
            seen.push(name);
            let Some(depth) = depth.checked_sub(1) else { break };
            let mut related = Vec::new();
            for target in self.state.related(&target.path_of(name), is_collection) {
                self.expanded.set(self.expanded.get().saturating_add(1));
                if self.expanded.get() > MAX_EXPANDED {
                    let message = format!("the condition leads to more than {MAX_EXPANDED} related entities");
                    return Err(QueryError::unsupported(message).into());
                }
                let Some(stored) = self.state.entity(&target) else { continue };
                let mut value =
                    self.with_related(&target, stored, names, depth)?.unwrap_or_else(|| stored.value.clone());
                add_type(&mut value, stored);
                related.push(value);
            }
            let with = with.get_or_insert_with(|| stored.value.clone());
            with[*name] = if is_collection { related.into() } else { related.into_iter().next().unwrap_or_default() };
        }
        Ok(with)
    }
}

/// Adds the type of an entity, if it is known and not written already.
fn add_type(value: &mut Value, stored: &Stored) {
    if let Some(name) = stored.type_name.filter(|_| value[ODATA_TYPE].is_null()) {
        value[ODATA_TYPE] = format!("#{name}").into();
    }
}

/// Adds the selected members of an object; a selected one that it lacks is `null`.
fn add_selected(members: &mut Map<String, Value>, value: &Value, shape: &Shape) {
    for (name, value) in value.as_object().into_iter().flatten() {
        let property = name.split('@').next().unwrap_or_default();
        let parts = if property.is_empty() { Some(Shape::default()) } else { shape.selected(property) };
        if let Some(parts) = parts {
            members.insert(name.clone(), cut(value, &parts));
        }
    }
    for name in shape.names().filter(|name| shape.expansion(name).is_none()) {
        members.entry(name).or_insert(Value::Null);
    }
}

fn cut(value: &Value, parts: &Shape) -> Value {
    match value {
        _ if parts.is_empty() => value.clone(),
        Value::Object(_) => {
            let mut members = Map::new();
            add_selected(&mut members, value, parts);
            Value::Object(members)
        }
        Value::Array(items) => items.iter().map(|item| cut(item, parts)).collect(),
        value => value.clone(),
    }
}

/// Returns related entities within an entity, as options want them.
fn shaped(value: &Value, shape: &Shape, options: &Options, state: &State) -> Result<Value, Refused> {
    if !shape.expand.is_empty() {
        return Err(Refused::Unsupported("`$expand` of entities within another is not supported".to_owned()));
    }
    let Value::Array(items) = value else { return Ok(cut(value, shape)) };
    let case = state.dialect.case();
    let mut found: Vec<&Value> = items.iter().filter(|item| options.finds(item, case)).collect();
    found.sort_by(|a, b| options.compare(a, b, case));
    let found = found.into_iter().skip(options.skip).take(options.top.unwrap_or(usize::MAX));
    Ok(found.map(|item| cut(item, shape)).collect())
}
