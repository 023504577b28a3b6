use std::{
    cmp::Ordering,
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
    /// Names that are kept for elements that claim them later.
    promised: HashMap<Arc<str>, Promise>,
    /// Which elements have the names; recorded only if customizations choose names, which must not be changed.
    holders: Option<Box<Holders>>,
}

/// Who gets an identifier that elements want.
#[derive(Debug)]
struct Promise {
    distance: Distance,
    /// The name of the closest element; `None` if several are equally close.
    holder: Option<Box<str>>,
    /// How many elements want it.
    contenders: usize,
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

    /// Keeps each identifier for the element whose name is closest to it, given with the names of all elements that
    /// [claim](Self::claim_wanted) one. If several are equally close, none gets it.
    pub(crate) fn promise(&mut self, all: &[(&str, Wanted)]) {
        for (name, wanted) in all {
            match self.promised.get_mut(wanted.identifier.as_str()) {
                Some(promise) => promise.add(name, wanted.distance),
                None => {
                    self.promised.insert(wanted.identifier.shared(), Promise::to(name, wanted.distance));
                }
            }
        }
    }

    /// Takes a name if it is free, or else the name with a suffix, or else with a number that is made from `name`.
    ///
    /// The order of calls decides who gets a name, so it must not depend on the order of the input.
    pub(crate) fn claim_or(&mut self, wanted: Identifier, suffix: &str, name: &str) -> Identifier {
        if self.taken.insert(wanted.shared()) {
            return wanted;
        }
        match suffix {
            "" => self.claim_numbered(&wanted, name),
            suffix => self.claim_second(wanted.with_suffix(suffix), &wanted, suffix, name),
        }
    }

    /// Like [`claim_or`](Self::claim_or), but leaves a [promised](Self::promise) name to its element.
    ///
    /// `source` returns the source name of the element. A chosen name is taken at once: if it is promised, that is an
    /// error of the choice.
    pub(crate) fn claim_wanted(
        &mut self,
        wanted: Wanted,
        suffix: &str,
        name: &str,
        source: impl FnOnce() -> String,
    ) -> Identifier {
        let identifier = wanted.identifier.clone();
        let claimed = match self.promised.get(identifier.as_str()) {
            Some(promise) if promise.holder.as_deref() != Some(name) && !wanted.is_chosen() => {
                let is_only_other = promise.contenders == 2 && promise.holder.is_some();
                let second = second(&identifier, suffix);
                if is_only_other {
                    self.claim_second(second, &identifier, suffix, name)
                } else {
                    self.claim_numbered(&identifier.with_suffix(suffix), name)
                }
            }
            _ => self.claim_or(identifier, suffix, name),
        };
        if let Some(holders) = &mut self.holders {
            holders.add(source(), &wanted.identifier, &claimed, wanted.is_chosen());
        }
        claimed
    }

    /// Takes a name for each element, given with its name in the metadata.
    ///
    /// If identifiers collide, the name closest to the identifier gets it, whatever their order. If several are equally
    /// close, none gets it. `source` returns the source name of an element by its index.
    pub(crate) fn claim_all(
        &mut self,
        wanted: Vec<(&str, Wanted)>,
        suffix: &str,
        source: impl Fn(usize) -> String,
    ) -> Vec<Identifier> {
        self.taken.reserve(wanted.len());
        let collision = wanted.iter().position(|(_, wanted)| !self.taken.insert(wanted.identifier.shared()));
        let names: Vec<Identifier> = match collision {
            None if self.holders.is_none() => return wanted.into_iter().map(|(_, wanted)| wanted.identifier).collect(),
            None => wanted.iter().map(|(_, wanted)| wanted.identifier.clone()).collect(),
            Some(collision) => {
                for (_, wanted) in &wanted[..collision] {
                    self.taken.remove(wanted.identifier.as_str());
                }
                self.claim_apart(&wanted, suffix)
            }
        };
        if let Some(holders) = &mut self.holders {
            // All first choices before any suffix, as they were taken.
            let mut order: Vec<usize> = (0..wanted.len()).collect();
            order.sort_by_key(|&at| (names[at] != wanted[at].1.identifier, wanted[at].1.distance, wanted[at].0));
            for at in order {
                let wanted = &wanted[at].1;
                holders.add(source(at), &wanted.identifier, &names[at], wanted.is_chosen());
            }
        }
        names
    }

    /// Takes a name for each element, some of which want the same one.
    fn claim_apart(&mut self, wanted: &[(&str, Wanted)], suffix: &str) -> Vec<Identifier> {
        let mut promises: HashMap<&str, Promise> = HashMap::with_capacity(wanted.len());
        for (name, Wanted { identifier, distance }) in wanted {
            match promises.get_mut(identifier.as_str()) {
                Some(promise) => promise.add(name, *distance),
                None => drop(promises.insert(identifier.as_str(), Promise::to(name, *distance))),
            }
        }
        // All first choices before any suffix, so that `x` and `x_` do not take the name of `x_property`.
        let mut names: Vec<Option<Identifier>> = vec![None; wanted.len()];
        let mut seconds: HashMap<Identifier, usize> = HashMap::new();
        for (at, (name, Wanted { identifier, .. })) in wanted.iter().enumerate() {
            let is_holder =
                promises.get(identifier.as_str()).is_some_and(|promise| promise.holder.as_deref() == Some(name));
            if is_holder && self.taken.insert(identifier.shared()) {
                names[at] = Some(identifier.clone());
            } else {
                *seconds.entry(second(identifier, suffix)).or_default() += 1;
            }
        }
        let mut order: Vec<usize> = (0..wanted.len()).filter(|at| names[*at].is_none()).collect();
        order.sort_by_key(|&at| (wanted[at].1.distance, wanted[at].0));
        for at in order {
            let (name, Wanted { identifier, .. }) = &wanted[at];
            let second = second(identifier, suffix);
            names[at] = Some(match seconds.get(&second) {
                Some(1) => self.claim_second(second, identifier, suffix, name),
                _ => self.claim_numbered(&identifier.with_suffix(suffix), name),
            });
        }
        names.into_iter().flatten().collect()
    }

    /// Takes the second choice if it is free.
    fn claim_second(&mut self, second: Identifier, first: &Identifier, suffix: &str, name: &str) -> Identifier {
        match self.taken.insert(second.shared()) {
            true => second,
            false => self.claim_numbered(&first.with_suffix(suffix), name),
        }
    }

    /// Appends a number that is made from the name of the element.
    ///
    /// If elements were counted instead, another one would change what the names mean.
    fn claim_numbered(&mut self, base: &Identifier, name: &str) -> Identifier {
        let mut number = fingerprint(name);
        loop {
            let candidate = base.with_suffix(&number.to_string());
            if self.taken.insert(candidate.shared()) {
                return candidate;
            }
            number = number.wrapping_add(1);
        }
    }
}

/// A number that is made from a name (FNV-1a).
pub(super) fn fingerprint(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The name of the only other element that wants an identifier.
fn second(identifier: &Identifier, suffix: &str) -> Identifier {
    identifier.with_suffix(if suffix.is_empty() { "2" } else { suffix })
}

impl Promise {
    fn to(name: &str, distance: Distance) -> Self {
        Self { distance, holder: Some(name.into()), contenders: 1 }
    }

    fn add(&mut self, name: &str, distance: Distance) {
        if self.holder.as_deref() == Some(name) && self.distance == distance {
            return;
        }
        self.contenders += 1;
        match distance.cmp(&self.distance) {
            Ordering::Less => (self.distance, self.holder) = (distance, Some(name.into())),
            // Both are chosen, which is an error that names them in this order.
            Ordering::Equal if distance == Distance::Chosen => {
                self.holder = self.holder.take().map(|holder| holder.min(name.into()));
            }
            Ordering::Equal => self.holder = None,
            Ordering::Greater => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Scope, Wanted};
    use crate::naming::{Identifier, casing::snake};

    /// The names of elements in a scope, sorted by name, which must be the same for all orders.
    fn claimed(names: &[&'static str], suffix: &str) -> Vec<(&'static str, String)> {
        let mut names = names.to_vec();
        let mut claimed: Vec<Vec<(&str, String)>> = Vec::new();
        for _ in 0..names.len() {
            names.rotate_left(1);
            let wanted = names.iter().map(|name| (*name, Wanted::default(name, Identifier::forced(&snake(name)))));
            let identifiers = Scope::default().claim_all(wanted.collect(), suffix, |at| names[at].to_owned());
            let mut named: Vec<_> = names.iter().copied().zip(identifiers.iter().map(ToString::to_string)).collect();
            named.sort_unstable();
            claimed.push(named);
        }
        claimed.dedup();
        assert_eq!(claimed.len(), 1, "{claimed:?}");
        claimed.remove(0)
    }

    #[test]
    fn a_name_that_is_taken_has_a_suffix_and_then_a_number() {
        let mut scope = Scope::with(&["Option"]);
        let mut claim = |wanted: &str, name: &str| scope.claim_or(Identifier::forced(wanted), "Type", name).to_string();
        assert_eq!(claim("User", "a"), "User");
        assert_eq!(claim("Option", "b"), "OptionType");
        assert_eq!(claim("User", "c"), "UserType");
        assert_eq!(claim("User", "d"), "UserType3775669363");
        assert_eq!(claim("User", "d"), "UserType3775669364");
    }

    #[test]
    fn the_closest_name_gets_the_identifier_in_any_order() {
        let names = ["_displayName", "DisplayName", "displayName", "display_name", "display_name_property"];
        let named = claimed(&names, "_property");
        assert_eq!(
            named[3..],
            [("display_name", "display_name".into()), ("display_name_property", "display_name_property".into())]
        );
        assert!(
            named[..3].iter().all(|(_, name)| name.starts_with("display_name_property") && name.len() > 25),
            "{named:?}"
        );
        assert_eq!(claimed(&["x", "_x"], "_property"), [("_x", "x_property".into()), ("x", "x".into())]);
    }

    #[test]
    fn a_name_does_not_come_to_mean_another_element_when_one_is_added() {
        let names = ["_displayName", "DisplayName", "DISPLAYName", "display-name", "displayName_", "-1", "+1", "x"];
        for suffix in ["_property", ""] {
            for count in 2..=names.len() {
                for added in 0..count {
                    let after = claimed(&names[..count], suffix);
                    let mut before = names[..count].to_vec();
                    let added = before.remove(added);
                    for (name, identifier) in claimed(&before, suffix) {
                        let now = after.iter().find(|(_, other)| *other == identifier).map(|(now, _)| *now);
                        // The closest name may take it.
                        let is_closest = now == Some(added) && identifier == snake(added);
                        assert!(now.is_none_or(|now| now == name) || is_closest, "{identifier} was {name}, is {now:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_promised_name_is_left_to_its_element() {
        let mut scope = Scope::default();
        let wanted = |name: &str| Wanted::default(name, Identifier::forced(&snake(name)));
        scope.promise(&["summary", "_summary", "_other", "Same", "SAME"].map(|name| (name, wanted(name))));
        let mut claim =
            |name: &str, suffix| scope.claim_wanted(wanted(name), suffix, name, || name.to_owned()).to_string();
        assert_eq!(claim("_summary", "_property"), "summary_property");
        assert_eq!(claim("summary", "_action"), "summary");
        assert_eq!(claim("_other", "_action"), "other");
        assert!(claim("Same", "_action").starts_with("same_action"));
        assert!(claim("SAME", "_action").len() > "same_action".len());
    }
}
