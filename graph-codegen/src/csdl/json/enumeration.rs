use jsonc_parser::ast::ObjectProp;

use super::{Reader, object::Object};
use crate::csdl::{EnumType, Member};

impl<'a> Reader<'a, '_> {
    pub(super) fn enum_type(&mut self, member: &ObjectProp<'a>, mut object: Object<'_, 'a>) -> EnumType<'a> {
        let name = self.name_text(member);
        let mut enum_type = EnumType {
            name: self.checked_name(name),
            underlying_type: self.optional(&mut object, "$UnderlyingType"),
            is_flags: self.boolean(&mut object, "$IsFlags"),
            members: Vec::new(),
            annotations: Vec::new(),
            span: object.span,
        };
        for member in object.named() {
            let name = self.name_text(member);
            let name = self.checked_name(name);
            let value = self.constant(&name, &member.value);
            let annotations = self.annotations_of(&mut object, member.name.as_str());
            enum_type.members.push(Member { name, value, annotations, span: self.member_span(member) });
        }
        enum_type.annotations = self.annotations(&mut object);
        self.finish(&object);
        enum_type
    }
}
