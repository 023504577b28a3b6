//! Advanced query capabilities of Graph's directory objects.
//!
//! Some queries are executed on an index that is eventually consistent. They require `ConsistencyLevel: eventual`, and
//! most also require `$count=true`.
//!
//! Source: <https://learn.microsoft.com/graph/aad-advanced-queries>.

use super::request_parts::RequestParts;

/// Whether a query may and must use advanced query capabilities.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Consistency {
    /// Whether the items are directory objects.
    is_allowed: bool,
    /// Whether the filter requires them.
    is_required_by_filter: bool,
}

const HEADER: &str = "consistencylevel";

impl RequestParts {
    /// Uses advanced query capabilities from now on if an option requires them.
    pub(crate) fn allow_advanced_queries(&mut self) {
        self.consistency.is_allowed = true;
    }

    /// Uses advanced query capabilities.
    pub(crate) fn require_advanced_queries(&mut self) {
        self.set_header(HEADER, "eventual");
        self.set_option("$count", "true".to_owned());
    }

    /// Sets `$filter`.
    pub(crate) fn set_filter(&mut self, text: &str, needs_advanced: bool) {
        self.consistency.is_required_by_filter = needs_advanced;
        self.set_list("$filter", [text]);
        self.update_consistency();
    }

    /// Sets `$search`.
    pub(crate) fn set_search(&mut self, text: &str) {
        self.set_list("$search", [text]);
        if self.consistency.is_allowed {
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
        if self.consistency.is_allowed {
            self.set_eventual_header();
        }
    }

    /// Uses advanced query capabilities if the filter requires them, or if the query both filters and sorts.
    fn update_consistency(&mut self) {
        let filters_and_sorts = self.has_option("$filter") && self.has_option("$orderby");
        if self.consistency.is_allowed && (self.consistency.is_required_by_filter || filters_and_sorts) {
            self.set_eventual_header();
            self.set_option("$count", "true".to_owned());
        }
    }

    /// Sets the header, unless the caller has set it.
    fn set_eventual_header(&mut self) {
        if !self.headers().contains_key(HEADER) {
            self.set_header(HEADER, "eventual");
        }
    }
}
