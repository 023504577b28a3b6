use graph_codegen::edm::{
    Annotation, EntityContainer, EntitySet, Expression, Facets, Key, Model, NavigationProperty,
    NavigationPropertyBinding, Operation, OperationKind, Property, Record, Singleton, StructuredType, Type, TypeKind,
};

use super::{CONSTANTS, Census};

/// Counts the content of a model of one document.
pub fn of_model(model: &Model) -> Census {
    let mut census = Census::default();
    for ignored in model.ignored() {
        census.add(format!("ignored {}", ignored.name));
    }
    census.references(model);
    for schema in model.schemas() {
        census.add("Schema");
        census.add("Schema@Namespace");
        census.add_if(schema.alias.is_some(), "Schema@Alias");
        census.annotations(&schema.annotations);
    }
    for (_, declared) in model.types() {
        census.type_(declared);
    }
    for (_, operation) in model.operations() {
        census.operation(operation);
    }
    for term in model.terms() {
        census.add("Term");
        census.add("Term@Name");
        census.add("Term@Type");
        census.add_if(term.base_term.is_some(), "Term@BaseTerm");
        census.add_if(term.applies_to.is_some(), "Term@AppliesTo");
        census.add_if(term.nullable.is_some(), "Term@Nullable");
        census.facets("Term", &term.facets);
        census.annotations(&term.annotations);
    }
    for container in model.containers() {
        census.container(container);
    }
    for targeted in model.targeted_annotations() {
        census.add("Annotations");
        census.add("Annotations@Target");
        census.add_if(targeted.qualifier.is_some(), "Annotations@Qualifier");
    }
    for unattached in model.unattached_annotations() {
        census.annotations(&unattached.annotations);
    }
    census
}

impl Census {
    fn references(&mut self, model: &Model) {
        for reference in model.references() {
            self.add("Reference");
            self.add("Reference@Uri");
            self.annotations(&reference.annotations);
            for include in &reference.includes {
                self.add("Include");
                self.add("Include@Namespace");
                self.add_if(include.alias.is_some(), "Include@Alias");
                self.annotations(&include.annotations);
            }
            for include in &reference.include_annotations {
                self.add("IncludeAnnotations");
                self.add("IncludeAnnotations@TermNamespace");
                self.add_if(include.qualifier.is_some(), "IncludeAnnotations@Qualifier");
                self.add_if(include.target_namespace.is_some(), "IncludeAnnotations@TargetNamespace");
            }
        }
    }

    fn type_(&mut self, declared: &Type) {
        match &declared.kind {
            TypeKind::Entity(structured) => self.structured("EntityType", structured),
            TypeKind::Complex(structured) => self.structured("ComplexType", structured),
            TypeKind::Enum(enumeration) => {
                self.add("EnumType");
                self.add("EnumType@Name");
                self.add_if(enumeration.underlying_type.is_some(), "EnumType@UnderlyingType");
                self.add_if(enumeration.is_flags.is_some(), "EnumType@IsFlags");
                for member in &enumeration.members {
                    self.add("Member");
                    self.add("Member@Name");
                    self.add_if(member.is_value_declared, "Member@Value");
                    self.annotations(&member.annotations);
                }
            }
            TypeKind::Definition(definition) => {
                self.add("TypeDefinition");
                self.add("TypeDefinition@Name");
                self.add("TypeDefinition@UnderlyingType");
                self.facets("TypeDefinition", &definition.facets);
            }
        }
        self.annotations(&declared.annotations);
    }

    fn structured(&mut self, kind: &str, structured: &StructuredType) {
        self.add(kind);
        self.add(format!("{kind}@Name"));
        let has_base = structured.base_type.is_some() || structured.external_base_type.is_some();
        self.add_if(has_base, &format!("{kind}@BaseType"));
        self.add_if(structured.is_abstract.is_some(), &format!("{kind}@Abstract"));
        self.add_if(structured.open_type.is_some(), &format!("{kind}@OpenType"));
        self.add_if(structured.has_stream.is_some(), &format!("{kind}@HasStream"));
        if let Some(key) = &structured.key {
            self.key(key);
        }
        for property in &structured.properties {
            self.property(property);
        }
        for property in &structured.navigation_properties {
            self.navigation_property(property);
        }
        for inherited in &structured.inherited_properties {
            self.annotations(&inherited.annotations);
        }
    }

    fn key(&mut self, key: &Key) {
        self.add("Key");
        for reference in &key.property_refs {
            self.add("PropertyRef");
            self.add("PropertyRef@Name");
            self.add_if(reference.alias.is_some(), "PropertyRef@Alias");
        }
    }

    fn property(&mut self, property: &Property) {
        self.add("Property");
        self.add("Property@Name");
        self.add("Property@Type");
        self.add_if(property.nullable.is_some(), "Property@Nullable");
        self.facets("Property", &property.facets);
        self.annotations(&property.annotations);
    }

    fn navigation_property(&mut self, property: &NavigationProperty) {
        self.add("NavigationProperty");
        self.add("NavigationProperty@Name");
        self.add("NavigationProperty@Type");
        self.add_if(property.nullable.is_some(), "NavigationProperty@Nullable");
        self.add_if(property.partner.is_some(), "NavigationProperty@Partner");
        self.add_if(property.contains_target.is_some(), "NavigationProperty@ContainsTarget");
        for constraint in &property.referential_constraints {
            self.add("ReferentialConstraint");
            self.add("ReferentialConstraint@Property");
            self.add("ReferentialConstraint@ReferencedProperty");
            self.annotations(&constraint.annotations);
        }
        if let Some(on_delete) = &property.on_delete {
            self.add("OnDelete");
            self.add("OnDelete@Action");
            self.annotations(&on_delete.annotations);
        }
        self.annotations(&property.annotations);
    }

    fn operation(&mut self, operation: &Operation) {
        let kind = match operation.kind {
            OperationKind::Action => "Action",
            OperationKind::Function => "Function",
        };
        self.add(kind);
        self.add(format!("{kind}@Name"));
        self.add_if(operation.is_bound.is_some(), &format!("{kind}@IsBound"));
        self.add_if(operation.is_composable.is_some(), &format!("{kind}@IsComposable"));
        self.add_if(operation.entity_set_path.is_some(), &format!("{kind}@EntitySetPath"));
        for parameter in &operation.parameters {
            self.add("Parameter");
            self.add("Parameter@Name");
            self.add("Parameter@Type");
            self.add_if(parameter.nullable.is_some(), "Parameter@Nullable");
            self.facets("Parameter", &parameter.facets);
            self.annotations(&parameter.annotations);
        }
        if let Some(returned) = &operation.return_type {
            self.add("ReturnType");
            self.add("ReturnType@Type");
            self.add_if(returned.nullable.is_some(), "ReturnType@Nullable");
            self.facets("ReturnType", &returned.facets);
            self.annotations(&returned.annotations);
        }
        self.annotations(&operation.annotations);
    }

    fn container(&mut self, container: &EntityContainer) {
        self.add("EntityContainer");
        self.add("EntityContainer@Name");
        self.add_if(container.extends.is_some(), "EntityContainer@Extends");
        self.annotations(&container.annotations);
        for EntitySet { include_in_service_document, navigation_property_bindings, annotations, .. } in
            &container.entity_sets
        {
            self.add("EntitySet");
            self.add("EntitySet@Name");
            self.add("EntitySet@EntityType");
            self.add_if(include_in_service_document.is_some(), "EntitySet@IncludeInServiceDocument");
            self.bindings(navigation_property_bindings);
            self.annotations(annotations);
        }
        for Singleton { nullable, navigation_property_bindings, annotations, .. } in &container.singletons {
            self.add("Singleton");
            self.add("Singleton@Name");
            self.add("Singleton@Type");
            self.add_if(nullable.is_some(), "Singleton@Nullable");
            self.bindings(navigation_property_bindings);
            self.annotations(annotations);
        }
        for import in &container.action_imports {
            self.add("ActionImport");
            self.add("ActionImport@Name");
            self.add("ActionImport@Action");
            self.add_if(import.entity_set.is_some(), "ActionImport@EntitySet");
            self.annotations(&import.annotations);
        }
        for import in &container.function_imports {
            self.add("FunctionImport");
            self.add("FunctionImport@Name");
            self.add("FunctionImport@Function");
            self.add_if(import.entity_set.is_some(), "FunctionImport@EntitySet");
            self.add_if(import.include_in_service_document.is_some(), "FunctionImport@IncludeInServiceDocument");
            self.annotations(&import.annotations);
        }
    }

    fn bindings(&mut self, bindings: &[NavigationPropertyBinding]) {
        for _ in bindings {
            self.add("NavigationPropertyBinding");
            self.add("NavigationPropertyBinding@Path");
            self.add("NavigationPropertyBinding@Target");
        }
    }

    fn facets(&mut self, kind: &str, facets: &Facets) {
        self.add_if(facets.max_length().is_some(), &format!("{kind}@MaxLength"));
        self.add_if(facets.precision().is_some(), &format!("{kind}@Precision"));
        self.add_if(facets.scale().is_some(), &format!("{kind}@Scale"));
        self.add_if(facets.unicode().is_some(), &format!("{kind}@Unicode"));
        self.add_if(facets.srid().is_some(), &format!("{kind}@SRID"));
        self.add_if(facets.default_value().is_some(), &format!("{kind}@DefaultValue"));
    }

    fn annotations(&mut self, annotations: &[Annotation]) {
        for annotation in annotations {
            self.add("Annotation");
            self.add("Annotation@Term");
            let is_written = annotation.qualifier.is_some() && !annotation.is_qualifier_inherited;
            self.add_if(is_written, "Annotation@Qualifier");
            self.expressions(annotation.value.as_slice());
            self.annotations(&annotation.annotations);
        }
    }

    fn expressions(&mut self, expressions: &[Expression]) {
        for expression in expressions {
            match expression {
                Expression::Text { notation, .. } if CONSTANTS.contains(notation) => {
                    self.add(format!("expression {notation}"));
                }
                Expression::Text { notation, .. } => self.add(*notation),
                Expression::Collection(items) => {
                    self.add("Collection");
                    self.expressions(items);
                }
                Expression::Record(record) => self.record(record),
                Expression::Null { annotations } => {
                    self.add("Null");
                    self.annotations(annotations);
                }
                Expression::Operator { name, attributes, operands, annotations, .. } => {
                    self.add(*name);
                    for (attribute, _) in attributes {
                        self.add(format!("{name}@{attribute}"));
                    }
                    self.expressions(operands);
                    self.annotations(annotations);
                }
            }
        }
    }

    fn record(&mut self, record: &Record) {
        self.add("Record");
        self.add_if(record.record_type.is_some(), "Record@Type");
        for value in &record.property_values {
            self.add("PropertyValue");
            self.add("PropertyValue@Property");
            self.expressions(value.value.as_slice());
            self.annotations(&value.annotations);
        }
        self.annotations(&record.annotations);
    }
}
