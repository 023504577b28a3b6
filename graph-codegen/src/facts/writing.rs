use super::{tag, term};
use crate::edm::Annotation;

/// What `Core.Permissions` says any caller can do with a property, type or operation.
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
    /// What the annotations of a property say. A property without annotations can be written.
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

#[cfg(test)]
mod tests {
    use super::{Access, Writing};
    use crate::facts::{OperationFacts, tests::with_operation};

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
}
