use super::writer::Writer;
use crate::edm::{EnumType, Type, TypeDefinition, TypeId, TypeKind};

impl Writer<'_> {
    pub(super) fn type_(&mut self, id: TypeId) {
        let declared = self.scope.model.type_(id);
        match &declared.kind {
            TypeKind::Enum(enumeration) => self.enum_type(declared, enumeration),
            TypeKind::Definition(definition) => self.type_definition(declared, definition),
            TypeKind::Complex(structured) => self.structured_type("ComplexType", id, structured),
            TypeKind::Entity(structured) => self.structured_type("EntityType", id, structured),
        }
    }

    fn enum_type(&mut self, declared: &Type, enumeration: &EnumType) {
        self.xml.begin("EnumType");
        self.xml.attribute("Name", declared.name.name());
        self.xml.optional("UnderlyingType", enumeration.underlying_type.map(|primitive| primitive.as_str()));
        self.xml.flag("IsFlags", enumeration.is_flags);
        for member in &enumeration.members {
            self.xml.begin("Member");
            self.xml.attribute("Name", &member.name);
            let value = member.is_value_declared.then(|| member.value.to_string());
            self.xml.optional("Value", value.as_deref());
            self.annotations(&member.annotations);
            self.xml.end();
        }
        self.annotations(&declared.annotations);
        self.xml.end();
    }

    fn type_definition(&mut self, declared: &Type, definition: &TypeDefinition) {
        self.xml.begin("TypeDefinition");
        self.xml.attribute("Name", declared.name.name());
        self.type_attribute("UnderlyingType", &definition.underlying_type);
        self.facets(&definition.facets);
        self.annotations(&declared.annotations);
        self.xml.end();
    }
}
