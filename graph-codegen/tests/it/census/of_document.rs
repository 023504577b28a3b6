use graph_codegen::internals::csdl::{
    Annotation, ContainerChild, ContainerChildKind, Document, EntityContainer, Expression, Facets, NavigationProperty,
    Operation, OperationKind, Reference, Schema, StructuredKind, StructuredType,
};

use super::{CONSTANTS, Census};

/// Counts the content of a parsed document.
pub fn of_document(document: &Document<'_>) -> Census {
    let mut census = Census::default();
    for ignored in &document.ignored {
        match ignored.reason {
            "foreign namespace" => census.add(format!("ignored {}", ignored.name)),
            _ => census.add(&*ignored.name),
        }
    }
    for reference in &document.references {
        census.reference(reference);
    }
    for schema in &document.schemas {
        census.schema(schema);
    }
    census
}

impl Census {
    fn reference(&mut self, reference: &Reference<'_>) {
        self.add("Reference");
        self.add("Reference@Uri");
        self.read_annotations(&reference.annotations);
        for include in &reference.includes {
            self.add("Include");
            self.add("Include@Namespace");
            self.add_if(include.alias.is_some(), "Include@Alias");
            self.read_annotations(&include.annotations);
        }
        for include in &reference.include_annotations {
            self.add("IncludeAnnotations");
            self.add("IncludeAnnotations@TermNamespace");
            self.add_if(include.qualifier.is_some(), "IncludeAnnotations@Qualifier");
            self.add_if(include.target_namespace.is_some(), "IncludeAnnotations@TargetNamespace");
        }
    }

    fn schema(&mut self, schema: &Schema<'_>) {
        self.add("Schema");
        self.add("Schema@Namespace");
        self.add_if(schema.alias.is_some(), "Schema@Alias");
        self.read_annotations(&schema.annotations);
        for structured in &schema.structured_types {
            self.read_structured(structured);
        }
        for enumeration in &schema.enum_types {
            self.add("EnumType");
            self.add("EnumType@Name");
            self.add_if(enumeration.underlying_type.is_some(), "EnumType@UnderlyingType");
            self.add_if(enumeration.is_flags.is_some(), "EnumType@IsFlags");
            self.read_annotations(&enumeration.annotations);
            for member in &enumeration.members {
                self.add("Member");
                self.add("Member@Name");
                self.add_if(member.value.is_some(), "Member@Value");
                self.read_annotations(&member.annotations);
            }
        }
        for definition in &schema.type_definitions {
            self.add("TypeDefinition");
            self.add("TypeDefinition@Name");
            self.add("TypeDefinition@UnderlyingType");
            self.read_facets("TypeDefinition", definition.facets.as_deref());
            self.read_annotations(&definition.annotations);
        }
        for operation in &schema.operations {
            self.read_operation(operation);
        }
        for term in &schema.terms {
            self.add("Term");
            self.add("Term@Name");
            self.add("Term@Type");
            self.add_if(term.base_term.is_some(), "Term@BaseTerm");
            self.add_if(term.applies_to.is_some(), "Term@AppliesTo");
            self.add_if(term.nullable.is_some(), "Term@Nullable");
            self.read_facets("Term", term.facets.as_deref());
            self.read_annotations(&term.annotations);
        }
        for container in &schema.containers {
            self.read_container(container);
        }
        for targeted in &schema.targeted {
            self.add("Annotations");
            self.add("Annotations@Target");
            self.add_if(targeted.qualifier.is_some(), "Annotations@Qualifier");
            self.read_annotations(&targeted.annotations);
        }
    }

    fn read_structured(&mut self, structured: &StructuredType<'_>) {
        let kind = match structured.kind {
            StructuredKind::Entity => "EntityType",
            StructuredKind::Complex => "ComplexType",
        };
        self.add(kind);
        self.add(format!("{kind}@Name"));
        self.add_if(structured.base_type.is_some(), &format!("{kind}@BaseType"));
        self.add_if(structured.is_abstract.is_some(), &format!("{kind}@Abstract"));
        self.add_if(structured.open_type.is_some(), &format!("{kind}@OpenType"));
        self.add_if(structured.has_stream.is_some(), &format!("{kind}@HasStream"));
        self.read_annotations(&structured.annotations);
        if let Some(key) = &structured.key {
            self.add("Key");
            for reference in &key.property_refs {
                self.add("PropertyRef");
                self.add("PropertyRef@Name");
                self.add_if(reference.alias.is_some(), "PropertyRef@Alias");
            }
        }
        for property in &structured.properties {
            self.add("Property");
            self.add("Property@Name");
            self.add("Property@Type");
            self.add_if(property.nullable.is_some(), "Property@Nullable");
            self.read_facets("Property", property.facets.as_deref());
            self.read_annotations(&property.annotations);
        }
        for property in &structured.navigation_properties {
            self.read_navigation_property(property);
        }
    }

    fn read_navigation_property(&mut self, property: &NavigationProperty<'_>) {
        self.add("NavigationProperty");
        self.add("NavigationProperty@Name");
        self.add("NavigationProperty@Type");
        self.add_if(property.nullable.is_some(), "NavigationProperty@Nullable");
        self.add_if(property.partner.is_some(), "NavigationProperty@Partner");
        self.add_if(property.contains_target.is_some(), "NavigationProperty@ContainsTarget");
        self.read_annotations(&property.annotations);
        for constraint in &property.referential_constraints {
            self.add("ReferentialConstraint");
            self.add("ReferentialConstraint@Property");
            self.add("ReferentialConstraint@ReferencedProperty");
            self.read_annotations(&constraint.annotations);
        }
        for on_delete in &property.on_delete {
            self.add("OnDelete");
            self.add("OnDelete@Action");
            self.read_annotations(&on_delete.annotations);
        }
    }

    fn read_operation(&mut self, operation: &Operation<'_>) {
        let kind = match operation.kind {
            OperationKind::Action => "Action",
            OperationKind::Function => "Function",
        };
        self.add(kind);
        self.add(format!("{kind}@Name"));
        self.add_if(operation.is_bound.is_some(), &format!("{kind}@IsBound"));
        self.add_if(operation.is_composable.is_some(), &format!("{kind}@IsComposable"));
        self.add_if(operation.entity_set_path.is_some(), &format!("{kind}@EntitySetPath"));
        self.read_annotations(&operation.annotations);
        for parameter in &operation.parameters {
            self.add("Parameter");
            self.add("Parameter@Name");
            self.add("Parameter@Type");
            self.add_if(parameter.nullable.is_some(), "Parameter@Nullable");
            self.read_facets("Parameter", parameter.facets.as_deref());
            self.read_annotations(&parameter.annotations);
        }
        for returned in &operation.return_types {
            self.add("ReturnType");
            self.add("ReturnType@Type");
            self.add_if(returned.nullable.is_some(), "ReturnType@Nullable");
            self.read_facets("ReturnType", returned.facets.as_deref());
            self.read_annotations(&returned.annotations);
        }
    }

    fn read_container(&mut self, container: &EntityContainer<'_>) {
        self.add("EntityContainer");
        self.add("EntityContainer@Name");
        self.add_if(container.extends.is_some(), "EntityContainer@Extends");
        self.read_annotations(&container.annotations);
        for child in &container.children {
            self.read_container_child(child);
        }
    }

    fn read_container_child(&mut self, child: &ContainerChild<'_>) {
        let (kind, of) = match child.kind {
            ContainerChildKind::EntitySet => ("EntitySet", "EntityType"),
            ContainerChildKind::Singleton => ("Singleton", "Type"),
            ContainerChildKind::ActionImport => ("ActionImport", "Action"),
            ContainerChildKind::FunctionImport => ("FunctionImport", "Function"),
        };
        self.add(kind);
        self.add(format!("{kind}@Name"));
        self.add(format!("{kind}@{of}"));
        self.add_if(child.entity_set.is_some(), &format!("{kind}@EntitySet"));
        self.add_if(child.include_in_service_document.is_some(), &format!("{kind}@IncludeInServiceDocument"));
        self.add_if(child.nullable.is_some(), &format!("{kind}@Nullable"));
        self.read_annotations(&child.annotations);
        for _ in &child.navigation_property_bindings {
            self.add("NavigationPropertyBinding");
            self.add("NavigationPropertyBinding@Path");
            self.add("NavigationPropertyBinding@Target");
        }
    }

    fn read_facets(&mut self, kind: &str, facets: Option<&Facets<'_>>) {
        let Some(facets) = facets else { return };
        self.add_if(facets.max_length.is_some(), &format!("{kind}@MaxLength"));
        self.add_if(facets.precision.is_some(), &format!("{kind}@Precision"));
        self.add_if(facets.scale.is_some(), &format!("{kind}@Scale"));
        self.add_if(facets.unicode.is_some(), &format!("{kind}@Unicode"));
        self.add_if(facets.srid.is_some(), &format!("{kind}@SRID"));
        self.add_if(facets.default_value.is_some(), &format!("{kind}@DefaultValue"));
    }

    fn read_annotations(&mut self, annotations: &[Annotation<'_>]) {
        for annotation in annotations {
            self.add("Annotation");
            self.add("Annotation@Term");
            self.add_if(annotation.qualifier.is_some(), "Annotation@Qualifier");
            self.read_expressions(annotation.value.as_slice());
            self.read_annotations(&annotation.annotations);
        }
    }

    fn read_expressions(&mut self, expressions: &[Expression<'_>]) {
        for expression in expressions {
            match expression {
                Expression::Text { notation, .. } if CONSTANTS.contains(notation) => {
                    self.add(format!("expression {notation}"));
                }
                Expression::Text { notation, .. } => self.add(*notation),
                Expression::Collection(items) => {
                    self.add("Collection");
                    self.read_expressions(items);
                }
                Expression::Record(record) => {
                    self.add("Record");
                    self.add_if(record.record_type.is_some(), "Record@Type");
                    for value in &record.property_values {
                        self.add("PropertyValue");
                        self.add("PropertyValue@Property");
                        self.read_expressions(value.value.as_slice());
                        self.read_annotations(&value.annotations);
                    }
                    self.read_annotations(&record.annotations);
                }
                Expression::Null { annotations } => {
                    self.add("Null");
                    self.read_annotations(annotations);
                }
                Expression::Operator { name, attributes, operands, annotations, .. } => {
                    self.add(*name);
                    for (attribute, _) in attributes {
                        self.add(format!("{name}@{attribute}"));
                    }
                    self.read_expressions(operands);
                    self.read_annotations(annotations);
                }
            }
        }
    }
}
