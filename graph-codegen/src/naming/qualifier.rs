use std::{borrow::Cow, cmp::Ordering, collections::HashMap};

use super::{
    Identifier,
    casing::{camel, snake},
    scope::fingerprint,
};

/// Tells elements with the same simple name apart by their namespaces, such as `v1_0_0.Chassis` and `v1_2_0.Chassis`.
///
/// An element of the home namespace has its simple name. Of the others, each has the first name that no other element
/// could have: its simple name, that after the part of its namespace that differs from the home, and that after its
/// whole namespace. If others could have these, a number that is made from its own name follows the namespace. So a
/// name never comes to mean another element because one is added outside of the home.
#[derive(Debug)]
pub(crate) struct Qualifier<'n> {
    home: &'n str,
    /// How many elements could have a name.
    contenders: HashMap<String, usize>,
}

impl<'n> Qualifier<'n> {
    /// `elements` are the namespaces and simple names of all elements that the scope could have, selected or not.
    pub(crate) fn new(home: &'n str, elements: impl IntoIterator<Item = (&'n str, &'n str)>) -> Self {
        let mut qualifier = Self { home, contenders: HashMap::new() };
        for (namespace, name) in elements {
            let mut names = qualifier.qualifications(namespace).map(|before| qualified_camel(before, name)).to_vec();
            names.truncate(if namespace == home { 1 } else { names.len() });
            names.dedup();
            for name in names {
                *qualifier.contenders.entry(name).or_default() += 1;
            }
        }
        qualifier
    }

    /// Returns what an element's name begins with, written as a namespace; empty for the simple name.
    pub(crate) fn qualification<'e>(&self, namespace: &'e str, name: &str) -> Cow<'e, str> {
        if namespace == self.home {
            return "".into();
        }
        let is_free =
            |before: &&str| self.contenders.get(&qualified_camel(before, name)).is_none_or(|count| *count < 2);
        match self.qualifications(namespace).into_iter().find(is_free) {
            Some(before) => before.into(),
            None => format!("{namespace}.{}", fingerprint(&format!("{namespace}.{name}"))).into(),
        }
    }

    fn qualifications<'e>(&self, namespace: &'e str) -> [&'e str; 3] {
        let pairs = self.home.split('.').zip(namespace.split('.'));
        let shared: usize = pairs.take_while(|(home, part)| home == part).map(|(_, part)| part.len() + 1).sum();
        ["", namespace.get(shared..).unwrap_or(""), namespace]
    }
}

/// A name after a part of its namespace, in the case of types: `V1_2_0Chassis`, `TermStoreGroup`.
pub(crate) fn qualified_camel(namespace: &str, name: &str) -> String {
    if namespace.is_empty() {
        return camel(name);
    }
    let mut text = String::new();
    for part in namespace.split('.') {
        for word in part.split('_').filter(|word| !word.is_empty()) {
            // `v1_10` and `v11_0` must differ.
            let is_digit = |c: char| c.is_ascii_digit();
            if text.ends_with(is_digit) && word.starts_with(is_digit) {
                text.push('_');
            }
            text.push_str(&camel(word));
        }
    }
    text + &camel(name)
}

/// A name in the case of methods after a part of its namespace: `v1_2_0_chassis`.
pub(crate) fn qualified_snake(namespace: &str, name: &Identifier) -> Identifier {
    if namespace.is_empty() {
        return name.clone();
    }
    let parts: Vec<String> = namespace.split('.').map(snake).collect();
    Identifier::forced(&[&parts.join("_"), "_", name.as_str()].concat())
}

/// Compares texts by their letters and numbers: `v1_7` is before `v1_23`.
pub(crate) fn natural_order(left: &str, right: &str) -> Ordering {
    let (mut left_rest, mut right_rest) = (left.as_bytes(), right.as_bytes());
    loop {
        let (one, other) = (number(left_rest), number(right_rest));
        let order = match (left_rest, right_rest) {
            ([], []) => return left.cmp(right),
            _ if !one.is_empty() && !other.is_empty() => {
                (left_rest, right_rest) = (&left_rest[one.len()..], &right_rest[other.len()..]);
                let (one, other) = (significant(one), significant(other));
                one.len().cmp(&other.len()).then_with(|| one.cmp(other))
            }
            ([one, left @ ..], [other, right @ ..]) => {
                let order = one.cmp(other);
                (left_rest, right_rest) = (left, right);
                order
            }
            _ => left_rest.len().cmp(&right_rest.len()),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// The digits at the start of a text.
fn number(text: &[u8]) -> &[u8] {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    &text[..end]
}

/// A number without leading zeros.
fn significant(number: &[u8]) -> &[u8] {
    let start = number.iter().position(|digit| *digit != b'0').unwrap_or(number.len());
    &number[start..]
}

#[cfg(test)]
mod tests {
    use super::{Qualifier, natural_order, qualified_camel, qualified_snake};
    use crate::naming::Identifier;

    fn names(home: &str, elements: &[(&'static str, &'static str)]) -> Vec<String> {
        let qualifier = Qualifier::new(home, elements.iter().copied());
        let name = |(namespace, name): &(&str, &str)| qualified_camel(&qualifier.qualification(namespace, name), name);
        elements.iter().map(name).collect()
    }

    #[test]
    fn names_have_the_part_of_the_namespace_that_differs() {
        let versions = [("Chassis", "Chassis"), ("Chassis.v1_0_0", "Chassis"), ("Chassis.v1_10_0", "Chassis")];
        assert_eq!(names("Chassis", &versions), ["Chassis", "V1_0_0Chassis", "V1_10_0Chassis"]);
        assert_eq!(names("Chassis.v1_0_0", &versions), ["ChassisChassis", "Chassis", "V1_10_0Chassis"]);
        let graph = [("m.graph", "group"), ("m.graph.termStore", "group"), ("m.graph.termStore", "set")];
        assert_eq!(names("m.graph", &graph), ["Group", "TermStoreGroup", "Set"]);
        assert_eq!(names("home", &[("a", "x"), ("b", "x")]), ["AX", "BX"]);
        // What follows a part could be the name of another one, which then has a number.
        let found = names("h", &[("h.x", "S"), ("x", "S")]);
        assert_eq!(found[0], "HXS");
        assert!(found[1].starts_with('X') && found[1].ends_with('S') && found[1].len() > 5, "{found:?}");
        let name = Identifier::forced("chassis");
        assert_eq!(qualified_snake("v1_0_0", &name).as_str(), "v1_0_0_chassis");
    }

    #[test]
    fn a_name_does_not_come_to_mean_another_element_when_one_is_added() {
        let all = [
            ("h.a", "s"),
            ("h.b", "s"),
            ("a", "s"),
            ("h.a.b", "s"),
            ("h", "t"),
            ("h.a", "bS"),
            ("h", "aS"),
            ("x", "S"),
            ("v1_1.v1", "s"),
            ("v11.v1", "s"),
        ];
        for mask in 0_u32..1 << all.len() {
            let before: Vec<_> = (0..all.len()).filter(|at| mask & 1 << at != 0).map(|at| all[at]).collect();
            let named = names("h", &before);
            for added in all.iter().filter(|element| element.0 != "h" && !before.contains(element)) {
                let after: Vec<_> = before.iter().chain([added]).copied().collect();
                let now = names("h", &after);
                let taken = now.last().filter(|name| named.contains(name));
                assert_eq!(taken, None, "{added:?} in {before:?}");
            }
        }
    }

    #[test]
    fn numbers_are_compared_as_numbers() {
        let mut names = ["v1_23_0.A", "v1_7_0.A", "v1_7_0.B", "v1_07_0.A", "v1_7", "w", "v", ""];
        names.sort_by(|left, right| natural_order(left, right));
        assert_eq!(names, ["", "v", "v1_7", "v1_07_0.A", "v1_7_0.A", "v1_7_0.B", "v1_23_0.A", "w"]);
    }
}
