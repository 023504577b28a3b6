use std::mem::discriminant;

/// An enumeration type; implemented by generated code with a table.
///
/// Generated enumerations implement few traits, because each costs as much compile time as the table. Values that a
/// service sends are [`Member`](crate::Member)s, which implement the usual traits.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an enumeration or another type with a URL literal",
    label = "collections and structured values cannot be compared or sorted by"
)]
pub trait Enumerated: Copy + Send + Sync + Sized + 'static {
    /// The qualified name in the metadata: `microsoft.graph.dayOfWeek`.
    const TYPE_NAME: &'static str;

    /// Returns the members with their names on the wire, in declared order.
    fn members() -> &'static [(&'static str, Self)];
}

/// Returns the name of a member on the wire.
pub fn member_name<T: Enumerated>(member: T) -> &'static str {
    let known = T::members().iter().find(|(_, known)| is_same(known, &member));
    // The table contains every member.
    known.map_or("", |(name, _)| name)
}

/// Returns the member with a name.
#[must_use]
pub fn find_member<T: Enumerated>(name: &str) -> Option<T> {
    T::members().iter().find(|(known, _)| *known == name).map(|(_, member)| *member)
}

/// Returns whether two members are the same; enumerations have no data, so the discriminants decide.
pub(super) fn is_same<T>(left: &T, right: &T) -> bool {
    discriminant(left) == discriminant(right)
}
