use super::{schemas::Schemas, template::Argument, types::Found};
use crate::{
    csdl::{Text, is_identifier},
    diagnostic::{Code, Diagnostic, Quoted, Span},
    edm::Primitive,
    openapi::{Body, Operation, Parameter, PathItem, Schema},
};

/// A parameter of an action or function.
#[derive(Clone, Debug)]
pub(super) struct CallParameter {
    pub(super) name: String,
    pub(super) found: Found,
    pub(super) span: Span,
}

impl<'d, 'a> Schemas<'d, 'a, '_> {
    /// Returns the type that an operation returns on success.
    pub(super) fn returned(&mut self, document: usize, operation: &'d Operation<'a>) -> Option<Found> {
        let (_, body) = operation.responses.iter().find(|(status, _)| status.starts_with('2'))?;
        self.content(document, body, "responses")
    }

    /// Returns the type of an operation's request body.
    pub(super) fn sent(&mut self, document: usize, operation: &'d Operation<'a>) -> Option<Found> {
        self.content(document, operation.request_body.as_ref()?, "requestBodies")
    }

    fn content(&mut self, document: usize, body: &'d Body<'a>, section: &'static str) -> Option<Found> {
        let Some((document, found)) = self.body(document, body, section) else {
            return self.undeclared_body(document, body);
        };
        let is_json = |media: &str| media.contains("json");
        if let Some((media, schema)) = found.content.iter().find(|(media, _)| is_json(media)) {
            return Some(match schema {
                Some(schema) => self.payload(document, schema, media.span),
                None => untyped(media.span),
            });
        }
        let (media, _) = found.content.first()?;
        // `$count` and `$value` return text; any other content is a stream.
        let primitive = if media.starts_with("text/plain") { Primitive::String } else { Primitive::Stream };
        let item = primitive.as_str().to_owned();
        Some(Found { item, is_collection: false, is_nullable: false, span: media.span })
    }

    /// Returns the type of an undeclared body. The name of a collection's envelope contains the name of its item type.
    fn undeclared_body(&mut self, document: usize, body: &Body<'a>) -> Option<Found> {
        let reference = body.reference.as_ref()?;
        let name = reference.rsplit('/').next().unwrap_or_default();
        if name.ends_with("CollectionResponse") {
            return Some(self.undeclared(document, name, reference.span));
        }
        Some(self.name_type(format!("{}._{}", self.root_namespace, simple_name(name)), false, reference.span))
    }

    /// Returns the type with a name, and records it as absent if it is undeclared.
    pub(super) fn name_type(&mut self, item: String, is_collection: bool, span: Span) -> Found {
        if !self.type_index.contains_key(&*item) {
            self.absent.entry(item.clone()).or_insert(span);
        }
        Found { item, is_collection, is_nullable: false, span }
    }

    /// Returns the parameters of an action, which are the properties of its request body.
    pub(super) fn action_parameters(&mut self, document: usize, operation: &'d Operation<'a>) -> Vec<CallParameter> {
        let Some(body) = &operation.request_body else { return Vec::new() };
        let Some((document, found)) = self.body(document, body, "requestBodies") else {
            // The parameters of an undeclared body are unknown, so the call cannot be generated.
            let Some(reference) = &body.reference else { return Vec::new() };
            let name = simple_name(reference.rsplit('/').next().unwrap_or_default());
            let missing = self.name_type(format!("{}._{name}", self.root_namespace), false, reference.span);
            return vec![CallParameter { name, found: missing, span: reference.span }];
        };
        let Some(schema) = found.content.iter().find_map(|(_, schema)| schema.as_ref()) else { return Vec::new() };
        let mut parameters = Vec::new();
        self.body_properties(document, schema, &mut parameters, 0);
        parameters
    }

    fn body_properties(
        &mut self,
        document: usize,
        schema: &'d Schema<'a>,
        parameters: &mut Vec<CallParameter>,
        depth: usize,
    ) {
        if let Some(reference) = &schema.reference {
            let pointer = super::references::pointer(reference);
            let target = pointer.and_then(|pointer| self.schema(document, &pointer, reference.span));
            if let Some((document, target)) = target.filter(|_| depth < 32) {
                self.body_properties(document, target, parameters, depth + 1);
            } else {
                let found = self.type_of(document, schema, reference.span);
                parameters.push(CallParameter { name: "body".to_owned(), found, span: reference.span });
            }
            return;
        }
        for (name, property) in &schema.properties {
            if name.contains('@') || !is_identifier(name) {
                continue;
            }
            let found = self.type_of(document, property, name.span);
            parameters.push(CallParameter { name: name.to_string(), found, span: name.span });
        }
        for part in &schema.all_of {
            self.body_properties(document, part, parameters, depth + 1);
        }
    }

    /// Returns the parameters of a function, which are in its parentheses and have the types of the path parameters.
    pub(super) fn function_parameters(
        &mut self,
        document: usize,
        item: &'d PathItem<'a>,
        operation: &'d Operation<'a>,
        arguments: &[Argument<'_>],
        span: Span,
    ) -> Vec<CallParameter> {
        let mut parameters: Vec<CallParameter> = Vec::new();
        for argument in arguments {
            if argument.name.is_empty() || !is_identifier(argument.name) {
                continue;
            }
            let declared = operation.parameters.iter().chain(&item.parameters).find_map(|parameter| {
                let (document, parameter) = self.parameter(document, parameter)?;
                let name = parameter.name.as_deref()?;
                (name == argument.placeholder || name == argument.name).then_some((document, parameter))
            });
            let found = match declared {
                Some((document, Parameter { schema: Some(schema), span, .. })) => self.type_of(document, schema, *span),
                _ => {
                    let message = format!("the type of the parameter {} is not given", Quoted(argument.name));
                    let diagnostic = Diagnostic::warning(Code::OpenApi, message).at(span);
                    self.report_once(
                        diagnostic.help("it is treated as a string if it is quoted, and as any value otherwise"),
                    );
                    let primitive = if argument.is_text { Primitive::String } else { Primitive::Untyped };
                    Found { item: primitive.as_str().to_owned(), ..untyped(span) }
                }
            };
            parameters.push(CallParameter { name: argument.name.to_owned(), found, span });
        }
        parameters
    }
}

fn untyped(span: Span) -> Found {
    Found { item: Primitive::Untyped.as_str().to_owned(), is_collection: false, is_nullable: true, span }
}

/// Turns a component's name into an identifier.
fn simple_name(name: &str) -> String {
    let simple: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if simple.is_empty() { "body".to_owned() } else { simple }
}

/// Returns a text with the span that it derives from.
pub(super) fn text<'a>(value: impl Into<std::borrow::Cow<'a, str>>, span: Span) -> Text<'a> {
    Text { value: value.into(), span }
}
