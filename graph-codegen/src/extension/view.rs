use proc_macro2::TokenStream;

use super::{Item, Owner};
use crate::{
    edm::{Annotation, ItemType, Model, Primitive, TypeId},
    naming::Identifier,
    plan::{MethodKind, Package, Path, RustType, StructureOrigin, TypeNames},
    selection::{ResourceShape, Selection},
};

/// What an extension can read: the model, the selection, and the plan of the Rust code.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct View<'a> {
    /// The resolved model.
    pub model: &'a Model,
    /// The selected elements.
    pub selection: &'a Selection,
    /// The plan of the Rust code.
    pub package: &'a Package,
    /// Where tokens are written.
    place: Place<'a>,
}

/// Where tokens are written, which decides the paths of generated items.
#[derive(Clone, Copy, Debug)]
enum Place<'a> {
    /// In a generated module, given by its path from the root.
    Module(&'a [Identifier]),
    /// Elsewhere; the root has this path.
    Elsewhere(&'a str),
}

impl<'a> View<'a> {
    pub(crate) fn new(model: &'a Model, selection: &'a Selection, package: &'a Package) -> Self {
        Self { model, selection, package, place: Place::Module(&[]) }
    }

    /// Returns a view whose tokens are for a generated module, which is given by its path from the root.
    ///
    /// The view that a hook gets is for the module of its item.
    #[must_use]
    pub fn in_module(self, modules: &'a [Identifier]) -> Self {
        Self { place: Place::Module(modules), ..self }
    }

    /// Returns a view whose tokens are for a file outside of the generated code, where the root of the generated code
    /// has a path such as `crate::graph`.
    #[must_use]
    pub fn from_outside(self, root: &'a str) -> Self {
        Self { place: Place::Elsewhere(root), ..self }
    }

    /// Returns the Rust type of an element, given by its [source name](super::Element::source_name): of a property,
    /// navigation property, entity set, singleton or parameter that of its value, of a request or operation what its
    /// call returns, of a method that addresses something its request builder, and of a type (`Edm.Guid`,
    /// `microsoft.graph.user`), the container or another item the item itself.
    ///
    /// The field of a property is an `Option` of it. Values of entity and complex types are the runtime's `Object`.
    /// Returns `None` if generated code does not use the element.
    ///
    /// ```
    /// use graph_codegen::extension::{Extension, ExtensionFile, View};
    ///
    /// struct Check;
    ///
    /// impl Extension for Check {
    ///     fn files(&self, view: View<'_>) -> Vec<ExtensionFile> {
    ///         let view = view.from_outside("crate::graph");
    ///         let text = |name| view.type_of(name).map(|found| found.to_string().replace(' ', ""));
    ///         assert_eq!(text("microsoft.graph.user").as_deref(), Some("crate::graph::User"));
    ///         assert_eq!(text("microsoft.graph.user/businessPhones").as_deref(), Some("Vec<String>"));
    ///         let manager = text("microsoft.graph.user/manager");
    ///         let object = "::graph_runtime::codegen::Object<crate::graph::DirectoryObject>";
    ///         assert_eq!(manager.as_deref(), Some(object));
    ///         assert_eq!(text("microsoft.graph.group"), None);
    ///         Vec::new()
    ///     }
    /// }
    ///
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// graph_codegen::Builder::new().select("microsoft.graph.user").extension(Check).generate()?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn type_of(self, source_name: &str) -> Option<TokenStream> {
        if let Some((owner, name)) = source_name.rsplit_once('/') {
            let known = self.package.types.element(self.package, source_name).cloned();
            return known.or_else(|| self.type_addressed(owner, name)).map(|found| self.tokens(&found));
        }
        if let Some(service) = self.package.service.as_ref().filter(|service| service.source == source_name) {
            return Some(self.path(&Path::new([], service.name.clone())));
        }
        let item = match source_name.strip_prefix("Edm.").and_then(Primitive::from_name) {
            Some(primitive) => ItemType::Primitive(primitive),
            None => ItemType::Declared(self.model.find_type(source_name)?),
        };
        self.package.types.get(&item, self.model).map(|found| self.tokens(&found.property()))
    }

    /// The type of a request builder, or of the values that a navigation property, entity set or singleton addresses.
    fn type_addressed(self, owner: &str, name: &str) -> Option<RustType> {
        let types = &self.package.types;
        if self.package.service.as_ref().is_some_and(|service| service.source == owner) {
            let shape = self.selection.roots.get(name)?.shape;
            return self.value(shape.entity_type(), matches!(shape, ResourceShape::Collection(_)));
        }
        let id = self.model.find_type(owner)?;
        match name {
            "RequestBuilder" => return types.builder(ResourceShape::Entity(id)).cloned().map(RustType::Generated),
            "CollectionRequestBuilder" => {
                return types.builder(ResourceShape::Collection(id)).cloned().map(RustType::Generated);
            }
            _ => {}
        }
        let is_used = types.get(&ItemType::Declared(id), self.model).is_some()
            || types.builder(ResourceShape::Entity(id)).is_some();
        let (_, property) = self.model.navigation_property(id, name).filter(|_| is_used)?;
        self.value(property.type_ref.type_id()?, property.type_ref.is_collection)
    }

    /// The type of a value of a type, or of several.
    fn value(self, id: TypeId, is_collection: bool) -> Option<RustType> {
        let value = self.package.types.get(&ItemType::Declared(id), self.model)?.value();
        Some(if is_collection { RustType::plain_of("Vec", value) } else { value })
    }

    /// Returns a type of the plan as tokens.
    #[must_use]
    pub fn tokens(self, rust_type: &RustType) -> TokenStream {
        // Custom types are checked before, but not the root outside of the generated code.
        let is_type = |tokens: &TokenStream| syn::parse2::<syn::Type>(tokens.clone()).is_ok();
        match (self.place, rust_type.text(&self).parse::<TokenStream>()) {
            (Place::Elsewhere(root), tokens) => tokens.ok().filter(is_type).unwrap_or_else(|| {
                let message = format!("`{root}` is not the path of a module");
                quote::quote! { ::core::compile_error!(#message) }
            }),
            (Place::Module(_), tokens) => tokens.unwrap_or_default(),
        }
    }

    /// Returns the path of a generated item as tokens.
    #[must_use]
    pub fn path(self, path: &Path) -> TokenStream {
        self.tokens(&RustType::Generated(path.clone()))
    }

    /// Returns the annotations of what an item is generated for.
    ///
    /// A request to a resource has those of the resource's type, and a method that only addresses something those of
    /// the entity set, singleton or navigation property.
    #[must_use]
    pub fn annotations(self, item: Item<'_>) -> &'a [Annotation] {
        let model = self.model;
        match item {
            Item::Module(module) => {
                let named = model.schemas().iter().find(|schema| Some(&schema.namespace) == module.namespace.as_ref());
                named.map_or(&[], |schema| &schema.annotations)
            }
            Item::Service(service) => model.find_container(&service.source).map_or(&[], |found| &found.annotations),
            Item::RequestBuilder(builder) => &model.type_(builder.type_id()).annotations,
            Item::Structure(structure) => match structure.origin {
                StructureOrigin::Entity(id) | StructureOrigin::Complex(id) => &model.type_(id).annotations,
                StructureOrigin::Parameters(id) => &model.operation(id).annotations,
            },
            Item::Field(structure, field) => match structure.origin {
                StructureOrigin::Entity(id) | StructureOrigin::Complex(id) => {
                    model.property(id, &field.wire_name).map_or(&[], |(_, property)| &property.annotations)
                }
                StructureOrigin::Parameters(id) => {
                    let mut parameters = model.operation(id).call_parameters().iter();
                    let found = parameters.find(|parameter| parameter.name == field.wire_name);
                    found.map_or(&[], |parameter| &parameter.annotations)
                }
            },
            Item::Enumeration(enumeration) => &model.type_(enumeration.origin).annotations,
            Item::Variant(enumeration, variant) => {
                let member = model.enum_member(enumeration.origin, &variant.wire_name);
                member.map_or(&[], |member| &member.annotations)
            }
            Item::Union(union) => &model.type_(union.origin).annotations,
            Item::Method(owner, method) => match (&method.kind, owner) {
                (MethodKind::Action(action), _) => &model.operation(action.origin).annotations,
                (MethodKind::Function(function), _) => &model.operation(function.origin).annotations,
                (MethodKind::FunctionResult(function), _) => &model.operation(function.origin).annotations,
                (MethodKind::Segment(segment), Owner::Service(_)) => child_annotations(model, &segment.segment),
                (MethodKind::Segment(segment), Owner::RequestBuilder(builder)) => {
                    let found = model.navigation_property(builder.type_id(), &segment.segment);
                    found.map_or(&[], |(_, property)| &property.annotations)
                }
                (_, Owner::RequestBuilder(builder)) => &model.type_(builder.type_id()).annotations,
                (_, Owner::Service(_)) => &[],
            },
        }
    }

    /// Returns the annotation with a term, given by its qualified name, of what an item is generated for.
    ///
    /// ```
    /// use graph_codegen::extension::{Extension, Item, View};
    ///
    /// /// Adds the long description of each struct to its documentation.
    /// struct LongDescriptions;
    ///
    /// impl Extension for LongDescriptions {
    ///     fn docs(&self, view: View<'_>, item: Item<'_>, docs: &mut Vec<String>) {
    ///         let found = view.annotation(item, "Org.OData.Core.V1.LongDescription");
    ///         docs.extend(found.and_then(|found| found.value.as_ref()?.as_string()).map(str::to_owned));
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn annotation(self, item: Item<'_>, term: &str) -> Option<&'a Annotation> {
        Annotation::find(self.annotations(item), term)
    }
}

/// The annotations of an entity set or singleton.
fn child_annotations<'a>(model: &'a Model, name: &str) -> &'a [Annotation] {
    let child = model.service().and_then(|service| service.find(name));
    child.map(|child| child.annotations()).unwrap_or_default()
}

impl TypeNames for View<'_> {
    fn write_runtime(&self, name: &str, text: &mut String) {
        match self.place {
            Place::Module(_) => text.push_str("rt::"),
            Place::Elsewhere(_) => {
                text.push_str(&self.package.runtime);
                text.push_str("::codegen::");
            }
        }
        text.push_str(name);
    }

    fn write_generated(&self, path: &Path, text: &mut String) {
        match self.place {
            Place::Module(modules) => path.write_from(modules, text),
            Place::Elsewhere(_) if path.write_extern(text) => {}
            Place::Elsewhere(root) => {
                text.push_str(root);
                for name in path.modules.iter().chain([&path.name]) {
                    text.push_str("::");
                    text.push_str(name.written());
                }
            }
        }
    }
}
