use std::fmt;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// A stable name for a kind of mistake, for scripts and for searching the web.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// The name, as printed in brackets after `error`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

codes! {
    /// A file cannot be read or written.
    Io = "io",
    /// The document is not well-formed XML.
    Xml = "xml",
    /// The document is larger, or nested deeper, than the settings allow.
    Limit = "limit",
    /// The document is XML, but not CSDL of a supported version.
    NotCsdl = "not-csdl",
    /// A CSDL element is where the specification does not allow it, or lacks a required attribute.
    Csdl = "csdl",
    /// The document is not well-formed YAML or JSON.
    Yaml = "yaml",
    /// The document is YAML or JSON, but not OpenAPI of a supported version.
    NotOpenApi = "not-openapi",
    /// An OpenAPI field is not of the specified type, or lacks a required field.
    OpenApi = "openapi",
    /// The OpenAPI document describes a service that is not OData.
    NotOData = "not-odata",
    /// A name is not a valid `SimpleIdentifier`.
    Name = "name",
    /// A name is declared twice.
    Duplicate = "duplicate",
    /// A type, base type, action or function that is named is not declared.
    Unresolved = "unresolved",
    /// A type is its own base type.
    InheritanceCycle = "inheritance-cycle",
    /// An annotation's target is not in the model.
    AnnotationTarget = "annotation-target",
    /// A selector does not follow the grammar.
    SelectorSyntax = "selector-syntax",
    /// A selector names nothing in the model.
    SelectorUnknown = "selector-unknown",
    /// A selector names several things in the model.
    SelectorAmbiguous = "selector-ambiguous",
    /// What a selector names cannot be generated.
    Unsupported = "unsupported",
    /// A setting is not valid.
    Setting = "setting",
    /// A name given by an extension is not a valid Rust identifier, or its tokens are not valid Rust.
    Extension = "extension",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
