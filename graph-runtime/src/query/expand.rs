use std::{borrow::Cow, fmt, marker::PhantomData};

use super::{
    expression::ToText,
    filter::Condition,
    order::OrderList,
    path::NavigationPath,
    sealed::Sealed,
    search::Search,
    select::{SelectList, tuples},
    text::{QuerySyntax, Text},
};
use crate::value::{Many, NavigationProperty};

/// A navigation property to expand, with options of its own: `members($filter=…;$select=id)`.
///
/// `T` is the type with the property, `V` the type of the related entities, `M` their multiplicity:
/// [`One`](crate::query::One) or [`Many`]. Create one with the methods of [`NavigationProperty`]:
///
/// ```
/// # use graph_runtime as rt;
/// # use rt::codegen::{PropertyReader, PropertyWriter};
/// # struct User;
/// # impl rt::codegen::Structured for User {
/// #     const TYPE_NAME: &'static str = "microsoft.graph.user";
/// #     fn properties() -> &'static [&'static str] { &[] }
/// #     fn build(_: &mut PropertyReader<'_>) -> Self { Self }
/// #     fn write<'a>(&'a self, _: &mut PropertyWriter<'a>) {}
/// # }
/// # impl User {
/// #     const ID: rt::query::Property<Self, String> = rt::codegen::property("id");
/// #     const DISPLAY_NAME: rt::query::Property<Self, String> = rt::codegen::property("displayName");
/// #     const MANAGER: rt::query::NavigationProperty<Self, User, rt::query::One> = rt::codegen::navigation("manager");
/// #     const DIRECT_REPORTS: rt::query::NavigationProperty<Self, User, rt::query::Many> =
/// #         rt::codegen::navigation("directReports");
/// # }
/// // For `service.users().get().expand(…)`.
/// let properties = (
///     User::MANAGER.select((User::ID, User::DISPLAY_NAME)),
///     User::DIRECT_REPORTS.filter(User::DISPLAY_NAME.starts_with("A")).top(5),
/// );
/// # fn is_list<T>(_: impl rt::query::ExpandList<T>) {}
/// # is_list::<User>(properties);
/// ```
///
/// `Debug` shows the name without the options.
pub struct Expand<T, V, M> {
    name: Text,
    options: Vec<(&'static str, Text)>,
    marker: PhantomData<Marker<T, V, M>>,
}

/// The type parameters; no values of these types are held.
type Marker<T, V, M> = fn() -> (T, V, M);

impl<T, V, M> Expand<T, V, M> {
    fn with(self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.with_text(name, Text::raw(value))
    }

    fn with_text(mut self, name: &'static str, value: Text) -> Self {
        self.options.retain(|(known, _)| *known != name);
        self.options.push((name, value));
        self
    }

    /// Returns the text as OData writes it.
    fn into_text(self) -> Text {
        expansion_text(self.name, self.options)
    }
}

/// Returns an expansion as OData writes it, with its options in alphabetical order.
pub(super) fn expansion_text(name: Text, mut options: Vec<(&'static str, Text)>) -> Text {
    if options.is_empty() {
        return name;
    }
    options.sort_unstable_by_key(|(name, _)| *name);
    let options = options.into_iter().map(|(name, value)| Text::raw(name).then("=").join(value));
    name.then("(").join(Text::joined(options, ";")).then(")")
}

impl<T, V, M> From<NavigationProperty<T, V, M>> for Expand<T, V, M> {
    fn from(property: NavigationProperty<T, V, M>) -> Self {
        NavigationPath::from(property).into()
    }
}

impl<T, V, M> From<NavigationPath<T, V, M>> for Expand<T, V, M> {
    fn from(path: NavigationPath<T, V, M>) -> Self {
        Self { name: path.to_query_text(), options: Vec::new(), marker: PhantomData }
    }
}

impl<T, V, M> Clone for Expand<T, V, M> {
    fn clone(&self) -> Self {
        Self { name: self.name.clone(), options: self.options.clone(), marker: PhantomData }
    }
}

impl<T, V, M> fmt::Debug for Expand<T, V, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name.of_request(QuerySyntax::GRAPH))
    }
}

/// Joins the texts of a list with commas.
fn joined(add: impl FnOnce(&mut Vec<Text>)) -> Text {
    let mut texts = Vec::new();
    add(&mut texts);
    Text::joined(texts, ",")
}

/// Implements the options of an expansion for everything that refers to entities.
macro_rules! options {
    ($($name:ident)*) => {$(
        impl<T, V, M> $name<T, V, M> {
            /// Selects these properties of the expanded entities (`$select`), whose type is `V` or derived from it.
            pub fn select(self, properties: impl SelectList<V>) -> Expand<T, V, M> {
                Expand::from(self).with_text("$select", joined(|texts| properties.add_to(texts)))
            }

            /// Sets `$select` to raw text, not percent-encoded.
            pub fn select_raw(self, names: &str) -> Expand<T, V, M> {
                Expand::from(self).with("$select", names.to_owned())
            }

            /// Expands navigation properties of the expanded entities (`$expand`).
            pub fn expand(self, properties: impl ExpandList<V>) -> Expand<T, V, M> {
                Expand::from(self).with_text("$expand", joined(|texts| properties.add_to(texts)))
            }

            /// Sets `$expand` to raw text, not percent-encoded.
            pub fn expand_raw(self, text: &str) -> Expand<T, V, M> {
                Expand::from(self).with("$expand", text.to_owned())
            }

            /// Expands the same property recursively, up to this many levels (`$levels`).
            pub fn levels(self, levels: u32) -> Expand<T, V, M> {
                Expand::from(self).with("$levels", levels.to_string())
            }

            /// Expands the same property recursively, to any depth (`$levels=max`).
            pub fn levels_max(self) -> Expand<T, V, M> {
                Expand::from(self).with("$levels", "max")
            }
        }

        impl<T, V> $name<T, V, Many> {
            /// Filters the expanded entities (`$filter`).
            pub fn filter(self, condition: impl Condition<V>) -> Expand<T, V, Many> {
                Expand::from(self).with_text("$filter", condition.into_filter().into_expression_text())
            }

            /// Sorts the expanded entities (`$orderby`).
            pub fn order_by(self, order: impl OrderList<V>) -> Expand<T, V, Many> {
                Expand::from(self).with_text("$orderby", joined(|texts| order.add_to(texts)))
            }

            /// Searches the expanded entities (`$search`).
            pub fn search(self, search: impl Into<Search>) -> Expand<T, V, Many> {
                Expand::from(self).with("$search", search.into().to_text())
            }

            /// Expands at most this many entities (`$top`).
            pub fn top(self, count: u32) -> Expand<T, V, Many> {
                Expand::from(self).with("$top", count.to_string())
            }

            /// Skips this many entities (`$skip`).
            pub fn skip(self, count: u32) -> Expand<T, V, Many> {
                Expand::from(self).with("$skip", count.to_string())
            }

            /// Requests the number of related entities (`$count=true`).
            pub fn with_count(self) -> Expand<T, V, Many> {
                Expand::from(self).with("$count", "true")
            }
        }
    )*};
}

options!(NavigationProperty NavigationPath Expand);

/// What to expand of items of `T`: a [`NavigationProperty`], an [`Expand`] with options, or a tuple of up to sixteen.
///
/// A structural property or a property of another type is a compile error.
#[diagnostic::on_unimplemented(
    message = "this is not a navigation property of `{T}`",
    label = "expected a navigation property of `{T}`, with or without options, or a tuple of them",
    note = "structural properties are not expanded; use `select`",
    note = "names as text are passed to `expand_raw`"
)]
pub trait ExpandList<T>: Sealed {
    /// Adds the texts to a list.
    #[doc(hidden)]
    fn add_to(self, texts: &mut Vec<Text>);
}

impl<T, V, M> ExpandList<T> for NavigationProperty<T, V, M> {
    fn add_to(self, texts: &mut Vec<Text>) {
        texts.push(Text::property(self.name()));
    }
}

impl<T, V, M> ExpandList<T> for NavigationPath<T, V, M> {
    fn add_to(self, texts: &mut Vec<Text>) {
        texts.push(self.to_query_text());
    }
}

impl<T, V, M> ExpandList<T> for Expand<T, V, M> {
    fn add_to(self, texts: &mut Vec<Text>) {
        texts.push(self.into_text());
    }
}

tuples!(ExpandList);

impl<T, V, M> Sealed for Expand<T, V, M> {}
