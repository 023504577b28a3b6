//! What a projection requests: `$select`, and `$expand` with options.

use std::{any::TypeId, borrow::Cow, fmt, marker::PhantomData};

use super::{expand::expansion_text, filter::Condition, order::OrderList, search::Search, text::Text};
use crate::value::{
    DerivedFrom, ItemType, Many, NavigationProperty, Structured,
    projection::{Kind, Nested, Projection, nested},
};

/// The query of a projection.
#[derive(Clone, Debug, Default)]
pub(crate) struct ProjectedQuery {
    select: Vec<String>,
    expand: Vec<Expansion>,
    /// What is wrong with the projection; nothing is sent then.
    problem: Option<String>,
}

/// Related entities that are requested for a field.
#[derive(Clone, Debug)]
pub(crate) struct Expansion {
    /// The name of the navigation property.
    property: Cow<'static, str>,
    /// The type that the field says declares it.
    declared_by: ItemType,
    /// The path with casts.
    path: String,
    /// The type of the related entities.
    item: ItemType,
    query: ProjectedQuery,
    options: Vec<(&'static str, Text)>,
}

impl ProjectedQuery {
    /// Returns the query of a projection of items of the type `T`.
    ///
    /// `selects_parts` is whether the service returns parts of complex values, `has_casts` whether it requires a cast
    /// to the type of properties that only a derived type has.
    pub(crate) fn of<T: Structured, P: Projection>(selects_parts: bool, has_casts: bool) -> Self {
        let mut collector = Collector { selects_parts, has_casts, within: Vec::new(), problem: None };
        let mut query = Self::default();
        collector.add(nested::<P>(), ItemType::of::<T>(), "", true, &mut query);
        query.problem = collector.problem;
        query
    }

    /// Returns the list of `$select`.
    pub(crate) fn select(&self) -> &[String] {
        &self.select
    }

    /// Returns the list of `$expand`.
    pub(crate) fn expand(&self) -> Vec<Text> {
        self.expand.iter().map(Expansion::to_text).collect()
    }

    /// Returns what is wrong with the projection, if anything is.
    pub(crate) fn problem(&self) -> Option<&str> {
        let inner = || self.expand.iter().find_map(|expansion| expansion.query.problem());
        self.problem.as_deref().or_else(inner)
    }

    /// Refines what is requested of the entities that a navigation property leads to.
    ///
    /// Derived types may have properties of the same name, so that the type of the constant decides. It may also be a
    /// base type of the one that the field names, or derived from it.
    pub(crate) fn refine<D: Structured, V, M>(
        &mut self,
        property: NavigationProperty<D, V, M>,
        refine: impl FnOnce(Refinement<V, M>) -> Refinement<V, M>,
    ) {
        let (name, of) = (property.name(), ItemType::of::<D>());
        let find = |is_of: &dyn Fn(ItemType) -> bool| {
            self.expand.iter().position(|expansion| expansion.property == name && is_of(expansion.declared_by))
        };
        let same = find(&|declared_by| declared_by.name == of.name);
        let Some(index) = same.or_else(|| find(&|declared_by| declared_by.is_related_to(of))) else {
            let message =
                format!("the projection has no field for `{name}` of `{}`, which `refine` is called for", of.name);
            self.problem.get_or_insert(message);
            return;
        };
        let refined = refine(Refinement { expansion: self.expand.remove(index), marker: PhantomData });
        self.expand.insert(index, refined.expansion);
    }
}

impl Expansion {
    fn to_text(&self) -> Text {
        let mut options = self.options.clone();
        if !self.query.select.is_empty() {
            options.push(("$select", Text::raw(self.query.select.join(","))));
        }
        if !self.query.expand.is_empty() {
            options.push(("$expand", Text::joined(self.query.expand(), ",")));
        }
        expansion_text(Text::raw(self.path.clone()), options)
    }

    fn set(&mut self, name: &'static str, value: Text) {
        self.options.retain(|(known, _)| *known != name);
        self.options.push((name, value));
    }
}

/// Collects the queries of a projection and of those within it.
struct Collector {
    selects_parts: bool,
    has_casts: bool,
    /// The projections that contain the current one. A projection within itself has no end.
    within: Vec<TypeId>,
    problem: Option<String>,
}

impl Collector {
    /// Adds the fields of a projection of items of a type. `selects` is whether they are selected one by one.
    fn add(&mut self, projection: Nested, item: ItemType, prefix: &str, selects: bool, query: &mut ProjectedQuery) {
        if self.within.contains(&projection.id) {
            let name = projection.name;
            let problem = format!("the projection `{name}` contains itself, so that its query would not end");
            self.problem.get_or_insert(problem);
            return;
        }
        self.within.push(projection.id);
        let selects_parts = self.selects_parts;
        for field in (projection.describe)() {
            let required = || item.cast_for(projection.of, field.path.first()?);
            let stated = field.declared_by.map(|of| of.name);
            let cast = stated.or_else(|| required().filter(|_| self.has_casts));
            let prefix = cast.map_or_else(|| Cow::Borrowed(prefix), |cast| format!("{prefix}{cast}/").into());
            match field.kind {
                Kind::Control { .. } => {}
                Kind::Value { parts, .. } => {
                    let steps = if selects_parts { field.path.as_slice() } else { field.path.get(..1).unwrap_or(&[]) };
                    let path = format!("{prefix}{}", steps.join("/"));
                    let before = query.select.len();
                    if let Some(parts) = parts {
                        let inner = format!("{prefix}{}/", field.path.join("/"));
                        self.add(parts, parts.of, &inner, selects && selects_parts, query);
                    }
                    if selects && query.select.len() == before && !query.select.contains(&path) {
                        query.select.push(path);
                    }
                }
                Kind::Related(related) => {
                    let property = field.path.last().cloned().unwrap_or_default();
                    let mut path = format!("{prefix}{property}");
                    let mut item = related.declared;
                    if let Some(cast) = related.cast {
                        path.push('/');
                        path.push_str(cast);
                        item = related.of.of;
                    }
                    let mut inner = ProjectedQuery::default();
                    self.add(related.of, item, "", true, &mut inner);
                    if query.expand.iter().any(|known| known.path == path) {
                        let problem = format!("two fields of the projection `{}` expand `{path}`", projection.name);
                        self.problem.get_or_insert(problem);
                    }
                    let declared_by = field.declared_by.unwrap_or(projection.of);
                    let options = Vec::new();
                    query.expand.push(Expansion { property, declared_by, path, item, query: inner, options });
                }
            }
        }
        self.within.pop();
    }
}

/// Options for the related entities of a projection's field, which only a run knows: see
/// [`List::refine`](crate::List::refine).
///
/// `V` is the type of the related entities, `M` their multiplicity: [`One`](crate::query::One) or [`Many`]. What is
/// selected and expanded of them is up to the projection. Conditions and orders may use properties of derived types, as
/// a projection may.
#[must_use = "return it from the closure"]
pub struct Refinement<V, M> {
    expansion: Expansion,
    marker: PhantomData<fn() -> (V, M)>,
}

impl<V, M> Refinement<V, M> {
    /// Refines what is requested of entities that are related to these.
    pub fn refine<D: DerivedFrom<V>, W, N>(
        mut self,
        property: NavigationProperty<D, W, N>,
        refine: impl FnOnce(Refinement<W, N>) -> Refinement<W, N>,
    ) -> Self {
        self.expansion.query.refine(property, refine);
        self
    }

    fn with(mut self, name: &'static str, value: Text) -> Self {
        self.expansion.set(name, value);
        self
    }
}

impl<V> Refinement<V, Many> {
    /// Filters the related entities (`$filter`).
    pub fn filter<D: DerivedFrom<V>>(self, condition: impl Condition<D>) -> Self {
        let text = condition.into_filter().into_expression_text();
        let text = text.about(ItemType::of::<D>(), self.expansion.item);
        self.with("$filter", text)
    }

    /// Sorts the related entities (`$orderby`).
    pub fn order_by<D: DerivedFrom<V>>(self, order: impl OrderList<D>) -> Self {
        let mut texts = Vec::new();
        order.add_to(&mut texts);
        let item = self.expansion.item;
        let texts = texts.into_iter().map(|text| text.about(ItemType::of::<D>(), item));
        let text = Text::joined(texts, ",");
        self.with("$orderby", text)
    }

    /// Searches the related entities (`$search`).
    pub fn search(self, search: impl Into<Search>) -> Self {
        self.with("$search", Text::raw(search.into().to_text()))
    }

    /// Requests at most this many related entities (`$top`).
    ///
    /// If there are more, the service may send a link to the rest, for which the field has to be a
    /// [`Page`](crate::Page).
    pub fn top(self, count: u32) -> Self {
        self.with("$top", Text::raw(count.to_string()))
    }

    /// Skips this many related entities (`$skip`).
    pub fn skip(self, count: u32) -> Self {
        self.with("$skip", Text::raw(count.to_string()))
    }

    /// Requests the number of related entities (`$count=true`), which a field of type [`Page`](crate::Page) has.
    pub fn with_count(self) -> Self {
        self.with("$count", Text::raw("true"))
    }
}

impl<V, M> fmt::Debug for Refinement<V, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Refinement").field(&self.expansion.path).finish()
    }
}
