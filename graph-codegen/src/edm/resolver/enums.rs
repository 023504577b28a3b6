use super::{
    declarations::duplicate,
    document_resolver::DocumentResolver,
    type_refs::Resolved,
    values::{facets, owned},
};
use crate::{
    csdl::{self, Text},
    diagnostic::{Code, Diagnostic, Quoted},
    edm::{
        EnumType, ItemType, Member, Model, Primitive, QualifiedName, Type, TypeDefinition, TypeId, TypeKind, name_index,
    },
};

impl DocumentResolver<'_, '_, '_> {
    /// Resolves an enum type, which is the next type of the model.
    pub(super) fn enum_type(&mut self, namespace: &str, written: &csdl::EnumType<'_>, model: &Model) -> Type {
        let id = TypeId(model.types.len() as u32);
        let underlying_type = written.underlying_type.as_ref().and_then(|name| self.underlying_integer(name));
        let range = integer_range(underlying_type.unwrap_or(Primitive::Int32));
        let mut members: Vec<Member> = Vec::with_capacity(written.members.len());
        let mut next = Some(0i64);
        for member in &written.members {
            let (number, is_new) = self.members.names.insert(id.0, &member.name);
            if is_new {
                self.members.list.push(name_index::Member::EnumValue(members.len() as u32));
            } else if let name_index::Member::EnumValue(first) = self.members.list[number as usize] {
                let first = &written.members[first as usize].name;
                self.diagnostics.push_deferred(duplicate("member", &member.name, first.span));
            }
            let value = match &member.value {
                Some(value) => self.member_value(&member.name, value, range, underlying_type),
                None => self.counted_value(&member.name, next, range, underlying_type),
            };
            next = value.checked_add(1);
            members.push(Member {
                name: owned(&member.name),
                value,
                is_value_declared: member.value.is_some(),
                annotations: self.annotations(&member.annotations),
                span: member.span,
            });
        }
        Type {
            name: QualifiedName::new(namespace, &written.name),
            kind: TypeKind::Enum(EnumType { underlying_type, is_flags: written.is_flags, members }),
            annotations: self.annotations(&written.annotations),
            span: written.span,
            represents_untyped: false,
        }
    }

    /// Resolves the underlying type of an enum type, which must be an integer type.
    fn underlying_integer(&mut self, written: &Text<'_>) -> Option<Primitive> {
        match self.item_type(&written.value, written) {
            ItemType::Primitive(
                primitive @ (Primitive::Byte
                | Primitive::SByte
                | Primitive::Int16
                | Primitive::Int32
                | Primitive::Int64),
            ) => Some(primitive),
            // The type is not declared, which has been reported.
            ItemType::External(_) if !matches!(self.resolve_item(written.value.trim()), Resolved::Item(_)) => None,
            _ => {
                self.diagnostics.push_deferred(
                    Diagnostic::error(
                        Code::Csdl,
                        format!("an enum cannot have the underlying type `{}`", written.value),
                    )
                    .at(written.span)
                    .help("use Edm.Byte, Edm.SByte, Edm.Int16, Edm.Int32 or Edm.Int64"),
                );
                None
            }
        }
    }

    fn member_value(
        &mut self,
        member: &Text<'_>,
        written: &Text<'_>,
        (least, greatest): (i64, i64),
        underlying: Option<Primitive>,
    ) -> i64 {
        let wide: Result<i128, _> = written.value.trim().parse();
        let fits_largest = wide.as_ref().is_ok_and(|&value| i64::try_from(value).is_ok());
        match (wide.map(i64::try_from), &written.value) {
            (Ok(Ok(value)), _) if (least..=greatest).contains(&value) => return value,
            (Err(_), text)
                if !text.trim().trim_start_matches(['-', '+']).bytes().all(|byte| byte.is_ascii_digit())
                    || text.trim().is_empty() =>
            {
                self.diagnostics.push_deferred(
                    Diagnostic::error(
                        Code::Csdl,
                        format!("the value {} of member `{}` is not an integer", Quoted(text), member.value),
                    )
                    .at(written.span)
                    .help("write a decimal integer"),
                );
            }
            (_, text) => {
                let underlying = underlying.unwrap_or(Primitive::Int32).as_str();
                let mut diagnostic = Diagnostic::error(
                    Code::Csdl,
                    format!("the value {} of member `{}` does not fit `{underlying}`", Quoted(text), member.value),
                )
                .at(written.span);
                if underlying == "Edm.Int32" && fits_largest {
                    diagnostic = diagnostic.help("add `UnderlyingType=\"Edm.Int64\"` to the enum type");
                }
                self.diagnostics.push_deferred(diagnostic);
            }
        }
        0
    }

    /// Returns the value of a member without `Value`: one more than the preceding member, or 0 for the first.
    fn counted_value(
        &mut self,
        member: &Text<'_>,
        next: Option<i64>,
        (least, greatest): (i64, i64),
        underlying: Option<Primitive>,
    ) -> i64 {
        match next {
            Some(value) if (least..=greatest).contains(&value) => value,
            _ => {
                let underlying = underlying.unwrap_or(Primitive::Int32).as_str();
                self.diagnostics.push_deferred(
                    Diagnostic::error(
                        Code::Csdl,
                        format!("the implicit value of member `{}` does not fit `{underlying}`", member.value),
                    )
                    .at(member.span)
                    .help("add a `Value`"),
                );
                0
            }
        }
    }

    /// Resolves a type definition.
    pub(super) fn type_definition(&mut self, namespace: &str, written: &csdl::TypeDefinition<'_>) -> Type {
        let underlying_type = self.type_ref(&written.underlying_type);
        let is_allowed = match &underlying_type.item {
            ItemType::Primitive(_) | ItemType::External(_) => true,
            ItemType::Declared(id) => {
                matches!(self.declared.types[id.0 as usize], super::declarations::DeclaredType::Definition(_))
            }
        };
        if !is_allowed || underlying_type.is_collection {
            self.diagnostics.push_deferred(
                Diagnostic::error(
                    Code::Csdl,
                    format!("a type definition cannot be based on `{}`", written.underlying_type.value),
                )
                .at(written.underlying_type.span)
                .help("use a primitive type or another type definition"),
            );
        }
        Type {
            name: QualifiedName::new(namespace, &written.name),
            kind: TypeKind::Definition(TypeDefinition { underlying_type, facets: facets(&written.facets) }),
            annotations: self.annotations(&written.annotations),
            span: written.span,
            represents_untyped: false,
        }
    }
}

fn integer_range(primitive: Primitive) -> (i64, i64) {
    match primitive {
        Primitive::Byte => (0, u8::MAX.into()),
        Primitive::SByte => (i8::MIN.into(), i8::MAX.into()),
        Primitive::Int16 => (i16::MIN.into(), i16::MAX.into()),
        Primitive::Int64 => (i64::MIN, i64::MAX),
        _ => (i32::MIN.into(), i32::MAX.into()),
    }
}
