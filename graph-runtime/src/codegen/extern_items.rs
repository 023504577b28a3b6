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
    note = "call `.export()` in the build script that generates it, or write `export: true` in `graph!`"
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
    check(name, T::TYPE_NAME);
}

/// Checks that an enum of another crate is that of an enumeration type.
///
/// # Panics
///
/// Panics if it is the enum of another type, as [`extern_structure`] does.
pub const fn extern_enumeration<T: Enumerated>(name: &str) {
    check(name, T::TYPE_NAME);
}

/// Panics with a message that names the setting to correct, if two types differ.
const fn check(wanted: &str, given: &str) {
    if !is_same(wanted, given) {
        let message = Message::new()
            .with("the setting `extern_type` (`extern` in `graph!`) of `")
            .with(wanted)
            .with("` names the Rust type of `")
            .with(given)
            .with("`; name the type that the other crate generates for `")
            .with(wanted)
            .with("`");
        panic!("{}", message.text());
    }
}

/// A text that is composed in a constant, where `format!` is not available. What does not fit is cut off.
struct Message {
    bytes: [u8; 1024],
    length: usize,
}

impl Message {
    const fn new() -> Self {
        Self { bytes: [0; 1024], length: 0 }
    }

    const fn with(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        let mut at = 0;
        while at < text.len() && self.length < self.bytes.len() {
            self.bytes[self.length] = text[at];
            self.length += 1;
            at += 1;
        }
        self
    }

    const fn text(&self) -> &str {
        match str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => "the setting `extern_type` names the Rust type of another type",
        }
    }
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
    use super::{Message, is_same};

    #[test]
    fn texts_are_compared_as_a_whole() {
        assert!(is_same("S.City", "S.City") && is_same("", ""));
        assert!(!is_same("S.City", "S.Citx") && !is_same("S.City", "S.Cit"));
    }

    #[test]
    fn messages_are_bounded() {
        const LONG: &str =
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        let message = (0..20).fold(Message::new().with("é"), |message, _| message.with(LONG));
        assert_eq!(message.text().len(), 1024);
        let cut = (0..20).fold(Message::new().with("é"), |message, _| message.with("éé").with("é"));
        assert_eq!(cut.text().chars().count(), 61);
        let split = (0..600).fold(Message::new().with("a"), |message, _| message.with("é"));
        assert!(split.text().starts_with("the setting"), "cut within a character");
    }
}
