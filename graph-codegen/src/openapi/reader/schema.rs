use super::{IgnoredFields, Kind, NodeId, Read, Reader};
use crate::{
    csdl::Text,
    diagnostic::{Code, Diagnostic, Quoted},
    openapi::Schema,
};

const SCHEMA: &[&str] = &[
    "$ref",
    "type",
    "nullable",
    "format",
    "maxLength",
    "description",
    "default",
    "x-ms-discriminator-value",
    "readOnly",
    "deprecated",
    "properties",
    "items",
    "allOf",
    "anyOf",
    "oneOf",
    "enum",
    "additionalProperties",
    "x-ms-navigationProperty",
    "x-ms-deprecation",
    "x-ms-enum",
    "x-ms-enum-flags",
];
const NOT_VALIDATED: &str = "the runtime does not validate values";
const SCHEMA_IGNORED: IgnoredFields = &[
    ("title", "documentation"),
    ("required", "the runtime checks which values are present"),
    ("discriminator", "`allOf` defines the base type, and `@odata.type` identifies the type of a value"),
    ("x-ms-primary-error-message", "the runtime reads errors"),
    ("example", "documentation"),
    ("examples", "documentation"),
    ("externalDocs", "documentation"),
    ("pattern", NOT_VALIDATED),
    ("minimum", NOT_VALIDATED),
    ("maximum", NOT_VALIDATED),
    ("exclusiveMinimum", NOT_VALIDATED),
    ("exclusiveMaximum", NOT_VALIDATED),
    ("multipleOf", NOT_VALIDATED),
    ("minLength", NOT_VALIDATED),
    ("minItems", NOT_VALIDATED),
    ("maxItems", NOT_VALIDATED),
    ("uniqueItems", NOT_VALIDATED),
    ("minProperties", NOT_VALIDATED),
    ("maxProperties", NOT_VALIDATED),
    ("const", NOT_VALIDATED),
    ("not", NOT_VALIDATED),
    ("writeOnly", "CSDL cannot express it"),
    ("xml", "bodies are JSON"),
];

impl<'a> Reader<'_, 'a, '_> {
    pub(super) fn schema(&mut self, id: NodeId) -> Read<Schema<'a>> {
        self.enter(id)?;
        let mut schema = Schema { span: Some(self.tree.span(id)), ..Schema::default() };
        // In 3.1, a schema may be `true`, which allows any value.
        if self.tree.kind(id) == Kind::Plain && matches!(&**self.tree.scalar(id), "true" | "false") {
            self.leave();
            return Ok(schema);
        }
        for (key, value) in self.fields(id, "a schema") {
            match &**self.tree.scalar(key) {
                "$ref" => schema.reference = self.text(value, "`$ref`"),
                "type" => self.type_name(value, &mut schema),
                "nullable" => schema.nullable |= self.flag(value, "`nullable`"),
                "format" => schema.format = self.text(value, "`format`"),
                "maxLength" => schema.max_length = self.text(value, "`maxLength`"),
                "description" => schema.description = self.sentence(value),
                "default" => schema.default_value = self.sentence(value),
                "x-ms-discriminator-value" => {
                    schema.discriminator_value = self.text(value, "`x-ms-discriminator-value`")
                }
                "readOnly" => schema.read_only = self.flag(value, "`readOnly`"),
                "deprecated" => {
                    if self.flag(value, "`deprecated`") {
                        schema.deprecation.get_or_insert_default();
                    }
                }
                "properties" => schema.properties = self.named(value, "`properties`", Self::schema)?,
                "items" => schema.items = Some(Box::new(self.schema(value)?)),
                "allOf" => schema.all_of = self.schemas(value, "`allOf`")?,
                "anyOf" => schema.any_of.extend(self.schemas(value, "`anyOf`")?),
                "oneOf" => schema.any_of.extend(self.schemas(value, "`oneOf`")?),
                "enum" => self.enumeration(value, &mut schema),
                "additionalProperties" => {
                    let is_false = self.tree.kind(value) == Kind::Plain && &**self.tree.scalar(value) == "false";
                    schema.is_open = !is_false;
                }
                "x-ms-navigationProperty" => schema.is_navigation = self.flag(value, "`x-ms-navigationProperty`"),
                "x-ms-deprecation" => schema.deprecation = Some(Box::new(self.deprecation(value))),
                "x-ms-enum" => schema.member_descriptions = self.members(value),
                "x-ms-enum-flags" => schema.is_flags = self.is_flags(value),
                _ => self.other("schema", key, SCHEMA, SCHEMA_IGNORED),
            }
        }
        self.leave();
        Ok(schema)
    }

    fn schemas(&mut self, id: NodeId, what: &str) -> Read<Vec<Schema<'a>>> {
        let items = self.items(id, what);
        items.iter().map(|item| self.schema(*item)).collect()
    }

    /// Reads the name of a type or, in 3.1, a list of names; `null` in it makes the type nullable.
    fn type_name(&mut self, id: NodeId, schema: &mut Schema<'a>) {
        let names = match self.tree.kind(id) {
            Kind::Sequence => self.items(id, "`type`").to_vec(),
            _ => vec![id],
        };
        let mut several = None;
        for name in names {
            let Some(name) = self.text(name, "the name of a type").filter(|name| self.is_type(name)) else { continue };
            if &*name == "null" {
                schema.nullable = true;
            } else if schema.type_name.is_none() {
                schema.type_name = Some(name);
            } else {
                several = Some(name);
            }
        }
        // Several types mean any value.
        if several.is_some() {
            schema.type_name = None;
        }
    }

    fn is_type(&mut self, name: &Text<'_>) -> bool {
        const TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];
        if TYPES.contains(&&**name) {
            return true;
        }
        let message = format!("{} is not a JSON type", Quoted(name));
        let diagnostic = Diagnostic::error(Code::OpenApi, message).at(name.span);
        self.report(diagnostic.help(format!("valid types are {}", TYPES.join(", "))));
        false
    }

    fn enumeration(&mut self, id: NodeId, schema: &mut Schema<'a>) {
        for &item in self.items(id, "`enum`") {
            if self.tree.is_null(item) {
                schema.nullable = true;
            } else if let Some(value) = self.text(item, "a value of `enum`") {
                schema.enumeration.push(value);
            }
        }
    }

    fn members(&mut self, id: NodeId) -> Vec<(Text<'a>, Text<'a>)> {
        let mut described = Vec::new();
        for (key, value) in self.fields(id, "`x-ms-enum`") {
            if &**self.tree.scalar(key) != "values" {
                continue;
            }
            for &item in self.items(value, "`values` of `x-ms-enum`") {
                let (mut name, mut description) = (None, None);
                for (key, value) in self.fields(item, "a value of `x-ms-enum`") {
                    match &**self.tree.scalar(key) {
                        "value" => name = self.sentence(value),
                        "description" => description = self.sentence(value),
                        _ => {}
                    }
                }
                described.extend(name.zip(description));
            }
        }
        described
    }

    fn is_flags(&mut self, id: NodeId) -> bool {
        for (key, value) in self.fields(id, "`x-ms-enum-flags`") {
            if &**self.tree.scalar(key) == "isFlags" {
                return self.flag(value, "`isFlags`");
            }
        }
        false
    }
}
