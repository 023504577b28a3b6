use std::{collections::HashSet, sync::Arc};

use super::Identifier;

/// The names that are taken in a module, a struct, an enum or a request builder.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    taken: HashSet<Arc<str>>,
}

impl Scope {
    /// Creates a scope in which `names` are taken.
    pub(crate) fn with(names: &[&str]) -> Self {
        Self { taken: names.iter().map(|name| Arc::from(*name)).collect() }
    }

    /// Reserves memory for a number of names.
    pub(crate) fn with_room_for(mut self, names: usize) -> Self {
        self.taken.reserve(names);
        self
    }

    /// Takes the first candidate that is free, or else the last one with a number appended, from 2 on.
    ///
    /// The order of calls decides who gets a name, so it must not depend on the order of the input.
    pub(crate) fn claim<const N: usize>(&mut self, candidates: [Identifier; N]) -> Identifier {
        let mut last = None;
        for candidate in candidates {
            if self.taken.insert(candidate.shared()) {
                return candidate;
            }
            last = Some(candidate);
        }
        let base = last.unwrap_or_else(|| Identifier::forced(""));
        (2..)
            .map(|number| base.with_suffix(&number.to_string()))
            .find(|candidate| self.taken.insert(candidate.shared()))
            .unwrap_or(base)
    }

    /// Takes a name if it is free, or else [claims](Self::claim) the name with a suffix.
    pub(crate) fn claim_or(&mut self, wanted: Identifier, suffix: &str) -> Identifier {
        if self.taken.insert(wanted.shared()) { wanted } else { self.claim([wanted.with_suffix(suffix)]) }
    }
}

#[cfg(test)]
mod tests {
    use super::Scope;
    use crate::naming::Identifier;

    #[test]
    fn the_second_of_two_equal_names_is_renamed() {
        let mut scope = Scope::with(&["Option"]);
        let mut claim = |name: &str| {
            let wanted = Identifier::forced(name);
            scope.claim([wanted.clone(), wanted.with_suffix("Type")]).to_string()
        };
        assert_eq!(claim("User"), "User");
        assert_eq!(claim("Option"), "OptionType");
        assert_eq!(claim("User"), "UserType");
        assert_eq!(claim("User"), "UserType2");
    }
}
