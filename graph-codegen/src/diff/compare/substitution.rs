//! Types that were replaced by a derived or base type, so that values still fit.

use crate::{
    diff::{Verdict, comparison::Comparison, scope::Directions},
    edm::TypeRef,
};

/// The verdict on the wire if a type was replaced by one that its values fit; `None` if they do not.
///
/// Whoever reads values of a type understands those of a derived type. Whoever sends values of a type sends values of
/// its base types. A service may accept values of the former type where it wants a derived one.
pub(super) fn verdict(
    comparison: &Comparison<'_>,
    old: &TypeRef,
    new: &TypeRef,
    directions: Directions,
) -> Option<Verdict> {
    let (was, is) = (old.type_id()?, new.type_id()?);
    if old.is_collection != new.is_collection {
        return None;
    }
    let model = comparison.new.model;
    let was = model.find_type(comparison.old.model.type_(was).name.as_str())?;
    if was != is && model.is_a(is, was) {
        Some(if directions.sent { Verdict::Maybe } else { Verdict::Safe })
    } else if was != is && model.is_a(was, is) && !directions.received {
        Some(Verdict::Safe)
    } else {
        None
    }
}
