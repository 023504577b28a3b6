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
        let is_selected =
            |name: &str| name.starts_with('@') || self.select.iter().any(|selected| without_cast(selected) == name);
        let mut selected: Map<String, Value> = members
            .iter()
            .filter(|(name, _)| is_selected(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        // Entities of other types do not have what follows a cast.
        let missing = |name: &&String| without_cast(name) == *name && !members.contains_key(*name);
        for name in self.select.iter().filter(missing) {
            selected.insert(name.clone(), Value::Null);
        }
        Value::Object(selected)
    }
}

/// Returns the property of a selection, such as `NS.Flight/FlightNumber`.
fn without_cast(selected: &str) -> &str {
    match selected.rsplit_once('/') {
        Some((cast, property)) if cast.contains('.') => property,
        _ => selected,
    }
}

fn read_order(text: &str) -> (String, bool) {
    let mut words = text.split_whitespace();
    (words.next().unwrap_or_default().to_owned(), words.next() == Some("desc"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Options;

    #[test]
    fn only_entities_of_a_type_have_what_follows_a_cast_to_it() {
        let select = ["id", "NS.Flight/number", "name"].map(str::to_owned).to_vec();
        let options = Options { select, ..Options::default() };
        let flight = options.project(&json!({ "id": 1, "number": "A", "seat": 2 }));
        assert_eq!(flight, json!({ "id": 1, "number": "A", "name": null }));
        assert_eq!(options.project(&json!({ "id": 2 })), json!({ "id": 2, "name": null }));
    }
}
