//! The settings about permissions.

use super::Builder;
use crate::permissions::Scheme;

impl Builder {
    /// Sets the permissions that the application has, so that a request that needs more is an error.
    ///
    /// The error names the request, its selector, and what would have to be allowed. Can be called several times.
    ///
    /// A request is allowed if these permissions suffice for it. All requests have to be allowed in the same scheme:
    /// delegated (work or school) or application, whichever all these permissions exist in and fewer requests exceed.
    /// [`permission_scheme`](Self::permission_scheme) decides for one. A request whose permissions are not known is an
    /// error, too, unless `"unknown"` is one of the entries.
    ///
    /// ```
    /// # use graph_codegen::Builder;
    /// let builder = || Builder::new().select("/me/messages").select("/me/sendMail");
    /// let error = builder().allow_permissions(["Mail.Read"]).generate().unwrap_err();
    /// assert!(error.to_string().contains("allow `Mail.Send`"));
    /// assert!(builder().allow_permissions(["Mail.Read", "Mail.Send"]).generate().is_ok());
    /// ```
    pub fn allow_permissions<T: Into<String>>(mut self, names: impl IntoIterator<Item = T>) -> Self {
        self.budget.allowed.extend(names.into_iter().map(Into::into));
        self
    }

    /// Sets the scheme of the permissions that [`allow_permissions`](Self::allow_permissions) allows.
    pub fn permission_scheme(mut self, scheme: Scheme) -> Self {
        self.budget.scheme = Some(scheme);
        self
    }
}
