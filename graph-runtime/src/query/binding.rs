/// How tightly the parts of a condition or of a search are bound together, loosely first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Binding {
    Or,
    And,
    Whole,
}
