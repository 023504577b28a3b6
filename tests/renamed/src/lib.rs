//! The macro finds crates by the names that `Cargo.toml` gives them: the runtime, and itself for conditions.

graph_macro::graph! {
    select: [
        "microsoft.graph.user::{id}",
        #[cfg(test)]
        "microsoft.graph.assignedLicense",
        #[cfg(not(test))]
        "microsoft.graph.assignedPlan",
    ],
    module: pub(crate) directory,
    rename: { "microsoft.graph.user": Person },
}

/// Returns the name of the type in the metadata.
#[must_use]
pub fn person() -> &'static str {
    <directory::Person as graph_rt::codegen::Structured>::TYPE_NAME
}

#[cfg(test)]
mod tests {
    use graph_rt::{Object, empty};

    use super::directory::{AssignedLicense, Person};

    #[test]
    fn elements_are_selected_if_their_condition_is_met() {
        let person = Object::new(Person { id: Some("1".to_owned()) });
        assert_eq!((super::person(), person.id.as_deref()), ("microsoft.graph.user", Some("1")));
        let license: AssignedLicense = empty();
        assert!(license.sku_id.is_none());
    }
}
