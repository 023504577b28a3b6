use crate::{
    customization::ElementKind,
    naming::Identifier,
    plan::{Enumeration, Field, Method, Module, RequestBuilder, Service, Structure, StructureOrigin, Union, Variant},
};

/// An item of the generated code, with what it belongs to.
///
/// ```
/// use graph_codegen::extension::{Extension, Item, View, proc_macro2::TokenStream, quote::quote};
///
/// /// Derives `PartialEq` for structs all of whose fields are text.
/// struct ComparableTexts;
///
/// impl Extension for ComparableTexts {
///     fn attributes(&self, view: View<'_>, item: Item<'_>) -> Vec<TokenStream> {
///         let is_text = |name| view.type_of(name).is_some_and(|found| found.to_string() == "String");
///         match item {
///             Item::Structure(of) if of.fields.iter().all(|field| is_text(&field.source)) => {
///                 vec![quote! { #[derive(PartialEq)] }]
///             }
///             _ => Vec::new(),
///         }
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Item<'a> {
    /// The module of a namespace, or the root.
    Module(&'a Module),
    /// The service.
    Service(&'a Service),
    /// A request builder.
    RequestBuilder(&'a RequestBuilder),
    /// A method of the service or of a request builder.
    Method(Owner<'a>, &'a Method),
    /// A struct.
    Structure(&'a Structure),
    /// A field of a struct.
    Field(&'a Structure, &'a Field),
    /// An enum.
    Enumeration(&'a Enumeration),
    /// A variant of an enum.
    Variant(&'a Enumeration, &'a Variant),
    /// An enum of derived types.
    Union(&'a Union),
}

/// What has a method.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Owner<'a> {
    /// The service.
    Service(&'a Service),
    /// A request builder.
    RequestBuilder(&'a RequestBuilder),
}

impl<'a> Owner<'a> {
    /// Returns the name of the struct.
    #[must_use]
    pub fn name(self) -> &'a Identifier {
        match self {
            Self::Service(service) => &service.name,
            Self::RequestBuilder(builder) => &builder.name,
        }
    }
}

impl Item<'_> {
    /// Returns the kind of element that it is generated for.
    #[must_use]
    pub fn kind(self) -> ElementKind {
        match self {
            Self::Module(_) => ElementKind::Module,
            Self::Service(_) => ElementKind::Service,
            Self::RequestBuilder(_) => ElementKind::RequestBuilder,
            Self::Method(..) => ElementKind::Method,
            Self::Structure(_) => ElementKind::Struct,
            Self::Field(..) => ElementKind::Field,
            Self::Enumeration(_) => ElementKind::Enum,
            Self::Variant(..) => ElementKind::Member,
            Self::Union(_) => ElementKind::Union,
        }
    }

    /// Returns the name that patterns are matched against; see
    /// [`Element::source_name`](crate::extension::Element::source_name). It is empty for a module without a namespace.
    #[must_use]
    pub fn source_name(self) -> String {
        match self {
            Self::Module(module) => module.namespace.clone().unwrap_or_default(),
            Self::Service(service) => service.source.clone(),
            Self::RequestBuilder(builder) if builder.is_collection() => {
                format!("{}/CollectionRequestBuilder", builder.source)
            }
            Self::RequestBuilder(builder) => format!("{}/RequestBuilder", builder.source),
            Self::Method(_, method) => method.source.clone(),
            Self::Structure(structure) => match structure.origin {
                StructureOrigin::Parameters(_) => format!("{}()", structure.source),
                _ => structure.source.clone(),
            },
            Self::Field(_, field) => field.source.clone(),
            Self::Enumeration(enumeration) => enumeration.source.clone(),
            Self::Variant(enumeration, variant) => format!("{}/{}", enumeration.source, variant.wire_name),
            Self::Union(union) => format!("{}/Union", union.source),
        }
    }

    /// Returns the paragraphs of its documentation; those of a module are not part of the plan.
    #[must_use]
    pub fn docs(&self) -> &[String] {
        match self {
            Self::Module(_) => &[],
            Self::Service(service) => &service.docs,
            Self::RequestBuilder(builder) => &builder.docs,
            Self::Method(_, method) => &method.docs,
            Self::Structure(structure) => &structure.docs,
            Self::Field(_, field) => &field.docs,
            Self::Enumeration(enumeration) => &enumeration.docs,
            Self::Variant(_, variant) => &variant.docs,
            Self::Union(union) => &union.docs,
        }
    }
}
