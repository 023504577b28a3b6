use crate::edm::QualifiedName;

/// An element of the metadata that has a name in the generated code.
///
/// ```
/// use graph_codegen::extension::{Element, Extension};
/// use proc_macro2::TokenStream;
///
/// /// Derives `PartialEq` for all parameter structs.
/// struct ComparableParameters;
///
/// impl Extension for ComparableParameters {
///     fn attributes(&self, element: &Element<'_>) -> Vec<TokenStream> {
///         match element {
///             Element::Parameters { .. } => vec!["#[derive(PartialEq)]".parse().unwrap()],
///             _ => Vec::new(),
///         }
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Element<'a> {
    /// A namespace, which becomes a module.
    Namespace(&'a str),
    /// An entity, complex or enumeration type.
    Type(&'a QualifiedName),
    /// A property.
    Property {
        /// The type that declares it.
        of: &'a QualifiedName,
        /// Its name.
        name: &'a str,
    },
    /// A member of an enumeration type.
    Member {
        /// The enumeration type.
        of: &'a QualifiedName,
        /// Its name.
        name: &'a str,
    },
    /// A navigation property, which becomes a method.
    NavigationProperty {
        /// The type of the request builder that has the method.
        of: &'a QualifiedName,
        /// Its name.
        name: &'a str,
    },
    /// An action or function, which becomes a method.
    Operation {
        /// The type it is called on, or the container of an import.
        on: &'a QualifiedName,
        /// Its name without namespace.
        name: &'a str,
    },
    /// All parameters of an action, which become a struct.
    Parameters {
        /// The type that the operation is declared for. Types derived from it share the struct.
        on: &'a QualifiedName,
        /// The operation's name without namespace.
        operation: &'a str,
    },
    /// A parameter of an operation.
    Parameter {
        /// The type that the operation is declared for.
        on: &'a QualifiedName,
        /// The operation's name without namespace.
        operation: &'a str,
        /// Its name.
        name: &'a str,
    },
    /// An entity set or singleton.
    Root {
        /// The container.
        container: &'a QualifiedName,
        /// Its name.
        name: &'a str,
    },
    /// The container, which becomes the service.
    Container(&'a QualifiedName),
    /// The request builder of a type.
    RequestBuilder {
        /// The type.
        of: &'a QualifiedName,
        /// Whether it addresses a collection.
        is_collection: bool,
    },
}

impl Element<'_> {
    /// Returns the name that patterns are matched against.
    ///
    /// ```text
    /// microsoft.graph.security                     a namespace
    /// microsoft.graph.user                         a type, or the container
    /// microsoft.graph.user/displayName             a property, member, navigation property or operation
    /// microsoft.graph.user/assignLicense()         the struct of an operation's parameters
    /// microsoft.graph.user/assignLicense/addLicenses  a parameter
    /// microsoft.graph.GraphService/users           an entity set or singleton
    /// microsoft.graph.user/RequestBuilder          a request builder
    /// microsoft.graph.user/CollectionRequestBuilder  a request builder of collections
    /// ```
    #[must_use]
    pub fn source_name(&self) -> String {
        match self {
            Self::Namespace(namespace) => (*namespace).to_owned(),
            Self::Type(name) | Self::Container(name) => name.to_string(),
            Self::Property { of, name }
            | Self::Member { of, name }
            | Self::NavigationProperty { of, name }
            | Self::Operation { on: of, name }
            | Self::Root { container: of, name } => [of.as_str(), "/", name].concat(),
            Self::Parameters { on, operation } => format!("{on}/{operation}()"),
            Self::RequestBuilder { of, is_collection: false } => format!("{of}/RequestBuilder"),
            Self::RequestBuilder { of, is_collection: true } => format!("{of}/CollectionRequestBuilder"),
            Self::Parameter { on, operation, name } => [on.as_str(), "/", operation, "/", name].concat(),
        }
    }
}
