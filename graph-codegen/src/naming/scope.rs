use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::{
    Identifier,
    holders::{Clash, Holders},
};

/// The names that are taken in a module, a struct, an enum or a request builder.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    taken: HashSet<Arc<str>>,
    /// Names that wait for the elements with exactly this name.
    promised: HashSet<Arc<str>>,
    /// The number that is tried next for a name, so that many equal names cost linear time.
    next: HashMap<Arc<str>, usize>,
    /// Which elements have the names; recorded only if customizations choose names, which must not be changed.
    holders: Option<Box<Holders>>,
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

    /// An identifier that no name of the metadata becomes, such as `by_id`.
    pub(crate) fn own(identifier: Identifier) -> Self {
        Self { identifier, distance: Distance::Same }
    }

    fn is_chosen(&self) -> bool {
        self.distance == Distance::Chosen
    }
}

impl Scope {
    /// Creates a scope in which `names` are taken.
    pub(crate) fn with(names: &[&str]) -> Self {
        Self { taken: names.iter().map(|name| Arc::from(*name)).collect(), ..Self::default() }
    }

    /// Records which elements have the names, so that the scope finds chosen names that others have.
    pub(crate) fn watched(mut self, is_watched: bool) -> Self {
        self.holders = is_watched.then(Box::default);
        self
    }

    /// Returns the names so far that customizations chose although others have them; empty unless it is
    /// [watched](Self::watched).
    pub(crate) fn take_clashes(&mut self) -> Vec<Clash> {
        self.holders.as_mut().map(|holders| holders.take_clashes()).unwrap_or_default()
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
    ///
    /// `source` returns the source name of the element.
    pub(crate) fn claim_wanted(&mut self, wanted: Wanted, suffix: &str, source: impl FnOnce() -> String) -> Identifier {
        let is_promised = wanted.distance == Distance::Lossy && self.promised.contains(wanted.identifier.as_str());
        let claimed = match is_promised {
            true => self.claim([wanted.identifier.with_suffix(suffix)]),
            false => self.claim_or(wanted.identifier.clone(), suffix),
        };
        if let Some(holders) = &mut self.holders {
            holders.add(source(), &wanted.identifier, &claimed, wanted.is_chosen());
        }
        claimed
    }

    /// Takes a name for each element, given with its name in the metadata.
    ///
    /// If identifiers collide, the name closest to the identifier gets it, then the smaller name, whatever their order.
    /// `source` returns the source name of an element by its index.
    pub(crate) fn claim_all(
        &mut self,
        wanted: Vec<(&str, Wanted)>,
        suffix: &str,
        source: impl Fn(usize) -> String,
    ) -> Vec<Identifier> {
        self.taken.reserve(wanted.len());
        let collision = wanted.iter().position(|(_, wanted)| !self.taken.insert(wanted.identifier.shared()));
        if collision.is_none() && self.holders.is_none() {
            return wanted.into_iter().map(|(_, wanted)| wanted.identifier).collect();
        }
        let mut order: Vec<usize> = (0..wanted.len()).collect();
        let names: Vec<Identifier> = match collision {
            None => wanted.iter().map(|(_, wanted)| wanted.identifier.clone()).collect(),
            Some(collision) => {
                for (_, wanted) in &wanted[..collision] {
                    self.taken.remove(wanted.identifier.as_str());
                }
                order.sort_by_key(|&at| (wanted[at].1.distance, wanted[at].0));
                self.claim_in_order(&wanted, &order, suffix)
            }
        };
        if let Some(holders) = &mut self.holders {
            // All first choices before any suffix, as they were taken.
            order.sort_by_key(|&at| names[at] != wanted[at].1.identifier);
            for at in order {
                let wanted = &wanted[at].1;
                holders.add(source(at), &wanted.identifier, &names[at], wanted.is_chosen());
            }
        }
        names
    }

    /// Takes all first choices before any suffix, so that `x` and `x_` do not take the name of `x_property`.
    fn claim_in_order(&mut self, wanted: &[(&str, Wanted)], order: &[usize], suffix: &str) -> Vec<Identifier> {
        let mut names: Vec<Option<Identifier>> = vec![None; wanted.len()];
        for &at in order {
            let identifier = &wanted[at].1.identifier;
            if self.taken.insert(identifier.shared()) {
                names[at] = Some(identifier.clone());
            }
        }
        for &at in order {
            if names[at].is_none() {
                names[at] = Some(self.claim([wanted[at].1.identifier.with_suffix(suffix)]));
            }
        }
        names.into_iter().flatten().collect()
    }
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
            let claimed = Scope::default().claim_all(wanted.collect(), "_property", |at| names[at].to_owned());
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
        let mut claim = |name: &str, suffix| scope.claim_wanted(wanted(name), suffix, || name.to_owned()).to_string();
        assert_eq!(claim("_summary", "_property"), "summary_property");
        assert_eq!(claim("summary", "_action"), "summary");
        assert_eq!(claim("_other", "_action"), "other");
    }
}
