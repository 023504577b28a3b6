use super::{IgnoredFields, Kind, NodeId, Read, Reader};
use crate::{
    csdl::Text,
    diagnostic::{Code, Diagnostic, Quoted},
    openapi::{Body, Deprecation, Method, Operation, OperationType, Parameter, PathItem, Schema},
};

const ITEM: &[&str] = &["parameters", "get", "put", "post", "delete", "patch", "options", "head", "trace"];
const ITEM_IGNORED: IgnoredFields = &[
    ("summary", "documentation"),
    ("description", "documentation"),
    ("servers", "the client sets the address of the service"),
    ("x-ms-docs-grouped-path", "documentation"),
    ("x-ms-docs-key-type", "the type follows from the schema"),
];
const OPERATION: &[&str] = &[
    "parameters",
    "requestBody",
    "responses",
    "description",
    "summary",
    "deprecated",
    "x-ms-deprecation",
    "externalDocs",
    "x-ms-docs-operation-type",
];
const OPERATION_IGNORED: IgnoredFields = &[
    ("tags", "groups for documentation"),
    ("operationId", "operations are identified by method and path; Microsoft's documents repeat operation IDs"),
    ("callbacks", "requests that the service sends"),
    ("security", "the client sets the credential"),
    ("servers", "the client sets the address of the service"),
    ("x-ms-pageable", "every collection may have pages"),
];
const PARAMETER: &[&str] = &["$ref", "name", "in", "required", "description", "schema", "content"];
const PARAMETER_IGNORED: IgnoredFields = &[
    ("deprecated", "OData deprecates only operations and properties"),
    ("allowEmptyValue", "OData defines how values are written"),
    ("style", "OData defines how values are written"),
    ("explode", "OData defines how values are written"),
    ("allowReserved", "OData defines how values are written"),
    ("example", "documentation"),
    ("examples", "documentation"),
    ("x-ms-docs-key-type", "the type follows from the schema"),
];
const BODY: &[&str] = &["$ref", "content"];
const BODY_IGNORED: IgnoredFields = &[
    ("description", "documentation"),
    ("required", "OData defines which parameters are required"),
    ("headers", "the runtime reads response headers"),
    ("links", "OData uses navigation properties as links"),
    ("summary", "documentation"),
];
const MEDIA: &[&str] = &["schema"];
const MEDIA_IGNORED: IgnoredFields = &[
    ("example", "documentation"),
    ("examples", "documentation"),
    ("encoding", "OData defines how values are written"),
];

impl<'a> Reader<'_, 'a, '_> {
    pub(super) fn paths(&mut self, id: NodeId) -> Read<Vec<PathItem<'a>>> {
        let fields = self.fields(id, "`paths`");
        let mut paths = Vec::with_capacity(fields.len());
        for (key, value) in fields {
            let path = self.text_of(key);
            if path.starts_with("x-") {
                continue;
            }
            if !path.starts_with('/') {
                let message = format!("the path {} does not begin with a slash", Quoted(&path));
                self.report(Diagnostic::error(Code::OpenApi, message).at(path.span));
                continue;
            }
            paths.push(self.path_item(path, value)?);
        }
        Ok(paths)
    }

    fn path_item(&mut self, path: Text<'a>, id: NodeId) -> Read<PathItem<'a>> {
        self.enter(id)?;
        let mut item = PathItem { path, parameters: Vec::new(), operations: Vec::new() };
        for (key, value) in self.fields(id, "a path item") {
            let method = match &**self.tree.scalar(key) {
                "get" => Method::Get,
                "put" => Method::Put,
                "post" => Method::Post,
                "delete" => Method::Delete,
                "patch" => Method::Patch,
                "options" | "head" | "trace" => Method::Other,
                "parameters" => {
                    item.parameters = self.parameters(value)?;
                    continue;
                }
                "$ref" => {
                    let diagnostic = Diagnostic::error(Code::Unsupported, "`$ref` to a path item is not supported");
                    self.report(diagnostic.at(self.tree.span(key)).help("write out the path item at its path"));
                    continue;
                }
                _ => {
                    self.other("path item", key, ITEM, ITEM_IGNORED);
                    continue;
                }
            };
            item.operations.push(self.operation(method, key, value)?);
        }
        self.leave();
        Ok(item)
    }

    fn operation(&mut self, method: Method, key: NodeId, id: NodeId) -> Read<Operation<'a>> {
        self.enter(id)?;
        let mut operation = Operation {
            method,
            operation_type: None,
            parameters: Vec::new(),
            request_body: None,
            responses: Vec::new(),
            description: None,
            deprecation: None,
            documentation: None,
            span: self.tree.span(key),
        };
        for (key, value) in self.fields(id, "an operation") {
            match &**self.tree.scalar(key) {
                "parameters" => operation.parameters = self.parameters(value)?,
                "requestBody" => operation.request_body = Some(self.body(value)?),
                "responses" => operation.responses = self.named(value, "`responses`", Self::body)?,
                "description" => operation.description = self.sentence(value).or(operation.description.take()),
                "summary" if operation.description.is_none() => operation.description = self.sentence(value),
                "summary" => {}
                "deprecated" => {
                    if self.flag(value, "`deprecated`") {
                        operation.deprecation.get_or_insert_default();
                    }
                }
                "x-ms-deprecation" => operation.deprecation = Some(self.deprecation(value)),
                "externalDocs" => operation.documentation = self.documentation(value),
                "x-ms-docs-operation-type" => operation.operation_type = self.operation_type(value),
                _ => self.other("operation", key, OPERATION, OPERATION_IGNORED),
            }
        }
        self.leave();
        Ok(operation)
    }

    /// The address in `externalDocs`. What else it has is about the text behind it.
    fn documentation(&mut self, id: NodeId) -> Option<Text<'a>> {
        let fields = self.fields(id, "`externalDocs`");
        let url = fields.into_iter().find(|(key, _)| &**self.tree.scalar(*key) == "url");
        url.and_then(|(_, value)| self.sentence(value))
    }

    fn operation_type(&mut self, id: NodeId) -> Option<OperationType> {
        let text = self.text(id, "`x-ms-docs-operation-type`")?;
        match &*text {
            "action" | "actionImport" => Some(OperationType::Action),
            "function" | "functionImport" => Some(OperationType::Function),
            "operation" => Some(OperationType::Operation),
            other => {
                let message = format!("{} is not a kind of operation", Quoted(other));
                let diagnostic = Diagnostic::warning(Code::OpenApi, message).at(text.span);
                self.report(diagnostic.help("valid kinds are `operation`, `action` and `function`"));
                None
            }
        }
    }

    pub(super) fn deprecation(&mut self, id: NodeId) -> Deprecation<'a> {
        let mut deprecation = Deprecation::default();
        for (key, value) in self.fields(id, "`x-ms-deprecation`") {
            match &**self.tree.scalar(key) {
                "date" => deprecation.date = self.sentence(value),
                "removalDate" => deprecation.removal_date = self.sentence(value),
                "version" => deprecation.version = self.sentence(value),
                "description" => deprecation.description = self.sentence(value),
                _ => self.other("x-ms-deprecation", key, &["date", "removalDate", "version", "description"], &[]),
            }
        }
        deprecation
    }

    fn parameters(&mut self, id: NodeId) -> Read<Vec<Parameter<'a>>> {
        let items = self.items(id, "`parameters`");
        items.iter().map(|item| self.parameter(*item)).collect()
    }

    pub(super) fn parameter(&mut self, id: NodeId) -> Read<Parameter<'a>> {
        self.enter(id)?;
        let span = self.tree.span(id);
        let mut parameter = Parameter {
            reference: None,
            name: None,
            location: None,
            is_required: false,
            description: None,
            schema: None,
            span,
        };
        for (key, value) in self.fields(id, "a parameter") {
            match &**self.tree.scalar(key) {
                "$ref" => parameter.reference = self.text(value, "`$ref`"),
                "name" => parameter.name = self.text(value, "`name`"),
                "in" => parameter.location = self.text(value, "`in`"),
                "required" => parameter.is_required = self.flag(value, "`required`"),
                "description" => parameter.description = self.sentence(value),
                "schema" => parameter.schema = Some(self.schema(value)?),
                "content" => parameter.schema = self.content(value)?.into_iter().find_map(|(_, schema)| schema),
                _ => self.other("parameter", key, PARAMETER, PARAMETER_IGNORED),
            }
        }
        if parameter.reference.is_none() && parameter.name.is_none() && self.tree.kind(id) == Kind::Mapping {
            self.report(Diagnostic::error(Code::OpenApi, "this parameter has no `name`").at(span));
        }
        self.leave();
        Ok(parameter)
    }

    /// Reads a response or a request body.
    pub(super) fn body(&mut self, id: NodeId) -> Read<Body<'a>> {
        self.enter(id)?;
        let mut body = Body { reference: None, content: Vec::new(), span: self.tree.span(id) };
        for (key, value) in self.fields(id, "a response or request body") {
            match &**self.tree.scalar(key) {
                "$ref" => body.reference = self.text(value, "`$ref`"),
                "content" => body.content = self.content(value)?,
                _ => self.other("body", key, BODY, BODY_IGNORED),
            }
        }
        self.leave();
        Ok(body)
    }

    fn content(&mut self, id: NodeId) -> Read<Vec<(Text<'a>, Option<Schema<'a>>)>> {
        self.named(id, "`content`", |reader, media| {
            let mut schema = None;
            for (key, value) in reader.fields(media, "a media type") {
                match &**reader.tree.scalar(key) {
                    "schema" => schema = Some(reader.schema(value)?),
                    _ => reader.other("media type", key, MEDIA, MEDIA_IGNORED),
                }
            }
            Ok(schema)
        })
    }
}
