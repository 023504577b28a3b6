//! Restrictions of navigation properties, which an entity set or singleton lists.

use std::cmp::Ordering;

use crate::{
    diff::{comparison::Comparison, scope::Requests},
    edm::TypeId,
};

/// The member of `NavigationRestrictions` that restricts navigation properties one by one.
pub(super) const RESTRICTED: &str = "NavigationRestrictions/RestrictedProperties";

/// The navigation property that a statement is about: the one in brackets after [`RESTRICTED`].
pub(super) fn navigation_property(path: &str) -> Option<&str> {
    // The name may have brackets, but the members after it do not.
    Some(path.strip_prefix(RESTRICTED)?.strip_prefix('[')?.rsplit_once("]/")?.0)
}

/// The requests to the target of a navigation property, and whether they are used; `None` if a path is not that of a
/// property of both types.
pub(super) fn requests_behind(comparison: &Comparison<'_>, of: Option<TypeId>, path: &str) -> Option<(Requests, bool)> {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let of = of?;
    let other = new.find_type(old.type_(of).name.as_str())?;
    let (declaring, property) = old.navigation_property(of, path)?;
    let (_, renewed) = new.navigation_property(other, path)?;
    let targets = property.type_ref.type_id().zip(renewed.type_ref.type_id())?;
    Some((comparison.requests(targets.0, targets.1), comparison.old_scope.uses_target(declaring, property)))
}

/// Whether `Navigability` lets clients go further than before; `None` for other statements and unknown values. What is
/// not said restricts nothing.
pub(super) fn compare_navigability(name: &str, old: Option<&str>, new: Option<&str>) -> Option<Ordering> {
    let level = |value: Option<&str>| match value.map(|value| value.rsplit('/').next().unwrap_or(value)) {
        Some("None") => Some(0),
        Some("Single") => Some(1),
        Some("Recursive") | None => Some(2),
        Some(_) => None,
    };
    Some(level(new)?.cmp(&level(old)?)).filter(|_| name == "Navigability")
}

#[cfg(test)]
mod tests {
    use super::{Ordering, compare_navigability, navigation_property};

    #[test]
    fn what_is_not_said_restricts_nothing() {
        let compare = |old, new| compare_navigability("Navigability", old, new);
        assert_eq!(compare(None, Some("c.NavigationType/None")), Some(Ordering::Less));
        assert_eq!(compare(Some("c.NavigationType/Single"), None), Some(Ordering::Greater));
        assert_eq!(compare(Some("Other"), None), None);
        assert_eq!(compare_navigability("Insertable", None, Some("None")), None);
    }

    #[test]
    fn names_may_have_brackets() {
        let path = "NavigationRestrictions/RestrictedProperties[a[b]/c]/InsertRestrictions/Insertable";
        assert_eq!(navigation_property(path), Some("a[b]/c"));
        assert_eq!(navigation_property("NavigationRestrictions/Navigability"), None);
    }
}
