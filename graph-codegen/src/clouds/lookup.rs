use std::{cell::RefCell, collections::HashMap};

use super::{
    Availability, Cloud, CloudTable, key,
    table::{Element, SAME},
};
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

    /// See [`CloudTable::of_member`]. Documents disagree on which base type declares a member, so all are asked.
    pub(crate) fn of_member(&self, id: TypeId, name: &str) -> Option<Availability> {
        self.inherited(id, None, name)
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
        self.inherited(on, Some(declared), &key)
    }

    /// See [`CloudTable::of_parameter`].
    pub(crate) fn of_parameter(&self, id: OperationId, name: &str) -> Option<Availability> {
        let of = self.of_operation(None, id)?;
        // Where annotations say that the operation is available, its parameters are too.
        let Some(operation) = self.declared_operation(None, id) else { return Some(of) };
        let declared = self.declared_parameter(id, name)?;
        Some(if declared == operation { of } else { of & declared })
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
        let (_, letters) = lines.find(|(known, _)| known.eq_ignore_ascii_case(&key))?;
        if letters == SAME { Some(availability) } else { Some(availability & Availability::of_letters(letters)?) }
    }

    /// See [`CloudTable::of_root`].
    pub(crate) fn of_root(&self, name: &str) -> Option<Availability> {
        self.table.of_root(name)
    }

    /// Looks for the entry of a member from a type up, not beyond `last`: the clouds that have it and these types.
    fn inherited(&self, id: TypeId, last: Option<TypeId>, key: &str) -> Option<Availability> {
        let mut availability = Availability::ALL;
        for (of, _) in self.model.lineage(id) {
            let element = self.type_(of)?;
            availability = availability & element.availability;
            if let Some(exact) = element.member(key) {
                return Some(availability & exact);
            }
            if last == Some(of) {
                break;
            }
        }
        None
    }

    fn type_(&self, id: TypeId) -> Option<Element<'t>> {
        let find = || self.table.find(&key::relative(self.model.type_(id).name.as_str()));
        *self.types.borrow_mut().entry(id).or_insert_with(find)
    }
}
