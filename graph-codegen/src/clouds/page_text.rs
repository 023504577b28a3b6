use std::collections::HashMap;

use super::{CloudTable, Lookup, key, table::SAME};
use crate::edm::Model;

/// Instead of letters: the table does not have the member.
const UNKNOWN: &str = "?";

impl CloudTable {
    /// Returns the table for a page about a model, which is a third of the whole: members that are wherever their type
    /// is are left out, and members of the model that the table does not have are marked instead.
    pub(crate) fn page_text(&self, model: &Model) -> String {
        let lookup = Lookup::new(self, model);
        let mut unknown: HashMap<String, Vec<&str>> = HashMap::new();
        for (id, declared) in model.types() {
            let Some(structured) = declared.structured() else { continue };
            let properties = structured.properties.iter().map(|property| property.name.as_str());
            let navigations = structured.navigation_properties.iter().map(|property| property.name.as_str());
            let names = properties.chain(navigations).filter(|name| lookup.of_member(id, name).is_none());
            let names: Vec<&str> = names.collect();
            if !names.is_empty() {
                unknown.insert(key::relative(declared.name.as_str()).into_owned(), names);
            }
        }
        let mut text = String::new();
        for line in self.lines() {
            let Some((key, letters)) = line.rsplit_once(' ') else { continue };
            if line.starts_with(' ') && letters == SAME {
                continue;
            }
            text.push_str(line);
            text.push('\n');
            for name in unknown.get(key).into_iter().flatten() {
                text.push_str(&format!(" {name} {UNKNOWN}\n"));
            }
        }
        text
    }
}
