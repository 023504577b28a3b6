use std::collections::HashSet;

use super::Identifier;

/// The names that are taken at one place: a module, a struct's fields, an enum's variants, a builder's methods.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    /// A scope where `names` are taken from the start.
    pub(crate) fn with(names: &[&str]) -> Self {
        Self { taken: names.iter().map(|name| (*name).to_owned()).collect() }
    }

    /// Takes the first of the candidates that is free; if none is, the last one with a number behind it, from 2 on. The order of
    /// claims decides, so callers claim in an order that does not depend on the input's.
    pub(crate) fn claim<const N: usize>(&mut self, candidates: [Identifier; N]) -> Identifier {
        let mut last = None;
        for candidate in candidates {
            if self.taken.insert(candidate.as_str().to_owned()) {
                return candidate;
            }
            last = Some(candidate);
        }
        let base = last.unwrap_or_else(|| Identifier::forced(""));
        (2..)
            .map(|number| base.with_suffix(&number.to_string()))
            .find(|candidate| self.taken.insert(candidate.as_str().to_owned()))
            .unwrap_or(base)
    }

    /// Takes a name if it is free, otherwise the one with a suffix; both are claimed as [`claim`](Self::claim) does.
    pub(crate) fn claim_or(&mut self, wanted: Identifier, suffix: &str) -> Identifier {
        if self.taken.contains(wanted.as_str()) {
            return self.claim([wanted.with_suffix(suffix)]);
        }
        self.taken.insert(wanted.as_str().to_owned());
        wanted
    }
}

#[cfg(test)]
mod tests {
    use super::Scope;
    use crate::naming::Identifier;

    #[test]
    fn who_comes_second_is_renamed() {
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
