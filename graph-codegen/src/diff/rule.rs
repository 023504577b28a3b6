use std::fmt;

use super::{
    Bump,
    Verdict::{self, Breaking, Maybe, Safe},
    Verdicts,
};

macro_rules! rules {
    ($($variant:ident = $id:literal, $wire:ident $source:ident $behaviour:ident $kind:ident, $doc:literal,)+) => {
        /// A kind of change. Its identifier is stable, for ignore files and other tools.
        ///
        /// ```
        /// use graph_codegen::diff::{Rule, Verdict};
        ///
        /// let rule = Rule::from_id("property-removed").unwrap();
        /// assert_eq!(rule, Rule::PropertyRemoved);
        /// assert_eq!(rule.verdicts().source, Verdict::Breaking);
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $doc] $variant,)+
        }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the stable identifier: `property-removed`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $id,)+
                }
            }

            /// Returns what the rule finds, as a sentence.
            #[must_use]
            pub const fn description(self) -> &'static str {
                match self {
                    $(Self::$variant => $doc,)+
                }
            }

            /// Returns the highest verdicts of the rule. Those of a finding can be lower: a facet that is narrowed only
            /// matters for values that are sent, and whether source code breaks is read from the generated code.
            #[must_use]
            pub const fn verdicts(self) -> Verdicts {
                match self {
                    $(Self::$variant => Verdicts::new($wire, $source, $behaviour),)+
                }
            }

            const fn kind(self) -> Kind {
                match self {
                    $(Self::$variant => Kind::$kind,)+
                }
            }
        }
    };
}

/// What a change does to an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Removed,
    Added,
    Changed,
}

rules! {
    SelectorUnresolved = "selector-unresolved", Breaking Breaking Safe Changed,
        "A selector does not name anything in the new document.",
    TypeRemoved = "type-removed", Breaking Breaking Safe Removed,
        "A type was removed.",
    TypeAdded = "type-added", Safe Safe Safe Added,
        "A type was added.",
    TypeKindChanged = "type-kind-changed", Breaking Breaking Safe Changed,
        "A type is of another kind: an entity, complex, enumeration type or type definition.",
    BaseTypeChanged = "base-type-changed", Maybe Breaking Maybe Changed,
        "A type has another base type.",
    TypeBecameAbstract = "type-became-abstract", Maybe Safe Safe Changed,
        "A type became abstract, so that values of it can no longer be sent.",
    TypeBecameConcrete = "type-became-concrete", Safe Safe Safe Changed,
        "A type is no longer abstract.",
    TypeBecameClosed = "type-became-closed", Maybe Safe Safe Changed,
        "A type is no longer open, so that undeclared properties can no longer be sent.",
    TypeBecameOpen = "type-became-open", Safe Safe Safe Changed,
        "A type became open, so that values may have undeclared properties.",
    TypeDefinitionChanged = "type-definition-changed", Breaking Breaking Safe Changed,
        "A type definition has another underlying type.",
    KeyChanged = "key-changed", Breaking Breaking Safe Changed,
        "An entity type has another key.",
    AlternateKeyRemoved = "alternate-key-removed", Breaking Breaking Safe Removed,
        "An alternate key was removed.",
    AlternateKeyAdded = "alternate-key-added", Safe Safe Safe Added,
        "An alternate key was added.",
    StreamRemoved = "stream-removed", Breaking Breaking Safe Removed,
        "The media stream of an entity type was removed.",
    StreamAdded = "stream-added", Safe Safe Safe Added,
        "An entity type has a media stream.",
    PropertyRemoved = "property-removed", Breaking Breaking Safe Removed,
        "A property was removed.",
    PropertyAdded = "property-added", Safe Safe Safe Added,
        "A property was added.",
    RequiredPropertyAdded = "required-property-added", Maybe Safe Safe Added,
        "A property was added that cannot be null and has no default, to a type that is sent.",
    PropertyKindChanged = "property-kind-changed", Breaking Breaking Safe Changed,
        "A property became a navigation property, or a navigation property became a property.",
    PropertyTypeChanged = "property-type-changed", Breaking Breaking Safe Changed,
        "A property has another type.",
    PropertyCollectionChanged = "property-collection-changed", Breaking Breaking Safe Changed,
        "A property became a collection, or is no longer one.",
    PropertyBecameNullable = "property-became-nullable", Safe Safe Maybe Changed,
        "A property that is received can be null.",
    PropertyBecameNonNullable = "property-became-non-nullable", Breaking Safe Safe Changed,
        "A property that is sent can no longer be null.",
    DefaultValueChanged = "default-value-changed", Safe Safe Maybe Changed,
        "A property has another default value.",
    PropertyBecameReadOnly = "property-became-read-only", Breaking Breaking Safe Changed,
        "A property can no longer be set (`Computed`, or `Permissions` without `Write`).",
    PropertyBecameCreateOnly = "property-became-create-only", Breaking Breaking Safe Changed,
        "A property can only be set when its entity is created (`Immutable`).",
    PropertyBecameWritable = "property-became-writable", Safe Safe Safe Changed,
        "A property can be set in more requests than before.",
    PropertyBecameUnreadable = "property-became-unreadable", Breaking Safe Safe Changed,
        "A property can no longer be read (`Permissions` without `Read`).",
    PropertyBecameReadable = "property-became-readable", Safe Safe Safe Changed,
        "A property can be read.",
    FacetNarrowed = "facet-narrowed", Maybe Safe Safe Changed,
        "A facet (`MaxLength`, `Precision`, `Scale`, `Unicode`) allows fewer of the values that are sent.",
    FacetWidened = "facet-widened", Safe Safe Maybe Changed,
        "A facet (`MaxLength`, `Precision`, `Scale`, `Unicode`) allows more of the values that are received.",
    SridChanged = "srid-changed", Maybe Safe Maybe Changed,
        "Geographic or geometric values use another spatial reference system.",
    NavigationRemoved = "navigation-removed", Breaking Breaking Safe Removed,
        "A navigation property was removed.",
    NavigationAdded = "navigation-added", Safe Safe Safe Added,
        "A navigation property was added.",
    NavigationTypeChanged = "navigation-type-changed", Breaking Breaking Safe Changed,
        "A navigation property has another target type.",
    NavigationCollectionChanged = "navigation-collection-changed", Breaking Breaking Safe Changed,
        "A navigation property became a collection, or is no longer one.",
    NavigationBecameNullable = "navigation-became-nullable", Safe Safe Maybe Changed,
        "A navigation property may have no target.",
    NavigationBecameNonNullable = "navigation-became-non-nullable", Maybe Safe Safe Changed,
        "A navigation property must have a target.",
    ContainmentChanged = "containment-changed", Maybe Safe Maybe Changed,
        "A navigation property contains its targets, or no longer does.",
    PartnerChanged = "partner-changed", Safe Safe Maybe Changed,
        "A navigation property has another partner.",
    ReferentialConstraintChanged = "referential-constraint-changed", Safe Safe Maybe Changed,
        "A navigation property has other referential constraints.",
    OnDeleteChanged = "on-delete-changed", Safe Safe Maybe Changed,
        "Deleting an entity does something else to related entities.",
    EnumMemberRemoved = "enum-member-removed", Breaking Breaking Safe Removed,
        "A member of an enumeration type was removed.",
    EnumMemberAdded = "enum-member-added", Safe Safe Maybe Added,
        "A member was added to an enumeration type.",
    EnumValueChanged = "enum-value-changed", Maybe Safe Maybe Changed,
        "A member of an enumeration type has another numeric value.",
    EnumFlagsChanged = "enum-flags-changed", Breaking Breaking Safe Changed,
        "Members of an enumeration type can be combined, or no longer can (`IsFlags`).",
    EnumUnderlyingTypeChanged = "enum-underlying-type-changed", Safe Safe Maybe Changed,
        "An enumeration type has another underlying type.",
    OperationRemoved = "operation-removed", Breaking Breaking Safe Removed,
        "An action or function was removed.",
    OperationAdded = "operation-added", Safe Safe Safe Added,
        "An action or function was added.",
    OverloadRemoved = "overload-removed", Breaking Breaking Safe Removed,
        "An overload of an action or function was removed.",
    OverloadAdded = "overload-added", Safe Safe Safe Added,
        "An overload was added to an action or function.",
    OperationKindChanged = "operation-kind-changed", Breaking Breaking Safe Changed,
        "An action became a function, or a function became an action.",
    OperationBindingChanged = "operation-binding-changed", Breaking Breaking Safe Changed,
        "An action or function is bound to another type.",
    ParameterRemoved = "parameter-removed", Breaking Breaking Safe Removed,
        "A parameter was removed.",
    ParameterAdded = "parameter-added", Safe Breaking Safe Added,
        "An optional parameter was added.",
    RequiredParameterAdded = "required-parameter-added", Breaking Breaking Safe Added,
        "A required parameter was added.",
    ParameterRenamed = "parameter-renamed", Breaking Breaking Safe Changed,
        "A parameter has another name.",
    ParameterTypeChanged = "parameter-type-changed", Breaking Breaking Safe Changed,
        "A parameter has another type.",
    ParameterBecameRequired = "parameter-became-required", Breaking Breaking Safe Changed,
        "A parameter can no longer be omitted.",
    ParameterBecameOptional = "parameter-became-optional", Safe Breaking Safe Changed,
        "A parameter can be omitted.",
    ParameterBecameNullable = "parameter-became-nullable", Safe Safe Safe Changed,
        "A parameter can be null.",
    ParameterBecameNonNullable = "parameter-became-non-nullable", Breaking Safe Safe Changed,
        "A parameter can no longer be null.",
    ParameterOrderChanged = "parameter-order-changed", Safe Breaking Safe Changed,
        "Parameters have another order.",
    ReturnTypeChanged = "return-type-changed", Breaking Breaking Safe Changed,
        "An action or function returns another type.",
    ReturnTypeRemoved = "return-type-removed", Breaking Breaking Safe Removed,
        "An action or function no longer returns a value.",
    ReturnTypeAdded = "return-type-added", Safe Breaking Safe Added,
        "An action or function returns a value.",
    ReturnBecameNullable = "return-became-nullable", Maybe Safe Maybe Changed,
        "An action or function may return null.",
    ReturnBecameNonNullable = "return-became-non-nullable", Safe Safe Safe Changed,
        "An action or function no longer returns null.",
    ComposabilityRemoved = "composability-removed", Maybe Breaking Safe Removed,
        "Paths can no longer continue after a function (`IsComposable`).",
    ComposabilityAdded = "composability-added", Safe Safe Safe Added,
        "Paths can continue after a function (`IsComposable`).",
    EntitySetPathChanged = "entity-set-path-changed", Safe Safe Maybe Changed,
        "An action or function returns entities of another entity set.",
    EntitySetRemoved = "entity-set-removed", Breaking Breaking Safe Removed,
        "An entity set was removed.",
    EntitySetAdded = "entity-set-added", Safe Safe Safe Added,
        "An entity set was added.",
    SingletonRemoved = "singleton-removed", Breaking Breaking Safe Removed,
        "A singleton was removed.",
    SingletonAdded = "singleton-added", Safe Safe Safe Added,
        "A singleton was added.",
    ImportRemoved = "import-removed", Breaking Breaking Safe Removed,
        "The import of an action or function was removed.",
    ImportAdded = "import-added", Safe Safe Safe Added,
        "An action or function was imported.",
    RootKindChanged = "root-kind-changed", Breaking Breaking Safe Changed,
        "An entity set became a singleton or import, or the reverse.",
    RootTypeChanged = "root-type-changed", Breaking Breaking Safe Changed,
        "An entity set or singleton has another type.",
    SingletonBecameNullable = "singleton-became-nullable", Safe Safe Maybe Changed,
        "A singleton may be missing.",
    SingletonBecameNonNullable = "singleton-became-non-nullable", Safe Safe Safe Changed,
        "A singleton is never missing.",
    BindingRemoved = "binding-removed", Safe Safe Maybe Removed,
        "A navigation property binding of an entity set or singleton was removed.",
    BindingAdded = "binding-added", Safe Safe Safe Added,
        "A navigation property binding of an entity set or singleton was added.",
    BindingChanged = "binding-changed", Safe Safe Maybe Changed,
        "A navigation property is bound to another entity set or singleton.",
    ServiceDocumentChanged = "service-document-changed", Safe Safe Safe Changed,
        "An entity set or import is listed in the service document, or no longer is.",
    ImportTargetChanged = "import-target-changed", Breaking Breaking Maybe Changed,
        "An import calls another action or function.",
    ImportEntitySetChanged = "import-entity-set-changed", Safe Safe Maybe Changed,
        "An imported action or function returns entities of another entity set.",
    CapabilityRemoved = "capability-removed", Breaking Breaking Safe Removed,
        "The service no longer supports a request or query option, or requires one (capabilities vocabulary).",
    CapabilityAdded = "capability-added", Safe Safe Safe Added,
        "The service supports a request or query option (a term of the capabilities vocabulary).",
    CapabilityChanged = "capability-changed", Maybe Safe Maybe Changed,
        "A restriction of requests or query options changed in another way.",
    ProfileChanged = "profile-changed", Maybe Safe Maybe Changed,
        "The service speaks OData in another way: another version, form of keys, names or batches, for example.",
    PermissionRemoved = "permission-removed", Breaking Safe Safe Removed,
        "A permission, role or kind of account no longer suffices for a request.",
    PermissionAdded = "permission-added", Safe Safe Safe Added,
        "A further permission, role or kind of account suffices for a request.",
    LeastPermissionChanged = "least-permission-changed", Safe Safe Maybe Changed,
        "The least privileged permission for a request is another one.",
    CloudRemoved = "cloud-removed", Breaking Safe Safe Removed,
        "A request is no longer available in a cloud.",
    CloudAdded = "cloud-added", Safe Safe Safe Added,
        "A request is available in a further cloud.",
    Deprecated = "deprecated", Safe Safe Maybe Added,
        "An element was deprecated.",
    DeprecationWithdrawn = "deprecation-withdrawn", Safe Safe Safe Changed,
        "An element is no longer deprecated.",
    RemovalDateChanged = "removal-date-changed", Safe Safe Maybe Changed,
        "A deprecated element will be removed on another date.",
    TermRemoved = "term-removed", Safe Safe Safe Removed,
        "A term was removed.",
    TermAdded = "term-added", Safe Safe Safe Added,
        "A term was added.",
    TermChanged = "term-changed", Safe Safe Safe Changed,
        "A term has another type or applies to other elements.",
    AnnotationChanged = "annotation-changed", Safe Safe Safe Changed,
        "An annotation was added, removed or changed that no other rule reads. Descriptions are not compared.",
    RustNameChanged = "rust-name-changed", Safe Breaking Safe Changed,
        "A generated item has another name, since others collide with it or no longer do.",
    RustSignatureChanged = "rust-signature-changed", Safe Breaking Safe Changed,
        "A generated item has another signature for a reason that no other rule finds.",
    RustNameReused = "rust-name-reused", Safe Breaking Breaking Changed,
        "A name of a generated item now means another element, so that code may still compile.",
    RustItemRemoved = "rust-item-removed", Safe Breaking Safe Removed,
        "An item is no longer generated for a reason that no other rule finds.",
    IgnoreExpired = "ignore-expired", Safe Safe Maybe Changed,
        "An entry of the ignore file has expired.",
}

impl Rule {
    /// Finds a rule by its identifier.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }

    /// Returns whether it finds an addition.
    #[must_use]
    pub fn is_addition(self) -> bool {
        self.kind() == Kind::Added
    }

    /// Returns whether it finds something that is gone.
    #[must_use]
    pub fn is_removal(self) -> bool {
        self.kind() == Kind::Removed
    }

    /// Returns the part of a semantic version that a change with these verdicts increases.
    #[must_use]
    pub fn bump(self, verdicts: Verdicts) -> Bump {
        if self == Self::IgnoreExpired {
            Bump::None
        } else if verdicts.is_breaking() {
            Bump::Major
        } else if self.is_addition() || verdicts.wire == Verdict::Maybe || verdicts.source == Verdict::Maybe {
            Bump::Minor
        } else {
            Bump::Patch
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Rule;

    #[test]
    fn identifiers_are_unique_kebab_case() {
        let ids: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
        assert_eq!(ids.len(), Rule::ALL.len());
        assert!(ids.iter().all(|id| id.bytes().all(|byte| byte == b'-' || byte.is_ascii_lowercase())));
        assert!(Rule::ALL.iter().all(|rule| Rule::from_id(rule.id()) == Some(*rule)));
    }

    #[test]
    fn descriptions_are_sentences() {
        for rule in Rule::ALL {
            assert!(rule.description().ends_with('.') && rule.description().len() < 120, "{rule}");
        }
    }
}
