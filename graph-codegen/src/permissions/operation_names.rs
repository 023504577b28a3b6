use std::{collections::HashSet, sync::OnceLock};

/// The simple names of Graph's actions and functions, in lower case.
///
/// The table of permissions writes a function without arguments as it writes a property, `/users/delta`. So a call is
/// looked up by its simple name only if some operation has this name: `/users/{id}/manager` is a property, and says
/// nothing of a function `manager()` that a newer document has.
pub(crate) fn operation_names() -> &'static HashSet<String> {
    static NAMES: OnceLock<HashSet<String>> = OnceLock::new();
    NAMES.get_or_init(|| {
        // The table of clouds has all operations: `assignLicense() *`, `[].delta() *`, `getByPath(path) *`.
        let text = graph_metadata::V1_0_CLOUDS;
        let names = text.match_indices('(').filter_map(|(at, _)| {
            let start = text[..at].rfind([' ', '.', '\n', ':'])?;
            Some(text[start + 1..at].to_lowercase())
        });
        names.collect()
    })
}

#[cfg(test)]
mod tests {
    use super::operation_names;

    #[test]
    fn names_are_those_of_the_embedded_model() {
        let model = crate::Builder::new().resolve().unwrap().model;
        for (_, operation) in model.operations() {
            let name = operation.name.name().to_lowercase();
            assert!(operation_names().contains(&name), "{name}");
        }
        assert!(!operation_names().contains("manager") && !operation_names().contains("user"));
    }
}
