/// The files that generated code is written to.
#[derive(Clone, Debug)]
pub(super) enum Layout {
    /// One file with this name.
    File(String),
    /// A directory with this name; the output directory itself if the name is empty.
    Directory(String),
}
