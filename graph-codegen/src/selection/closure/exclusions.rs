use std::collections::{BTreeMap, BTreeSet};

use super::names::matching_types;
use crate::{
    edm::{Model, TypeId},
    selection::selector::{Glob, NamePattern, PathPattern, Pattern, Segment, Selector},
};

/// The elements that selectors with `!` exclude.
#[derive(Debug, Default)]
pub(super) struct Exclusions {
    types: BTreeSet<TypeId>,
    members: BTreeMap<TypeId, Vec<Glob>>,
    paths: Vec<PathPattern>,
}

impl Exclusions {
    pub(super) fn of(selectors: &[Selector], model: &Model) -> Self {
        let mut exclusions = Self::default();
        for selector in selectors.iter().filter(|selector| selector.is_exclusion) {
            match &selector.pattern {
                Pattern::Path(path) => exclusions.paths.push(path.clone()),
                Pattern::Name(name) => exclusions.add_name(name, model),
            }
        }
        exclusions
    }

    fn add_name(&mut self, name: &NamePattern, model: &Model) {
        for (id, _) in matching_types(name, model) {
            match &name.members {
                None => {
                    self.types.insert(id);
                }
                Some(members) => self
                    .members
                    .entry(id)
                    .or_default()
                    .extend(members.iter().filter(|member| !member.is_exclusion).map(|member| member.name.clone())),
            }
        }
    }

    pub(super) fn has_type(&self, id: TypeId) -> bool {
        self.types.contains(&id)
    }

    /// Whether a property or operation is excluded, by the name of its type or of a base type.
    pub(super) fn has_member(&self, model: &Model, id: TypeId, member: &str) -> bool {
        !self.members.is_empty()
            && model.lineage(id).any(|(id, _)| {
                self.members.get(&id).is_some_and(|globs| globs.iter().any(|glob| glob.matches(member, '.')))
            })
    }

    /// Whether any type or member is excluded.
    pub(super) fn has_names(&self) -> bool {
        !self.types.is_empty() || !self.members.is_empty()
    }

    /// Like [`has_path`](Self::has_path), but builds the path only if selectors exclude paths.
    pub(super) fn has_path_that(&self, template: impl FnOnce() -> String) -> bool {
        !self.paths.is_empty() && self.has_path(&template())
    }

    /// Whether a path is excluded, or everything below a path to it.
    pub(super) fn has_path(&self, template: &str) -> bool {
        self.paths.iter().any(|pattern| covers(pattern, template))
    }
}

fn covers(pattern: &PathPattern, template: &str) -> bool {
    // A colon is before and after the path of an item.
    let mut is_next_item_path = false;
    let mut segments = template.split('/').skip(1).map(|written| {
        let segment = written.strip_suffix(':').unwrap_or(written);
        let opens = !is_next_item_path && segment.len() < written.len();
        (segment, std::mem::replace(&mut is_next_item_path, opens))
    });
    for (expected, _) in &pattern.segments {
        let matched = match (expected, segments.next()) {
            (Segment::Rest, _) => return true,
            (_, None) => false,
            (Segment::ItemPath, Some((_, is_item_path))) => is_item_path,
            (_, Some((_, true))) => false,
            (Segment::AnyOne, Some(_)) => true,
            (Segment::Key, Some((segment, _))) => segment.starts_with('{'),
            (Segment::Name(name) | Segment::Call(name, _), Some((segment, _))) => {
                name.eq_ignore_ascii_case(segment.split('(').next().unwrap_or(segment))
            }
        };
        if !matched {
            return false;
        }
    }
    segments.next().is_none()
}
