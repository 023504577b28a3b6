use std::{cell::RefCell, collections::HashMap};

use super::{Availability, Cloud, CloudTable, key, table::Element};
use crate::{
    edm::{Model, OperationId, TypeId},
    facts::OperationFacts,
};

/// Asks a table about the elements of a model, and remembers the types that it found.
#[derive(Debug)]
pub(crate) struct Lookup<'t, 'm> {
    table: &'t CloudTable,
    model: &'m Model,
    types: RefCell<HashMap<TypeId, Option<Element<'t>>>>,
}

impl<'t, 'm> Lookup<'t, 'm> {
    pub(crate) fn new(table: &'t CloudTable, model: &'m Model) -> Self {
        Self { table, model, types: RefCell::default() }
    }

    /// See [`CloudTable::of_type`].
    pub(crate) fn of_type(&self, id: TypeId) -> Option<Availability> {
        Some(self.type_(id)?.availability)
    }

    /// See [`CloudTable::of_member`].
    pub(crate) fn of_member(&self, id: TypeId, name: &str) -> Option<Availability> {
        let declared = None
            .or_else(|| self.model.property(id, name).map(|(of, _)| of))
            .or_else(|| self.model.navigation_property(id, name).map(|(of, _)| of))
            .or_else(|| self.model.enum_member(id, name).map(|_| id))?;
        self.of_declared_member(id, declared, name)
    }

    /// Like [`of_member`](Self::of_member), given the type that declares the member.
    pub(crate) fn of_declared_member(&self, id: TypeId, declared: TypeId, name: &str) -> Option<Availability> {
        let (availability, exact) = self.inherited(id, declared, name)?;
        Some(exact.map_or(availability, |exact| availability & exact))
    }

    /// See [`CloudTable::of_operation`].
    pub(crate) fn of_operation(&self, on: Option<TypeId>, id: OperationId) -> Option<Availability> {
        let found = self.declared_operation(on, id);
        let clouds = OperationFacts::of(self.model.operation(id)).clouds;
        let documented: Availability = clouds.iter().filter_map(|cloud| cloud.parse::<Cloud>().ok()).collect();
        match (documented.is_empty(), found) {
            (true, found) => found,
            (false, found) => {
                let others = found.unwrap_or_default().without(Availability::PUBLIC);
                Some(others.iter().chain(documented.iter()).collect())
            }
        }
    }

    /// The clouds in which an operation exists according to the documents.
    pub(super) fn declared_operation(&self, on: Option<TypeId>, id: OperationId) -> Option<Availability> {
        let operation = self.model.operation(id);
        let key = key::operation(operation);
        let Some(declared) = operation.binding_type() else {
            return self.table.find(&key).filter(|_| !operation.is_bound()).map(|found| found.availability);
        };
        let on = on.filter(|on| self.model.is_a(*on, declared)).unwrap_or(declared);
        let (availability, exact) = self.inherited(on, declared, &key)?;
        Some(availability & exact?)
    }

    /// See [`CloudTable::of_parameter`].
    pub(crate) fn of_parameter(&self, id: OperationId, name: &str) -> Option<Availability> {
        let of = self.of_operation(None, id)?;
        let declared = self.declared_parameter(id, name);
        // Where annotations say that the operation is available, its parameters are too.
        let is_restricted = declared.is_some() && declared != self.declared_operation(None, id);
        Some(declared.filter(|_| is_restricted).map_or(of, |declared| of & declared))
    }

    /// The clouds in which an operation has a parameter according to the documents.
    pub(super) fn declared_parameter(&self, id: OperationId, name: &str) -> Option<Availability> {
        let availability = self.declared_operation(None, id)?;
        let Some(key) = key::parameter(self.model, id, name) else { return Some(availability) };
        let members = match self.model.operation(id).binding_type() {
            Some(declared) => self.type_(declared)?.members,
            None => self.table.find(&key::operation(self.model.operation(id)))?.members,
        };
        let mut lines = members.lines().filter_map(|line| line.get(1..)?.rsplit_once(' '));
        let found = lines.find(|(known, _)| known.eq_ignore_ascii_case(&key));
        let found = found.and_then(|(_, letters)| Availability::of_letters(letters));
        Some(found.map_or(availability, |found| availability & found))
    }

    /// See [`CloudTable::of_root`].
    pub(crate) fn of_root(&self, name: &str) -> Option<Availability> {
        self.table.of_root(name)
    }

    /// Looks for a member from a type up to the one that declares it: the clouds that have these types, and the entry
    /// of the member if there is one.
    fn inherited(&self, id: TypeId, declared: TypeId, key: &str) -> Option<(Availability, Option<Availability>)> {
        let mut availability = Availability::ALL;
        for (of, _) in self.model.lineage(id) {
            let element = self.type_(of)?;
            availability = availability & element.availability;
            let exact = element.member(key);
            if exact.is_some() || of == declared {
                return Some((availability, exact));
            }
        }
        None
    }

    fn type_(&self, id: TypeId) -> Option<Element<'t>> {
        let find = || self.table.find(&key::relative(self.model.type_(id).name.as_str()));
        *self.types.borrow_mut().entry(id).or_insert_with(find)
    }
}
