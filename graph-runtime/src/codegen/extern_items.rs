use crate::{
    parts::Resource,
    value::{Enumerated, Structured},
};

/// A request builder that request builders of other crates return.
///
/// graph-codegen implements it for request builders of a module that is generated with `.export()`.
#[diagnostic::on_unimplemented(
    message = "the request builder `{Self}` cannot be used by other crates",
    label = "this request builder is not exported",
    note = "call `.export()` in the build script that generates it"
)]
pub trait FromResource: Sized {
    /// Creates the builder of requests to a resource.
    #[rust_analyzer::completions(ignore_flyimport)]
    fn from_resource(resource: Resource) -> Self;
}

/// Creates a request builder of another crate.
#[inline]
pub fn from_resource<B: FromResource>(resource: Resource) -> B {
    B::from_resource(resource)
}

/// Checks that a struct of another crate is that of an entity or complex type.
///
/// # Panics
///
/// Panics if it is the struct of another type. Generated code calls it in a constant, so that this is a compile error.
pub const fn extern_structure<T: Structured>(name: &str) {
    assert!(is_same(T::TYPE_NAME, name), "the extern type is the struct of another type of the metadata");
}

/// Checks that an enum of another crate is that of an enumeration type.
///
/// # Panics
///
/// Panics if it is the enum of another type, as [`extern_structure`] does.
pub const fn extern_enumeration<T: Enumerated>(name: &str) {
    assert!(is_same(T::TYPE_NAME, name), "the extern type is the enum of another type of the metadata");
}

/// Compares two texts, which `==` cannot do in a constant.
const fn is_same(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    let mut at = 0;
    while at < left.len() {
        if left[at] != right[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn texts_are_compared_as_a_whole() {
        assert!(is_same("S.City", "S.City") && is_same("", ""));
        assert!(!is_same("S.City", "S.Citx") && !is_same("S.City", "S.Cit"));
    }
}
