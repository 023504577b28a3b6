//! The fields of each element, in the order in which the index has them.

#[cfg(feature = "tools")]
use super::index_writer::IndexWriter;
use super::{Indexed, index_reader::IndexReader};
#[cfg(feature = "tools")]
use crate::csdl::reader::specified_number;
use crate::{
    csdl::{
        Annotation, Annotations, ContainerChild, ContainerChildKind, Document, EntityContainer, EnumType, Expression,
        Facets, Include, IncludeAnnotations, Key, Member, NavigationProperty, NavigationPropertyBinding, OnDelete,
        Operation, OperationKind, Parameter, Property, PropertyRef, PropertyValue, Record, Reference,
        ReferentialConstraint, ReturnType, Schema, StructuredKind, StructuredType, Term, Text, TypeDefinition,
        reader::specified_name,
    },
    diagnostic::Span,
};

/// Implements [`Indexed`] for structs: each field in the order given. All must be listed.
macro_rules! records {
    ($($type:ident { $($field:ident),+ $(,)? })+) => {
        $(
            impl<'a> Indexed<'a> for $type<'a> {
                fn read(from: &mut IndexReader<'a, '_>) -> Self {
                    // Fields of a literal are evaluated in the order in which they are written.
                    Self { $($field: Indexed::read(from)),+ }
                }

                #[cfg(feature = "tools")]
                fn write(&self, to: &mut IndexWriter<'a>) {
                    $(self.$field.write(to);)+
                }
            }
        )+
    };
}

/// Implements [`Indexed`] for enums without content.
macro_rules! kinds {
    ($($type:ident { $($variant:ident = $number:literal),+ })+) => {
        $(
            impl<'a> Indexed<'a> for $type {
                fn read(from: &mut IndexReader<'a, '_>) -> Self {
                    match from.number() {
                        $($number => return Self::$variant,)+
                        _ => from.fail(),
                    }
                    kinds!(@first $type $($variant)+)
                }

                #[cfg(feature = "tools")]
                fn write(&self, to: &mut IndexWriter<'a>) {
                    to.number(match self { $(Self::$variant => $number),+ });
                }
            }
        )+
    };
    (@first $type:ident $first:ident $($rest:ident)*) => { $type::$first };
}

records! {
    Reference { span, uri, includes, include_annotations, annotations }
    Include { span, namespace, alias, annotations }
    IncludeAnnotations { span, term_namespace, qualifier, target_namespace }
    Schema {
        span, namespace, alias, structured_types, enum_types, type_definitions, operations, terms, containers,
        annotations, targeted,
    }
    StructuredType {
        span, kind, name, base_type, is_abstract, open_type, has_stream, key, properties, navigation_properties,
        annotations,
    }
    Key { span, property_refs }
    PropertyRef { span, name, alias }
    Facets { max_length, precision, scale, unicode, srid, default_value }
    Property { span, name, type_name, nullable, facets, annotations }
    NavigationProperty {
        span, name, type_name, nullable, partner, contains_target, referential_constraints, on_delete, annotations,
    }
    ReferentialConstraint { span, property, referenced_property, annotations }
    OnDelete { span, action, annotations }
    EnumType { span, name, underlying_type, is_flags, members, annotations }
    Member { span, name, value, annotations }
    TypeDefinition { span, name, underlying_type, facets, annotations }
    Operation {
        span, kind, name, is_bound, is_composable, entity_set_path, parameters, return_types, annotations,
    }
    Parameter { span, name, type_name, nullable, facets, annotations }
    ReturnType { span, type_name, nullable, facets, annotations }
    Term { span, name, type_name, base_term, applies_to, nullable, facets, annotations }
    EntityContainer { span, name, extends, children, annotations }
    ContainerChild {
        span, kind, name, of, entity_set, include_in_service_document, nullable, navigation_property_bindings,
        annotations,
    }
    NavigationPropertyBinding { span, path, target }
    Annotations { span, target, qualifier, annotations }
    Annotation { span, term, qualifier, value, annotations }
    Record { span, record_type, property_values, annotations }
    PropertyValue { span, property, value, annotations }
}

kinds! {
    StructuredKind { Entity = 0, Complex = 1 }
    OperationKind { Action = 0, Function = 1 }
    ContainerChildKind { EntitySet = 0, Singleton = 1, ActionImport = 2, FunctionImport = 3 }
}

impl<'a> Indexed<'a> for Document<'a> {
    fn read(from: &mut IndexReader<'a, '_>) -> Self {
        Self {
            file: from.file(),
            version: Indexed::read(from),
            references: Indexed::read(from),
            schemas: Indexed::read(from),
            ignored: Vec::new(),
            absent: Vec::new(),
        }
    }

    #[cfg(feature = "tools")]
    fn write(&self, to: &mut IndexWriter<'a>) {
        let Self { file: _, version, references, schemas, ignored: _, absent: _ } = self;
        version.write(to);
        references.write(to);
        schemas.write(to);
    }
}

impl<'a> Indexed<'a> for Span {
    fn read(from: &mut IndexReader<'a, '_>) -> Self {
        from.span()
    }

    #[cfg(feature = "tools")]
    fn write(&self, to: &mut IndexWriter<'a>) {
        to.span(*self);
    }
}

impl<'a> Indexed<'a> for Text<'a> {
    fn read(from: &mut IndexReader<'a, '_>) -> Self {
        from.text()
    }

    #[cfg(feature = "tools")]
    fn write(&self, to: &mut IndexWriter<'a>) {
        to.text(self);
    }
}

impl<'a> Indexed<'a> for Option<bool> {
    fn read(from: &mut IndexReader<'a, '_>) -> Self {
        match from.number() {
            0 => None,
            1 => Some(false),
            2 => Some(true),
            _ => {
                from.fail();
                None
            }
        }
    }

    #[cfg(feature = "tools")]
    fn write(&self, to: &mut IndexWriter<'a>) {
        to.number(self.map_or(0, |value| 1 + u32::from(value)));
    }
}

/// Implements [`Indexed`] for types that may be absent.
macro_rules! optional {
    ($($type:ty),+) => {
        $(
            impl<'a> Indexed<'a> for Option<$type> {
                fn read(from: &mut IndexReader<'a, '_>) -> Self {
                    match from.number() {
                        0 => return None,
                        1 => return Some(Indexed::read(from)),
                        _ => from.fail(),
                    }
                    None
                }

                #[cfg(feature = "tools")]
                fn write(&self, to: &mut IndexWriter<'a>) {
                    to.number(u32::from(self.is_some()));
                    if let Some(value) = self {
                        value.write(to);
                    }
                }
            }
        )+
    };
}

optional!(Text<'a>, Key<'a>, Box<Facets<'a>>, Expression<'a>);

impl<'a> Indexed<'a> for Box<Facets<'a>> {
    fn read(from: &mut IndexReader<'a, '_>) -> Self {
        Box::new(Indexed::read(from))
    }

    #[cfg(feature = "tools")]
    fn write(&self, to: &mut IndexWriter<'a>) {
        (**self).write(to);
    }
}

impl<'a, T: Indexed<'a>> Indexed<'a> for Vec<T> {
    fn read(from: &mut IndexReader<'a, '_>) -> Self {
        // A damaged index may have a large number here.
        const MAX_RESERVED: usize = 4096;
        let count = from.count();
        if count == 0 {
            return Vec::new();
        }
        let mut list = Vec::with_capacity(if count < MAX_RESERVED { count } else { MAX_RESERVED });
        from.enter();
        while list.len() < count && !from.is_damaged() {
            list.push(T::read(from));
        }
        from.leave();
        list
    }

    #[cfg(feature = "tools")]
    fn write(&self, to: &mut IndexWriter<'a>) {
        to.number(self.len() as u32);
        for item in self {
            item.write(to);
        }
    }
}

/// The name of an element or attribute of the specification.
impl<'a> Indexed<'a> for &'static str {
    fn read(from: &mut IndexReader<'a, '_>) -> Self {
        let number = from.number();
        specified_name(number).unwrap_or_else(|| {
            from.fail();
            ""
        })
    }

    #[cfg(feature = "tools")]
    fn write(&self, to: &mut IndexWriter<'a>) {
        to.number(specified_number(self));
    }
}

impl<'a> Indexed<'a> for (&'static str, Text<'a>) {
    fn read(from: &mut IndexReader<'a, '_>) -> Self {
        (Indexed::read(from), Indexed::read(from))
    }

    #[cfg(feature = "tools")]
    fn write(&self, to: &mut IndexWriter<'a>) {
        self.0.write(to);
        self.1.write(to);
    }
}

impl<'a> Indexed<'a> for Expression<'a> {
    fn read(from: &mut IndexReader<'a, '_>) -> Self {
        match from.number() {
            0 => Self::Text { notation: Indexed::read(from), value: Indexed::read(from) },
            1 => Self::Collection(Indexed::read(from)),
            2 => Self::Record(Indexed::read(from)),
            3 => Self::Null { annotations: Indexed::read(from) },
            4 => Self::Operator {
                span: Indexed::read(from),
                name: Indexed::read(from),
                attributes: Indexed::read(from),
                operands: Indexed::read(from),
                annotations: Indexed::read(from),
            },
            _ => {
                from.fail();
                Self::Collection(Vec::new())
            }
        }
    }

    #[cfg(feature = "tools")]
    fn write(&self, to: &mut IndexWriter<'a>) {
        match self {
            Self::Text { notation, value } => {
                to.number(0);
                notation.write(to);
                value.write(to);
            }
            Self::Collection(items) => {
                to.number(1);
                items.write(to);
            }
            Self::Record(record) => {
                to.number(2);
                record.write(to);
            }
            Self::Null { annotations } => {
                to.number(3);
                annotations.write(to);
            }
            Self::Operator { name, attributes, operands, annotations, span } => {
                to.number(4);
                span.write(to);
                name.write(to);
                attributes.write(to);
                operands.write(to);
                annotations.write(to);
            }
        }
    }
}
