//! What annotations say about calling an operation: who may, and in which clouds.
//!
//! Scopes stand in the standard term [`OperationRestrictions`], as `PermissionType` records with the scheme names
//! `DelegatedWork`, `DelegatedPersonal` and `Application`. `Core.Permissions` is another thing: it says whether a
//! property can be read or written ([`Access`]), whoever asks. What has no standard term is in the vocabulary
//! `graph_codegen.v1`, which `metadata/v1.0.annotations.csdl` declares.
//!
//! [`OperationRestrictions`]: https://github.com/oasis-tcs/odata-vocabularies/blob/main/vocabularies/Org.OData.Capabilities.V1.md#OperationRestrictions

use crate::edm::{Annotation, Expression, Operation};

/// Terms that are read here.
pub mod term {
    pub use crate::edm::vocabulary::{COMPUTED, IMMUTABLE, PERMISSIONS};

    /// Scopes, one of which a caller needs: `PermissionType` records under `Permissions`.
    pub const OPERATION_RESTRICTIONS: &str = "Org.OData.Capabilities.V1.OperationRestrictions";
    /// Marks the scope of a `ScopeType` record that grants least.
    pub const LEAST_PRIVILEGED: &str = "graph_codegen.v1.LeastPrivileged";
    /// Directory roles, one of which a delegated caller needs.
    pub const ROLES: &str = "graph_codegen.v1.Roles";
    /// Permissions of a custom directory role that serves instead of a built-in one.
    pub const ROLE_PERMISSIONS: &str = "graph_codegen.v1.RolePermissions";
    /// Clouds that offer the operation.
    pub const CLOUDS: &str = "graph_codegen.v1.Clouds";
    /// Whether personal Microsoft accounts may call.
    pub const PERSONAL_ACCOUNTS: &str = "graph_codegen.v1.PersonalAccounts";
    /// One or more sentences for the documentation of generated code.
    pub const SUMMARY: &str = "graph_codegen.v1.Summary";
}

/// What is known about calling an operation. An empty list is *not known*, never *none needed*.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationFacts {
    /// Delegated permissions of work or school accounts that grant least; each suffices.
    pub delegated_least: Vec<String>,
    /// Delegated permissions that suffice as well, but grant more.
    pub delegated_higher: Vec<String>,
    /// Application permissions that grant least; each suffices.
    pub application_least: Vec<String>,
    /// Application permissions that suffice as well, but grant more.
    pub application_higher: Vec<String>,
    /// Directory roles, one of which a delegated caller needs: `License Administrator`.
    pub roles: Vec<String>,
    /// Permissions that a custom role needs instead: `microsoft.directory/users/reprocessLicenseAssignment`.
    pub role_permissions: Vec<String>,
    /// Clouds that offer the operation: `Global`, `UsGovernment`, `UsGovernmentDod`, `China`.
    pub clouds: Vec<String>,
    /// Whether personal Microsoft accounts may call.
    pub personal_accounts: Option<bool>,
    /// What the operation does, in our own words.
    pub summary: Option<String>,
}

impl OperationFacts {
    /// Reads the facts from the operation's annotations. Annotations of another shape than the terms have are passed
    /// over.
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
            personal_accounts: tag(annotations, term::PERSONAL_ACCOUNTS),
            summary: Annotation::value(annotations, term::SUMMARY).and_then(Expression::as_string).map(str::to_owned),
            ..Self::default()
        };
        facts.add_permissions(annotations, term::OPERATION_RESTRICTIONS);
        facts
    }

    /// Reads the permissions that a term such as `Org.OData.Capabilities.V1.InsertRestrictions` gives for a request on
    /// a resource.
    #[must_use]
    pub fn of_term(annotations: &[Annotation], term: &str) -> Self {
        let mut facts = Self::default();
        facts.add_permissions(annotations, term);
        facts
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
                    continue;
                }
                "DelegatedWork" | "DelegatedWorkOrSchool" => (&mut self.delegated_least, &mut self.delegated_higher),
                _ => continue,
            };
            let scopes: Vec<(&str, bool)> = permission
                .get("Scopes")
                .into_iter()
                .flat_map(Expression::records)
                .filter_map(|scope| {
                    let is_least = tag(&scope.annotations, term::LEAST_PRIVILEGED) == Some(true);
                    Some((scope.get("Scope")?.as_string()?, is_least))
                })
                .collect();
            // Where no scope is marked, none is known to grant more than another.
            let none_is_marked = scopes.iter().all(|(_, is_least)| !is_least);
            for (scope, is_least) in scopes {
                let list = if is_least || none_is_marked { &mut *least } else { &mut *higher };
                list.push(scope.to_owned());
            }
        }
    }
}

/// What `Core.Permissions` says can be done with a property, type or operation by any caller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Access {
    /// It can be read.
    pub read: bool,
    /// It can be written.
    pub write: bool,
    /// It can be invoked.
    pub invoke: bool,
}

impl Access {
    /// The access that a model element's annotations grant; `None` if they do not say.
    #[must_use]
    pub fn of(annotations: &[Annotation]) -> Option<Self> {
        let members = Annotation::value(annotations, term::PERMISSIONS)?.as_enum_member()?;
        let mut access = Self::default();
        // `Org.OData.Core.V1.Permission/Read Org.OData.Core.V1.Permission/Write`, under any alias.
        for member in members.split_whitespace() {
            match member.rsplit('/').next().unwrap_or(member) {
                "None" => {}
                "Read" => access.read = true,
                "Write" => access.write = true,
                "ReadWrite" => (access.read, access.write) = (true, true),
                "Invoke" => access.invoke = true,
                _ => return None,
            }
        }
        Some(access)
    }

    /// Whether it can be read and not written.
    #[must_use]
    pub fn is_read_only(self) -> bool {
        self.read && !self.write
    }
}

/// When a request may set a property, as far as annotations say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Writing {
    /// When its entity is created, and later.
    #[default]
    Always,
    /// When its entity is created (`Immutable`).
    OnCreate,
    /// Never: it is `Computed`, or `Permissions` do not have `Write`.
    Never,
}

impl Writing {
    /// What the annotations of a property say; without any, it can be written.
    #[must_use]
    pub fn of(annotations: &[Annotation]) -> Self {
        let is_read_only = Access::of(annotations).is_some_and(|access| !access.write);
        if is_read_only || tag(annotations, term::COMPUTED) == Some(true) {
            Self::Never
        } else if tag(annotations, term::IMMUTABLE) == Some(true) {
            Self::OnCreate
        } else {
            Self::Always
        }
    }
}

/// The value of a Boolean term whose default is true.
fn tag(annotations: &[Annotation], term: &str) -> Option<bool> {
    match &Annotation::find(annotations, term)?.value {
        None => Some(true),
        Some(value) => value.as_bool(),
    }
}

fn strings(annotations: &[Annotation], term: &str) -> Vec<String> {
    let items = Annotation::value(annotations, term).and_then(Expression::as_collection).unwrap_or_default();
    items.iter().filter_map(Expression::as_string).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{Access, OperationFacts, Writing};
    use crate::Builder;

    const HEAD: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
        <Schema Namespace="n" xmlns="http://docs.oasis-open.org/odata/ns/edm"><Action Name="a">"#;
    const TAIL: &str = "</Action></Schema></edmx:DataServices></edmx:Edmx>";

    fn with_operation<T>(annotations: &str, see: impl FnOnce(&crate::edm::Operation) -> T) -> T {
        let resolved = Builder::new().metadata_text("m", format!("{HEAD}{annotations}{TAIL}")).resolve().unwrap();
        let (_, operation) = resolved.model.operations().next().unwrap();
        see(operation)
    }

    #[test]
    fn scopes_without_a_mark_are_all_least() {
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
    fn core_permissions_are_access_and_no_scopes() {
        let text = r#"<Annotation Term="Org.OData.Core.V1.Permissions"><EnumMember>Org.OData.Core.V1.Permission/Read</EnumMember></Annotation>"#;
        with_operation(text, |operation| {
            let access = Access::of(&operation.annotations).unwrap();
            assert!(access.is_read_only() && !access.invoke);
            assert_eq!(OperationFacts::of(operation), OperationFacts::default());
        });
        assert_eq!(with_operation("", |operation| Access::of(&operation.annotations)), None);
    }

    #[test]
    fn what_a_request_may_set() {
        let writing = |annotation: &str| with_operation(annotation, |operation| Writing::of(&operation.annotations));
        assert_eq!(writing(""), Writing::Always);
        assert_eq!(writing(r#"<Annotation Term="Org.OData.Core.V1.Computed"/>"#), Writing::Never);
        assert_eq!(writing(r#"<Annotation Term="Org.OData.Core.V1.Computed" Bool="false"/>"#), Writing::Always);
        assert_eq!(writing(r#"<Annotation Term="Org.OData.Core.V1.Immutable" Bool="true"/>"#), Writing::OnCreate);
        for (member, expected) in [("Read", Writing::Never), ("Write", Writing::Always), ("ReadWrite", Writing::Always)]
        {
            let text = format!(
                r#"<Annotation Term="Org.OData.Core.V1.Permissions" EnumMember="Org.OData.Core.V1.Permission/{member}"/>"#
            );
            assert_eq!(writing(&text), expected, "{member}");
        }
    }

    #[test]
    fn annotations_of_another_shape_are_passed_over() {
        let facts = with_operation(
            r#"<Annotation Term="Org.OData.Capabilities.V1.OperationRestrictions" String="no record"/>
               <Annotation Term="graph_codegen.v1.Roles" String="no collection"/>
               <Annotation Term="graph_codegen.v1.PersonalAccounts" String="true"/>"#,
            OperationFacts::of,
        );
        assert_eq!(facts, OperationFacts::default());
    }
}
