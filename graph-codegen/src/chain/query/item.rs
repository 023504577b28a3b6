//! The constants of a type that queries name.

use super::tuple;
use crate::{
    chain::names::application_type,
    plan::{Field, Path, RustType, Structure, ValueType},
};

/// A structure that queries are about.
pub(super) struct Item<'p> {
    structure: &'p Structure,
    /// Its type in an application: `graph::User`.
    name: String,
}

impl<'p> Item<'p> {
    pub(super) fn new(structure: &'p Structure, path: &Path) -> Option<Self> {
        Some(Self { structure, name: application_type(&RustType::Generated(path.clone())) })
    }

    /// The property with a name, which can differ in case.
    pub(super) fn field(&self, name: &str) -> Option<&'p Field> {
        let fields = &self.structure.fields;
        let exact = fields.iter().find(|field| field.wire_name == name);
        exact.or_else(|| fields.iter().find(|field| field.wire_name.eq_ignore_ascii_case(name)))
    }

    /// The constant of a property: `graph::User::ID`.
    pub(super) fn constant(&self, field: &Field) -> String {
        format!("{}::{}", self.name, field.constant.written())
    }

    fn navigation(&self, name: &str) -> Option<String> {
        let known = &self.structure.relations.navigation;
        let found = known.iter().find(|constant| constant.wire_name.eq_ignore_ascii_case(name))?;
        Some(format!("{}::{}", self.name, found.name.written()))
    }

    /// The properties of `$select`; `None` if one of them has no constant.
    pub(super) fn selection(&self, value: &str) -> Option<String> {
        let constant = |name: &str| match self.field(name.trim()) {
            Some(field) => Some(self.constant(field)),
            None => self.navigation(name.trim()),
        };
        tuple(value.split(',').map(constant).collect::<Option<_>>()?)
    }

    /// The navigation properties of `$expand`; `None` if one of them has options or no constant.
    pub(super) fn expansion(&self, value: &str) -> Option<String> {
        tuple(value.split(',').map(|name| self.navigation(name.trim())).collect::<Option<_>>()?)
    }

    /// The properties of `$orderby`; `None` if one of them is a path or has no order.
    pub(super) fn order(&self, value: &str) -> Option<String> {
        let order = |part: &str| {
            let mut words = part.split_whitespace();
            let field = self.field(words.next()?).filter(|field| is_sortable(&field.value_type))?;
            let constant = self.constant(field);
            match (words.next(), words.next()) {
                (None, _) => Some(constant),
                (Some(direction @ ("asc" | "desc")), None) => Some(format!("{constant}.{direction}()")),
                _ => None,
            }
        };
        tuple(value.split(',').map(order).collect::<Option<_>>()?)
    }
}

fn is_sortable(value_type: &ValueType) -> bool {
    match value_type {
        ValueType::Language(_) | ValueType::Text => true,
        ValueType::Runtime(name) => matches!(*name, "DateTimeOffset" | "Date" | "Guid"),
        _ => false,
    }
}
