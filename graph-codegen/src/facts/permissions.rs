use super::term;
use crate::edm::{Annotation, Expression, Operation, vocabulary::is_scope_name};

/// What is known about calling an operation: permissions, roles and clouds. An empty list means that nothing is
/// *known*, not that nothing is needed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationFacts {
    /// The least privileged delegated permissions for work or school accounts; each suffices.
    pub delegated_least: Vec<String>,
    /// Delegated permissions that suffice, but grant more.
    pub delegated_higher: Vec<String>,
    /// The least privileged delegated permissions for personal accounts; each suffices.
    pub personal_least: Vec<String>,
    /// Delegated permissions for personal accounts that suffice, but grant more.
    pub personal_higher: Vec<String>,
    /// The least privileged application permissions; each suffices.
    pub application_least: Vec<String>,
    /// Application permissions that suffice, but grant more.
    pub application_higher: Vec<String>,
    /// Directory roles, one of which a delegated caller needs, such as `License Administrator`.
    pub roles: Vec<String>,
    /// Permissions that a custom role needs instead, such as `microsoft.directory/users/reprocessLicenseAssignment`.
    pub role_permissions: Vec<String>,
    /// Clouds in which the operation is available: `Global`, `UsGovernment`, `UsGovernmentDod`, `China`.
    pub clouds: Vec<String>,
    /// Whether personal Microsoft accounts may call the operation.
    pub personal_accounts: Option<bool>,
    /// A summary of the operation.
    pub summary: Option<String>,
}

impl OperationFacts {
    /// Reads the facts from the operation's annotations. Ignores annotations that do not have the expected form, and
    /// scopes whose names are not scope tokens of OAuth 2.0 (RFC 6749, section 3.3).
    ///
    /// ```
    /// use graph_codegen::facts::OperationFacts;
    ///
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let model = graph_codegen::Builder::new().resolve()?.model;
    /// let id = model.operations_named("microsoft.graph.reprocessLicenseAssignment").next().unwrap();
    /// let facts = OperationFacts::of(model.operation(id));
    /// assert_eq!(facts.delegated_least, ["User.ReadWrite.All"]);
    /// assert_eq!(facts.personal_accounts, Some(false));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn of(operation: &Operation) -> Self {
        let annotations = &operation.annotations;
        let mut facts = Self {
            roles: strings(annotations, term::ROLES),
            role_permissions: strings(annotations, term::ROLE_PERMISSIONS),
            clouds: strings(annotations, term::CLOUDS),
            personal_accounts: Annotation::tag(annotations, term::PERSONAL_ACCOUNTS),
            summary: Annotation::value(annotations, term::SUMMARY).and_then(Expression::as_string).map(str::to_owned),
            ..Self::default()
        };
        facts.add_permissions(annotations, term::OPERATION_RESTRICTIONS);
        facts
    }

    /// Reads the permissions for a request on a resource from a term such as
    /// `Org.OData.Capabilities.V1.InsertRestrictions`.
    #[must_use]
    pub fn of_term(annotations: &[Annotation], term: &str) -> Self {
        let mut facts = Self::default();
        facts.add_permissions(annotations, term);
        facts
    }

    /// The permissions of all schemes.
    pub(crate) fn scopes(&self) -> impl Iterator<Item = &str> {
        let Self { delegated_least, personal_least, application_least, .. } = self;
        let Self { delegated_higher, personal_higher, application_higher, .. } = self;
        let least = delegated_least.iter().chain(personal_least).chain(application_least);
        least.chain(delegated_higher).chain(personal_higher).chain(application_higher).map(String::as_str)
    }

    fn add_permissions(&mut self, annotations: &[Annotation], term: &str) {
        let restrictions = Annotation::value(annotations, term).and_then(Expression::as_record);
        let permissions = restrictions.and_then(|record| record.get("Permissions"));
        for permission in permissions.into_iter().flat_map(Expression::records) {
            let Some(scheme) = permission.get("SchemeName").and_then(Expression::as_string) else { continue };
            let (least, higher) = match scheme {
                "Application" => (&mut self.application_least, &mut self.application_higher),
                "DelegatedPersonal" => {
                    self.personal_accounts.get_or_insert(true);
                    (&mut self.personal_least, &mut self.personal_higher)
                }
                "DelegatedWork" | "DelegatedWorkOrSchool" => (&mut self.delegated_least, &mut self.delegated_higher),
                _ => continue,
            };
            let scopes: Vec<(&str, bool)> = permission
                .get("Scopes")
                .into_iter()
                .flat_map(Expression::records)
                .filter_map(|scope| {
                    let is_least = Annotation::tag(&scope.annotations, term::LEAST_PRIVILEGED) == Some(true);
                    Some((scope.get("Scope")?.as_string()?, is_least))
                })
                .collect();
            // If no scope is marked, all are treated as least privileged.
            let is_unmarked = scopes.iter().all(|(_, is_least)| !is_least);
            for (scope, is_least) in scopes.into_iter().filter(|(scope, _)| is_scope_name(scope)) {
                let list = if is_least || is_unmarked { &mut *least } else { &mut *higher };
                list.push(scope.to_owned());
            }
        }
    }
}

fn strings(annotations: &[Annotation], term: &str) -> Vec<String> {
    let items = Annotation::value(annotations, term).and_then(Expression::as_collection).unwrap_or_default();
    items.iter().filter_map(Expression::as_string).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::OperationFacts;
    use crate::facts::tests::with_operation;

    #[test]
    fn unmarked_scopes_are_all_least_privileged() {
        let facts = with_operation(
            r#"<Annotation Term="Org.OData.Capabilities.V1.OperationRestrictions"><Record>
                 <PropertyValue Property="Permissions"><Collection>
                   <Record><PropertyValue Property="SchemeName" String="Application"/>
                     <PropertyValue Property="Scopes"><Collection>
                       <Record><PropertyValue Property="Scope" String="A"/></Record>
                       <Record><PropertyValue Property="Scope" String="B"/></Record>
                     </Collection></PropertyValue></Record>
                   <Record><PropertyValue Property="SchemeName" String="DelegatedPersonal"/></Record>
                 </Collection></PropertyValue></Record></Annotation>"#,
            OperationFacts::of,
        );
        assert_eq!(facts.application_least, ["A", "B"]);
        assert!(facts.application_higher.is_empty());
        assert_eq!(facts.personal_accounts, Some(true));
    }

    #[test]
    fn only_scope_tokens_are_scopes() {
        let scope = |name: &str| format!(r#"<Record><PropertyValue Property="Scope" String="{name}"/></Record>"#);
        let bad = ["", "A B", "A&#10;B", "A&#x9b;B", "A&quot;B", "A\\B", "\u{e9}", "A&#x202e;B"];
        let scopes: String = bad.iter().map(|name| scope(name)).chain([scope("api://x/A.B_c-d")]).collect();
        let facts = with_operation(
            &format!(
                r#"<Annotation Term="Org.OData.Capabilities.V1.OperationRestrictions"><Record>
                     <PropertyValue Property="Permissions"><Collection>
                       <Record><PropertyValue Property="SchemeName" String="Application"/>
                         <PropertyValue Property="Scopes"><Collection>{scopes}</Collection></PropertyValue></Record>
                     </Collection></PropertyValue></Record></Annotation>"#
            ),
            OperationFacts::of,
        );
        assert_eq!(facts.application_least, ["api://x/A.B_c-d"]);
    }

    #[test]
    fn annotations_of_another_shape_are_ignored() {
        let facts = with_operation(
            r#"<Annotation Term="Org.OData.Capabilities.V1.OperationRestrictions" String="no record"/>
               <Annotation Term="graph_codegen.v1.Roles" String="no collection"/>
               <Annotation Term="graph_codegen.v1.PersonalAccounts" String="true"/>"#,
            OperationFacts::of,
        );
        assert_eq!(facts, OperationFacts::default());
    }
}
