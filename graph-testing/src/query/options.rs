use std::cmp::Ordering;

use serde_json::Value;

use super::{compare::Case, condition::Condition, error::QueryError, order::Order, search::Search, shape::Shape};

/// The query options of a request, or of an expansion.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    filter: Option<Condition>,
    search: Option<Search>,
    order: Order,
    pub(crate) top: Option<usize>,
    pub(crate) skip: usize,
    /// What a link to another page, or to later changes, says.
    pub(crate) skip_token: Option<String>,
    pub(crate) delta_token: Option<String>,
    pub(crate) counts: bool,
    pub(crate) shape: Shape,
    /// The levels of a recursive expansion.
    pub(crate) levels: usize,
}

/// The deepest recursive expansion.
const MAX_LEVELS: usize = 10;

impl Options {
    /// Reads options; an error names the option that is not valid or not supported.
    pub(crate) fn read(pairs: &[(String, String)]) -> Result<Self, QueryError> {
        let mut options = Self { levels: 1, ..Self::default() };
        for (name, value) in pairs {
            // OData 4.01 has names without the dollar sign too.
            let known = name.strip_prefix('$').unwrap_or(name);
            options.set(known, value).map_err(|problem| problem.in_option(name))?;
        }
        options.shape = Shape::read(pairs)?;
        Ok(options)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), QueryError> {
        let number =
            || value.parse::<usize>().map_err(|_| QueryError::invalid(format!("`{value}` is not a valid number")));
        match name {
            "filter" => self.filter = Some(Condition::read(value)?),
            "search" => self.search = Some(Search::read(value)?),
            "orderby" => self.order = Order::read(value)?,
            "top" => self.top = Some(number()?),
            "skip" => self.skip = number()?,
            "skiptoken" => self.skip_token = Some(value.to_owned()),
            "deltatoken" => self.delta_token = Some(value.to_owned()),
            "count" => {
                let is_true = value.parse::<bool>();
                self.counts = is_true.map_err(|_| QueryError::invalid("neither `true` nor `false`"))?;
            }
            "levels" if value == "max" => return Err(QueryError::unsupported("`max` is not supported")),
            "levels" => {
                self.levels = number()?.max(1);
                if self.levels > MAX_LEVELS {
                    return Err(QueryError::unsupported(format!("more than {MAX_LEVELS} are not supported")));
                }
            }
            "select" | "expand" => {}
            // How the response is written, which is always JSON.
            "format" if value.contains("json") => {}
            _ => return Err(QueryError::unsupported("the option is not supported")),
        }
        Ok(())
    }

    /// Returns whether everything is found, in any order.
    pub(crate) fn finds_all(&self) -> bool {
        self.filter.is_none() && self.search.is_none() && self.order.expressions().next().is_none()
    }

    /// Returns whether an entity is found.
    pub(crate) fn finds(&self, entity: &Value, case: Case) -> bool {
        self.filter.as_ref().is_none_or(|filter| filter.holds(entity, case))
            && self.search.as_ref().is_none_or(|search| search.finds(entity))
    }

    pub(crate) fn compare(&self, a: &Value, b: &Value, case: Case) -> Ordering {
        self.order.compare(a, b, case)
    }

    /// Returns all names in conditions and orders, each as often as it occurs.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.filter.iter().chain(self.order.expressions()).for_each(|inner| inner.add_names(&mut names));
        names
    }
}
