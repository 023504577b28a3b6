use std::mem::discriminant;

/// An enumeration type; generated code implements it by a table.
///
/// Its own traits are few, since each costs rustc as much as the table. What a service sends is a [`Member`](crate::Member), which has them
/// all.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no enumeration, and no other value that has a literal in URLs",
    label = "collections and structured values cannot be compared or sorted by"
)]
pub trait Enumerated: Copy + Sized + 'static {
    /// The qualified name in the metadata: `microsoft.graph.dayOfWeek`.
    const TYPE_NAME: &'static str;

    /// The members by their names on the wire, in declared order.
    fn members() -> &'static [(&'static str, Self)];
}

/// The name of a member on the wire.
pub fn member_name<T: Enumerated>(member: T) -> &'static str {
    let known = T::members().iter().find(|(_, known)| is_same(known, &member));
    // A table has every member.
    known.map_or("", |(name, _)| name)
}

/// The member of a name.
#[must_use]
pub fn find_member<T: Enumerated>(name: &str) -> Option<T> {
    T::members().iter().find(|(known, _)| *known == name).map(|(_, member)| *member)
}

/// Whether two members are one: enumerations have no data, so that their discriminants tell.
pub(super) fn is_same<T>(left: &T, right: &T) -> bool {
    discriminant(left) == discriminant(right)
}
