//! Which consistency a query is answered with. Graph's directory objects answer some queries from an index that lags behind, and only to
//! those who say that they know it: `ConsistencyLevel: eventual`, and `$count=true` for most.
//!
//! Source: <https://learn.microsoft.com/graph/aad-advanced-queries>.

use super::request_parts::RequestParts;

/// Whether and when a query asks for it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Consistency {
    /// The items are directory objects.
    is_wanted: bool,
    /// The filter cannot be answered otherwise.
    filter_needs_it: bool,
}

const HEADER: &str = "consistencylevel";

impl RequestParts {
    /// From now on, what needs advanced query capabilities asks for them.
    pub(crate) fn allow_advanced_queries(&mut self) {
        self.consistency.is_wanted = true;
    }

    /// Asks for advanced query capabilities.
    pub(crate) fn require_advanced_queries(&mut self) {
        self.set_header(HEADER, "eventual");
        self.set_option("$count", "true".to_owned());
    }

    /// Sets `$filter`.
    pub(crate) fn set_filter(&mut self, text: &str, needs_advanced: bool) {
        self.consistency.filter_needs_it = needs_advanced;
        self.set_list("$filter", [text]);
        self.update_consistency();
    }

    /// Sets `$search`.
    pub(crate) fn set_search(&mut self, text: &str) {
        self.set_list("$search", [text]);
        if self.consistency.is_wanted {
            self.set_eventual_header();
        }
    }

    /// Sets `$orderby`.
    pub(crate) fn set_order<'a>(&mut self, items: impl IntoIterator<Item = &'a str>) {
        self.set_list("$orderby", items);
        self.update_consistency();
    }

    /// Sets `$count=true`.
    pub(crate) fn set_count(&mut self) {
        self.set_option("$count", "true".to_owned());
        if self.consistency.is_wanted {
            self.set_eventual_header();
        }
    }

    /// A filter may need it, and sorting what is filtered does.
    fn update_consistency(&mut self) {
        let filters_and_sorts = self.has_option("$filter") && self.has_option("$orderby");
        if self.consistency.is_wanted && (self.consistency.filter_needs_it || filters_and_sorts) {
            self.set_eventual_header();
            self.set_option("$count", "true".to_owned());
        }
    }

    /// Sets the header, unless the caller said something else.
    fn set_eventual_header(&mut self) {
        if !self.headers().contains_key(HEADER) {
            self.set_header(HEADER, "eventual");
        }
    }
}
