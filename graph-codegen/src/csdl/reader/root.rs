use super::{
    Limits, Read, Reader,
    element::Element,
    identifier::{self, Flaw},
    markup,
    vocabulary::{AttributeName, ElementName},
    xml,
};
use crate::{
    csdl::{Document, Include, IncludeAnnotations, Reference, Schema, Text},
    diagnostic::{Code, Diagnostic, Diagnostics, FileId, Quoted},
};

/// The supported versions of CSDL. A minor version adds to the one before.
pub(in crate::csdl) const SUPPORTED: [&str; 3] = ["4.0", "4.01", "4.02"];

/// Aliases with a predefined meaning (OData CSDL XML 4.01, section 5.2).
pub(in crate::csdl) const RESERVED: [&str; 4] = ["Edm", "odata", "System", "Transient"];

/// The maximum length of a namespace in characters (section 5.1).
pub(in crate::csdl) const MAX_NAMESPACE_LENGTH: usize = 511;

/// Returns whether the root element of a text is `edmx:Edmx` or `Schema`, of any version of CSDL.
#[must_use]
pub fn is_csdl(text: &str) -> bool {
    let Some(head) = markup::head(text, |_| true) else { return false };
    xml::parse(FileId(0), &head).is_ok_and(|tree| matches!(tree.root_element().tag_name().name(), "Edmx" | "Schema"))
}

/// Rejects the root element of a text that is not well-formed further on; returns false if it is that of CSDL V4.
pub(super) fn is_rejected(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> bool {
    let Some(head) = markup::head(text, |_| true) else { return false };
    let Ok(tree) = xml::parse(file, &head) else { return false };
    let mut reader = Reader::new(file, &head, Limits::default(), diagnostics);
    let is_known = |root: Element<'_, '_>| matches!(root.name, ElementName::Edmx | ElementName::Schema);
    reader.enter(tree.root_element()).is_ok_and(|root| !is_known(root) && reader.reject_root::<()>(root).is_err())
}

impl<'t, 'a> Reader<'t, 'a, '_> {
    pub(super) fn document(mut self, tree: &'t roxmltree::Document<'a>) -> Read<Document<'a>> {
        let root = self.enter(tree.root_element())?;
        let mut document = Document {
            file: self.file,
            version: None,
            references: Vec::new(),
            schemas: Vec::new(),
            ignored: Vec::new(),
            absent: Vec::new(),
        };
        match root.name {
            ElementName::Edmx => self.edmx(root, &mut document)?,
            ElementName::Schema => document.schemas.push(self.schema(root)?),
            _ => return self.reject_root(root),
        }
        document.ignored = self.ignored;
        Ok(document)
    }

    fn edmx(&mut self, element: Element<'t, 'a>, document: &mut Document<'a>) -> Read<()> {
        let version = self.required(element, AttributeName::Version);
        if !version.is_empty() && !SUPPORTED.contains(&&*version.value) {
            let message = format!("`Version` is {}; only 4.0, 4.01 and 4.02 are supported", Quoted(&version));
            let diagnostic = Diagnostic::error(Code::NotCsdl, message).at(version.span);
            return self.fatal(diagnostic.help("fetch the document with the header `OData-MaxVersion: 4.01`"));
        }
        document.version = Some(version);
        let mut services: Option<Element<'t, 'a>> = None;
        while let Some(child) = self.child(element)? {
            match child.name {
                ElementName::DataServices => {
                    if let Some(first) = services {
                        self.second(child, first, element);
                    }
                    services = Some(child);
                    self.data_services(child, &mut document.schemas)?;
                }
                ElementName::Reference => document.references.push(self.reference(child)?),
                _ => self.misplaced(child, element)?,
            }
        }
        if services.is_none() {
            let span = self.span(element.start, element.end);
            self.report(Diagnostic::error(Code::Csdl, "`Edmx` has no element `DataServices`").at(span));
        }
        Ok(())
    }

    /// Reports the second of two elements if only one is allowed.
    pub(super) fn second(&mut self, second: Element<'t, 'a>, first: Element<'t, 'a>, parent: Element<'t, 'a>) {
        let message = format!("{} has a second {}", Quoted(parent.local), Quoted(second.local));
        let span = self.span(second.start, second.end);
        let first = self.span(first.start, first.end);
        self.report(Diagnostic::error(Code::Csdl, message).at(span).note("the first one is here", first));
    }

    fn data_services(&mut self, element: Element<'t, 'a>, schemas: &mut Vec<Schema<'a>>) -> Read<()> {
        while let Some(child) = self.child(element)? {
            match child.name {
                ElementName::Schema => schemas.push(self.schema(child)?),
                _ => self.misplaced(child, element)?,
            }
        }
        Ok(())
    }

    fn reference(&mut self, element: Element<'t, 'a>) -> Read<Reference<'a>> {
        let uri = self.required(element, AttributeName::Uri);
        let (mut includes, mut include_annotations, mut annotations) = (Vec::new(), Vec::new(), Vec::new());
        while let Some(child) = self.child(element)? {
            match child.name {
                ElementName::Include => includes.push(self.include(child)?),
                ElementName::IncludeAnnotations => include_annotations.push(self.include_annotations(child)?),
                ElementName::Annotation => annotations.push(self.annotation(child)?),
                _ => self.misplaced(child, element)?,
            }
        }
        let span = self.span(element.start, element.end);
        Ok(Reference { uri, includes, include_annotations, annotations, span })
    }

    fn include(&mut self, element: Element<'t, 'a>) -> Read<Include<'a>> {
        let namespace = self.namespace(element);
        let alias = self.alias();
        let annotations = self.annotations_of(element)?;
        Ok(Include { namespace, alias, annotations, span: self.span(element.start, element.end) })
    }

    fn include_annotations(&mut self, element: Element<'t, 'a>) -> Read<IncludeAnnotations<'a>> {
        let term_namespace = self.required(element, AttributeName::TermNamespace);
        let qualifier = self.optional(AttributeName::Qualifier);
        let target_namespace = self.optional(AttributeName::TargetNamespace);
        self.no_content(element)?;
        let span = self.span(element.start, element.end);
        Ok(IncludeAnnotations { term_namespace, qualifier, target_namespace, span })
    }

    /// Takes `Namespace`: simple identifiers separated by dots.
    pub(super) fn namespace(&mut self, element: Element<'t, 'a>) -> Text<'a> {
        let Some(namespace) = self.optional(AttributeName::Namespace) else {
            return self.required(element, AttributeName::Namespace);
        };
        if namespace.value.chars().nth(MAX_NAMESPACE_LENGTH).is_some() {
            let message = format!("the namespace has more than {MAX_NAMESPACE_LENGTH} characters");
            self.report(Diagnostic::error(Code::Name, message).at(namespace.span).help("use a shorter name"));
        }
        match namespace.value.split('.').find_map(identifier::flaw) {
            Some(Flaw::Empty) => {
                let message = match &*namespace.value {
                    "" => "the namespace is empty",
                    _ => "a part of the namespace is empty",
                };
                let help = "a namespace is one name, or several separated by dots";
                self.report(Diagnostic::error(Code::Name, message).at(namespace.span).help(help));
            }
            Some(flaw) => self.flawed(&namespace, flaw),
            None => {}
        }
        namespace
    }

    /// Takes `Alias`: a simple identifier that is not reserved.
    pub(super) fn alias(&mut self) -> Option<Text<'a>> {
        let alias = self.optional(AttributeName::Alias)?;
        if let Some(flaw) = identifier::flaw(&alias.value) {
            self.flawed(&alias, flaw);
        } else if RESERVED.contains(&&*alias.value) {
            let message = format!("the alias {} is reserved", Quoted(&alias));
            let help = "choose another alias: `Edm`, `odata`, `System` and `Transient` are reserved";
            self.report(Diagnostic::error(Code::Name, message).at(alias.span).help(help));
        }
        Some(alias)
    }
}
