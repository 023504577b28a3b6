//! Makes the table from the documents of all clouds.

use std::collections::{BTreeMap, BTreeSet};

use super::{Availability, Cloud, CloudTable, key, lookup::Lookup, table::SAME};
use crate::edm::{Model, Multiplicity, TypeId, TypeKind};

/// The documents of clouds, each with the clouds that it describes.
pub type Documents<'a> = [(Availability, &'a Model)];

/// The first lines of the table.
const HEADER: &str = "\
# In which documents of Microsoft Graph v1.0 an element is: P Prod, F Fairfax, M Mooncake, N USNat, S USSec, B Bleu,
# D Delos, G GovSG; * all of them, = those of the type or, for a parameter, of the operation. Written by `cargo xtask
# metadata clouds`.
#
# Names are relative to microsoft.graph. Below a type are the operations bound to it, [] to a collection of it, with the
# parameters of actions; the members that a document declares; and the inherited members that are in other documents
# than the type and its base types say.
";

/// Where the members of a type, or the parameters of an operation, exist.
type Members = BTreeMap<String, Availability>;

/// Writes the table of several documents.
///
/// The text depends on what the documents declare only, not on their order or the order of declarations.
///
/// ```
/// use graph_codegen::{Builder, clouds::{Availability, Cloud, write_table}};
///
/// # fn main() -> Result<(), graph_codegen::Error> {
/// let model = Builder::new().resolve()?.model;
/// let table = write_table(&[(Availability::ALL, &model)]);
/// assert!(table.contains("\nuser *\n"));
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn write_table(documents: &Documents<'_>) -> String {
    let mut facts = Facts::default();
    for (clouds, model) in documents {
        facts.add(*clouds, model);
    }
    // Inherited members whose availability follows from the types are not written. Since documents differ in which
    // types declare a member, what follows is found by asking a table that lacks them.
    loop {
        let table = CloudTable::new(facts.text());
        let mut missing = BTreeSet::new();
        for (_, model) in documents {
            facts.add_missing(&Lookup::new(&table, model), model, &mut missing);
        }
        if missing.is_empty() {
            return facts.text();
        }
        for (of, member) in missing {
            facts.written.entry(of).or_default().insert(member);
        }
    }
}

/// What the documents declare.
#[derive(Debug, Default)]
struct Facts {
    /// Types, unbound operations and children of the container.
    elements: BTreeMap<String, Availability>,
    /// The members, operations and parameters of each, with inherited ones.
    members: BTreeMap<String, Members>,
    /// Those that are written.
    written: BTreeMap<String, BTreeSet<String>>,
}

fn add(to: &mut BTreeMap<String, Availability>, key: &str, clouds: Availability) {
    let known = to.entry(key.to_owned()).or_default();
    *known = known.iter().chain(clouds.iter()).collect();
}

impl Facts {
    fn add(&mut self, clouds: Availability, model: &Model) {
        for (id, declared) in model.types() {
            let name = key::relative(declared.name.as_str());
            add(&mut self.elements, &name, clouds);
            let written = self.written.entry(name.clone().into_owned()).or_default();
            let members = self.members.entry(name.into_owned()).or_default();
            for name in names(model, id) {
                add(members, name, clouds);
                if declares(model, id, name) {
                    written.insert(name.to_owned());
                }
            }
            for multiplicity in [Multiplicity::One, Multiplicity::Many] {
                for operation in model.operations_bound_to(id, multiplicity) {
                    add(members, &key::operation(model.operation(operation)), clouds);
                }
            }
        }
        for (id, operation) in model.operations() {
            let key = key::operation(operation);
            let of = match operation.binding_type() {
                Some(of) => key::relative(model.type_(of).name.as_str()).into_owned(),
                None => key.clone(),
            };
            if operation.binding_type().is_some() {
                self.written.entry(of.clone()).or_default().insert(key);
            } else if !operation.is_bound() {
                add(&mut self.elements, &key, clouds);
            }
            let members = self.members.entry(of.clone()).or_default();
            for parameter in operation.call_parameters() {
                let Some(key) = key::parameter(model, id, &parameter.name) else { continue };
                // The first document decides how it is spelt.
                let known = members.keys().find(|known| known.eq_ignore_ascii_case(&key)).cloned();
                let key = known.unwrap_or(key);
                add(members, &key, clouds);
                self.written.entry(of.clone()).or_default().insert(key);
            }
        }
        for child in model.service().iter().flat_map(|service| service.children()) {
            add(&mut self.elements, &key::root(child.name()), clouds);
        }
    }

    /// Adds the members for which the table does not say what the documents do.
    fn add_missing(&self, table: &Lookup<'_, '_>, model: &Model, missing: &mut BTreeSet<(String, String)>) {
        for (id, declared) in model.types() {
            let of = key::relative(declared.name.as_str());
            let Some(members) = self.members.get(&*of) else { continue };
            for name in names(model, id) {
                if table.of_member(id, name) != members.get(name).copied() && !has_ancestor(model, id, name, missing) {
                    missing.insert((of.clone().into_owned(), name.to_owned()));
                }
            }
            for multiplicity in [Multiplicity::One, Multiplicity::Many] {
                for operation in model.operations_bound_to(id, multiplicity) {
                    let key = key::operation(model.operation(operation));
                    if table.declared_operation(Some(id), operation) != members.get(&key).copied()
                        && !has_ancestor(model, id, &key, missing)
                    {
                        missing.insert((of.clone().into_owned(), key));
                    }
                }
            }
        }
    }

    fn text(&self) -> String {
        let mut text = HEADER.to_owned();
        for (key, availability) in &self.elements {
            text.push_str(&format!("{key} {}\n", availability.letters()));
            let Some(members) = self.members.get(key) else { continue };
            for member in self.written.get(key).into_iter().flatten() {
                let found = members.get(member).copied().unwrap_or_default();
                // Parameters are named after their operation.
                let of = match member.split_once(").") {
                    Some((operation, _)) => members.get(&format!("{operation})")).unwrap_or(availability),
                    None => availability,
                };
                let is_same = found == *of && !member.ends_with(')');
                let letters = if is_same { SAME.to_owned() } else { found.letters() };
                text.push_str(&format!(" {member} {letters}\n"));
            }
        }
        text
    }
}

/// The names of a type's members, inherited ones too.
fn names(model: &Model, id: TypeId) -> Vec<&str> {
    let mut names: Vec<&str> = model.properties(id).into_iter().map(|(_, property)| &*property.name).collect();
    names.extend(model.navigation_properties(id).into_iter().map(|(_, property)| &*property.name));
    if let TypeKind::Enum(enumeration) = &model.type_(id).kind {
        names.extend(enumeration.members.iter().map(|member| &*member.name));
    }
    names
}

/// Whether a type declares a member itself.
fn declares(model: &Model, id: TypeId, name: &str) -> bool {
    let property = || model.property(id, name).is_some_and(|(of, _)| of == id);
    let navigation = || model.navigation_property(id, name).is_some_and(|(of, _)| of == id);
    property() || navigation() || model.enum_member(id, name).is_some()
}

/// Whether a base type is to be written with the same member, which decides about the derived type too.
fn has_ancestor(model: &Model, id: TypeId, member: &str, missing: &BTreeSet<(String, String)>) -> bool {
    let mut bases = model.lineage(id).skip(1);
    bases.any(|(_, base)| missing.contains(&(key::relative(base.name.as_str()).into_owned(), member.to_owned())))
}

impl Cloud {
    /// The clouds that a document describes, given by its name in any case: `Fairfax`.
    #[must_use]
    pub fn of_document(name: &str) -> Availability {
        Self::ALL.into_iter().filter(|cloud| cloud.document().eq_ignore_ascii_case(name)).collect()
    }
}
