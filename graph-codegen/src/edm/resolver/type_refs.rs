use super::document_resolver::DocumentResolver;
use crate::{
    csdl::Text,
    diagnostic::{Code, Diagnostic, Quoted},
    edm::{ItemType, Primitive, QualifiedName, TypeRef, name_index::split_qualified},
};

/// The result of looking up a type name.
pub(super) enum Resolved {
    Item(ItemType),
    /// The namespace, whose number follows, has no such type.
    NoSuchType(u32),
    NoSuchNamespace,
}

/// Returns the item type of `Collection(…)`.
pub(super) fn collection_item(written: &str) -> Option<&str> {
    // The first byte rules out most names.
    if written.as_bytes().first() != Some(&b'C') {
        return None;
    }
    written.strip_prefix("Collection(")?.strip_suffix(')')
}

impl DocumentResolver<'_, '_, '_> {
    /// Resolves the type of a property, parameter, return value or term.
    pub(super) fn type_ref(&mut self, written: &Text<'_>) -> TypeRef {
        let text: &str = &written.value;
        match collection_item(text) {
            Some(item) => TypeRef::new(self.item_type(item, written), true, written.span),
            None => TypeRef::new(self.item_type(text, written), false, written.span),
        }
    }

    /// Resolves a type without `Collection`; `written` is the attribute that contains the name.
    pub(super) fn item_type(&mut self, name: &str, written: &Text<'_>) -> ItemType {
        let reason = match self.resolve_item(name) {
            Resolved::Item(item) => return item,
            reason => reason,
        };
        let trimmed = name.trim();
        if trimmed.len() < name.len()
            && let Resolved::Item(item) = self.resolve_item(trimmed)
        {
            return item;
        }
        let diagnostic = self.unresolved_type(trimmed, written, &reason);
        self.diagnostics.push_deferred(diagnostic);
        let (prefix, simple) = split_qualified(trimmed).unwrap_or(("", trimmed));
        ItemType::External(QualifiedName::new(prefix, simple))
    }

    /// Looks up a type without reporting an error.
    pub(super) fn resolve_item(&self, name: &str) -> Resolved {
        let Some((prefix, simple)) = split_qualified(name) else { return Resolved::NoSuchNamespace };
        let Some(namespace) = self.namespace(prefix) else { return Resolved::NoSuchNamespace };
        if let Some(element) = self.elements.find(namespace, simple) {
            if let Some(id) = element.type_id {
                return Resolved::Item(ItemType::Declared(id));
            }
            if let Some(primitive) = element.primitive {
                return Resolved::Item(ItemType::Primitive(primitive));
            }
        }
        let found = &self.declared.namespaces[namespace as usize];
        if !self.declared.absent.is_empty() && self.declared.absent.contains(&*format!("{}.{simple}", found.name)) {
            return Resolved::Item(ItemType::External(QualifiedName::new(found.name, simple)));
        }
        if found.is_given() || namespace == super::declarations::EDM {
            return Resolved::NoSuchType(namespace);
        }
        Resolved::Item(ItemType::External(QualifiedName::new(found.name, simple)))
    }

    /// Returns the error for a type name; `written` is the attribute that contains it, perhaps in `Collection(…)`.
    fn unresolved_type(&self, name: &str, written: &Text<'_>, reason: &Resolved) -> Diagnostic {
        let span = written.span;
        let is_item = name.len() < written.value.trim().len();
        let error = |message: String| Diagnostic::error(Code::Unresolved, message).at(span);
        if name.is_empty() {
            return error("the type name is empty".into()).help("use a type name with its namespace or alias");
        }
        if name.starts_with("Collection(") {
            return if !name.ends_with(')') {
                error(format!("{} has no closing parenthesis", Quoted(name))).help("write `Collection(…)`")
            } else if is_item {
                error("collections do not nest".into()).help("write a single `Collection(…)`")
            } else {
                error("expected a single type, found a collection".into()).help("remove `Collection(…)`")
            };
        }
        let diagnostic = error(format!("type {} is not declared", Quoted(name)));
        let Some((prefix, simple)) = split_qualified(name) else {
            return match self.unqualified(name) {
                Some(meant) => diagnostic.help(format!("type names must be qualified; did you mean `{meant}`?")),
                None => diagnostic.help("type names must be qualified with a namespace or alias"),
            };
        };
        match *reason {
            Resolved::NoSuchType(super::declarations::EDM) => {
                let primitives = Primitive::ALL.iter().map(|primitive| &primitive.as_str()["Edm.".len()..]);
                match self.suggestions.closest(simple, primitives) {
                    Some(meant) => diagnostic.help(format!("did you mean `Edm.{meant}`?")),
                    None => diagnostic.help("OData CSDL XML 4.01, section 3.3, lists the primitive types"),
                }
            }
            Resolved::NoSuchType(namespace) => match self.suggestions.type_(self.declared, prefix, namespace, simple) {
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                None => diagnostic.help(format!(
                    "the schema {} does not declare this type: the document may be incomplete",
                    Quoted(prefix)
                )),
            },
            Resolved::NoSuchNamespace | Resolved::Item(_) => diagnostic
                .note(
                    format!("this document does not declare or include the namespace or alias {}", Quoted(prefix)),
                    None,
                )
                .help(match self.visible_prefix(prefix, simple) {
                    Some(meant) => format!("did you mean `{meant}.{simple}`?"),
                    None => "add the document that declares it, or an `edmx:Reference` that includes it".into(),
                }),
        }
    }

    /// Returns the type that an unqualified name may mean.
    fn unqualified(&self, name: &str) -> Option<String> {
        if Primitive::from_name(name).is_some() {
            return Some(format!("Edm.{name}"));
        }
        if !self.suggestions.take_one() {
            return None;
        }
        let namespaces = (0u32..).zip(&self.declared.namespaces);
        let mut declaring = namespaces
            .filter(|&(number, _)| self.elements.find(number, name).is_some_and(|element| element.type_id.is_some()));
        declaring.next().map(|(_, namespace)| format!("{}.{name}", namespace.name))
    }

    /// Returns the namespace or alias of this document that a prefix may mean, if it contains such a type.
    fn visible_prefix(&self, prefix: &str, name: &str) -> Option<String> {
        let documents = self.declared.documents.iter();
        let schemas = documents.flat_map(|document| &document.schemas);
        let prefixes = schemas.flat_map(|schema| [Some(&schema.namespace), schema.alias.as_ref()]).flatten();
        let visible = prefixes.map(|text| &*text.value).filter(|prefix| {
            self.prefixes.find(prefix).and_then(|namespace| self.elements.find(namespace, name)).is_some()
        });
        self.suggestions.closest(prefix, visible).map(str::to_owned)
    }
}
