//! The constants of a type that queries name.

use std::collections::BTreeMap;

use super::tuple;
use crate::{
    chain::names::application_type,
    plan::{Enumeration, Field, NavigationConstant, Path, RustType, Structure, ValueType},
};

/// The types of a plan, by the path of their Rust type.
#[derive(Debug, Default)]
pub(in crate::chain) struct Types<'p> {
    pub(in crate::chain) structures: BTreeMap<Path, &'p Structure>,
    pub(in crate::chain) enumerations: BTreeMap<Path, &'p Enumeration>,
}

impl<'p> Types<'p> {
    pub(super) fn enumeration(&self, path: &Path) -> Option<&'p Enumeration> {
        self.enumerations.get(path).copied()
    }

    /// The type at a path; `None` if it has no constants.
    pub(super) fn item(&self, path: &Path) -> Option<Item<'_>> {
        let structure = self.structures.get(path).copied().filter(|structure| structure.is_selectable)?;
        Some(Item { types: self, structure, path: path.clone() })
    }
}

/// A structure that queries are about.
pub(super) struct Item<'a> {
    pub(super) types: &'a Types<'a>,
    structure: &'a Structure,
    path: Path,
}

/// What a path in a query leads to.
pub(super) struct Value<'a> {
    /// Its constants: `graph::Message::FROM.then(graph::Recipient::EMAIL_ADDRESS)`.
    pub(super) expression: String,
    kind: Kind<'a>,
}

enum Kind<'a> {
    Structural(&'a ValueType),
    Navigation(&'a NavigationConstant),
    /// The number of items of a collection.
    Count,
}

impl<'a> Value<'a> {
    pub(super) fn structural(expression: String, value_type: &'a ValueType) -> Self {
        Self { expression, kind: Kind::Structural(value_type) }
    }

    /// The type of a structural value.
    pub(super) fn value_type(&self) -> Option<&ValueType> {
        match self.kind {
            Kind::Structural(value_type) => Some(value_type),
            Kind::Navigation(_) => None,
            Kind::Count => Some(&ValueType::Language("i64")),
        }
    }

    pub(super) fn is_collection(&self) -> bool {
        match self.kind {
            Kind::Structural(value_type) => matches!(value_type, ValueType::List(_)),
            Kind::Navigation(navigation) => navigation.is_collection,
            Kind::Count => false,
        }
    }

    /// The type of the items of a collection of structured values.
    pub(super) fn item<'t>(&self, types: &'t Types<'t>) -> Option<Item<'t>> {
        match self.kind {
            Kind::Structural(ValueType::List(of)) => match of.without_null() {
                ValueType::Structure(path) => types.item(path),
                _ => None,
            },
            Kind::Navigation(navigation) if navigation.is_collection => types.item(navigation.target.as_ref()?),
            _ => None,
        }
    }

    /// The type of the items of a collection of primitive values.
    pub(super) fn primitive_item(&self) -> Option<&'a ValueType> {
        match self.kind {
            Kind::Structural(ValueType::List(of)) => Some(of.without_null()).filter(|of| is_literal(of)),
            _ => None,
        }
    }

    /// The type that a path continues in.
    fn next(&self, types: &'a Types<'a>) -> Option<Item<'a>> {
        match self.kind {
            Kind::Structural(ValueType::Structure(path)) => types.item(path),
            Kind::Navigation(navigation) if !navigation.is_collection => types.item(navigation.target.as_ref()?),
            _ => None,
        }
    }
}

impl<'a> Item<'a> {
    /// The property with a name, which can differ in case.
    fn field(&self, name: &str) -> Option<&'a Field> {
        let fields = &self.structure.fields;
        let exact = fields.iter().find(|field| field.wire_name == name);
        exact.or_else(|| fields.iter().find(|field| field.wire_name.eq_ignore_ascii_case(name)))
    }

    /// The constant of a property: `graph::User::ID`.
    fn constant(&self, written: &str) -> String {
        format!("{}::{written}", application_type(&RustType::Generated(self.path.clone())))
    }

    /// The navigation property with a name, and its constant.
    pub(super) fn navigation(&self, name: &str) -> Option<(String, &'a NavigationConstant)> {
        let known = &self.structure.relations.navigation;
        let found = known.iter().find(|constant| constant.wire_name.eq_ignore_ascii_case(name))?;
        Some((self.constant(found.name.written()), found))
    }

    fn property(&self, name: &str) -> Option<Value<'a>> {
        if let Some(field) = self.field(name) {
            return Some(Value::structural(self.constant(field.constant.written()), &field.value_type));
        }
        let (expression, navigation) = self.navigation(name)?;
        Some(Value { expression, kind: Kind::Navigation(navigation) })
    }

    /// The value at a path of properties: `from/emailAddress/address`.
    pub(super) fn value(&self, path: &str) -> Option<Value<'a>> {
        let mut segments = path.split('/');
        let mut value = self.property(segments.next()?)?;
        for segment in segments {
            if segment == "$count" && value.is_collection() {
                value = Value { expression: format!("{}.count()", value.expression), kind: Kind::Count };
                continue;
            }
            let inner = value.next(self.types)?.property(segment)?;
            let method = match (&value.kind, &inner.kind) {
                (_, Kind::Structural(_)) => "then",
                (Kind::Navigation(_), Kind::Navigation(_)) => "follow",
                _ => return None,
            };
            value = Value { expression: format!("{}.{method}({})", value.expression, inner.expression), ..inner };
        }
        Some(value)
    }

    /// The properties of `$select`; `None` if one of them has no constant.
    pub(super) fn selection(&self, value: &str) -> Option<String> {
        let constant = |name: &str| Some(self.property(name.trim())?.expression);
        tuple(value.split(',').map(constant).collect::<Option<_>>()?)
    }

    /// The properties of `$orderby`; `None` if one of them has no constant or no order.
    pub(super) fn order(&self, value: &str) -> Option<String> {
        let order = |part: &str| {
            let mut words = part.split_whitespace();
            let value = self.value(words.next()?)?;
            let constant = &value.expression;
            value.value_type().filter(|value_type| is_literal(value_type))?;
            match (words.next(), words.next()) {
                (None, _) => Some(constant.clone()),
                (Some(direction @ ("asc" | "desc")), None) => Some(format!("{constant}.{direction}()")),
                _ => None,
            }
        };
        tuple(value.split(',').map(order).collect::<Option<_>>()?)
    }

    /// This type, if it is derived from the one at a path.
    pub(super) fn derived_from(&self, base: &Path) -> Option<&Self> {
        self.structure.relations.bases.contains(base).then_some(self)
    }
}

/// Whether values of a type are literals in queries, so that they are compared and sorted.
fn is_literal(value_type: &ValueType) -> bool {
    match value_type {
        ValueType::Language(_) | ValueType::Text | ValueType::Enumeration(_) => true,
        ValueType::Runtime(name) => matches!(*name, "DateTimeOffset" | "Date" | "Guid" | "TimeOfDay" | "Decimal"),
        _ => false,
    }
}
