use super::{Fatal, IgnoredFields, Kind, NodeId, Read, Reader};
use crate::{
    diagnostic::{Code, Diagnostic, Quoted, Span},
    openapi::{Components, Document},
};

const ROOT: &[&str] = &["openapi", "paths", "components"];
const ROOT_IGNORED: IgnoredFields = &[
    ("info", "describes the document, not the service"),
    ("servers", "the client sets the address of the service"),
    ("security", "the client sets the credential"),
    ("tags", "groups for documentation"),
    ("externalDocs", "documentation"),
    ("webhooks", "requests that the service sends"),
    ("jsonSchemaDialect", "keywords have the meaning that OpenAPI defines"),
    ("$self", "the name of the document"),
];
const COMPONENTS: &[&str] = &["schemas", "responses", "parameters", "requestBodies"];
const COMPONENTS_IGNORED: IgnoredFields = &[
    ("examples", "documentation"),
    ("headers", "the runtime reads response headers"),
    ("securitySchemes", "the client sets the credential"),
    ("links", "OData uses navigation properties as links"),
    ("callbacks", "requests that the service sends"),
    ("pathItems", "`$ref` to a path item is not supported"),
    ("mediaTypes", "`$ref` to a media type is not supported"),
];

impl<'a> Reader<'_, 'a, '_> {
    pub(super) fn document(&mut self) -> Read<Document<'a>> {
        let root = self.tree.root;
        if self.tree.kind(root) != Kind::Mapping {
            let diagnostic =
                Diagnostic::error(Code::NotOpenApi, "this document is not an OpenAPI document, which is an object");
            return self.fatal(diagnostic.at(self.tree.span(root)));
        }
        let fields = self.fields(root, "an OpenAPI document");
        let version = self.version(root, &fields)?;
        let mut document = Document {
            file: self.file,
            version: self.text_of(version),
            paths: Vec::new(),
            components: Components::default(),
            ignored: Vec::new(),
        };
        for (key, value) in fields {
            match &**self.tree.scalar(key) {
                "openapi" => {}
                "paths" => document.paths = self.paths(value)?,
                "components" => document.components = self.components(value)?,
                _ => self.other("OpenAPI", key, ROOT, ROOT_IGNORED),
            }
        }
        document.ignored = std::mem::take(&mut self.ignored);
        Ok(document)
    }

    /// Returns the value of `openapi` if the version is supported.
    fn version(&mut self, root: NodeId, fields: &[(NodeId, NodeId)]) -> Read<NodeId> {
        let tree = self.tree;
        let find = |name: &str| fields.iter().find(|(key, _)| **tree.scalar(*key) == *name).copied();
        if let Some((_, version)) = find("openapi") {
            let text = &**tree.scalar(version);
            if text.is_empty() {
                self.wrong_kind(version, "`openapi`", "the version, as in `3.0.4`");
                return Err(Fatal);
            }
            if text == "3.0" || text == "3.1" || text.starts_with("3.0.") || text.starts_with("3.1.") {
                return Ok(version);
            }
            let message = format!("OpenAPI version {} is not supported", Quoted(text));
            let diagnostic = Diagnostic::error(Code::NotOpenApi, message).at(tree.span(version));
            return self.fatal(diagnostic.help("versions 3.0 and 3.1 are supported"));
        }
        if let Some((key, value)) = find("swagger") {
            let message = format!("this is Swagger {}, the predecessor of OpenAPI", tree.scalar(value));
            let span = Span { end: tree.span(value).end, ..tree.span(key) };
            let diagnostic = Diagnostic::error(Code::NotOpenApi, message).at(span);
            return self.fatal(diagnostic.help(
                "convert it to OpenAPI 3.0, or fetch the service's `$metadata`, which is more complete: \
                 `cargo graph fetch`",
            ));
        }
        let start = tree.span(root).start as usize;
        let diagnostic = Diagnostic::error(Code::NotOpenApi, "the field `openapi` is missing");
        self.fatal(diagnostic.at(Span::new(self.file, start, start)).help(
            "an OpenAPI document declares its version, as in `openapi: 3.0.4`; a CSDL document is XML and begins \
             with `<`",
        ))
    }

    fn components(&mut self, id: NodeId) -> Read<Components<'a>> {
        let mut components = Components::default();
        for (key, value) in self.fields(id, "`components`") {
            match &**self.tree.scalar(key) {
                "schemas" => components.schemas = self.named(value, "`schemas`", Self::schema)?,
                "responses" => components.responses = self.named(value, "`responses`", Self::body)?,
                "parameters" => components.parameters = self.named(value, "`parameters`", Self::parameter)?,
                "requestBodies" => components.request_bodies = self.named(value, "`requestBodies`", Self::body)?,
                _ => self.other("components", key, COMPONENTS, COMPONENTS_IGNORED),
            }
        }
        Ok(components)
    }
}
