use super::term;
use crate::edm::Annotation;

/// The access to a property, type or operation that `Core.Permissions` allows any caller.
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
    /// Returns the access that annotations allow; `None` if they do not specify it.
    #[must_use]
    pub fn of(annotations: &[Annotation]) -> Option<Self> {
        let members = Annotation::value(annotations, term::PERMISSIONS)?.as_enum_member()?;
        let mut access = Self::default();
        // `Org.OData.Core.V1.Permission/Read Org.OData.Core.V1.Permission/Write`, or with an alias; in JSON
        // `Read,Write`.
        let members = members.split([' ', '\t', '\r', '\n', ',']);
        for member in members.filter(|member| !member.is_empty()) {
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

    /// Returns whether it can be read but not written.
    #[must_use]
    pub fn is_read_only(self) -> bool {
        self.read && !self.write
    }
}

/// When a request may set a property, according to annotations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Writing {
    /// On creation of its entity and later.
    #[default]
    Always,
    /// Only on creation of its entity (`Immutable`).
    OnCreate,
    /// Never: it is `Computed`, or `Permissions` lack `Write`.
    Never,
}

impl Writing {
    /// Returns when a property of a key may be set.
    ///
    /// `Permissions` say that it cannot be changed. A client sets it on creation unless the service computes it: OData
    /// 4.01, part 1, section 11.4.2. TripPin declares its user names so.
    #[must_use]
    pub fn of_key(annotations: &[Annotation]) -> Self {
        match Self::of(annotations) {
            Self::Never if Annotation::tag(annotations, term::COMPUTED) != Some(true) => Self::OnCreate,
            writing => writing,
        }
    }

    /// Returns when a property may be set; a property without annotations may always be set.
    #[must_use]
    pub fn of(annotations: &[Annotation]) -> Self {
        let is_read_only = Access::of(annotations).is_some_and(|access| !access.write);
        if is_read_only || Annotation::tag(annotations, term::COMPUTED) == Some(true) {
            Self::Never
        } else if Annotation::tag(annotations, term::IMMUTABLE) == Some(true) {
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
    fn core_permissions_determine_access_and_not_scopes() {
        let text = concat!(
            r#"<Annotation Term="Org.OData.Core.V1.Permissions">"#,
            "<EnumMember>Org.OData.Core.V1.Permission/Read</EnumMember></Annotation>"
        );
        with_operation(text, |operation| {
            let access = Access::of(&operation.annotations).unwrap();
            assert!(access.is_read_only() && !access.invoke);
            assert_eq!(OperationFacts::of(operation), OperationFacts::default());
        });
        assert_eq!(with_operation("", |operation| Access::of(&operation.annotations)), None);
    }

    #[test]
    fn annotations_determine_when_a_property_may_be_set() {
        let writing = |annotation: &str| with_operation(annotation, |operation| Writing::of(&operation.annotations));
        assert_eq!(writing(""), Writing::Always);
        assert_eq!(writing(r#"<Annotation Term="Org.OData.Core.V1.Computed"/>"#), Writing::Never);
        assert_eq!(writing(r#"<Annotation Term="Org.OData.Core.V1.Computed" Bool="false"/>"#), Writing::Always);
        assert_eq!(writing(r#"<Annotation Term="Org.OData.Core.V1.Immutable" Bool="true"/>"#), Writing::OnCreate);
        for (member, expected) in [("Read", Writing::Never), ("Write", Writing::Always), ("ReadWrite", Writing::Always)]
        {
            let text = format!(
                r#"<Annotation Term="Org.OData.Core.V1.Permissions"
                     EnumMember="Org.OData.Core.V1.Permission/{member}"/>"#
            );
            assert_eq!(writing(&text), expected, "{member}");
        }
        let of_key =
            |annotations: &str| with_operation(annotations, |operation| Writing::of_key(&operation.annotations));
        let read =
            r#"<Annotation Term="Org.OData.Core.V1.Permissions" EnumMember="Org.OData.Core.V1.Permission/Read"/>"#;
        assert_eq!(of_key(""), Writing::Always);
        assert_eq!(of_key(read), Writing::OnCreate);
        assert_eq!(of_key(&format!(r#"{read}<Annotation Term="Org.OData.Core.V1.Computed"/>"#)), Writing::Never);
    }
}
