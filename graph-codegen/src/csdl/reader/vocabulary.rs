/// Declares an enum of names, which are compared as bytes once and as numbers afterwards.
macro_rules! names {
    (
        $(#[doc = $doc:literal])+ $type:ident { $($variant:ident = $bytes:literal,)+ }
        $($(#[doc = $rest_doc:literal])+ $rest:ident,)+
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub(super) enum $type {
            $($variant,)+
            $($(#[doc = $rest_doc])+ $rest,)+
        }

        impl $type {
            pub(super) fn from_bytes(name: &[u8]) -> Option<Self> {
                match name {
                    $($bytes => Some(Self::$variant),)+
                    _ => None,
                }
            }

            pub(super) const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => const { ascii($bytes) },)+
                    $(Self::$rest => "",)+
                }
            }

            pub(super) const ALL: &[Self] = &[$(Self::$variant,)+];
        }
    };
}

const fn ascii(name: &[u8]) -> &str {
    match std::str::from_utf8(name) {
        Ok(name) => name,
        Err(_) => panic!("the names of the specification are ASCII"),
    }
}

names! {
    /// The elements of the specification, ordered so that each kind is a range.
    ElementName {
        Property = b"Property",
        Annotation = b"Annotation",
        Annotations = b"Annotations",
        Member = b"Member",
        NavigationProperty = b"NavigationProperty",
        NavigationPropertyBinding = b"NavigationPropertyBinding",
        Parameter = b"Parameter",
        ReturnType = b"ReturnType",
        EntityType = b"EntityType",
        ComplexType = b"ComplexType",
        EnumType = b"EnumType",
        TypeDefinition = b"TypeDefinition",
        Action = b"Action",
        Function = b"Function",
        Term = b"Term",
        EntityContainer = b"EntityContainer",
        Key = b"Key",
        PropertyRef = b"PropertyRef",
        ReferentialConstraint = b"ReferentialConstraint",
        OnDelete = b"OnDelete",
        EntitySet = b"EntitySet",
        Singleton = b"Singleton",
        ActionImport = b"ActionImport",
        FunctionImport = b"FunctionImport",
        Schema = b"Schema",
        PropertyValue = b"PropertyValue",

        Edmx = b"Edmx",
        DataServices = b"DataServices",
        Reference = b"Reference",
        Include = b"Include",
        IncludeAnnotations = b"IncludeAnnotations",

        Record = b"Record",
        Collection = b"Collection",
        Null = b"Null",

        Binary = b"Binary",
        Bool = b"Bool",
        Date = b"Date",
        DateTimeOffset = b"DateTimeOffset",
        Decimal = b"Decimal",
        Duration = b"Duration",
        EnumMember = b"EnumMember",
        Float = b"Float",
        Guid = b"Guid",
        Int = b"Int",
        String = b"String",
        TimeOfDay = b"TimeOfDay",
        AnnotationPath = b"AnnotationPath",
        ModelElementPath = b"ModelElementPath",
        NavigationPropertyPath = b"NavigationPropertyPath",
        Path = b"Path",
        PropertyPath = b"PropertyPath",
        LabeledElementReference = b"LabeledElementReference",

        Apply = b"Apply",
        If = b"If",
        Cast = b"Cast",
        IsOf = b"IsOf",
        LabeledElement = b"LabeledElement",
        UrlRef = b"UrlRef",
        And = b"And",
        Or = b"Or",
        Not = b"Not",
        Eq = b"Eq",
        Ne = b"Ne",
        Gt = b"Gt",
        Ge = b"Ge",
        Lt = b"Lt",
        Le = b"Le",
        Has = b"Has",
        In = b"In",
        Add = b"Add",
        Sub = b"Sub",
        Neg = b"Neg",
        Mul = b"Mul",
        Div = b"Div",
        DivBy = b"DivBy",
        Mod = b"Mod",
    }
    /// Any other element.
    Unknown,
}

impl ElementName {
    /// Returns whether the element is in the namespace of `edmx:Edmx`.
    pub(super) fn is_edmx(self) -> bool {
        self >= Self::Edmx && self <= Self::IncludeAnnotations
    }

    /// Returns the elements that can contain it, as prose; `None` if there are many.
    pub(super) fn parents(self) -> Option<&'static str> {
        Some(match self {
            Self::Property | Self::NavigationProperty => "`EntityType` or `ComplexType`",
            Self::Member => "`EnumType`",
            Self::NavigationPropertyBinding => "`EntitySet` or `Singleton`",
            Self::Parameter | Self::ReturnType => "`Action` or `Function`",
            Self::EntityType | Self::ComplexType | Self::EnumType | Self::TypeDefinition => "`Schema`",
            Self::Action | Self::Function | Self::Term | Self::EntityContainer | Self::Annotations => "`Schema`",
            Self::Key => "`EntityType`",
            Self::PropertyRef => "`Key`",
            Self::ReferentialConstraint | Self::OnDelete => "`NavigationProperty`",
            Self::EntitySet | Self::Singleton | Self::ActionImport | Self::FunctionImport => "`EntityContainer`",
            Self::Schema => "`edmx:DataServices`",
            Self::PropertyValue => "`Record`",
            Self::DataServices | Self::Reference => "`edmx:Edmx`",
            Self::Include | Self::IncludeAnnotations => "`edmx:Reference`",
            Self::Edmx => "nothing: it is the root element",
            _ => return None,
        })
    }

    /// Returns whether the element is an expression.
    pub(super) fn is_expression(self) -> bool {
        self >= Self::Record && self <= Self::Mod
    }

    /// Returns whether the element is an expression whose value is its text.
    pub(super) fn is_text_expression(self) -> bool {
        self >= Self::Binary && self <= Self::LabeledElementReference
    }
}

names! {
    /// The attributes of the specification, ordered so that each kind is a range.
    AttributeName {
        Name = b"Name",
        Type = b"Type",
        Nullable = b"Nullable",
        Value = b"Value",
        Term = b"Term",
        Target = b"Target",
        Property = b"Property",
        IsBound = b"IsBound",
        BaseType = b"BaseType",
        Abstract = b"Abstract",
        OpenType = b"OpenType",
        HasStream = b"HasStream",
        MaxLength = b"MaxLength",
        Precision = b"Precision",
        Scale = b"Scale",
        Unicode = b"Unicode",
        Srid = b"SRID",
        DefaultValue = b"DefaultValue",
        Partner = b"Partner",
        ContainsTarget = b"ContainsTarget",
        ReferencedProperty = b"ReferencedProperty",
        Action = b"Action",
        UnderlyingType = b"UnderlyingType",
        IsFlags = b"IsFlags",
        IsComposable = b"IsComposable",
        EntitySetPath = b"EntitySetPath",
        BaseTerm = b"BaseTerm",
        AppliesTo = b"AppliesTo",
        Extends = b"Extends",
        EntityType = b"EntityType",
        EntitySet = b"EntitySet",
        Function = b"Function",
        IncludeInServiceDocument = b"IncludeInServiceDocument",
        Namespace = b"Namespace",
        Alias = b"Alias",
        Qualifier = b"Qualifier",
        Version = b"Version",
        Uri = b"Uri",
        TermNamespace = b"TermNamespace",
        TargetNamespace = b"TargetNamespace",

        Binary = b"Binary",
        Bool = b"Bool",
        Date = b"Date",
        DateTimeOffset = b"DateTimeOffset",
        Decimal = b"Decimal",
        Duration = b"Duration",
        EnumMember = b"EnumMember",
        Float = b"Float",
        Guid = b"Guid",
        Int = b"Int",
        String = b"String",
        TimeOfDay = b"TimeOfDay",
        AnnotationPath = b"AnnotationPath",
        ModelElementPath = b"ModelElementPath",
        NavigationPropertyPath = b"NavigationPropertyPath",
        Path = b"Path",
        PropertyPath = b"PropertyPath",
        UrlRef = b"UrlRef",
    }
    /// Any other attribute.
    Unknown,
}

impl AttributeName {
    /// Returns whether the attribute is the value of a term or property.
    pub(super) fn is_expression(self) -> bool {
        self >= Self::Binary && self <= Self::UrlRef
    }
}

/// Returns the name with a [number](specified_number).
pub(in crate::csdl) fn specified_name(number: u32) -> Option<&'static str> {
    let number = number as usize;
    match number.checked_sub(ElementName::ALL.len()) {
        None => Some(ElementName::ALL[number].as_str()),
        Some(number) => AttributeName::ALL.get(number).map(|name| name.as_str()),
    }
}

/// Returns the number of a name: its index in the list of all elements and all attributes. Other names have a number
/// that is not the number of any name.
#[cfg(feature = "tools")]
pub(in crate::csdl) fn specified_number(name: &str) -> u32 {
    let elements = ElementName::ALL.iter().map(|name| name.as_str());
    let attributes = AttributeName::ALL.iter().map(|name| name.as_str());
    elements.chain(attributes).position(|other| other == name).map_or(u32::MAX, |number| number as u32)
}

#[cfg(test)]
mod tests {
    use super::{AttributeName, ElementName};

    #[test]
    fn names_and_bytes_agree() {
        for name in ElementName::ALL {
            assert_eq!(ElementName::from_bytes(name.as_str().as_bytes()), Some(*name));
        }
        for name in AttributeName::ALL {
            assert_eq!(AttributeName::from_bytes(name.as_str().as_bytes()), Some(*name));
        }
        assert_eq!(ElementName::from_bytes(b"Propertx"), None);
        assert_eq!(AttributeName::from_bytes(b""), None);
    }
}
