use std::mem::discriminant;

/// An enumeration type; implemented by generated code with a table.
///
/// Generated enumerations implement few traits, because each costs as much compile time as the table. Values that a
/// service sends are [`Member`](crate::Member)s, which implement the usual traits.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an enumeration",
    label = "expected an enumeration of generated code"
)]
pub trait Enumerated: Copy + Send + Sync + Sized + 'static {
    /// The qualified name in the metadata: `microsoft.graph.dayOfWeek`.
    const TYPE_NAME: &'static str;

    /// Returns the members with their names on the wire, in declared order.
    fn members() -> &'static [(&'static str, Self)];

    /// Returns the values of the members, in declared order, or nothing if they are not known.
    ///
    /// Services may write members as numbers, and several flags as one member.
    #[must_use]
    fn values() -> &'static [i64] {
        &[]
    }
}

/// Returns the name of a member on the wire.
pub fn member_name<T: Enumerated>(member: T) -> &'static str {
    let known = T::members().iter().find(|(_, known)| is_same(known, &member));
    // The table contains every member.
    known.map_or("", |(name, _)| name)
}

/// Returns the value of a member, if it is known.
pub(super) fn value_of<T: Enumerated>(member: &T) -> Option<i64> {
    let index = T::members().iter().position(|(_, known)| is_same(known, member))?;
    T::values().get(index).copied()
}

/// Returns the value that a name on the wire stands for: that of a member, or a number.
pub(super) fn value_of_name<T: Enumerated>(name: &str) -> Option<i64> {
    match find_member::<T>(name.trim()) {
        Some(member) => value_of(&member),
        None => name.trim().parse().ok(),
    }
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
