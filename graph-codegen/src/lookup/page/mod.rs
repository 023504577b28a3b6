//! What is known about an element, for people and programs.

mod member;
mod request;
mod resource;
mod structure;

use super::{
    documentation,
    forms::{FormFinder, Forms},
    known::{Known, Tables},
    snippet::Snippet,
};
use crate::{
    edm::{Annotation, Facets, ItemType, Model, TypeRef},
    explain::{Element, Explanation},
    facts::{Deprecation, documentation_link},
    selection::{Method, ServiceGraph},
};

/// A page about an element. Sections that do not apply are empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page<'m> {
    /// The name of the element: `microsoft.graph.user`, `POST /me/sendMail`.
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) description: Option<&'m str>,
    pub(crate) deprecation: Option<Deprecation<'m>>,
    /// What has a name and a value: the base type, the type of a property.
    pub(crate) facts: Vec<(&'static str, String)>,
    /// The paths that reach it.
    pub(crate) paths: Forms,
    pub(crate) request: Option<Request>,
    /// The requests on a resource, and what is known about them.
    pub(crate) requests: Vec<(Method, String, Known)>,
    /// Properties, enum members, operations.
    pub(crate) members: Vec<Member<'m>>,
    /// What annotations say about queries.
    pub(crate) capabilities: Vec<String>,
    /// The address of a page about a request.
    pub(crate) documentation: Option<String>,
    pub(crate) snippet: Option<Snippet>,
    pub(crate) explanation: Option<Explanation>,
}

/// A request: what it sends and returns, and who may send it.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) template: String,
    pub(crate) parameters: Vec<Parameter>,
    /// What the body is, other than parameters.
    pub(crate) body: Option<String>,
    /// What a successful response contains.
    pub(crate) returns: String,
    pub(crate) known: Known,
}

/// A value that a request sends.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) type_name: String,
    pub(crate) is_optional: bool,
    pub(crate) is_nullable: bool,
    /// What it is for; of a key, the type whose key it is.
    pub(crate) description: Option<String>,
}

/// Where a value is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
    Body,
}

impl Place {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Body => "body",
        }
    }
}

/// A member of a type.
#[derive(Clone, Debug)]
pub(crate) struct Member<'m> {
    pub(crate) name: &'m str,
    pub(crate) kind: &'static str,
    /// Its type, or the value of an enum member.
    pub(crate) value: String,
    /// Facets and annotations: `key`, `not null`, `read-only`, `at most 64 characters`.
    pub(crate) notes: Vec<String>,
    pub(crate) deprecation: Option<Deprecation<'m>>,
    /// The base type that declares it; `None` for the type itself.
    pub(crate) inherited_from: Option<&'m str>,
}

/// Makes pages about elements of a service.
#[derive(Debug)]
pub(crate) struct Pages<'g, 'm> {
    graph: &'g ServiceGraph<'m>,
    tables: Tables<'m>,
    forms: FormFinder<'g>,
}

impl<'g, 'm> Pages<'g, 'm> {
    pub(crate) fn new(graph: &'g ServiceGraph<'m>) -> Self {
        Self { graph, tables: Tables::of(graph.model()), forms: FormFinder::new(graph) }
    }

    /// Describes an element, except why it is selected.
    pub(crate) fn page(&self, element: &Element<'m>) -> Page<'m> {
        let page = match element {
            Element::Type(id) => structure::page(*id, self),
            Element::Property(id, property) => member::property(*id, property, self),
            Element::NavigationProperty(id, property) => member::navigation_property(*id, property, self),
            Element::Operation(id) => request::operation(*id, None, self),
            Element::Call(id, path) => request::operation(*id, Some(path), self),
            Element::Request(shape, method, path) => request::request(*shape, method, path, self),
            Element::Resource(shape, path) => resource::page(*shape, path, self),
        };
        self.with_documentation(page, element)
    }

    fn with_documentation(&self, mut page: Page<'m>, element: &Element<'m>) -> Page<'m> {
        let Some(request) = &page.request else { return page };
        if let Element::Operation(id) | Element::Call(id, _) = element {
            page.documentation = documentation_link(&self.graph.model().operation(*id).annotations);
        }
        if page.documentation.is_none() && self.tables.are_of_graph() {
            let paths = std::iter::once(&request.template).chain(&page.paths.paths).map(String::as_str);
            page.documentation = documentation::of_graph(request.method, paths);
        }
        page
    }
}

impl<'m> Page<'m> {
    /// The request whose code the page shows: its own, or the first one on the resource.
    pub(crate) fn call(&self) -> Option<(Method, &str)> {
        let of_request = self.request.as_ref().map(|request| (request.method, request.template.as_str()));
        of_request.or_else(|| self.requests.first().map(|(method, template, _)| (*method, template.as_str())))
    }
}

/// The name of a type, as metadata has it: `Collection(Edm.String)`.
pub(super) fn type_name(type_ref: &TypeRef, model: &Model) -> String {
    let name = match &type_ref.item {
        ItemType::Primitive(primitive) => primitive.as_str(),
        ItemType::Declared(id) => model.type_(*id).name.as_str(),
        ItemType::External(name) => name.as_str(),
    };
    if type_ref.is_collection { format!("Collection({name})") } else { name.to_owned() }
}

/// The description in annotations.
pub(super) fn description(annotations: &[Annotation]) -> Option<&str> {
    ["Org.OData.Core.V1.Description", "Org.OData.Core.V1.LongDescription"]
        .iter()
        .find_map(|term| Annotation::value(annotations, term)?.as_string())
}

/// What facets say, for people.
fn facet_notes(facets: &Facets) -> Vec<String> {
    let mut notes = Vec::new();
    let texts = [
        (facets.max_length(), "at most ", " characters or bytes"),
        (facets.precision(), "precision ", ""),
        (facets.scale(), "scale ", ""),
        (facets.srid(), "SRID ", ""),
        (facets.default_value(), "default ", ""),
    ];
    for (value, before, after) in texts {
        notes.extend(value.map(|value| format!("{before}{value}{after}")));
    }
    if facets.unicode() == Some(false) {
        notes.push("ASCII".to_owned());
    }
    notes
}
