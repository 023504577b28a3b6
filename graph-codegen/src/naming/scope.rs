use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::Identifier;

/// The names that are taken in a module, a struct, an enum or a request builder.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    taken: HashSet<Arc<str>>,
    /// Names that wait for the elements with exactly this name.
    promised: HashSet<Arc<str>>,
    /// The number that is tried next for a name, so that many equal names cost linear time.
    next: HashMap<Arc<str>, usize>,
}

/// An identifier that a customization chose, although another element wants it too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clash<'n> {
    pub(crate) identifier: Identifier,
    /// The name of the element that is renamed.
    pub(crate) chosen: &'n str,
    /// The name of the other element.
    pub(crate) other: &'n str,
    /// Whether the other element is renamed too.
    pub(crate) is_other_chosen: bool,
}

/// A name that an element of the metadata wants in a [`Scope`].
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) identifier: Identifier,
    pub(crate) distance: Distance,
}

/// How far an identifier is from the name in the metadata. If identifiers collide, the closest name gets it, so that an
/// added `_summary` does not rename `summary`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Distance {
    /// The identifier is the name.
    Same,
    /// The name has the identifier's letters, in Graph's camel case: `displayName`.
    Camel,
    /// The name has the identifier's letters in another case: `DisplayName`.
    OtherCase,
    /// The name has other characters: `_displayName`, `display-name`.
    Lossy,
    /// A customization chose the identifier. It is an error if it collides with another one.
    Chosen,
}

impl Distance {
    /// The distance of an identifier that `name` becomes by default.
    pub(super) fn of(name: &str, identifier: &Identifier) -> Self {
        let identifier = identifier.as_str();
        let letters = || identifier.bytes().filter(|byte| *byte != b'_').map(|byte| byte.to_ascii_lowercase());
        if identifier == name {
            Self::Same
        } else if !name.bytes().map(|byte| byte.to_ascii_lowercase()).eq(letters()) {
            Self::Lossy
        } else if name.starts_with(|first: char| first.is_lowercase()) {
            Self::Camel
        } else {
            Self::OtherCase
        }
    }
}

impl Wanted {
    /// The identifier that a customization chose.
    pub(crate) fn chosen(identifier: Identifier) -> Self {
        Self { identifier, distance: Distance::Chosen }
    }

    /// The identifier that `name` becomes by default.
    pub(crate) fn default(name: &str, identifier: Identifier) -> Self {
        Self { distance: Distance::of(name, &identifier), identifier }
    }
}

impl Scope {
    /// Creates a scope in which `names` are taken.
    pub(crate) fn with(names: &[&str]) -> Self {
        Self { taken: names.iter().map(|name| Arc::from(*name)).collect(), ..Self::default() }
    }

    /// Reserves memory for a number of names.
    pub(crate) fn with_room_for(mut self, names: usize) -> Self {
        self.taken.reserve(names);
        self
    }

    /// Keeps the identifier for elements with this name, unless the name is only similar to it.
    pub(crate) fn promise(&mut self, wanted: &Wanted) {
        if wanted.distance != Distance::Lossy {
            self.promised.insert(wanted.identifier.shared());
        }
    }

    /// Takes the first candidate that is free, or else the last one with a number appended, from 2 on.
    ///
    /// The order of calls decides who gets a name, so it must not depend on the order of the input.
    pub(crate) fn claim<const N: usize>(&mut self, candidates: [Identifier; N]) -> Identifier {
        let mut last = None;
        for candidate in candidates {
            if self.taken.insert(candidate.shared()) {
                return candidate;
            }
            last = Some(candidate);
        }
        let base = last.unwrap_or_else(|| Identifier::forced(""));
        let next = self.next.entry(base.shared()).or_insert(2);
        loop {
            let candidate = base.with_suffix(&next.to_string());
            *next += 1;
            if self.taken.insert(candidate.shared()) {
                return candidate;
            }
        }
    }

    /// Takes a name if it is free, or else [claims](Self::claim) the name with a suffix.
    pub(crate) fn claim_or(&mut self, wanted: Identifier, suffix: &str) -> Identifier {
        if self.taken.insert(wanted.shared()) { wanted } else { self.claim([wanted.with_suffix(suffix)]) }
    }

    /// Like [`claim_or`](Self::claim_or), but leaves a [promised](Self::promise) name to those whose name it is.
    pub(crate) fn claim_wanted(&mut self, wanted: Wanted, suffix: &str) -> Identifier {
        let Wanted { identifier, distance } = wanted;
        if distance == Distance::Lossy && self.promised.contains(identifier.as_str()) {
            return self.claim([identifier.with_suffix(suffix)]);
        }
        self.claim_or(identifier, suffix)
    }

    /// Takes a name for each element, given with its source name.
    ///
    /// If identifiers collide, the name closest to the identifier gets it, then the smaller name, whatever their order.
    pub(crate) fn claim_all(&mut self, wanted: Vec<(&str, Wanted)>, suffix: &str) -> Vec<Identifier> {
        self.taken.reserve(wanted.len());
        let Some(collision) = wanted.iter().position(|(_, wanted)| !self.taken.insert(wanted.identifier.shared()))
        else {
            return wanted.into_iter().map(|(_, wanted)| wanted.identifier).collect();
        };
        for (_, wanted) in &wanted[..collision] {
            self.taken.remove(wanted.identifier.as_str());
        }
        let mut order: Vec<usize> = (0..wanted.len()).collect();
        order.sort_by_key(|&at| (wanted[at].1.distance, wanted[at].0));
        // All first choices before any suffix, so that `x` and `x_` do not take the name of `x_property`.
        let mut names: Vec<Option<Identifier>> = vec![None; wanted.len()];
        for &at in &order {
            let identifier = &wanted[at].1.identifier;
            if self.taken.insert(identifier.shared()) {
                names[at] = Some(identifier.clone());
            }
        }
        for &at in &order {
            if names[at].is_none() {
                names[at] = Some(self.claim([wanted[at].1.identifier.with_suffix(suffix)]));
            }
        }
        names.into_iter().flatten().collect()
    }
}

/// Finds the identifiers that customizations chose and that other elements of the scope want too.
pub(crate) fn clashes<'n>(wanted: &[(&'n str, Wanted)]) -> Vec<Clash<'n>> {
    if !wanted.iter().any(|(_, wanted)| wanted.distance == Distance::Chosen) {
        return Vec::new();
    }
    // By identifier, those that are not chosen first.
    let mut first: HashMap<&str, (Distance, &str)> = HashMap::new();
    for (name, Wanted { identifier, distance }) in wanted {
        let known = first.entry(identifier.as_str()).or_insert((*distance, name));
        *known = (*known).min((*distance, name));
    }
    let chosen = wanted.iter().filter(|(_, wanted)| wanted.distance == Distance::Chosen);
    let clash = chosen.filter_map(|(name, Wanted { identifier, .. })| {
        let (distance, other) = first.get(identifier.as_str()).copied().filter(|(_, other)| other != name)?;
        let is_other_chosen = distance == Distance::Chosen;
        Some(Clash { identifier: identifier.clone(), chosen: name, other, is_other_chosen })
    });
    clash.collect()
}

#[cfg(test)]
mod tests {
    use super::{Scope, Wanted};
    use crate::naming::{Identifier, casing::snake};

    #[test]
    fn the_second_of_two_equal_names_is_renamed() {
        let mut scope = Scope::with(&["Option"]);
        let mut claim = |name: &str| {
            let wanted = Identifier::forced(name);
            scope.claim([wanted.clone(), wanted.with_suffix("Type")]).to_string()
        };
        assert_eq!(claim("User"), "User");
        assert_eq!(claim("Option"), "OptionType");
        assert_eq!(claim("User"), "UserType");
        assert_eq!(claim("User"), "UserType2");
        assert_eq!(claim("User"), "UserType3");
    }

    #[test]
    fn the_closest_name_gets_the_identifier_in_any_order() {
        let mut names = ["_displayName", "DisplayName", "displayName", "display_name", "display_name_property"];
        for _ in 0..names.len() {
            names.rotate_left(1);
            let wanted = names.iter().map(|name| (*name, Wanted::default(name, Identifier::forced(&snake(name)))));
            let claimed = Scope::default().claim_all(wanted.collect(), "_property");
            let mut named: Vec<(&str, &str)> = names.into_iter().zip(claimed.iter().map(Identifier::as_str)).collect();
            named.sort_unstable();
            assert_eq!(
                named,
                [
                    ("DisplayName", "display_name_property3"),
                    ("_displayName", "display_name_property4"),
                    ("displayName", "display_name_property2"),
                    ("display_name", "display_name"),
                    ("display_name_property", "display_name_property"),
                ]
            );
        }
    }

    #[test]
    fn a_promised_name_is_left_to_its_element() {
        let mut scope = Scope::default();
        let wanted = |name: &str| Wanted::default(name, Identifier::forced(&snake(name)));
        scope.promise(&wanted("summary"));
        scope.promise(&wanted("_other"));
        assert_eq!(scope.claim_wanted(wanted("_summary"), "_property").as_str(), "summary_property");
        assert_eq!(scope.claim_wanted(wanted("summary"), "_action").as_str(), "summary");
        assert_eq!(scope.claim_wanted(wanted("_other"), "_action").as_str(), "other");
    }
}
