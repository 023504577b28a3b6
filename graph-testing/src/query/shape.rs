//! `$select` and `$expand`: which members a response has.

use super::{cursor::MAX_DEPTH, error::QueryError};
use crate::text::split;

/// What is selected and expanded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// The names of each path, without those of types. Nothing is selected if all properties are.
    pub(crate) select: Vec<Vec<String>>,
    pub(crate) expand: Vec<Expansion>,
}

/// A navigation property that is expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expansion {
    /// The name of the property; `*` is every one.
    pub(crate) name: String,
    /// The type to which related entities are restricted.
    pub(crate) cast: Option<String>,
    /// Whether only the references are wanted (`$ref`).
    pub(crate) is_reference: bool,
    /// The options, as they were written.
    pub(crate) options: Vec<(String, String)>,
    pub(crate) shape: Shape,
}

impl Shape {
    /// Reads the shape in query options.
    pub(crate) fn read(options: &[(String, String)]) -> Result<Self, QueryError> {
        Self::read_nested(options, 0)
    }

    fn read_nested(options: &[(String, String)], depth: usize) -> Result<Self, QueryError> {
        if depth > MAX_DEPTH {
            return Err(QueryError::unsupported(format!("`$expand` is nested more than {MAX_DEPTH} levels deep")));
        }
        let mut shape = Self::default();
        for (name, value) in options {
            match name.trim_start_matches('$') {
                "select" => shape.select = split(value, ',').into_iter().filter_map(selected).collect(),
                "expand" => {
                    let items = split(value, ',').into_iter().filter(|item| !item.trim().is_empty());
                    shape.expand = items.map(|item| Expansion::read(item.trim(), depth)).collect::<Result<_, _>>()?;
                }
                _ => {}
            }
        }
        if shape.select.iter().any(|path| path.first().is_some_and(|first| first == "*")) {
            shape.select.clear();
        }
        Ok(shape)
    }

    /// Returns whether all properties and nothing else is wanted.
    pub(crate) const fn is_empty(&self) -> bool {
        self.select.is_empty() && self.expand.is_empty()
    }

    /// Returns what is selected of a property: `None` if it is not, otherwise its selected parts, or none if all are.
    pub(crate) fn selected(&self, name: &str) -> Option<Self> {
        if self.select.is_empty() {
            return Some(Self::default());
        }
        let mut parts = Self::default();
        let mut is_selected = false;
        for path in &self.select {
            let Some((first, rest)) = path.split_first().filter(|(first, _)| *first == name) else { continue };
            let _ = first;
            is_selected = true;
            if rest.is_empty() {
                return Some(Self::default());
            }
            parts.select.push(rest.to_vec());
        }
        is_selected.then_some(parts)
    }

    /// Returns how a navigation property is expanded, if it is.
    pub(crate) fn expansion(&self, name: &str) -> Option<&Expansion> {
        self.expand.iter().find(|expansion| expansion.name == name || expansion.name == "*")
    }

    /// Returns the names of selected properties that a response has in any case, as `null` if need be.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.select.iter().filter(|path| path.len() == 1).filter_map(|path| path.first()).map(String::as_str)
    }
}

/// Reads the path of a property. Names of types and actions have a dot.
fn selected(item: &str) -> Option<Vec<String>> {
    let names = item.trim().split('/').filter(|name| !name.is_empty() && !name.contains('.'));
    let path: Vec<String> = names.map(str::to_owned).collect();
    (!path.is_empty()).then_some(path)
}

impl Expansion {
    fn read(item: &str, depth: usize) -> Result<Self, QueryError> {
        let (path, options) = match item.split_once('(') {
            Some((path, options)) => {
                let options = options.strip_suffix(')');
                let options = options.ok_or_else(|| QueryError::invalid(format!("`)` is missing in `{item}`")))?;
                let pairs = split(options, ';').into_iter().filter(|pair| !pair.trim().is_empty());
                let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
                (path, pairs.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect())
            }
            None => (item, Vec::new()),
        };
        let mut names = path.trim().split('/');
        let name = names.next().unwrap_or_default().to_owned();
        let (mut cast, mut is_reference) = (None, false);
        for rest in names {
            match rest {
                "$ref" => is_reference = true,
                _ if rest.contains('.') => cast = Some(rest.to_owned()),
                _ => return Err(QueryError::unsupported(format!("`{path}` is not supported"))),
            }
        }
        let shape = Shape::read_nested(&options, depth + 1)?;
        Ok(Self { name, cast, is_reference, options, shape })
    }
}

#[cfg(test)]
mod tests {
    use super::Shape;
    use crate::text::option_pairs;

    fn shape(query: &str) -> Shape {
        Shape::read(&option_pairs(query)).unwrap()
    }

    #[test]
    fn shapes_are_nested() {
        let shape =
            shape("$select=id,address/city,a.b/mail&$expand=manager($select=id;$expand=manager),members/a.b/$ref");
        assert_eq!(shape.selected("id"), Some(Shape::default()));
        assert_eq!(shape.selected("mail"), Some(Shape::default()));
        assert_eq!(shape.selected("address").unwrap().select, [["city".to_owned()]]);
        assert_eq!(shape.selected("city"), None);
        let manager = shape.expansion("manager").unwrap();
        assert!(manager.shape.selected("name").is_none() && manager.shape.expansion("manager").is_some());
        let members = shape.expansion("members").unwrap();
        assert!(members.is_reference && members.cast.as_deref() == Some("a.b"));
        assert_eq!(shape.names().collect::<Vec<_>>(), ["id", "mail"]);
    }

    #[test]
    fn everything_is_selected_by_a_star_or_nothing() {
        assert!(shape("$select=*,id").is_empty() && shape("$top=5").is_empty());
        assert!(shape("$expand=*").expansion("any").is_some());
    }

    #[test]
    fn depth_is_bounded() {
        let query = format!("$expand={}a{}", "a($expand=".repeat(10_000), ")".repeat(10_000));
        assert!(Shape::read(&option_pairs(&query)).is_err());
        assert!(Shape::read(&option_pairs("$expand=a($select=b")).is_err());
    }
}
