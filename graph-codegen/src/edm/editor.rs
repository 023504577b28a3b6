use std::collections::BTreeSet;

use super::{
    Annotation, Expression, Key, Model, PropertyRef, QualifiedName, TypeId, TypeKind,
    resolver::{TargetElement, check_key},
    vocabulary::COMPUTED,
};
use crate::{
    csdl::{ContainerChildKind, Document},
    diagnostic::{Code, Diagnostic, Diagnostics, Span, closest},
    edm::Profile,
};

/// Changes a model before selectors are applied; see [`Builder::fixup`](crate::Builder::fixup).
///
/// A target is written as in CSDL: `S.Person`, `S.Person/UserName`, `S.Container/People`, or `S.ShareTrip` for all
/// overloads of an operation and `S.ShareTrip/tripId` for their parameters. A target that is not in the model is an
/// error with a suggestion. Methods return whether they changed something.
///
/// ```
/// use graph_codegen::{Builder, edm::{Expression, ModelEditor}};
///
/// fn correct(model: &mut ModelEditor<'_>) {
///     model.set_computed("microsoft.graph.user/id", true);
///     model.annotate("microsoft.graph.user/mail", "Org.OData.Core.V1.Description", "the primary address");
///     let read = Expression::enum_member("Org.OData.Core.V1.Permission/Read");
///     model.annotate("microsoft.graph.user/mailNickname", "Org.OData.Core.V1.Permissions", read);
/// }
///
/// # fn main() -> Result<(), graph_codegen::Error> {
/// let generated = Builder::new().select("/users#GET,POST").fixup("user-annotations", correct).generate()?;
/// assert!(generated.text().contains("`mail`: the primary address"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct ModelEditor<'m> {
    model: &'m mut Model,
    /// The position of what is added: the name of the fix-up.
    span: Span,
    /// The targets that were changed.
    changed: Vec<String>,
    /// The targets that were as they should be.
    unchanged: Vec<String>,
    /// The types whose keys were set.
    keyed: BTreeSet<TypeId>,
    errors: Vec<Diagnostic>,
}

impl<'m> ModelEditor<'m> {
    fn new(model: &'m mut Model, span: Span) -> Self {
        Self { model, span, changed: Vec::new(), unchanged: Vec::new(), keyed: BTreeSet::new(), errors: Vec::new() }
    }

    /// Returns the model as it is now.
    #[must_use]
    pub fn model(&self) -> &Model {
        self.model
    }

    /// Sets the value of a term without a qualifier, in place of other annotations with the term.
    ///
    /// `term` is a qualified name without an alias, such as `Org.OData.Core.V1.Description`.
    pub fn annotate(&mut self, target: &str, term: &str, value: impl Into<Expression>) -> bool {
        let Some(term) = self.term(term) else { return false };
        let annotation = Annotation {
            term,
            qualifier: None,
            value: Some(value.into()),
            annotations: Vec::new(),
            is_out_of_line: true,
            is_qualifier_inherited: false,
            span: self.span,
        };
        self.edit_annotations(target, |present| {
            let is_replaced =
                |earlier: &Annotation| earlier.term == annotation.term && earlier.qualifier == annotation.qualifier;
            let mut replaced = present.iter().filter(|earlier| is_replaced(earlier));
            if replaced.next().is_some_and(|earlier| *earlier == annotation) && replaced.next().is_none() {
                return false;
            }
            present.retain(|earlier| !is_replaced(earlier));
            present.push(annotation.clone());
            true
        })
    }

    /// Removes the annotations with a term, whatever their qualifiers.
    pub fn remove_annotation(&mut self, target: &str, term: &str) -> bool {
        let Some(term) = self.term(term) else { return false };
        self.edit_annotations(target, |present| {
            let before = present.len();
            present.retain(|annotation| annotation.term != term);
            present.len() != before
        })
    }

    /// Says that a service computes a property, or that clients may set it: `Core.Computed`.
    pub fn set_computed(&mut self, target: &str, is_computed: bool) -> bool {
        match is_computed {
            true => self.annotate(target, COMPUTED, true),
            false => self.remove_annotation(target, COMPUTED),
        }
    }

    /// Sets whether a property or navigation property may be `null`.
    ///
    /// The target is a property of the type that declares it.
    pub fn set_nullable(&mut self, target: &str, is_nullable: bool) -> bool {
        let declared = match self.find(target).as_slice() {
            [TargetElement::Property(id, at)] => {
                self.structured(*id).map(|of| &mut of.properties[*at as usize].nullable)
            }
            [TargetElement::NavigationProperty(id, at)] => {
                self.structured(*id).map(|of| &mut of.navigation_properties[*at as usize].nullable)
            }
            [] => return false,
            _ => None,
        };
        let Some(nullable) = declared else {
            let help = "write a property as the type declares it: `S.Person/FirstName`";
            return self.fail(format!("`{target}` is not a declared property or navigation property"), help.to_owned());
        };
        let is_changed = *nullable != Some(is_nullable);
        *nullable = Some(is_nullable);
        self.note(target, is_changed)
    }

    /// Sets the key of an entity type.
    ///
    /// The properties are those of the type and its base types. There is a warning if a value of one cannot be a key.
    pub fn set_key(&mut self, target: &str, properties: &[&str]) -> bool {
        let id = match self.find(target).as_slice() {
            [TargetElement::Type(id)] if self.model.type_(*id).is_entity() => *id,
            [] => return false,
            _ => {
                let help = "keys belong to entity types".to_owned();
                return self.fail(format!("`{target}` is not an entity type"), help);
            }
        };
        if properties.is_empty() {
            return self.fail(format!("the key of `{target}` has no properties"), "name at least one".to_owned());
        }
        for name in properties {
            if self.model.property(id, name).is_none() {
                let known = self.model.properties(id);
                let known = known.iter().map(|(_, property)| property.name.as_str());
                let help = match closest(name, known) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => "write names of its properties".to_owned(),
                };
                return self.fail(format!("`{target}` has no property `{name}`"), help);
            }
        }
        let span = self.span;
        let part = |name: &&str| PropertyRef { name: (*name).to_owned(), alias: None, span };
        let key = Key { property_refs: properties.iter().map(part).collect() };
        let Some(structured) = self.structured(id) else { return false };
        let names = |key: &Key| key.property_refs.iter().map(|part| part.name.clone()).collect::<Vec<_>>();
        let is_changed = structured.key.as_ref().map(names) != Some(names(&key));
        if is_changed {
            structured.key = Some(key);
            self.keyed.insert(id);
        }
        self.note(target, is_changed)
    }

    fn edit_annotations(&mut self, target: &str, mut edit: impl FnMut(&mut Vec<Annotation>) -> bool) -> bool {
        let elements = self.find(target);
        if elements.is_empty() {
            return false;
        }
        let mut is_changed = false;
        for element in elements {
            if let Some(annotations) = element.annotations(self.model) {
                is_changed |= edit(annotations);
            }
        }
        self.note(target, is_changed)
    }

    fn structured(&mut self, id: TypeId) -> Option<&mut super::StructuredType> {
        match &mut self.model.types[id.0 as usize].kind {
            TypeKind::Entity(structured) | TypeKind::Complex(structured) => Some(structured),
            TypeKind::Enum(_) | TypeKind::Definition(_) => None,
        }
    }

    fn note(&mut self, target: &str, is_changed: bool) -> bool {
        let list = if is_changed { &mut self.changed } else { &mut self.unchanged };
        if !list.iter().any(|known| known == target) {
            list.push(target.to_owned());
        }
        is_changed
    }

    fn fail(&mut self, message: String, help: String) -> bool {
        self.errors.push(Diagnostic::error(Code::Fixup, message).at(self.span).help(help));
        false
    }

    fn term(&mut self, term: &str) -> Option<QualifiedName> {
        match term.rsplit_once('.').filter(|(namespace, _)| namespace.contains('.')) {
            Some((namespace, name)) => Some(QualifiedName::new(namespace, name)),
            None => {
                let help = "write its namespace, as in `Org.OData.Core.V1.Computed`".to_owned();
                self.fail(format!("the term `{term}` has no namespace, or an alias"), help);
                None
            }
        }
    }

    /// Finds the elements of a target; if there are none, that is an error.
    fn find(&mut self, target: &str) -> Vec<TargetElement> {
        let found = match target.split_once('/') {
            None => self.find_declaration(target),
            Some((of, member)) => self.find_member(of, member),
        };
        if found.is_empty() {
            let help = match self.similar(target) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "write it with its namespace, as in `S.Person` or `S.Person/UserName`".to_owned(),
            };
            self.fail(format!("`{target}` is not in the model"), help);
        }
        found
    }

    fn find_declaration(&self, name: &str) -> Vec<TargetElement> {
        let model = &*self.model;
        if let Some(id) = model.find_type(name) {
            return vec![TargetElement::Type(id)];
        }
        let containers = (0..).zip(&model.containers).filter(|(_, container)| container.name.as_str() == name);
        let schemas = (0..).zip(&model.schemas).filter(|(_, schema)| schema.namespace == name);
        let operations = model.operations_named(name).map(TargetElement::Operation);
        let found = operations.chain(containers.map(|(number, _)| TargetElement::Container(number)));
        found.chain(schemas.map(|(number, _)| TargetElement::Schema(number))).collect()
    }

    fn find_member(&self, of: &str, member: &str) -> Vec<TargetElement> {
        let model = &*self.model;
        if let Some(id) = model.find_type(of) {
            return self.find_in_type(id, member).into_iter().collect();
        }
        if let Some((number, container)) =
            (0..).zip(&model.containers).find(|(_, container)| container.name.as_str() == of)
        {
            let at = |names: Vec<&str>| (0..).zip(names).find(|(_, name)| *name == member).map(|(at, _)| at);
            let kinds = [
                (ContainerChildKind::EntitySet, at(container.entity_sets.iter().map(|child| &*child.name).collect())),
                (ContainerChildKind::Singleton, at(container.singletons.iter().map(|child| &*child.name).collect())),
                (
                    ContainerChildKind::ActionImport,
                    at(container.action_imports.iter().map(|child| &*child.name).collect()),
                ),
                (
                    ContainerChildKind::FunctionImport,
                    at(container.function_imports.iter().map(|child| &*child.name).collect()),
                ),
            ];
            let found = kinds.into_iter().filter_map(|(kind, at)| Some((kind, at?)));
            return found.map(|(kind, at)| TargetElement::ContainerChild(number, kind, at)).collect();
        }
        let parameter = |id| {
            let parameters = &model.operation(id).parameters;
            let (at, _) = (0..).zip(parameters).find(|(_, parameter)| parameter.name == member)?;
            Some(TargetElement::Parameter(id, at))
        };
        model.operations_named(of).filter_map(parameter).collect()
    }

    fn find_in_type(&self, id: TypeId, member: &str) -> Option<TargetElement> {
        let model = &*self.model;
        let own = &model.type_(id).kind;
        if let TypeKind::Enum(enumeration) = own {
            let (at, _) = (0..).zip(&enumeration.members).find(|(_, known)| known.name == member)?;
            return Some(TargetElement::EnumMember(id, at));
        }
        let structured = model.type_(id).structured()?;
        if let Some((at, _)) = (0..).zip(&structured.properties).find(|(_, property)| property.name == member) {
            return Some(TargetElement::Property(id, at));
        }
        let mut navigation = (0..).zip(&structured.navigation_properties);
        if let Some((at, _)) = navigation.find(|(_, property)| property.name == member) {
            return Some(TargetElement::NavigationProperty(id, at));
        }
        let is_inherited = model.property(id, member).is_some() || model.navigation_property(id, member).is_some();
        is_inherited.then(|| TargetElement::InheritedProperty(id, member.to_owned()))
    }

    /// A target that may be meant.
    fn similar(&self, target: &str) -> Option<String> {
        let model = &*self.model;
        let (of, member) = target.split_once('/').map_or((target, None), |(of, member)| (of, Some(member)));
        let types = model.types().map(|(_, declared)| declared.name.as_str());
        let containers = model.containers.iter().map(|container| container.name.as_str());
        let operations = model.operations().map(|(_, operation)| operation.name.as_str());
        let declaration = closest(of, types.chain(containers).chain(operations))?;
        let Some(member) = member else { return Some(declaration.to_owned()) };
        let mut members: Vec<&str> = Vec::new();
        if let Some(id) = model.find_type(declaration) {
            members.extend(model.properties(id).iter().map(|(_, property)| property.name.as_str()));
            members.extend(model.navigation_properties(id).iter().map(|(_, property)| property.name.as_str()));
        } else if let Some(service) = model.service() {
            members.extend(service.children().iter().map(|child| child.name()));
        }
        Some(format!("{declaration}/{}", closest(member, members)?))
    }
}

impl Model {
    /// Applies a fix-up that a user gave. `span` is its name.
    pub(crate) fn apply_fixup(
        &mut self,
        name: &str,
        span: Span,
        fixup: &dyn Fn(&mut ModelEditor<'_>),
        diagnostics: &mut Diagnostics,
    ) {
        let mut editor = ModelEditor::new(self, span);
        fixup(&mut editor);
        let ModelEditor { changed, unchanged, keyed, errors, .. } = editor;
        keyed.into_iter().for_each(|id| check_key(self, id, diagnostics));
        if changed.is_empty() && errors.is_empty() {
            let message = format!("the fix-up `{name}` does not change anything");
            let help = "the metadata has what it corrects; remove it";
            diagnostics.push(Diagnostic::error(Code::Fixup, message).at(span).help(help));
        } else if !changed.is_empty() {
            let message = format!("the fix-up `{name}` changes {}", list(&changed));
            diagnostics.push(Diagnostic::information(Code::Fixup, message).at(span));
        }
        if !changed.is_empty() && !unchanged.is_empty() {
            let message = format!("a part of the fix-up `{name}` does not change anything: {}", list(&unchanged));
            let help = "the metadata has what this part corrects; remove it";
            diagnostics.push(Diagnostic::warning(Code::Fixup, message).at(span).help(help));
        }
        diagnostics.extend(errors);
    }

    /// Reads the profile again, since annotations have changed.
    pub(crate) fn update_profile(&mut self, documents: &[Document<'_>]) {
        self.profile = Profile::read(self, documents);
    }
}

/// The targets in quotes; only the first of many.
fn list(targets: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = targets.iter().take(SHOWN).map(|target| format!("`{target}`")).collect();
    match targets.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
