use crate::{
    csdl::{Ignored, Text},
    diagnostic::{FileId, Span},
};

/// An OpenAPI document of version 3.0 or 3.1.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// The source it was read from.
    pub file: FileId,
    /// `openapi`: `3.0.1`, `3.1.0`.
    pub version: Text<'a>,
    /// `paths`, in document order.
    pub paths: Vec<PathItem<'a>>,
    /// `components`.
    pub components: Components<'a>,
    /// Fields that the model does not represent, each once.
    pub ignored: Vec<Ignored<'a>>,
}

/// The possible targets of `$ref`s, in document order.
#[derive(Clone, Debug, Default)]
pub struct Components<'a> {
    /// `schemas`.
    pub schemas: Vec<(Text<'a>, Schema<'a>)>,
    /// `responses`.
    pub responses: Vec<(Text<'a>, Body<'a>)>,
    /// `parameters`.
    pub parameters: Vec<(Text<'a>, Parameter<'a>)>,
    /// `requestBodies`.
    pub request_bodies: Vec<(Text<'a>, Body<'a>)>,
}

/// A path and its operations.
#[derive(Clone, Debug)]
pub struct PathItem<'a> {
    /// The path template: `/users/{user-id}/manager`.
    pub path: Text<'a>,
    /// Parameters of all its operations.
    pub parameters: Vec<Parameter<'a>>,
    /// Operations, in document order. They are identified by method and path, since Microsoft's documents repeat
    /// `operationId`s.
    pub operations: Vec<Operation<'a>>,
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `get`.
    Get,
    /// `put`.
    Put,
    /// `post`.
    Post,
    /// `delete`.
    Delete,
    /// `patch`.
    Patch,
    /// `options`, `head` or `trace`, which OData does not use.
    Other,
}

/// The kind of an operation according to `x-ms-docs-operation-type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationType {
    /// A call of an action.
    Action,
    /// A call of a function.
    Function,
    /// Reading or writing a resource.
    Operation,
}

/// An operation of a path.
#[derive(Clone, Debug)]
pub struct Operation<'a> {
    /// The method.
    pub method: Method,
    /// `x-ms-docs-operation-type`.
    pub operation_type: Option<OperationType>,
    /// `parameters`.
    pub parameters: Vec<Parameter<'a>>,
    /// `requestBody`.
    pub request_body: Option<Body<'a>>,
    /// `responses` by status: `200`, `2XX`, `default`.
    pub responses: Vec<(Text<'a>, Body<'a>)>,
    /// `description`, or `summary` if there is none.
    pub description: Option<Text<'a>>,
    /// `deprecated`, `x-ms-deprecation`.
    pub deprecation: Option<Deprecation<'a>>,
    /// `url` of `externalDocs`.
    pub documentation: Option<Text<'a>>,
    /// The key, which is the method.
    pub span: Span,
}

/// `deprecated: true`, with the details of `x-ms-deprecation`.
#[derive(Clone, Debug, Default)]
pub struct Deprecation<'a> {
    /// `date`: when it was deprecated.
    pub date: Option<Text<'a>>,
    /// `removalDate`.
    pub removal_date: Option<Text<'a>>,
    /// `version`.
    pub version: Option<Text<'a>>,
    /// `description`.
    pub description: Option<Text<'a>>,
}

/// A parameter, or a reference to one.
#[derive(Clone, Debug)]
pub struct Parameter<'a> {
    /// `$ref`.
    pub reference: Option<Text<'a>>,
    /// `name`.
    pub name: Option<Text<'a>>,
    /// `in`: `path`, `query`, `header` or `cookie`.
    pub location: Option<Text<'a>>,
    /// `required`.
    pub is_required: bool,
    /// `description`.
    pub description: Option<Text<'a>>,
    /// `schema`.
    pub schema: Option<Schema<'a>>,
    /// The parameter.
    pub span: Span,
}

/// A request body or a response, or a reference to one.
#[derive(Clone, Debug)]
pub struct Body<'a> {
    /// `$ref`.
    pub reference: Option<Text<'a>>,
    /// `content`: a schema by media type.
    pub content: Vec<(Text<'a>, Option<Schema<'a>>)>,
    /// The body.
    pub span: Span,
}

/// A schema, or a reference to one.
#[derive(Clone, Debug, Default)]
pub struct Schema<'a> {
    /// `$ref`.
    pub reference: Option<Text<'a>>,
    /// `type`; if there are several, the first one that is not `null`.
    pub type_name: Option<Text<'a>>,
    /// `nullable: true`, or `null` among the types.
    pub nullable: bool,
    /// `format`.
    pub format: Option<Text<'a>>,
    /// `maxLength`.
    pub max_length: Option<Text<'a>>,
    /// `description`.
    pub description: Option<Text<'a>>,
    /// `default`, if it is a scalar.
    pub default_value: Option<Text<'a>>,
    /// `x-ms-discriminator-value`: `#microsoft.graph.user`.
    pub discriminator_value: Option<Text<'a>>,
    /// `readOnly: true`.
    pub read_only: bool,
    /// `x-ms-navigationProperty: true`.
    pub is_navigation: bool,
    /// `deprecated`, `x-ms-deprecation`.
    pub deprecation: Option<Box<Deprecation<'a>>>,
    /// `properties`, in document order.
    pub properties: Vec<(Text<'a>, Schema<'a>)>,
    /// `items`.
    pub items: Option<Box<Schema<'a>>>,
    /// `allOf`.
    pub all_of: Vec<Schema<'a>>,
    /// `anyOf` and `oneOf`.
    pub any_of: Vec<Schema<'a>>,
    /// `enum`, without null.
    pub enumeration: Vec<Text<'a>>,
    /// `values` of `x-ms-enum` that have a description: value and description.
    pub member_descriptions: Vec<(Text<'a>, Text<'a>)>,
    /// `x-ms-enum-flags: { isFlags: true }`.
    pub is_flags: bool,
    /// `additionalProperties` other than `false`.
    pub is_open: bool,
    /// Where it is in the source; `None` if it is not written.
    pub span: Option<Span>,
}
