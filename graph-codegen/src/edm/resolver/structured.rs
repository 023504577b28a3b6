use super::{
    declarations::{DeclaredType, duplicate},
    document_resolver::DocumentResolver,
    values::{facets, optional, owned},
};
use crate::{
    csdl::{self, StructuredKind, Text},
    diagnostic::{Code, Diagnostic},
    edm::{
        Ignored, ItemType, Key, Model, NavigationProperty, OnDelete, Property, PropertyRef, QualifiedName,
        ReferentialConstraint, StructuredType, Type, TypeId, TypeKind, name_index::Member,
    },
};

impl DocumentResolver<'_, '_, '_> {
    /// Resolves an entity or complex type, which is the next type of the model.
    pub(super) fn structured_type(
        &mut self,
        namespace: &str,
        written: &csdl::StructuredType<'_>,
        model: &mut Model,
    ) -> Type {
        let id = TypeId(model.types.len() as u32);
        let (base_type, external_base_type) = self.base_type(written);
        let mut structured = StructuredType {
            base_type,
            external_base_type,
            is_abstract: written.is_abstract,
            open_type: written.open_type,
            has_stream: written.has_stream,
            key: written.key.as_ref().map(key),
            properties: Vec::with_capacity(written.properties.len()),
            navigation_properties: Vec::with_capacity(written.navigation_properties.len()),
            inherited_properties: Vec::new(),
        };
        for property in &written.properties {
            let at = structured.properties.len() as u32;
            self.add_member(id, Member::Property(at), &property.name, written);
            structured.properties.push(self.property(property));
        }
        for property in &written.navigation_properties {
            let at = structured.navigation_properties.len() as u32;
            self.add_member(id, Member::NavigationProperty(at), &property.name, written);
            structured.navigation_properties.push(self.navigation_property(property, model));
        }
        Type {
            name: QualifiedName::new(namespace, &written.name),
            kind: match written.kind {
                StructuredKind::Entity => TypeKind::Entity(structured),
                StructuredKind::Complex => TypeKind::Complex(structured),
            },
            annotations: self.annotations(&written.annotations),
            span: written.span,
            represents_untyped: false,
        }
    }

    /// Resolves the base type; returns its name if it is in a document that was not given.
    fn base_type(&mut self, written: &csdl::StructuredType<'_>) -> (Option<TypeId>, Option<QualifiedName>) {
        let Some(base) = &written.base_type else { return (None, None) };
        match self.item_type(&base.value, base) {
            ItemType::Declared(id) => {
                let declared = self.declared.types[id.0 as usize];
                match declared {
                    DeclaredType::Structured(found) if found.kind == written.kind => return (Some(id), None),
                    _ => {}
                }
                let kind = DeclaredType::Structured(written).kind();
                self.diagnostics.push_deferred(
                    Diagnostic::error(
                        Code::Csdl,
                        format!(
                            "{kind} `{}` cannot derive from {} `{}`",
                            written.name.value,
                            declared.kind(),
                            base.value
                        ),
                    )
                    .at(base.span)
                    .note("the base type is declared here", declared.name().span),
                );
                (None, None)
            }
            ItemType::Primitive(primitive) => {
                self.diagnostics.push_deferred(
                    Diagnostic::error(Code::Csdl, format!("`{}` cannot be a base type", primitive.as_str()))
                        .at(base.span)
                        .help("remove `BaseType` if the type has no base type"),
                );
                (None, None)
            }
            ItemType::External(name) => (None, Some(name)),
        }
    }

    fn add_member(&mut self, id: TypeId, member: Member, name: &Text<'_>, written: &csdl::StructuredType<'_>) {
        let (number, is_new) = self.members.names.insert(id.0, name);
        if is_new {
            self.members.list.push(member);
        } else if let Some(first) = member_name(written, self.members.list[number as usize]) {
            self.diagnostics.push_deferred(duplicate("property", name, first.span));
        }
    }

    fn property(&mut self, written: &csdl::Property<'_>) -> Property {
        Property {
            name: owned(&written.name),
            type_ref: self.type_ref(&written.type_name),
            nullable: written.nullable,
            facets: facets(&written.facets),
            annotations: self.annotations(&written.annotations),
            span: written.span,
        }
    }

    fn navigation_property(&mut self, written: &csdl::NavigationProperty<'_>, model: &mut Model) -> NavigationProperty {
        let type_ref = self.type_ref(&written.type_name);
        if let ItemType::Declared(id) = type_ref.item {
            let target = self.declared.types[id.0 as usize];
            if !target.is_entity() {
                self.diagnostics.push(
                    Diagnostic::warning(
                        Code::Csdl,
                        format!(
                            "navigation property `{}` has the {} `{}`",
                            written.name.value,
                            target.kind(),
                            target.name().value
                        ),
                    )
                    .at(written.type_name.span)
                    .help("a navigation property must have an entity type; use a `Property` for other types"),
                );
            }
        }
        let mut rules = written.on_delete.iter();
        let on_delete = rules.next().map(|rule| self.on_delete(rule));
        for further in rules {
            self.diagnostics.push(
                Diagnostic::warning(
                    Code::Csdl,
                    "a navigation property can have only one `OnDelete`; this one is ignored",
                )
                .at(further.span)
                .note("the first one, which is used, is here", written.on_delete[0].span),
            );
            model.ignored.push(Ignored { name: "OnDelete".into(), reason: "only one is allowed", span: further.span });
        }
        let mut referential_constraints = Vec::with_capacity(written.referential_constraints.len());
        for constraint in &written.referential_constraints {
            referential_constraints.push(ReferentialConstraint {
                property: self.path(&constraint.property),
                referenced_property: self.path(&constraint.referenced_property),
                annotations: self.annotations(&constraint.annotations),
            });
        }
        NavigationProperty {
            name: owned(&written.name),
            type_ref,
            nullable: written.nullable,
            partner: written.partner.as_ref().map(|partner| self.path(partner)),
            contains_target: written.contains_target,
            referential_constraints,
            on_delete,
            annotations: self.annotations(&written.annotations),
            span: written.span,
        }
    }

    fn on_delete(&mut self, written: &csdl::OnDelete<'_>) -> OnDelete {
        OnDelete { action: owned(&written.action), annotations: self.annotations(&written.annotations) }
    }
}

fn key(written: &csdl::Key<'_>) -> Key {
    let references = written.property_refs.iter();
    Key {
        property_refs: references
            .map(|reference| PropertyRef {
                name: owned(&reference.name),
                alias: optional(&reference.alias),
                span: reference.name.span,
            })
            .collect(),
    }
}

/// Returns the name of a property, as written.
pub(super) fn member_name<'w, 'a>(written: &'w csdl::StructuredType<'a>, member: Member) -> Option<&'w Text<'a>> {
    match member {
        Member::Property(at) => Some(&written.properties.get(at as usize)?.name),
        Member::NavigationProperty(at) => Some(&written.navigation_properties.get(at as usize)?.name),
        Member::EnumValue(_) => None,
    }
}
