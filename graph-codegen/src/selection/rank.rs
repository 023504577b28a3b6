use std::cmp::{Ordering, Reverse};

use super::{RootKind, Step};

/// What makes one way better than another: fewer detours, an entity set before a singleton (`/users/{id}` before `/me`, which
/// exists for delegated calls only), then shorter, a key before a cast, then by name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rank {
    detours: usize,
    begins_at_singleton: bool,
    steps: usize,
    /// How many steps there are before the first cast.
    plain: usize,
}

impl Rank {
    /// The rank of a way with one step more.
    pub(super) fn then<S>(self, step: &Step<S>) -> Self {
        let is_plain = self.plain == self.steps && !matches!(step, Step::Cast { .. });
        Self {
            detours: self.detours + step.detour(),
            begins_at_singleton: match self.steps {
                0 => matches!(step, Step::Root { kind: RootKind::Singleton, .. }),
                _ => self.begins_at_singleton,
            },
            steps: self.steps + 1,
            plain: self.plain + usize::from(is_plain),
        }
    }

    /// Orders ways, each with its template: the better one is less.
    pub(super) fn order(&self, template: &str, other: &Self, others_template: &str) -> Ordering {
        let key = |rank: &Self, length| (rank.detours, rank.begins_at_singleton, length, Reverse(rank.plain));
        key(self, template.len()).cmp(&key(other, others_template.len())).then_with(|| template.cmp(others_template))
    }
}
