use super::{
    Read, Reader,
    element::Element,
    vocabulary::{AttributeName, ElementName},
};
use crate::csdl::{EnumType, Member};

impl<'t, 'a> Reader<'t, 'a, '_> {
    pub(super) fn enum_type(&mut self, element: Element<'t, 'a>) -> Read<EnumType<'a>> {
        let mut enum_type = EnumType {
            name: self.name(element),
            underlying_type: self.optional(AttributeName::UnderlyingType),
            is_flags: self.boolean(AttributeName::IsFlags),
            members: Vec::new(),
            annotations: Vec::new(),
            span: self.span(element.start, element.end),
        };
        while let Some(child) = self.child(element)? {
            match child.name {
                ElementName::Member => enum_type.members.push(self.member(child)?),
                ElementName::Annotation => enum_type.annotations.push(self.annotation(child)?),
                _ => self.misplaced(child, element)?,
            }
        }
        Ok(enum_type)
    }

    fn member(&mut self, element: Element<'t, 'a>) -> Read<Member<'a>> {
        let name = self.name(element);
        let value = self.optional(AttributeName::Value);
        let annotations = self.annotations_of(element)?;
        Ok(Member { name, value, annotations, span: self.span(element.start, element.end) })
    }
}
