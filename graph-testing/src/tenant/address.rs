//! What the path of a request leads to.

use std::collections::VecDeque;

use super::{
    outcome::Refused,
    state::{State, Target},
};

/// The place that a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A collection of the service.
    Collection(String),
    /// The entities of a navigation property, at its path.
    Related { from: Target, name: String },
    /// An entity; `link` is the navigation property that led to it last.
    Entity { target: Target, link: Option<(Target, String)> },
    /// A navigation property that leads to one entity, and there is none.
    Nothing { from: Target, name: String },
}

/// A path: a place, and what is wanted of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) place: Place,
    /// The type to which the entities are restricted.
    pub(super) cast: Option<String>,
    pub(super) end: End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Value,
    Count,
    Reference,
    Delta,
}

impl State {
    /// Finds what a path leads to; `None` if the tenant does not have it. `adds` is whether a reference is added, for
    /// which the navigation property need not be known.
    ///
    /// # Errors
    ///
    /// If there is no entity with a key.
    pub(super) fn resolve(&self, segments: &[String], adds: bool) -> Result<Option<Address>, Refused> {
        let segments = segments.iter().filter(|segment| !segment.is_empty());
        let mut rest: VecDeque<(String, bool)> = segments.map(|segment| (segment.clone(), false)).collect();
        let Some((first, _)) = rest.pop_front() else { return Ok(None) };
        let first = match with_key(&first) {
            Some((name, key)) => {
                rest.push_front((key, true));
                name
            }
            None => first,
        };
        if self.collection(&first).is_none() {
            return Ok(None);
        }
        let mut address = Address { place: Place::Collection(first), cast: None, end: End::Value };
        while let Some((segment, is_key)) = rest.pop_front() {
            if !is_key
                && let Some((name, key)) = with_key(&segment)
                && matches!(address.place, Place::Entity { .. } | Place::Nothing { .. })
            {
                rest.push_front((key, true));
                rest.push_front((name, false));
                continue;
            }
            let end = end_of(&segment, &address.place).filter(|_| !is_key);
            if let Some(end) = end.filter(|_| rest.is_empty()) {
                address.end = end;
                return Ok(Some(address));
            }
            let next = match &address.place {
                Place::Collection(path) => self.entity_in(vec![path.clone()], &segment, None),
                Place::Related { from, name } => {
                    let related = self.related(&from.path_of(name), true);
                    let found = related.into_iter().find(|target| target.key == segment);
                    found.map(|target| Place::Entity { target, link: Some((from.clone(), name.clone())) })
                }
                Place::Entity { target, .. } => {
                    let is_reference = adds && rest.front().is_some_and(|(next, _)| next == "$ref");
                    self.navigate(target, &segment, is_reference)
                }
                Place::Nothing { from, name } => return Err(Refused::not_found(&from.path_of(name))),
            };
            match next {
                Some(place) => address.place = place,
                None if !is_key && self.is_type(&segment) => address.cast = Some(full_name(&segment)),
                None if matches!(address.place, Place::Entity { .. }) => return Ok(None),
                None => return Err(Refused::not_found(&segment)),
            }
        }
        Ok(Some(address))
    }

    fn entity_in(&self, paths: Vec<String>, key: &str, link: Option<(Target, String)>) -> Option<Place> {
        let target = paths.iter().map(|path| Target::new(path, key)).find(|target| self.entity(target).is_some())?;
        Some(Place::Entity { target, link })
    }

    fn navigate(&self, from: &Target, name: &str, is_reference: bool) -> Option<Place> {
        let is_collection = match self.navigation(from, name) {
            Some(is_collection) => is_collection,
            None if is_reference => true,
            None => return None,
        };
        let (from, name) = (from.clone(), name.to_owned());
        Some(if is_collection {
            Place::Related { from, name }
        } else {
            match self.related(&from.path_of(&name), false).into_iter().next() {
                Some(target) => Place::Entity { target, link: Some((from, name)) },
                None => Place::Nothing { from, name },
            }
        })
    }

    /// Finds the entity of a URL, or of a path below the root.
    pub(super) fn find(&self, url: &str, root: &str) -> Result<Target, Refused> {
        let path = match url.split_once("://") {
            // Also below another version, as Graph has it.
            Some((_, rest)) => url.strip_prefix(root).unwrap_or_else(|| {
                let path = rest.split_once('/').map_or("", |(_, path)| path);
                path.split_once('/').filter(|(version, _)| is_version(version)).map_or(path, |(_, path)| path)
            }),
            None => url,
        };
        let segments = crate::text::path_segments(&format!("/{}", path.trim_start_matches('/')));
        // In Graph, an object of the directory is in two collections.
        if let [first, key] = segments.as_slice()
            && first == "directoryObjects"
            && self.collection(first).is_none()
        {
            let paths = self.collections().map(|(path, _)| path.to_owned()).filter(|path| !path.contains('/'));
            if let Some(Place::Entity { target, .. }) = self.entity_in(paths.collect(), key, None) {
                return Ok(target);
            }
        }
        match self.resolve(&segments, false)?.map(|address| address.place) {
            Some(Place::Entity { target, .. }) => Ok(target),
            _ => Err(Refused::not_found(path)),
        }
    }

    /// Returns whether a segment names the type of an entity.
    fn is_type(&self, segment: &str) -> bool {
        let name = full_name(segment);
        segment.contains('.')
            && (name.starts_with("microsoft.graph.")
                || self.collections().any(|(_, collection)| collection.iter().any(|(_, stored)| stored.is_of(&name))))
    }
}

/// Splits `users('a')` into the name and the key.
fn with_key(segment: &str) -> Option<(String, String)> {
    let (name, key) = segment.strip_suffix(')')?.split_once('(')?;
    if key.is_empty() || name.is_empty() || !name.chars().all(|part| part.is_alphanumeric() || part == '_') {
        return None;
    }
    // `Name=key` for a key of one property.
    let key = key.split_once('=').filter(|(name, _)| !name.contains('\'')).map_or(key, |(_, key)| key);
    let key = key.strip_prefix('\'').and_then(|key| key.strip_suffix('\'')).unwrap_or(key);
    Some((name.to_owned(), key.replace("''", "'")))
}

fn end_of(segment: &str, place: &Place) -> Option<End> {
    let is_collection = matches!(place, Place::Collection(_) | Place::Related { .. });
    match segment {
        "$count" if is_collection => Some(End::Count),
        "$ref" if !matches!(place, Place::Collection(_)) => Some(End::Reference),
        _ if is_delta(segment) && matches!(place, Place::Collection(_)) => Some(End::Delta),
        _ => None,
    }
}

fn is_delta(segment: &str) -> bool {
    let name = segment.strip_suffix("()").unwrap_or(segment);
    name == "delta" || name == "microsoft.graph.delta"
}

fn is_version(segment: &str) -> bool {
    segment == "beta"
        || segment.strip_prefix('v').is_some_and(|rest| rest.starts_with(|digit: char| digit.is_ascii_digit()))
}

/// Graph accepts `graph.user` for `microsoft.graph.user`.
fn full_name(name: &str) -> String {
    name.strip_prefix("graph.").map_or_else(|| name.to_owned(), |rest| format!("microsoft.graph.{rest}"))
}
