use std::fmt;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// A stable name for a kind of mistake, for use in scripts and web searches.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Returns the name, which is printed in brackets after `error`.
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
    /// The document is not well-formed JSON.
    Json = "json",
    /// The document is larger, or nested more deeply, than the settings allow.
    Limit = "limit",
    /// The document is XML, but not CSDL of a supported version.
    NotCsdl = "not-csdl",
    /// A CSDL element is where the specification does not allow it, or lacks a required attribute.
    Csdl = "csdl",
    /// The document is not well-formed YAML or JSON.
    Yaml = "yaml",
    /// The document is YAML or JSON, but not OpenAPI of a supported version.
    NotOpenApi = "not-openapi",
    /// An OpenAPI field has the wrong type, or a required field is missing.
    OpenApi = "openapi",
    /// The OpenAPI document describes a service that does not use OData.
    NotOData = "not-odata",
    /// A name is not a valid `SimpleIdentifier`.
    Name = "name",
    /// A name is declared twice.
    Duplicate = "duplicate",
    /// A referenced type, base type, action or function is not declared.
    Unresolved = "unresolved",
    /// A type is its own base type.
    InheritanceCycle = "inheritance-cycle",
    /// The target of an annotation is not in the model.
    AnnotationTarget = "annotation-target",
    /// An annotation of the settings replaces another one.
    Override = "override",
    /// A fix-up of the settings changes the model, or no longer does.
    Fixup = "fixup",
    /// A selector does not follow the grammar.
    SelectorSyntax = "selector-syntax",
    /// A selector does not match anything in the model.
    SelectorUnknown = "selector-unknown",
    /// A selector matches several things in the model.
    SelectorAmbiguous = "selector-ambiguous",
    /// A selected element cannot be generated.
    Unsupported = "unsupported",
    /// A request needs a permission that is not allowed, or a permission does not exist.
    Permission = "permission",
    /// A cloud of the settings lacks what a selector names.
    Cloud = "cloud",
    /// A setting is not valid.
    Setting = "setting",
    /// An extension returned a name that is not a valid Rust identifier, or tokens that are not valid Rust.
    Extension = "extension",
    /// A setting has no effect, since nothing that is generated matches its pattern.
    Unused = "unused",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
