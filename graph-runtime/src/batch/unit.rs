use super::pending_call::PendingCall;

/// What a service executes or refuses as a whole.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// A call of its own.
    Call(usize),
    /// The calls of a change set.
    ChangeSet(Vec<usize>),
}

impl Unit {
    /// Returns the indexes of its calls.
    pub(super) fn indexes(&self) -> &[usize] {
        match self {
            Self::Call(index) => std::slice::from_ref(index),
            Self::ChangeSet(indexes) => indexes,
        }
    }
}

/// Returns the units of calls, in order. The calls of a change set follow one another.
pub(super) fn units(calls: &[PendingCall], indexes: &[usize]) -> Vec<Unit> {
    let set_of = |index: usize| calls.get(index).and_then(|call| call.change_set);
    let mut units: Vec<Unit> = Vec::new();
    for index in indexes.iter().copied() {
        match (set_of(index), units.last_mut()) {
            (None, _) => units.push(Unit::Call(index)),
            (set, Some(Unit::ChangeSet(known))) if known.last().is_some_and(|last| set_of(*last) == set) => {
                known.push(index);
            }
            (Some(_), _) => units.push(Unit::ChangeSet(vec![index])),
        }
    }
    units
}
