//! Permissions of the requests of a selection: those of annotations, or else those of the table.

use std::sync::Arc;

use super::{
    AlsoRequires, Alternative, Permission, PermissionTable, RequestPermissions, SchemePermissions,
    request_permissions::Source,
};
use crate::{edm::Model, facts::OperationFacts, selection::SelectedRequest};

impl PermissionTable {
    /// Returns the table for a model: the embedded one for Graph, an empty one for other services.
    #[must_use]
    pub fn of_model(model: &Model) -> &'static Self {
        static EMPTY: PermissionTable = PermissionTable::empty();
        match model.is_microsoft_graph() {
            true => Self::embedded(),
            false => &EMPTY,
        }
    }

    /// Whether a model is that of beta, for which Microsoft publishes no table, so that the one of v1.0 is read.
    pub(crate) fn is_of_other_version(model: &Model) -> bool {
        model.origin().version() == Some("beta") && std::ptr::eq(Self::of_model(model), Self::embedded())
    }

    /// Returns the permissions of a request of a selection; `None` if they are not known.
    ///
    /// Annotations of the documents take precedence over the table.
    ///
    /// ```
    /// use graph_codegen::permissions::{PermissionTable, Scheme};
    ///
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let selected = graph_codegen::Builder::new().resolve()?.select(["/me/messages"])?;
    /// let table = PermissionTable::of_model(&selected.resolved.model);
    /// let requests = selected.requests();
    /// let permissions = table.selected_request(&requests[0]).expect("a known request");
    /// assert_eq!(permissions.scheme(Scheme::DelegatedWork).least[0].name(), "Mail.ReadBasic");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn selected_request<'t>(&'t self, request: &'t SelectedRequest) -> Option<RequestPermissions<'t>> {
        let SelectedRequest { method, template, facts, .. } = request;
        self.annotated(facts, template).or_else(|| self.request(*method, template))
    }

    /// The permissions in annotations, if there are any.
    pub(crate) fn annotated<'t>(&'t self, facts: &'t OperationFacts, template: &str) -> Option<RequestPermissions<'t>> {
        let list = |names: &'t [String]| -> Vec<Alternative<'t>> {
            let permission = |name: &'t String| self.permission(name).unwrap_or(Permission { name, facts: "" });
            let alternative = |name| Alternative { permission: permission(name), also: AlsoRequires::Nothing };
            names.iter().map(alternative).collect()
        };
        let scheme = |least: &'t [String], higher: &'t [String], is_known: bool| SchemePermissions {
            least: list(least),
            higher: list(higher),
            resource_specific: Vec::new(),
            is_unknown: !is_known && least.is_empty() && higher.is_empty(),
        };
        let OperationFacts { delegated_least, delegated_higher, personal_least, personal_higher, .. } = facts;
        let schemes = [
            scheme(delegated_least, delegated_higher, true),
            scheme(personal_least, personal_higher, facts.personal_accounts == Some(false)),
            scheme(&facts.application_least, &facts.application_higher, true),
        ];
        // Annotations without scopes say nothing about permissions.
        schemes.iter().any(SchemePermissions::is_supported).then(|| RequestPermissions {
            path: template.to_owned(),
            source: Source::Annotations,
            schemes: schemes.map(Arc::new),
        })
    }
}
