//! Makes the table from the documents of all clouds.

use std::collections::{BTreeMap, BTreeSet};

use super::{Availability, Cloud, CloudTable, key, lookup::Lookup};
use crate::edm::{Model, Multiplicity, TypeId, TypeKind};

/// The documents of clouds, each with the clouds that it describes.
pub type Documents<'a> = [(Availability, &'a Model)];

/// The first lines of the table.
const HEADER: &str = "\
# In which documents of Microsoft Graph v1.0 an element is: P Prod, F Fairfax, M Mooncake, N USNat, S USSec, B Bleu,
# D Delos, G GovSG; * all of them. Written by `cargo xtask metadata clouds`.
#
# Names are relative to microsoft.graph. Below a type are the operations bound to it, [] to a collection of it, and the
# members, inherited ones too, that are in other documents than the type and its base types say.
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
    // Members whose availability follows from their type are not written. Since documents differ in which types
    // declare a member, what follows is found by asking a table that lacks them.
    let mut depth = Some(Depth::Declared);
    while let Some(current) = depth {
        let table = CloudTable::new(facts.text());
        let mut missing = BTreeSet::new();
        for (_, model) in documents {
            facts.add_missing(&Lookup::new(&table, model), model, current, &mut missing);
        }
        depth = match (current, missing.is_empty()) {
            (Depth::Declared, _) => Some(Depth::Inherited),
            (Depth::Inherited, false) => Some(Depth::Inherited),
            (Depth::Inherited, true) => None,
        };
        for (of, member) in missing {
            facts.written.entry(of).or_default().insert(member);
        }
    }
    facts.text()
}

/// Which members are compared with the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Depth {
    /// Those of the type that declares them.
    Declared,
    /// All, with inherited ones.
    Inherited,
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
            let members = self.members.entry(name.into_owned()).or_default();
            for name in names(model, id) {
                add(members, name, clouds);
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
            let members = self.members.entry(of).or_default();
            for parameter in operation.call_parameters() {
                let Some(key) = key::parameter(model, id, &parameter.name) else { continue };
                // The first document decides how it is spelt.
                let known = members.keys().find(|known| known.eq_ignore_ascii_case(&key)).cloned();
                add(members, &known.unwrap_or(key), clouds);
            }
        }
        for child in model.service().iter().flat_map(|service| service.children()) {
            add(&mut self.elements, &key::root(child.name()), clouds);
        }
    }

    /// Adds the members for which the table does not say what the documents do.
    fn add_missing(
        &self,
        table: &Lookup<'_, '_>,
        model: &Model,
        depth: Depth,
        missing: &mut BTreeSet<(String, String)>,
    ) {
        for (id, declared) in model.types() {
            let of = key::relative(declared.name.as_str());
            let Some(members) = self.members.get(&*of) else { continue };
            for name in names(model, id) {
                let is_declared = declares(model, id, name);
                if (is_declared || depth == Depth::Inherited)
                    && table.of_member(id, name) != members.get(name).copied()
                    && !has_ancestor(model, id, name, missing)
                {
                    missing.insert((of.clone().into_owned(), name.to_owned()));
                }
            }
            for multiplicity in [Multiplicity::One, Multiplicity::Many] {
                for operation in model.operations_bound_to(id, multiplicity) {
                    let key = key::operation(model.operation(operation));
                    if depth == Depth::Inherited
                        && table.declared_operation(Some(id), operation) != members.get(&key).copied()
                        && !has_ancestor(model, id, &key, missing)
                    {
                        missing.insert((of.clone().into_owned(), key));
                    }
                }
            }
        }
        for (id, operation) in model.operations().filter(|_| depth == Depth::Declared) {
            let of = match operation.binding_type() {
                Some(of) => key::relative(model.type_(of).name.as_str()).into_owned(),
                None => key::operation(operation),
            };
            let Some(members) = self.members.get(&of) else { continue };
            for parameter in operation.call_parameters() {
                let Some(key) = key::parameter(model, id, &parameter.name) else { continue };
                let Some((key, actual)) = members.iter().find(|(known, _)| known.eq_ignore_ascii_case(&key)) else {
                    continue;
                };
                if table.declared_parameter(id, &parameter.name) != Some(*actual) {
                    missing.insert((of.clone(), key.clone()));
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
                let availability = members.get(member).copied().unwrap_or_default();
                text.push_str(&format!(" {member} {}\n", availability.letters()));
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
