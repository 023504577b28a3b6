use std::collections::BTreeMap;

use graph_runtime::codec::RawValue;

use crate::query::Shape;

/// An entity or complex value in JSON, and its related entities.
#[derive(Clone, Debug)]
pub struct Item {
    /// The properties.
    pub(crate) text: String,
    /// The name of the type in the metadata, if it is known.
    pub(crate) type_name: Option<&'static str>,
    pub(crate) related: Vec<Related>,
    /// Whether everything is sent, whatever was selected: a removed entity.
    pub(crate) is_whole: bool,
}

/// A navigation property and the entities that it leads to.
#[derive(Clone, Debug)]
pub(crate) struct Related {
    pub(crate) name: &'static str,
    pub(crate) entities: Vec<Item>,
    pub(crate) is_collection: bool,
}

type Members<'a> = BTreeMap<&'a str, &'a RawValue>;

impl Item {
    pub(crate) const fn new(text: String, type_name: Option<&'static str>) -> Self {
        Self { text, type_name, related: Vec::new(), is_whole: false }
    }

    /// Creates an item that is sent as it is.
    pub(crate) const fn whole(text: String) -> Self {
        Self { text, type_name: None, related: Vec::new(), is_whole: true }
    }

    /// Writes what a service sends: the selected properties, those that the item lacks as `null`, and the related
    /// entities that are expanded.
    pub(crate) fn shaped(&self, shape: &Shape) -> String {
        if self.is_whole || shape.is_empty() && self.related.is_empty() {
            return self.text.clone();
        }
        // Values are kept as they were written, since numbers may be decimals.
        let Ok(members) = serde_json::from_str::<BTreeMap<String, Box<RawValue>>>(&self.text) else {
            return self.text.clone();
        };
        let members: Members<'_> = members.iter().map(|(name, value)| (name.as_str(), &**value)).collect();
        let mut written = properties(&members, shape);
        let in_related = |name: &str| self.related.iter().any(|related| related.name == name);
        written.retain(|name, _| !in_related(name));
        for related in &self.related {
            let Some(expansion) = shape.expansion(related.name) else { continue };
            let mut entities = related.entities.iter().map(|entity| entity.shaped(&expansion.shape));
            let text = if related.is_collection {
                format!("[{}]", entities.collect::<Vec<_>>().join(","))
            } else {
                entities.next().unwrap_or_else(|| "null".to_owned())
            };
            written.insert(related.name.to_owned(), text);
        }
        object(&written)
    }
}

/// Returns the members of an object that a shape has.
fn properties(members: &Members<'_>, shape: &Shape) -> BTreeMap<String, String> {
    let mut written = BTreeMap::new();
    for (name, value) in members {
        let property = name.split('@').next().unwrap_or_default();
        if property.is_empty() {
            written.insert((*name).to_owned(), value.get().to_owned());
        } else if let Some(expansion) = shape.expansion(property).filter(|_| property == *name) {
            written.insert((*name).to_owned(), shaped_value(value, &expansion.shape));
        } else if shape.expansion(property).is_some_and(|expansion| expansion.name == property) {
            written.insert((*name).to_owned(), value.get().to_owned());
        } else if let Some(parts) = shape.selected(property) {
            written.insert((*name).to_owned(), shaped_value(value, &parts));
        }
    }
    for name in shape.names().filter(|name| !members.contains_key(name)) {
        written.entry(name.to_owned()).or_insert_with(|| "null".to_owned());
    }
    written
}

/// Writes a value, or each of a collection.
fn shaped_value(value: &RawValue, shape: &Shape) -> String {
    if shape.is_empty() {
        return value.get().to_owned();
    }
    if let Ok(members) = serde_json::from_str::<BTreeMap<String, Box<RawValue>>>(value.get()) {
        let members: Members<'_> = members.iter().map(|(name, value)| (name.as_str(), &**value)).collect();
        return object(&properties(&members, shape));
    }
    match serde_json::from_str::<Vec<Box<RawValue>>>(value.get()) {
        Ok(items) => {
            let items: Vec<String> = items.iter().map(|item| shaped_value(item, shape)).collect();
            format!("[{}]", items.join(","))
        }
        Err(_) => value.get().to_owned(),
    }
}

fn object(members: &BTreeMap<String, String>) -> String {
    let members: Vec<String> =
        members.iter().map(|(name, value)| format!("{}:{value}", serde_json::Value::from(name.as_str()))).collect();
    format!("{{{}}}", members.join(","))
}

#[cfg(test)]
mod tests {
    use super::{Item, Related};
    use crate::{query::Shape, text::option_pairs};

    #[test]
    fn items_have_what_is_selected_and_expanded() {
        let boss = Item::new(r#"{"id":"b","name":"Bob"}"#.to_owned(), None);
        let text = concat!(
            r#"{"@odata.etag":"1","id":"a","price":1.10,"price@note":"n","#,
            r#""place":{"city":"Bonn","zip":"1"},"list":[{"a":1,"b":2}]}"#
        );
        let mut item = Item::new(text.to_owned(), None);
        item.related.push(Related { name: "boss", entities: vec![boss.clone()], is_collection: false });
        item.related.push(Related { name: "team", entities: vec![boss], is_collection: true });
        let shaped = |query: &str| item.shaped(&Shape::read(&option_pairs(query)).unwrap());
        for (query, expected) in [
            ("$select=price,none", r#"{"@odata.etag":"1","none":null,"price":1.10,"price@note":"n"}"#),
            ("$select=place/city,list/b", r#"{"@odata.etag":"1","list":[{"b":2}],"place":{"city":"Bonn"}}"#),
            ("$select=id&$expand=boss($select=name)", r#"{"@odata.etag":"1","boss":{"name":"Bob"},"id":"a"}"#),
            ("$select=id&$expand=team", r#"{"@odata.etag":"1","id":"a","team":[{"id":"b","name":"Bob"}]}"#),
            ("$select=id,boss&$expand=list($select=a)", r#"{"@odata.etag":"1","id":"a","list":[{"a":1}]}"#),
        ] {
            assert_eq!(shaped(query), expected, "{query}");
        }
        assert!(!shaped("").contains("boss"), "related entities are not sent unless they are expanded");
    }
}
