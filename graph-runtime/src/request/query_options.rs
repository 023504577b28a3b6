//! Query option methods that several request types share. Each type has a field `parts`.

/// `$select` and `$expand`.
macro_rules! impl_select_expand {
    ($name:ident<T $(, $capabilities:ident)?>, [$($bound:tt)+]) => {
        impl<T: $($bound)+ $(, $capabilities)?> $name<T $(, $capabilities)?> {
            /// Sets `$select` to raw text: names separated by commas, not percent-encoded.
            pub fn select_raw(mut self, names: &str) -> Self {
                self.parts.set_list("$select", names.split(','));
                self
            }

            /// Sets `$expand` to raw text, not percent-encoded.
            pub fn expand_raw(mut self, text: &str) -> Self {
                self.parts.set_list("$expand", [text]);
                self
            }

            /// Selects properties (`$select`): one, or a tuple of up to sixteen. Replaces an earlier selection.
            pub fn select(mut self, properties: impl $crate::query::SelectList<T>) -> Self {
                self.parts.set_expressions("$select", |texts| properties.add_to(texts));
                self
            }

            /// Expands navigation properties (`$expand`): one, or a tuple of up to sixteen. Replaces an earlier
            /// expansion.
            ///
            /// Each can have options of its own: see [`Expand`](crate::query::Expand). Read the related entities
            /// with the property's constant: `User::MANAGER.read(&user)`.
            pub fn expand(mut self, properties: impl $crate::query::ExpandList<T>) -> Self
            $(where $capabilities: $crate::query::Expandable)?
            {
                self.parts.set_expressions("$expand", |texts| properties.add_to(texts));
                self
            }
        }
    };
}

/// `$filter` and `$search`.
macro_rules! impl_filter_search {
    ($name:ident<T $(, $capabilities:ident)? $(; $response:ident)?>, [$($bound:tt)*]) => {
        impl<T: $($bound)* $(, $capabilities)? $(, $response)?> $name<T $(, $capabilities)? $(, $response)?> {
            /// Sets `$filter` to raw text, not percent-encoded.
            pub fn filter_raw(mut self, text: &str) -> Self {
                self.parts.set_filter(text, false);
                self
            }

            /// Sets `$search` to raw text, not percent-encoded.
            pub fn search_raw(mut self, text: &str) -> Self {
                self.parts.set_search(text);
                self
            }

            /// Filters the items (`$filter`): see [`Filter`](crate::Filter). Replaces an earlier filter.
            pub fn filter(mut self, condition: impl $crate::query::Condition<T>) -> Self
            $(where $capabilities: $crate::query::Filterable)?
            {
                let condition = condition.into_filter();
                let text = self.parts.write_expression(condition.text());
                self.parts.set_filter(&text, condition.text().is_advanced());
                self
            }

            /// Searches the collection (`$search`) for a phrase or a [`Search`](crate::Search). Replaces an
            /// earlier search.
            pub fn search(mut self, search: impl Into<$crate::query::Search>) -> Self
            $(where $capabilities: $crate::query::Searchable)?
            {
                self.parts.set_search(&search.into().to_text());
                self
            }
        }
    };
}

/// `$orderby`, `$top` and `$skip`.
macro_rules! impl_order_window {
    ($name:ident<T $(, $capabilities:ident)? $(; $response:ident)?>, [$($bound:tt)+]) => {
        impl<T: $($bound)+ $(, $capabilities)? $(, $response)?> $name<T $(, $capabilities)? $(, $response)?> {
            /// Sets `$orderby` to raw text, not percent-encoded.
            pub fn order_by_raw(mut self, text: &str) -> Self {
                self.parts.set_order(text.split(','));
                self
            }

            /// Sorts the items (`$orderby`) by a property, by its `desc()`, or by a tuple of up to sixteen.
            /// Replaces an earlier order.
            pub fn order_by(mut self, order: impl $crate::query::OrderList<T>) -> Self
            $(where $capabilities: $crate::query::Sortable)?
            {
                let texts = self.parts.write_expressions(|texts| order.add_to(texts));
                self.parts.set_order(texts.iter().map(String::as_str));
                self
            }

            /// Requests at most this many items in each page (`$top`).
            pub fn top(mut self, count: u32) -> Self
            $(where $capabilities: $crate::query::Limitable)?
            {
                self.parts.set_option("$top", count.to_string());
                self
            }

            /// Skips this many items (`$skip`).
            pub fn skip(mut self, count: u32) -> Self
            $(where $capabilities: $crate::query::Skippable)?
            {
                self.parts.set_option("$skip", count.to_string());
                self
            }
        }
    };
}

pub(crate) use {impl_filter_search, impl_order_window, impl_select_expand};
