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
            /// The name, as printed in brackets behind `error`.
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
    /// The document is no well-formed XML.
    Xml = "xml",
    /// The document is larger, or nested deeper, than the settings allow.
    Limit = "limit",
    /// The document is XML, but not CSDL of a version that is read.
    NotCsdl = "not-csdl",
    /// A CSDL element stands where the specification does not have it, or lacks an attribute it must have.
    Csdl = "csdl",
    /// The document is no well-formed YAML or JSON.
    Yaml = "yaml",
    /// The document is YAML or JSON, but not OpenAPI of a version that is read.
    NotOpenApi = "not-openapi",
    /// An OpenAPI field is not of the type that the specification has, or lacks what it must have.
    OpenApi = "openapi",
    /// The OpenAPI document describes a service that is not OData.
    NotOData = "not-odata",
    /// A name is no `SimpleIdentifier`.
    Name = "name",
    /// A name is declared twice.
    Duplicate = "duplicate",
    /// A type, base type, action or function that is named is not declared.
    Unresolved = "unresolved",
    /// A type is its own base type.
    InheritanceCycle = "inheritance-cycle",
    /// An annotation's target is not in the model.
    AnnotationTarget = "annotation-target",
    /// A selector is not written as the grammar has it.
    SelectorSyntax = "selector-syntax",
    /// A selector names nothing in the model.
    SelectorUnknown = "selector-unknown",
    /// A selector names several things in the model.
    SelectorAmbiguous = "selector-ambiguous",
    /// What a selector names cannot be generated.
    Unsupported = "unsupported",
    /// A setting makes no sense.
    Setting = "setting",
    /// A name that an extension gave is no Rust identifier, or its tokens are no Rust.
    Extension = "extension",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
