//! Methods for query options, which several kinds of requests have. The types have a field `parts`.

/// `$select` and `$expand`.
macro_rules! impl_select_expand {
    ($name:ident<T $(, $capabilities:ident)?>, [$($bound:tt)+]) => {
        impl<T: $($bound)+ $(, $capabilities)?> $name<T $(, $capabilities)?> {
            /// Sets `$select` to a text of your own, names separated by commas, not percent-encoded.
            pub fn select_raw(mut self, names: &str) -> Self {
                self.parts.set_list("$select", names.split(','));
                self
            }

            /// Sets `$expand` to a text of your own, not percent-encoded.
            pub fn expand_raw(mut self, text: &str) -> Self {
                self.parts.set_list("$expand", [text]);
                self
            }

            /// Asks for these properties and no others (`$select`): one, or a tuple of up to sixteen. The last call counts.
            pub fn select(mut self, properties: impl $crate::query::SelectList<T>) -> Self {
                self.parts.set_texts("$select", |texts| properties.add_to(texts));
                self
            }

            /// Asks for these properties of a derived type (`$select`), which items of other types do not have.
            pub fn select_derived<D: $crate::value::DerivedFrom<T>>(mut self, properties: impl $crate::query::SelectList<D>) -> Self {
                self.parts.set_texts("$select", |texts| properties.add_to(texts));
                self
            }

            /// Reads what navigation properties lead to along with it (`$expand`): one, or a tuple of up to sixteen, with options of their own:
            /// see [`Expand`]($crate::query::Expand). The last call counts.
            ///
            /// What comes is read by the property: `User::MANAGER.read(&user)`.
            pub fn expand(mut self, properties: impl $crate::query::ExpandList<T>) -> Self
            $(where $capabilities: $crate::query::Expandable)?
            {
                self.parts.set_texts("$expand", |texts| properties.add_to(texts));
                self
            }
        }
    };
}

/// `$filter` and `$search`.
macro_rules! impl_filter_search {
    ($name:ident<T $(, $capabilities:ident)?>, [$($bound:tt)*]) => {
        impl<T: $($bound)* $(, $capabilities)?> $name<T $(, $capabilities)?> {
            /// Sets `$filter` to a text of your own, not percent-encoded.
            pub fn filter_raw(mut self, text: &str) -> Self {
                self.parts.set_filter(text, false);
                self
            }

            /// Sets `$search` to a text of your own, not percent-encoded.
            pub fn search_raw(mut self, text: &str) -> Self {
                self.parts.set_search(text);
                self
            }

            /// Asks for those items only for which a condition holds (`$filter`): see [`Filter`]($crate::Filter). The last call counts.
            pub fn filter(mut self, condition: impl $crate::query::Condition<T>) -> Self
            $(where $capabilities: $crate::query::Filterable)?
            {
                let condition = condition.into_filter();
                self.parts.set_filter(&condition.to_text(), condition.text().is_advanced());
                self
            }

            /// Asks for what is found only (`$search`): a phrase, or a [`Search`]($crate::Search). The last call counts.
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
    ($name:ident<T $(, $capabilities:ident)?>, [$($bound:tt)+]) => {
        impl<T: $($bound)+ $(, $capabilities)?> $name<T $(, $capabilities)?> {
            /// Sets `$orderby` to a text of your own, not percent-encoded.
            pub fn order_by_raw(mut self, text: &str) -> Self {
                self.parts.set_order(text.split(','));
                self
            }

            /// Sorts the items (`$orderby`): by a property, by its `desc()`, or by a tuple of up to sixteen. The last call counts.
            pub fn order_by(mut self, order: impl $crate::query::OrderList<T>) -> Self
            $(where $capabilities: $crate::query::Sortable)?
            {
                let mut texts = Vec::new();
                order.add_to(&mut texts);
                self.parts.set_order(texts.iter().map(String::as_str));
                self
            }

            /// Asks for this many items a page at most (`$top`).
            pub fn top(mut self, count: u32) -> Self
            $(where $capabilities: $crate::query::Limitable)?
            {
                self.parts.set_option("$top", count.to_string());
                self
            }

            /// Leaves out this many items (`$skip`).
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
