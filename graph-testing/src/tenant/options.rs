use serde_json::{Map, Value};

use super::filter::{Filter, compare, value_at};
use crate::request::Request;

/// The query options that a tenant supports.
#[derive(Debug, Default)]
pub(super) struct Options {
    pub(super) filter: Option<Filter>,
    /// The paths to sort by, and whether from high to low.
    order: Vec<(String, bool)>,
    pub(super) top: Option<usize>,
    pub(super) skip: usize,
    /// The start of a page of a link.
    pub(super) start: usize,
    pub(super) counts: bool,
    select: Vec<String>,
}

impl Options {
    /// Reads the options of a request; an error says what is not supported.
    pub(super) fn read(request: &Request) -> Result<Self, String> {
        let mut options = Self::default();
        for (name, value) in request.options() {
            let number = || value.parse::<usize>().map_err(|_| format!("`{name}` is not a number"));
            match name.as_str() {
                "$filter" => options.filter = Some(Filter::read(&value)?),
                "$top" => options.top = Some(number()?),
                "$skip" => options.skip = number()?,
                "$skiptoken" => options.start = number()?,
                "$count" => options.counts = value == "true",
                "$select" => options.select = value.split(',').map(|name| name.trim().to_owned()).collect(),
                "$orderby" => options.order = value.split(',').map(read_order).collect(),
                _ => return Err(format!("the tenant does not support the query option `{name}`")),
            }
        }
        Ok(options)
    }

    /// Sorts entities.
    pub(super) fn sort(&self, entities: &mut [&Value]) {
        entities.sort_by(|a, b| {
            let order = self.order.iter().map(|(path, is_descending)| {
                let order = compare(value_at(a, path), value_at(b, path));
                if *is_descending { order.reverse() } else { order }
            });
            order.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
        });
    }

    /// Returns the selected properties of an entity, or all.
    pub(super) fn project(&self, entity: &Value) -> Value {
        let Value::Object(members) = entity else { return entity.clone() };
        if self.select.is_empty() {
            return entity.clone();
        }
        let is_selected = |name: &str| name.starts_with('@') || self.select.iter().any(|selected| selected == name);
        let mut selected: Map<String, Value> = members
            .iter()
            .filter(|(name, _)| is_selected(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        for name in self.select.iter().filter(|name| !members.contains_key(*name)) {
            selected.insert(name.clone(), Value::Null);
        }
        Value::Object(selected)
    }
}

fn read_order(text: &str) -> (String, bool) {
    let mut words = text.split_whitespace();
    (words.next().unwrap_or_default().to_owned(), words.next() == Some("desc"))
}
