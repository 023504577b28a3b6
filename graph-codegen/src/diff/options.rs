use super::Date;
use crate::permissions::PermissionTable;

/// How two models are compared.
///
/// ```
/// use graph_codegen::diff::Options;
///
/// let options = Options::default().today("2026-12-31".parse().unwrap());
/// assert_eq!(options.today.to_string(), "2026-12-31");
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Options<'t> {
    /// The day that decides whether a removal that was announced is on time.
    pub today: Date,
    /// The permissions of requests before and after. Without selectors they are not compared.
    pub permissions: Option<[&'t PermissionTable; 2]>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self { today: Date::today(), permissions: None }
    }
}

impl<'t> Options<'t> {
    /// Sets the day.
    #[must_use]
    pub fn today(self, today: Date) -> Self {
        Self { today, ..self }
    }

    /// Compares the permissions of the requests of a selection, too.
    #[must_use]
    pub fn permissions(self, old: &'t PermissionTable, new: &'t PermissionTable) -> Self {
        Self { permissions: Some([old, new]), ..self }
    }
}
