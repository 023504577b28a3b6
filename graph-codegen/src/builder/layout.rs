/// How generated code is laid out.
#[derive(Clone, Debug)]
pub(super) enum Layout {
    /// One file of this name.
    File(String),
    /// A directory of this name; an empty one is the output directory itself.
    Directory(String),
}
