/// The namespace of `edmx:Edmx` and related elements.
pub(super) const EDMX: &str = "http://docs.oasis-open.org/odata/ns/edmx";
/// The namespace of `Schema` and everything in it.
pub(super) const EDM: &str = "http://docs.oasis-open.org/odata/ns/edm";
/// The start of the namespaces of OData V1 to V3.
pub(super) const BEFORE_V4: &str = "http://schemas.microsoft.com/ado/";

/// What a namespace is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// [`EDM`].
    Edm,
    /// [`EDMX`].
    Edmx,
    /// No namespace.
    Absent,
    /// Any other namespace.
    Foreign,
}

impl Kind {
    pub(super) fn of(uri: Option<&str>) -> Self {
        match uri {
            Some(EDM) => Self::Edm,
            Some(EDMX) => Self::Edmx,
            None | Some("") => Self::Absent,
            Some(_) => Self::Foreign,
        }
    }
}
