//! Facets of properties, parameters, return types and type definitions.

use std::cmp::Ordering;

use crate::{
    diagnostic::Span,
    diff::{
        Rule,
        comparison::{Comparison, Draft},
        scope::Directions,
    },
    edm::{Facets, Primitive},
    explain::Element,
};

/// The element that has the facets.
#[derive(Clone, Debug)]
pub(super) struct Ends<'a, 'e> {
    pub(super) element: &'e str,
    pub(super) subject: Option<Element<'a>>,
    pub(super) spans: (Span, Span),
    pub(super) directions: Directions,
    pub(super) primitive: Option<Primitive>,
}

/// Compares the facets of an element, except for its default value.
pub(super) fn compare<'a>(comparison: &mut Comparison<'a>, ends: &Ends<'a, '_>, old: &Facets, new: &Facets) {
    if old == new || !comparison.is_csdl() {
        return;
    }
    let is_temporal =
        matches!(ends.primitive, Some(Primitive::DateTimeOffset | Primitive::Duration | Primitive::TimeOfDay));
    let limits = [
        ("MaxLength", limit(old.max_length(), None), limit(new.max_length(), None)),
        (
            "Precision",
            limit(old.precision(), is_temporal.then_some(0)),
            limit(new.precision(), is_temporal.then_some(0)),
        ),
        ("Scale", limit(old.scale(), Some(0)), limit(new.scale(), Some(0))),
        ("Unicode", unicode(old.unicode()), unicode(new.unicode())),
    ];
    for (facet, was, is) in limits {
        let (rule, matters) = match compare_limits(was, is) {
            Ordering::Equal => continue,
            Ordering::Greater => (Rule::FacetNarrowed, ends.directions.sent),
            Ordering::Less => (Rule::FacetWidened, ends.directions.received),
        };
        let element = ends.element;
        let (was, is) = (shown(facet, was), shown(facet, is));
        let message = format!("{element} has {facet} {is}; it was {was}");
        let draft = Draft::new(rule, element, message).at(ends.spans.0, ends.spans.1).only_if(matters);
        let draft = draft.values(format!("{facet} {was}"), is);
        comparison.push(Draft { subject: ends.subject.clone(), ..draft });
    }
    let is_geometry = ends.primitive.is_some_and(|primitive| primitive.as_str().starts_with("Edm.Geometry"));
    let default = if is_geometry { "0" } else { "4326" };
    let (was, is) = (old.srid().unwrap_or(default), new.srid().unwrap_or(default));
    if was != is {
        let element = ends.element;
        let draft = Draft::new(Rule::SridChanged, element, format!("{element} has SRID {is}; it was {was}"));
        let draft = draft.at(ends.spans.0, ends.spans.1).values(was, is);
        comparison.push(Draft { subject: ends.subject.clone(), ..draft });
    }
}

/// A limit as a number; `None` if there is no limit.
fn limit(facet: Option<&str>, default: Option<u64>) -> Option<u64> {
    match facet {
        // `max`, `variable` and `floating` set no limit that is known.
        Some(text) => text.parse().ok(),
        None => default,
    }
}

/// Text without `Unicode` is limited to ASCII.
fn unicode(facet: Option<bool>) -> Option<u64> {
    (facet == Some(false)).then_some(0)
}

fn compare_limits(old: Option<u64>, new: Option<u64>) -> Ordering {
    let of = |limit: Option<u64>| (limit.is_none(), limit);
    of(old).cmp(&of(new))
}

fn shown(facet: &str, limit: Option<u64>) -> String {
    match (facet, limit) {
        ("Unicode", limit) => limit.is_none().to_string(),
        (_, Some(limit)) => limit.to_string(),
        (_, None) => "without a limit".to_owned(),
    }
}
