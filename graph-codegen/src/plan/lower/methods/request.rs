//! Plans requests to a resource itself: read, create, update, delete, count, references and streams.

use super::super::{builder::BuilderPlanner, options::require, planner::Planner};
use crate::{
    clouds::Availability,
    customization::Element,
    diagnostic::{Code, Diagnostic},
    edm::TypeId,
    facts::{
        CustomOption, OperationFacts, is_directory_object,
        term::{INSERT_RESTRICTIONS, READ_RESTRICTIONS},
    },
    naming::{Identifier, Noun},
    plan::{
        Exchange, Method, MethodKind, Parameter, QueryOption, Request, RustType, Signature, ValueType,
        docs::{capability_sentences, deep_change_docs, option_docs, unsupported_options},
        method::{capabilities, page},
    },
    selection::{Members, ResourceMethod, ResourceShape},
};

impl BuilderPlanner<'_, '_> {
    /// Adds a method for each selected request.
    pub(in crate::plan::lower) fn add_requests(&mut self) {
        let resource = self.resource;
        if resource.get.is_some() {
            self.add_request(&ResourceMethod::Get, &resource.template, &OperationFacts::default());
        }
        for (method, selected) in &resource.methods {
            self.add_request(method, &selected.template, &selected.facts);
            if *method == ResourceMethod::Create && self.creates_media() {
                self.add_creation_of_media(&selected.template, &selected.facts);
            }
        }
    }

    fn add_request(&mut self, method: &ResourceMethod, template: &str, facts: &OperationFacts) {
        let id = self.type_id();
        let entity = self.item();
        let is_generated = match method {
            ResourceMethod::Get => entity.is_some(),
            method if method.has_body() => matches!(entity, Some(ValueType::Structure(_))),
            _ => true,
        };
        if !is_generated {
            let message = format!(
                "{} of `{}` is omitted because its type is not generated",
                method.http().as_str(),
                self.planner.type_name(id)
            );
            self.planner.diagnostics.push(Diagnostic::warning(Code::Unsupported, message));
            return;
        }
        let is_collection = matches!(self.shape, ResourceShape::Collection(_));
        let mut docs =
            vec![sentence(method, &self.noun(), is_collection), format!("`{} {template}`", method.http().as_str())];
        docs.extend(note(method).map(str::to_owned));
        if method.has_body() {
            docs.extend(deep_change_docs(self.planner.model, id, *method == ResourceMethod::Create));
        }
        let mut unsupported = Vec::new();
        if *method == ResourceMethod::Get {
            let annotations = &self.planner.model.type_(id).annotations;
            unsupported = unsupported_options(annotations);
            // The other options apply to collections only.
            unsupported.retain(|option| is_collection || *option == QueryOption::Expand);
            docs.extend(capability_sentences(annotations, &unsupported));
        }
        let annotations = &self.planner.model.type_(id).annotations;
        let options = method.capability().map_or_else(Vec::new, |capability| {
            let by_key = match self.shape {
                ResourceShape::Entity(_) if *method == ResourceMethod::Get => CustomOption::of_read_by_key(annotations),
                _ => Vec::new(),
            };
            match *method {
                _ if !by_key.is_empty() => by_key,
                // Requests for `$count` read the collection.
                ResourceMethod::Count => CustomOption::of_term(annotations, READ_RESTRICTIONS),
                _ => CustomOption::of_term(annotations, capability.term),
            }
        });
        let item = entity.as_ref().map_or(RustType::Runtime("Unselected"), ValueType::property);
        let signature = self.signature(method, is_collection, &item, &unsupported);
        let (signature, required) = require(signature, &options);
        docs.extend(option_docs(&options, &required));
        let clouds = self.request_clouds(method);
        docs.extend(self.planner.request_docs(method.http(), template, facts, clouds));
        let wanted = self.request_name(method);
        let suffix = match method {
            ResourceMethod::Get
            | ResourceMethod::Create
            | ResourceMethod::Update
            | ResourceMethod::Delete
            | ResourceMethod::Count => None,
            _ => Some("_request"),
        };
        let object = RustType::runtime_of("Object", item.clone());
        let output = output(method, is_collection, object.clone());
        let reads = matches!(method, ResourceMethod::Get);
        let is_directory = is_collection
            && matches!(method, ResourceMethod::Get | ResourceMethod::Count)
            && is_directory_object(self.planner.model, id);
        let exchange = Exchange {
            source: self.planner.type_name(id).to_string(),
            template: template.to_owned(),
            body: method.has_body().then(|| RustType::runtime_of("Body", item.clone())),
            output,
            options: required,
            facts: facts.clone(),
        };
        let kind = MethodKind::Request(Request {
            method: method.clone(),
            exchange,
            entity,
            sends_content: false,
            default_select: if reads { default_select(self.planner, id) } else { Vec::new() },
            is_directory,
        });
        let restriction = self.planner.restriction(clouds, self.planner.clouds_of_type(id));
        let named = self.own_method(wanted, suffix, signature, kind);
        self.methods.push(Method { docs, clouds: restriction, ..named });
    }

    /// Whether entities of the collection are created from their content.
    ///
    /// Graph declares streams for types that it creates from JSON only, such as printed documents.
    fn creates_media(&self) -> bool {
        let model = self.planner.model;
        model.has_stream(self.type_id()) && !model.is_microsoft_graph()
    }

    /// Adds `POST` of the content of a media entity: OData 4.01, part 1, section 11.4.7.1.
    ///
    /// It is like the method that was added last, which sends properties.
    fn add_creation_of_media(&mut self, template: &str, facts: &OperationFacts) {
        let Some(Method { kind: MethodKind::Request(sibling), .. }) = self.methods.last() else { return };
        if sibling.method != ResourceMethod::Create {
            return;
        }
        let request = Request {
            exchange: Exchange { body: None, ..sibling.exchange.clone() },
            sends_content: true,
            ..sibling.clone()
        };
        let annotations = &self.planner.model.type_(self.type_id()).annotations;
        let options = CustomOption::of_term(annotations, INSERT_RESTRICTIONS);
        let upload = RustType::runtime_of("Upload", request.exchange.output.clone());
        let (signature, required) = require(with_content(upload), &options);
        let clouds = self.request_clouds(&request.method);
        let mut docs = vec![
            format!("Creates a new {} from the content of its media stream, and returns it.", self.noun().singular),
            format!("`POST {template}`"),
        ];
        docs.push("Set the media type with `content_type`.".to_owned());
        docs.extend(option_docs(&options, &required));
        docs.extend(self.planner.request_docs(request.method.http(), template, facts, clouds));
        let restriction = self.planner.restriction(clouds, self.planner.clouds_of_type(self.type_id()));
        let wanted = Identifier::forced("create_media");
        let named = self.own_method(wanted, Some("_request"), signature, MethodKind::Request(request));
        self.methods.push(Method { docs, clouds: restriction, ..named });
    }

    /// The clouds that have the resource, and the stream of a request.
    fn request_clouds(&self, method: &ResourceMethod) -> Option<Availability> {
        let id = self.type_id();
        match method {
            ResourceMethod::Download(Some(name))
            | ResourceMethod::Upload(Some(name))
            | ResourceMethod::DeleteStream(Some(name)) => self.planner.clouds.as_ref()?.of_member(id, name),
            _ => self.planner.clouds_of_type(id),
        }
    }

    fn signature(
        &self,
        method: &ResourceMethod,
        is_collection: bool,
        item: &RustType,
        unsupported: &[QueryOption],
    ) -> Signature {
        let of = |name: &'static str, argument: &RustType| RustType::runtime_of(name, argument.clone());
        let object = || of("Object", item);
        let link = RustType::Runtime("Link");
        match method {
            ResourceMethod::Get => {
                let mut arguments = vec![item.clone()];
                arguments.extend(capabilities(unsupported));
                Signature::returning(RustType::RuntimeOf(if is_collection { "List" } else { "Get" }, arguments))
            }
            ResourceMethod::Count => Signature::returning(of("Count", item)),
            ResourceMethod::Create => self.with_body(of("Write", &object()), item, true),
            ResourceMethod::Replace => self.with_body(of("Write", &object().option()), item, true),
            ResourceMethod::Update => self.with_body(of("Write", &object().option()), item, false),
            ResourceMethod::AddReference | ResourceMethod::SetReference | ResourceMethod::RemoveReferenceById => {
                let to = Identifier::forced("to");
                let declared = RustType::Runtime("Reference").impl_into();
                Signature::returning(of("Write", &RustType::Plain("()"))).with(Parameter::new(
                    to,
                    declared,
                    RustType::Plain("&str"),
                ))
            }
            ResourceMethod::ListReferences => Signature::returning(of("List", &link)),
            ResourceMethod::GetReference => Signature::returning(of("Get", &link)),
            ResourceMethod::Download(_) => Signature::returning(RustType::Runtime("Download")),
            ResourceMethod::Upload(_) => with_content(RustType::Runtime("Upload")),
            ResourceMethod::Delete | ResourceMethod::RemoveReference | ResourceMethod::DeleteStream(_) => {
                Signature::returning(of("Write", &RustType::Plain("()")))
            }
        }
    }

    /// A request with a body of the resource's type, or of a derived type if one is selected.
    ///
    /// A request that may create an entity also accepts bodies that set create-only properties.
    fn with_body(&self, returns: RustType, item: &RustType, may_create: bool) -> Signature {
        let mut signature = Signature::returning(returns);
        let mut arguments = vec![item.clone()];
        if self.planner.has_derived_types(self.type_id()) {
            let bound = RustType::runtime_of("DerivedFrom", item.clone());
            signature = signature.with_generic("D", Some(bound));
            arguments = vec![RustType::Plain("D")];
        }
        if may_create {
            signature = signature.with_generic("F", None);
            arguments.push(RustType::Plain("F"));
        }
        let declared = RustType::RuntimeOf("Body", arguments);
        let accepts = RustType::runtime_of("Body", item.clone());
        signature.with(Parameter::new(Identifier::forced("body"), declared, accepts))
    }

    fn request_name(&self, method: &ResourceMethod) -> Identifier {
        let of_stream = |verb: &str, property: &Option<String>| match property {
            None => Identifier::forced(verb),
            Some(property) => {
                let id = self.type_id();
                let found = self.planner.model.property(id, property);
                let of = self.planner.type_name(found.map_or(id, |(of, _)| of));
                let name = self.planner.snake(&Element::Property { of, name: property }, property);
                Identifier::forced(&format!("{verb}_{}", name.as_str()))
            }
        };
        let name = match method {
            ResourceMethod::Get => "get",
            ResourceMethod::Create => "create",
            ResourceMethod::Update => "update",
            ResourceMethod::Replace => "replace",
            ResourceMethod::Delete => "delete",
            ResourceMethod::Count => "count",
            ResourceMethod::ListReferences => "list_references",
            ResourceMethod::AddReference => "add_reference",
            ResourceMethod::GetReference => "get_reference",
            ResourceMethod::SetReference => "set_reference",
            ResourceMethod::RemoveReference | ResourceMethod::RemoveReferenceById => "remove_reference",
            ResourceMethod::Download(property) => return of_stream("download", property),
            ResourceMethod::Upload(property) => return of_stream("upload", property),
            ResourceMethod::DeleteStream(Some(property)) => return of_stream("delete", &Some(property.clone())),
            ResourceMethod::DeleteStream(None) => "delete_stream",
        };
        Identifier::forced(name)
    }
}

/// A request whose body is content.
fn with_content(returns: RustType) -> Signature {
    let declared = RustType::Runtime("UploadBody").impl_into();
    let bytes = RustType::plain_of("Vec", RustType::Plain("u8"));
    Signature::returning(returns).with(Parameter::new(Identifier::forced("content"), declared, bytes))
}

/// The type that `send` returns.
fn output(method: &ResourceMethod, is_collection: bool, object: RustType) -> RustType {
    let link = || RustType::runtime_of("Object", RustType::Runtime("Link"));
    match method {
        ResourceMethod::Get if is_collection => page(object),
        ResourceMethod::Get | ResourceMethod::Create => object,
        ResourceMethod::Update | ResourceMethod::Replace => object.option(),
        ResourceMethod::Count => RustType::Plain("i64"),
        ResourceMethod::ListReferences => page(link()),
        ResourceMethod::GetReference => link(),
        ResourceMethod::Download(_) => RustType::Runtime("Content"),
        ResourceMethod::Upload(_) => RustType::Runtime("Uploaded"),
        ResourceMethod::Delete
        | ResourceMethod::AddReference
        | ResourceMethod::SetReference
        | ResourceMethod::RemoveReference
        | ResourceMethod::RemoveReferenceById
        | ResourceMethod::DeleteStream(_) => RustType::Plain("()"),
    }
}

/// A trimmed type requests the properties that it has, since the service could omit them by default.
pub(in crate::plan::lower) fn default_select(planner: &Planner<'_>, id: TypeId) -> Vec<String> {
    match planner.selection.types.get(&id).map(|selected| &selected.members) {
        Some(Members::Only(names)) => planner
            .model
            .properties(id)
            .into_iter()
            .filter(|(_, property)| names.contains(&property.name))
            .map(|(_, property)| property.name.clone())
            .collect(),
        _ => Vec::new(),
    }
}

/// A sentence that says what a request does.
fn sentence(method: &ResourceMethod, noun: &Noun, is_collection: bool) -> String {
    let Noun { singular, plural } = noun;
    let stream = |property: &Option<String>| match property {
        None => "the media stream".to_owned(),
        Some(property) => format!("the stream `{property}`"),
    };
    match method {
        ResourceMethod::Get if is_collection => format!("Lists the {plural}."),
        ResourceMethod::Get => format!("Reads the {singular}."),
        ResourceMethod::Create => format!("Creates a new {singular} and returns it."),
        ResourceMethod::Update => format!("Updates the {singular} with the properties that `body` sets."),
        ResourceMethod::Replace => format!("Replaces the {singular}."),
        ResourceMethod::Delete => format!("Deletes the {singular}."),
        ResourceMethod::Count => format!("Counts the {plural}."),
        ResourceMethod::ListReferences => format!("Lists references to the {plural}."),
        ResourceMethod::AddReference => format!("Adds a reference to an existing {singular}, given by URL or path."),
        ResourceMethod::RemoveReferenceById => {
            format!("Removes the reference to the {singular} given by URL or path, which is not deleted.")
        }
        ResourceMethod::GetReference => format!("Reads the reference to the {singular}."),
        ResourceMethod::SetReference => format!("Sets the reference to an existing {singular}, given by URL or path."),
        ResourceMethod::RemoveReference => format!("Removes the reference to the {singular}, which is not deleted."),
        ResourceMethod::Download(property) => format!("Downloads {}.", stream(property)),
        ResourceMethod::Upload(property) => format!("Uploads {}, replacing its content.", stream(property)),
        ResourceMethod::DeleteStream(property) => format!("Deletes {}.", stream(property)),
    }
}

/// Further documentation of a request, after its URL.
fn note(method: &ResourceMethod) -> Option<&'static str> {
    match method {
        ResourceMethod::Update => Some(
            "Returns `None` if the service responds without content (204). To request the updated resource, add \
             `.prefer(Preference::REPRESENTATION)`.",
        ),
        ResourceMethod::Replace => Some(
            "Properties that `body` does not set are reset to their defaults. Returns `None` if the service responds \
             without content (204).",
        ),
        _ => None,
    }
}
