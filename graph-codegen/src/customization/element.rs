use super::ElementKind;
use crate::edm::QualifiedName;

/// An element of the metadata that has a name in the generated code.
///
/// ```
/// use graph_codegen::{
///     extension::{Element, Extension},
///     plan::Identifier,
/// };
///
/// /// Calls the parameters of actions `…Arguments`.
/// struct Arguments;
///
/// impl Extension for Arguments {
///     fn rename(&self, element: &Element<'_>, default: &str) -> Option<Identifier> {
///         match element {
///             Element::Parameters { .. } => Identifier::new(&format!("{default}Arguments")),
///             _ => None,
///         }
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Element<'a> {
    /// A namespace, which becomes a module.
    Namespace(&'a str),
    /// An entity or complex type, which becomes a struct.
    Type(&'a QualifiedName),
    /// An enumeration type, which becomes an enum.
    EnumType(&'a QualifiedName),
    /// All types derived from a type, which become an enum.
    DerivedTypes(&'a QualifiedName),
    /// A property.
    Property {
        /// The type that declares it.
        of: &'a QualifiedName,
        /// Its name.
        name: &'a str,
    },
    /// A complex property that a request addresses, which becomes a method besides the field.
    PropertyPath {
        /// The type of the request builder that has the method.
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
    /// The result of a function, which becomes a method that addresses it.
    FunctionResult {
        /// The type it is called on, or the container of an import.
        on: &'a QualifiedName,
        /// The function's name without namespace.
        function: &'a str,
    },
    /// A method of a request builder that no element of the metadata has the name of: a request to the resource
    /// (`get`), a key (`by_id`), a path (`by_path`) or a cast (`as_group`).
    Request {
        /// The type.
        of: &'a QualifiedName,
        /// Whether the request builder addresses a collection.
        is_collection: bool,
        /// The name of the method, before it is renamed.
        name: &'a str,
    },
}

impl Element<'_> {
    /// Returns what the generated code has for the element.
    #[must_use]
    pub fn kind(&self) -> ElementKind {
        match self {
            Self::Namespace(_) => ElementKind::Module,
            Self::Type(_) | Self::Parameters { .. } => ElementKind::Struct,
            Self::EnumType(_) => ElementKind::Enum,
            Self::DerivedTypes(_) => ElementKind::Union,
            Self::Property { .. } | Self::Parameter { .. } => ElementKind::Field,
            Self::Member { .. } => ElementKind::Member,
            Self::PropertyPath { .. }
            | Self::NavigationProperty { .. }
            | Self::Operation { .. }
            | Self::Root { .. }
            | Self::FunctionResult { .. }
            | Self::Request { .. } => ElementKind::Method,
            Self::Container(_) => ElementKind::Service,
            Self::RequestBuilder { .. } => ElementKind::RequestBuilder,
        }
    }

    /// Returns the name that patterns are matched against.
    ///
    /// ```text
    /// microsoft.graph.security                     a namespace
    /// microsoft.graph.user                         a type, or the container
    /// microsoft.graph.user/displayName             a property, member, navigation property or operation
    /// microsoft.graph.user/assignLicense()         the struct of an action's parameters
    /// microsoft.graph.user/delta()                 the result of a function
    /// microsoft.graph.user/assignLicense/addLicenses  a parameter
    /// microsoft.graph.GraphService/users           an entity set or singleton
    /// microsoft.graph.user/RequestBuilder          a request builder
    /// microsoft.graph.user/CollectionRequestBuilder  a request builder of collections
    /// microsoft.graph.user/RequestBuilder/get      another method of a request builder
    /// microsoft.graph.directoryObject/Union        the enum of the types derived from a type
    /// ```
    #[must_use]
    pub fn source_name(&self) -> String {
        match self {
            Self::Namespace(namespace) => (*namespace).to_owned(),
            Self::Type(name) | Self::EnumType(name) | Self::Container(name) => name.to_string(),
            Self::DerivedTypes(name) => [name.as_str(), "/Union"].concat(),
            Self::Property { of, name }
            | Self::PropertyPath { of, name }
            | Self::Member { of, name }
            | Self::NavigationProperty { of, name }
            | Self::Operation { on: of, name }
            | Self::Root { container: of, name } => [of.as_str(), "/", name].concat(),
            Self::Parameters { on, operation: name } | Self::FunctionResult { on, function: name } => {
                format!("{on}/{name}()")
            }
            Self::RequestBuilder { of, is_collection } => builder(of, *is_collection),
            Self::Request { of, is_collection, name } => [builder(of, *is_collection).as_str(), "/", name].concat(),
            Self::Parameter { on, operation, name } => [on.as_str(), "/", operation, "/", name].concat(),
        }
    }
}

/// The source name of a request builder.
fn builder(of: &QualifiedName, is_collection: bool) -> String {
    [of.as_str(), if is_collection { "/CollectionRequestBuilder" } else { "/RequestBuilder" }].concat()
}
