use super::{Options, writer::Body, xml::Xml};
use crate::edm::{Include, Model, Reference};

/// Returns the whole document: the references that the schemas need, and the schemas.
pub(super) fn document(model: &Model, body: &Body, version: Option<&str>, options: &Options) -> String {
    let mut xml = Xml::new(1);
    let mut references: Vec<ReferenceText<'_>> =
        model.references().iter().filter_map(|reference| ReferenceText::of(reference, body)).collect();
    references.extend(options.annotations.iter().map(|reference| ReferenceText {
        uri: &reference.uri,
        includes: Vec::new(),
        annotations: reference.term_namespaces.iter().map(|namespace| (namespace.as_str(), None, None)).collect(),
    }));
    references.sort();
    references.dedup();
    for reference in references {
        reference.write(&mut xml);
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <edmx:Edmx Version=\"{}\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">\n\
         {}  <edmx:DataServices>\n{}  </edmx:DataServices>\n</edmx:Edmx>\n",
        version.unwrap_or("4.0"),
        xml.finish(),
        body.text,
    )
}

/// The part of an `edmx:Reference` that is kept.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct ReferenceText<'a> {
    uri: &'a str,
    /// Namespaces and aliases.
    includes: Vec<(&'a str, Option<&'a str>)>,
    /// Term namespaces, qualifiers and target namespaces.
    annotations: Vec<(&'a str, Option<&'a str>, Option<&'a str>)>,
}

impl<'a> ReferenceText<'a> {
    fn of(reference: &'a Reference, body: &Body) -> Option<Self> {
        let needed = |include: &&Include| {
            body.mentioned.contains(&include.namespace) && !body.declared.contains(&include.namespace)
        };
        let mut includes: Vec<_> = reference
            .includes
            .iter()
            .filter(needed)
            .map(|include| (include.namespace.as_str(), include.alias.as_deref()))
            .collect();
        includes.sort_unstable();
        let mut annotations: Vec<_> = reference
            .include_annotations
            .iter()
            .map(|include| {
                (include.term_namespace.as_str(), include.qualifier.as_deref(), include.target_namespace.as_deref())
            })
            .collect();
        annotations.sort_unstable();
        let is_empty = includes.is_empty() && annotations.is_empty();
        (!is_empty).then_some(Self { uri: &reference.uri, includes, annotations })
    }

    fn write(&self, xml: &mut Xml) {
        xml.begin("edmx:Reference");
        xml.attribute("Uri", self.uri);
        for (namespace, alias) in &self.includes {
            xml.begin("edmx:Include");
            xml.attribute("Namespace", namespace);
            xml.optional("Alias", *alias);
            xml.end();
        }
        for (terms, qualifier, target) in &self.annotations {
            xml.begin("edmx:IncludeAnnotations");
            xml.attribute("TermNamespace", terms);
            xml.optional("Qualifier", *qualifier);
            xml.optional("TargetNamespace", *target);
            xml.end();
        }
        xml.end();
    }
}
