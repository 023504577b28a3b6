use std::fmt;

/// The permissions and roles that allow an operation, by kind of caller.
///
/// ```
/// use graph_runtime::facts::Permissions;
///
/// let permissions = Permissions::UNKNOWN.with_delegated("*Mail.ReadBasic Mail.Read Mail.ReadWrite").with_personal("");
/// assert_eq!(permissions.delegated.least().collect::<Vec<_>>(), ["Mail.ReadBasic"]);
/// assert_eq!(permissions.delegated.higher().count(), 2);
/// assert!(permissions.delegated_personal.is_unsupported() && !permissions.application.is_known());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Permissions {
    /// Delegated permissions of work or school accounts.
    pub delegated: SchemePermissions,
    /// Delegated permissions of personal Microsoft accounts.
    pub delegated_personal: SchemePermissions,
    /// Application permissions.
    pub application: SchemePermissions,
    /// The directory roles of which a signed-in user needs one; empty if none is known.
    pub roles: &'static [&'static str],
}

impl Permissions {
    /// No permissions are known.
    pub const UNKNOWN: Self = Self {
        delegated: SchemePermissions::UNKNOWN,
        delegated_personal: SchemePermissions::UNKNOWN,
        application: SchemePermissions::UNKNOWN,
        roles: &[],
    };

    /// Sets the delegated permissions of work or school accounts, in the form of [`SchemePermissions::new`].
    #[must_use]
    pub const fn with_delegated(mut self, list: &'static str) -> Self {
        self.delegated = SchemePermissions::new(list);
        self
    }

    /// Sets the delegated permissions of personal accounts, in the form of [`SchemePermissions::new`].
    #[must_use]
    pub const fn with_personal(mut self, list: &'static str) -> Self {
        self.delegated_personal = SchemePermissions::new(list);
        self
    }

    /// Sets the application permissions, in the form of [`SchemePermissions::new`].
    #[must_use]
    pub const fn with_application(mut self, list: &'static str) -> Self {
        self.application = SchemePermissions::new(list);
        self
    }

    /// Sets the directory roles of which a signed-in user needs one.
    #[must_use]
    pub const fn with_roles(mut self, roles: &'static [&'static str]) -> Self {
        self.roles = roles;
        self
    }

    /// Returns whether anything is known.
    #[must_use]
    pub fn is_known(&self) -> bool {
        *self != Self::UNKNOWN
    }
}

/// The permissions of one kind of caller that allow an operation. Each of them suffices.
///
/// A permission that requires others in addition is written with them: `A+B`.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct SchemePermissions {
    list: Option<&'static str>,
}

impl SchemePermissions {
    /// The permissions are not known.
    pub const UNKNOWN: Self = Self { list: None };

    /// Reads a list of permissions, separated by spaces; the least privileged ones begin with `*`. If the list is
    /// empty, no such caller is allowed.
    #[must_use]
    pub const fn new(list: &'static str) -> Self {
        Self { list: Some(list) }
    }

    /// Returns whether it is known which permissions allow the operation, or that none does.
    #[must_use]
    pub const fn is_known(self) -> bool {
        self.list.is_some()
    }

    /// Returns whether the operation is known not to support such callers.
    #[must_use]
    pub fn is_unsupported(self) -> bool {
        self.list == Some("")
    }

    /// Returns the least privileged permissions.
    pub fn least(self) -> impl Iterator<Item = &'static str> {
        self.all().filter_map(|permission| permission.strip_prefix('*'))
    }

    /// Returns the other permissions, which grant more, or of which none is known to grant least.
    pub fn higher(self) -> impl Iterator<Item = &'static str> {
        self.all().filter(|permission| !permission.starts_with('*'))
    }

    fn all(self) -> impl Iterator<Item = &'static str> {
        self.list.unwrap_or_default().split(' ').filter(|permission| !permission.is_empty())
    }
}

impl fmt::Debug for SchemePermissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.list {
            None => f.write_str("Unknown"),
            Some("") => f.write_str("Unsupported"),
            Some(list) => f.write_str(list),
        }
    }
}

/// The permissions of the requests that generated code can make, by method and path template.
///
/// It is a text that is searched only if the permissions of a request are asked for, for example after a 403.
///
/// ```
/// use graph_runtime::codegen::PermissionTable;
/// use graph_runtime::http::Method;
///
/// static TABLE: PermissionTable = PermissionTable::new("
/// 0 *User.Read User.ReadWrite
/// /me GET=0,0,-
/// ");
/// let permissions = TABLE.request(&Method::GET, "/me").unwrap();
/// assert_eq!(permissions.delegated.least().next(), Some("User.Read"));
/// assert!(permissions.application.is_unsupported());
/// assert!(TABLE.request(&Method::GET, "/users").is_none());
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PermissionTable {
    text: &'static str,
}

impl PermissionTable {
    /// Creates a table.
    ///
    /// Each line follows a line break. Some number a list of permissions, as [`SchemePermissions::new`] reads it.
    /// Others have a template and, by method, the lists for work accounts, for personal accounts and for applications;
    /// `-` is an empty list.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self { text }
    }

    /// Returns the permissions of a request; `None` if they are not known.
    #[must_use]
    pub fn request(&self, method: &http::Method, template: &str) -> Option<Permissions> {
        let mut methods = self.line(template)?.split(' ').filter_map(|entry| entry.split_once('='));
        let (_, lists) = methods.find(|(known, _)| *known == method.as_str())?;
        let mut lists = lists.split(',').map(|list| match list {
            "-" => SchemePermissions::new(""),
            number => self.line(number).map_or(SchemePermissions::UNKNOWN, SchemePermissions::new),
        });
        let mut next = || lists.next().unwrap_or_default();
        Some(Permissions { delegated: next(), delegated_personal: next(), application: next(), roles: &[] })
    }

    /// Returns what follows the first word of a line.
    fn line(&self, word: &str) -> Option<&'static str> {
        let start = format!("\n{word} ");
        let at = self.text.find(&start)? + start.len();
        let line = &self.text[at..];
        Some(&line[..line.find('\n').unwrap_or(line.len())])
    }
}

impl fmt::Debug for PermissionTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PermissionTable").field("bytes", &self.text.len()).finish()
    }
}
