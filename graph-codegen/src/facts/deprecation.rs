//! Deprecations, according to `Org.OData.Core.V1.Revisions`.

use crate::edm::{Annotation, Expression, Record, vocabulary::REVISIONS};

/// The deprecation of an element.
///
/// Dates are as written, usually `2026-04-10`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Deprecation<'a> {
    /// Since when it is deprecated.
    pub(crate) since: Option<&'a str>,
    /// When the service will remove it.
    pub(crate) removal: Option<&'a str>,
    /// Why, and what replaces it.
    pub(crate) description: Option<&'a str>,
    /// The version of the service in which it was deprecated.
    pub(crate) version: Option<&'a str>,
}

impl<'a> Deprecation<'a> {
    /// Reads the deprecation in annotations; `None` if the element is not deprecated.
    ///
    /// Revisions of other kinds (`Added`, `Modified`) are ignored.
    pub(crate) fn of(annotations: &'a [Annotation]) -> Option<Self> {
        let revisions = Annotation::value(annotations, REVISIONS)?;
        let is_deprecation = |record: &&Record| {
            let kind = record.get("Kind").and_then(Expression::as_enum_member);
            kind.is_some_and(|kind| kind.rsplit('/').next() == Some("Deprecated"))
        };
        let record = revisions.records().find(is_deprecation)?;
        let text = |name: &str| record.get(name).and_then(Expression::as_constant);
        Some(Self {
            since: text("Date"),
            removal: text("RemovalDate"),
            description: text("Description"),
            version: text("Version"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Deprecation;
    use crate::facts::tests::with_operation;

    #[test]
    fn only_revisions_that_deprecate_count() {
        let revisions = |kind: &str| {
            format!(
                r#"<Annotation Term="Org.OData.Core.V1.Revisions"><Collection><Record>
                   <PropertyValue Property="Kind" EnumMember="Org.OData.Core.V1.RevisionKind/{kind}"/>
                   <PropertyValue Property="Date" Date="2024-04-10"/>
                   <PropertyValue Property="Description" String="Use b."/>
                   </Record></Collection></Annotation>"#
            )
        };
        with_operation(&revisions("Deprecated"), |operation| {
            let found = Deprecation::of(&operation.annotations).unwrap();
            assert_eq!((found.since, found.removal), (Some("2024-04-10"), None));
            assert_eq!((found.description, found.version), (Some("Use b."), None));
        });
        assert!(with_operation(&revisions("Added"), |operation| Deprecation::of(&operation.annotations).is_none()));
    }
}
