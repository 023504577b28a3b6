//! Ways that share their beginnings. `**` looks at one for each step that it takes, so that a way costs a step here, and not all steps
//! from the container on as a [`Route`](super::Route) does.

use std::{borrow::Cow, cmp::Ordering, ops::Range};

use super::{ResourceShape, Step, Surroundings, rank::Rank};

/// A step whose names are the model's own, as a rule.
pub(super) type ModelStep<'a> = Step<Cow<'a, str>>;

/// Identifies a way of [`Ways`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WayId(usize);

/// All ways that a closure has looked at.
#[derive(Debug)]
pub(super) struct Ways<'a> {
    surroundings: &'a Surroundings<'a>,
    list: Vec<Way<'a>>,
    /// The templates of all ways, one behind the other.
    templates: String,
}

#[derive(Debug)]
struct Way<'a> {
    /// The way without its last step; a way without steps is its own.
    before: WayId,
    /// The last step; `None` at the container.
    step: Option<ModelStep<'a>>,
    rank: Rank,
    template: Range<usize>,
    is_paved: bool,
}

impl<'a> Ways<'a> {
    /// The empty way, at the container.
    pub(super) const START: WayId = WayId(0);

    pub(super) fn new(surroundings: &'a Surroundings<'a>) -> Self {
        let start = Way { before: Self::START, step: None, rank: Rank::default(), template: 0..0, is_paved: true };
        Self { surroundings, list: vec![start], templates: String::new() }
    }

    /// A way and one step more.
    pub(super) fn then(&mut self, before: WayId, step: ModelStep<'a>) -> WayId {
        let known = &self.list[before.0];
        let start = self.templates.len();
        self.templates.extend_from_within(known.template.clone());
        step.write(&mut self.templates, self.surroundings);
        let (rank, template) = (known.rank.then(&step), start..self.templates.len());
        self.list.push(Way { before, step: Some(step), rank, template, is_paved: false });
        WayId(self.list.len() - 1)
    }

    /// A way and one step more, if that is to be preferred over another one.
    pub(super) fn then_if_better(&mut self, before: WayId, step: ModelStep<'a>, other: Option<WayId>) -> Option<WayId> {
        let way = self.then(before, step);
        if other.is_none_or(|other| self.is_better(way, other)) {
            return Some(way);
        }
        let discarded = self.list.pop()?;
        self.templates.truncate(discarded.template.start);
        None
    }

    /// Makes room for ways to most of what a model has, before so many are taken that growing little by little would copy them over and over.
    pub(super) fn expect_many(&mut self) {
        const TYPICAL_TEMPLATE: usize = 64;
        let expected = 4 * self.surroundings.model().types().count();
        self.list.reserve(expected.saturating_sub(self.list.len()));
        self.templates.reserve((expected * TYPICAL_TEMPLATE).saturating_sub(self.templates.len()));
    }

    /// The way with the steps of a route.
    pub(super) fn along(&mut self, steps: &[Step]) -> WayId {
        steps.iter().fold(Self::START, |way, step| self.then(way, step.map(|name| Cow::Owned(name.clone()))))
    }

    /// The last step; `None` at the container.
    pub(super) fn last(&self, way: WayId) -> Option<&ModelStep<'a>> {
        self.list[way.0].step.as_ref()
    }

    /// Where the way ends; `None` at the container.
    pub(super) fn end(&self, way: WayId) -> Option<ResourceShape> {
        self.last(way).map(Step::to)
    }

    /// The steps of a way, the last one first.
    pub(super) fn backwards(&self, way: WayId) -> impl Iterator<Item = &ModelStep<'a>> + Clone {
        let mut way = way;
        std::iter::from_fn(move || {
            let Way { before, step, .. } = &self.list[way.0];
            way = *before;
            step.as_ref()
        })
    }

    /// The path: `/users/{id}/messages`.
    pub(super) fn template(&self, way: WayId) -> &str {
        &self.templates[self.list[way.0].template.clone()]
    }

    /// Orders ways: the better one is less.
    pub(super) fn order(&self, left: WayId, right: WayId) -> Ordering {
        self.list[left.0].rank.order(self.template(left), &self.list[right.0].rank, self.template(right))
    }

    /// Whether a way is to be preferred over another.
    pub(super) fn is_better(&self, way: WayId, other: WayId) -> bool {
        way != other && self.order(way, other) == Ordering::Less
    }

    /// Marks a way as paved, and says whether it was not before.
    pub(super) fn mark_paved(&mut self, way: WayId) -> bool {
        !std::mem::replace(&mut self.list[way.0].is_paved, true)
    }

    /// The beginnings of a way that are not paved, the shortest one first. Behind one that is paved all are.
    pub(super) fn unpaved_before(&self, way: WayId) -> Vec<WayId> {
        let before = |way: WayId| self.list[way.0].before;
        let unpaved = |way: &WayId| !self.list[way.0].is_paved;
        let mut found: Vec<WayId> =
            std::iter::successors(Some(before(way)), |way| Some(before(*way))).take_while(unpaved).collect();
        found.reverse();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::Ways;
    use crate::{
        Builder,
        selection::{Route, Surroundings, walk},
    };

    #[test]
    fn ways_are_what_routes_are() {
        let model = Builder::new().resolve().unwrap().model;
        let surroundings = Surroundings::new(&model);
        let paths =
            ["/users/{id}", "/me", "/groups/{id}/members/{id}/graph.user/manager", "/users(userPrincipalName='x')"];
        let routes: Vec<Route> = paths.iter().map(|path| walk(path, &surroundings).unwrap().remove(0).route).collect();
        let mut ways = Ways::new(&surroundings);
        let taken: Vec<_> = routes.iter().map(|route| ways.along(&route.steps)).collect();
        for (route, way) in routes.iter().zip(&taken) {
            assert_eq!(ways.template(*way), route.template);
            assert_eq!(ways.end(*way), route.end());
            assert_eq!(ways.backwards(*way).count(), route.steps.len());
            for (other, others) in routes.iter().zip(&taken) {
                assert_eq!(
                    ways.is_better(*way, *others),
                    route.is_better_than(other),
                    "{} {}",
                    route.template,
                    other.template
                );
            }
        }
    }

    #[test]
    fn a_way_that_is_not_better_leaves_nothing() {
        let model = Builder::new().resolve().unwrap().model;
        let surroundings = Surroundings::new(&model);
        let mut ways = Ways::new(&surroundings);
        let step = surroundings.entrances()[0].step();
        let known = ways.then_if_better(Ways::START, step.clone(), None);
        assert!(known.is_some());
        assert_eq!(ways.then_if_better(Ways::START, step, known), None);
        assert_eq!(ways.unpaved_before(known.unwrap()), []);
        assert!(ways.mark_paved(known.unwrap()) && !ways.mark_paved(known.unwrap()));
        assert_eq!((ways.list.len(), ways.templates.as_str()), (2, ways.template(known.unwrap())));
    }
}
