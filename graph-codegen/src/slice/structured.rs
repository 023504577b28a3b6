use super::writer::Writer;
use crate::edm::{Key, NavigationProperty, Property, StructuredType, TypeId};

impl Writer<'_> {
    pub(super) fn structured_type(&mut self, element: &'static str, id: TypeId, structured: &StructuredType) {
        let model = self.scope.model;
        let declared = model.type_(id);
        self.xml.begin(element);
        self.xml.attribute("Name", declared.name.name());
        let base = structured.base_type.map(|base| &model.type_(base).name).or(structured.external_base_type.as_ref());
        if let Some(base) = base {
            self.reference("BaseType", base);
        }
        self.xml.flag("Abstract", structured.is_abstract);
        self.xml.flag("OpenType", structured.open_type);
        self.xml.flag("HasStream", structured.has_stream);
        if let Some(key) = &structured.key {
            self.key(key);
        }
        for property in structured.properties.iter().filter(|property| self.scope.has_property(id, property)) {
            self.property(property);
        }
        for property in &structured.navigation_properties {
            if self.scope.has_navigation_property(id, property) {
                self.navigation_property(id, property);
            }
        }
        self.annotations(&declared.annotations);
        self.xml.end();
    }

    fn key(&mut self, key: &Key) {
        self.xml.begin("Key");
        for reference in &key.property_refs {
            self.xml.begin("PropertyRef");
            self.xml.attribute("Name", &reference.name);
            self.xml.optional("Alias", reference.alias.as_deref());
            self.xml.end();
        }
        self.xml.end();
    }

    fn property(&mut self, property: &Property) {
        self.xml.begin("Property");
        self.xml.attribute("Name", &property.name);
        self.type_attribute("Type", &property.type_ref);
        self.xml.flag("Nullable", property.nullable);
        self.facets(&property.facets);
        self.annotations(&property.annotations);
        self.xml.end();
    }

    fn navigation_property(&mut self, declaring: TypeId, property: &NavigationProperty) {
        let target = property.type_ref.type_id();
        let at_target = |path: &str| target.is_some_and(|id| self.scope.has_path(id, path));
        let partner = property.partner.as_deref().filter(|path| at_target(path));
        let constraints: Vec<_> = property
            .referential_constraints
            .iter()
            .filter(|constraint| {
                self.scope.has_path(declaring, &constraint.property) && at_target(&constraint.referenced_property)
            })
            .collect();
        self.xml.begin("NavigationProperty");
        self.xml.attribute("Name", &property.name);
        self.type_attribute("Type", &property.type_ref);
        self.xml.flag("Nullable", property.nullable);
        self.xml.optional("Partner", partner);
        self.xml.flag("ContainsTarget", property.contains_target);
        for constraint in constraints {
            self.xml.begin("ReferentialConstraint");
            self.xml.attribute("Property", &constraint.property);
            self.xml.attribute("ReferencedProperty", &constraint.referenced_property);
            self.annotations(&constraint.annotations);
            self.xml.end();
        }
        if let Some(on_delete) = &property.on_delete {
            self.xml.begin("OnDelete");
            self.xml.attribute("Action", &on_delete.action);
            self.annotations(&on_delete.annotations);
            self.xml.end();
        }
        self.annotations(&property.annotations);
        self.xml.end();
    }

    /// Writes annotations of inherited properties, which CSDL allows only outside the type.
    pub(super) fn inherited_properties(&mut self, id: TypeId) {
        let declared = self.scope.model.type_(id);
        let Some(structured) = declared.structured() else { return };
        let mut inherited: Vec<_> = structured
            .inherited_properties
            .iter()
            .filter(|property| self.scope.has_member(id, &property.name) && self.has_facts(&property.annotations))
            .collect();
        inherited.sort_by_key(|property| &property.name);
        for property in inherited {
            self.xml.begin("Annotations");
            self.xml.attribute("Target", &format!("{}/{}", declared.name, property.name));
            self.annotations(&property.annotations);
            self.xml.end();
        }
    }
}
