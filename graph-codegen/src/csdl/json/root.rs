use jsonc_parser::ast::{ObjectProp, Value};

use super::{Reader, object::Object, scalar};
use crate::{
    csdl::{Document, Include, IncludeAnnotations, Reference, reader::SUPPORTED},
    diagnostic::{Code, Diagnostic, Quoted, Span},
};

impl<'a> Reader<'a, '_> {
    pub(super) fn document(mut self, value: &Value<'a>) -> Option<Document<'a>> {
        let not_csdl = "this JSON document is not CSDL";
        let Value::Object(value) = value else {
            let span = self.span(scalar::range(value));
            self.report(Diagnostic::error(Code::NotCsdl, not_csdl).at(span).help("CSDL JSON is an object"));
            return None;
        };
        let start = Span::new(self.file, self.base + value.range.start, self.base + value.range.start + 1);
        let mut root = self.object("document", value, start);
        let Some(member) = root.take("$Version") else {
            let diagnostic = Diagnostic::error(Code::NotCsdl, format!("{not_csdl}: it has no member `$Version`"));
            self.report(diagnostic.at(start).help("fetch `$metadata`; the download may have failed"));
            return None;
        };
        let version = self.constant("$Version", &member.value)?;
        if !SUPPORTED.contains(&&*version.value) {
            let message = format!("`$Version` is {}; only 4.0, 4.01 and 4.02 are supported", Quoted(&version));
            let diagnostic = Diagnostic::error(Code::NotCsdl, message).at(version.span);
            self.report(diagnostic.help("fetch the document with the header `OData-MaxVersion: 4.01`"));
            return None;
        }
        // The container is found by its declaration.
        self.optional(&mut root, "$EntityContainer");
        let mut document = Document {
            file: self.file,
            version: Some(version),
            references: Vec::new(),
            schemas: Vec::new(),
            ignored: Vec::new(),
            absent: Vec::new(),
        };
        if let Some(member) = root.take("$Reference") {
            match &member.value {
                Value::Object(references) => {
                    let mut references = self.object("document", references, self.member_span(member));
                    document.references = references.all().iter().filter_map(|member| self.reference(member)).collect();
                }
                other => self.wrong_type("$Reference", other, "an object"),
            }
        }
        for member in root.named() {
            document.schemas.extend(self.schema(member));
        }
        self.finish(&root);
        document.ignored = self.ignored;
        Some(document)
    }

    fn reference(&mut self, member: &ObjectProp<'a>) -> Option<Reference<'a>> {
        let Value::Object(value) = &member.value else {
            self.wrong_type(member.name.as_str(), &member.value, "an object");
            return None;
        };
        let span = self.member_span(member);
        let mut object = self.object("Reference", value, span);
        let includes = self.items(&mut object, "$Include", "Include");
        let includes = includes.into_iter().map(|object| self.include(object)).collect();
        let include_annotations = self.items(&mut object, "$IncludeAnnotations", "IncludeAnnotations");
        let include_annotations =
            include_annotations.into_iter().map(|object| self.include_annotations(object)).collect();
        let annotations = self.annotations(&mut object);
        self.finish(&object);
        Some(Reference { uri: self.name_text(member), includes, include_annotations, annotations, span })
    }

    /// Takes an array of objects.
    fn items<'t>(
        &mut self,
        object: &mut Object<'t, 'a>,
        name: &'static str,
        kind: &'static str,
    ) -> Vec<Object<'t, 'a>> {
        let Some(member) = object.take(name) else { return Vec::new() };
        let Value::Array(items) = &member.value else {
            self.wrong_type(name, &member.value, "an array");
            return Vec::new();
        };
        let mut objects = Vec::with_capacity(items.elements.len());
        for item in &items.elements {
            match item {
                Value::Object(value) => objects.push(self.object(kind, value, self.span(value.range))),
                other => self.wrong_type(name, other, "an array of objects"),
            }
        }
        objects
    }

    fn include(&mut self, mut object: Object<'_, 'a>) -> Include<'a> {
        let namespace = self.required(&mut object, "$Namespace");
        let namespace = if object.has("$Namespace") { self.checked_namespace(namespace) } else { namespace };
        let alias = self.optional(&mut object, "$Alias").map(|alias| self.checked_alias(alias));
        let annotations = self.annotations(&mut object);
        self.finish(&object);
        Include { namespace, alias, annotations, span: object.span }
    }

    fn include_annotations(&mut self, mut object: Object<'_, 'a>) -> IncludeAnnotations<'a> {
        let term_namespace = self.required(&mut object, "$TermNamespace");
        let qualifier = self.optional(&mut object, "$Qualifier");
        let target_namespace = self.optional(&mut object, "$TargetNamespace");
        self.finish(&object);
        IncludeAnnotations { term_namespace, qualifier, target_namespace, span: object.span }
    }
}
