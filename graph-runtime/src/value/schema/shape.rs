use std::any::TypeId;

use crate::value::{
    Binary, Date, DateTimeOffset, Decimal, Duration, Enumerated, Guid, Object, Structured, TimeOfDay,
    property_writer::fields,
};

/// The form of a value in JSON, without its type.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Any JSON value.
    Any,
    Boolean,
    /// An integer with its format, and its bounds if the format does not imply them.
    Integer {
        format: &'static str,
        bounds: Option<(i64, i64)>,
    },
    /// A number. Those that are not finite are strings.
    Number(&'static str),
    /// A decimal number of any precision.
    Decimal,
    /// A string with its format.
    Text(Option<&'static str>),
    /// A string with its format, or one that matches a pattern: texts of OData that the format does not have.
    TextOr(&'static str, &'static str),
    /// Names of members, separated by commas.
    Flags(Vec<&'static str>),
    /// The name of a member, or of one that is not declared.
    Member(Vec<&'static str>),
    List(Box<Self>),
    Nullable(Box<Self>),
    /// An object with these properties, all of which may be absent or `null`, and any others.
    Object(Vec<(&'static str, Self)>),
    /// A type that other schemas refer to.
    Named(NamedShape),
}

/// The form of a generated type.
#[derive(Clone, Copy, Debug)]
pub struct NamedShape {
    /// The qualified name in the metadata.
    #[cfg(feature = "utoipa")]
    pub(super) name: &'static str,
    /// Returns its form. A function, because types may contain themselves.
    #[cfg(feature = "utoipa")]
    pub(super) body: fn() -> Shape,
    /// Returns a reference to its JSON Schema.
    #[cfg(feature = "schemars")]
    pub(super) reference: fn(&mut schemars::SchemaGenerator) -> schemars::Schema,
}

impl NamedShape {
    /// Returns the qualified name in the metadata.
    #[cfg(feature = "utoipa")]
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }
}

/// RFC 3339 requires seconds, and offsets of less than a day, and has no years before 0.
const DATE_TIME_OFFSET: &str =
    "^-?[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,12})?)?(Z|[+-][0-9]{2}:[0-9]{2})$";
const TIME_OF_DAY: &str = "^[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,12})?)?$";
/// RFC 3339 has no sign, no fractions, and no hours with seconds but without minutes.
const DURATION: &str = "^-?P([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+([.][0-9]{1,12})?S)?)?$";
/// OData has the URL-safe alphabet, and padding is optional.
const BINARY: &str = "^[A-Za-z0-9+/_-]*={0,2}$";

/// The formats are those of the OpenAPI Format Registry where it has one for the type.
impl Shape {
    /// Returns the form of a type that has no type parameters; any value if it is not a type of the runtime.
    pub(crate) fn of<T: 'static>() -> Self {
        let int = |format, bounds| Self::Integer { format, bounds: Some(bounds) };
        let id = TypeId::of::<T>();
        let known = [
            (TypeId::of::<String>(), Self::Text(None)),
            (TypeId::of::<bool>(), Self::Boolean),
            (TypeId::of::<i8>(), int("int8", (i8::MIN.into(), i8::MAX.into()))),
            (TypeId::of::<u8>(), int("uint8", (0, u8::MAX.into()))),
            (TypeId::of::<i16>(), int("int16", (i16::MIN.into(), i16::MAX.into()))),
            (TypeId::of::<i32>(), Self::Integer { format: "int32", bounds: None }),
            (TypeId::of::<i64>(), Self::Integer { format: "int64", bounds: None }),
            (TypeId::of::<f32>(), Self::Number("float")),
            (TypeId::of::<f64>(), Self::Number("double")),
            (TypeId::of::<Decimal>(), Self::Decimal),
            (TypeId::of::<Guid>(), Self::Text(Some("uuid"))),
            (TypeId::of::<Date>(), Self::Text(Some("date"))),
            (TypeId::of::<DateTimeOffset>(), Self::TextOr("date-time", DATE_TIME_OFFSET)),
            (TypeId::of::<TimeOfDay>(), Self::TextOr("time-local", TIME_OF_DAY)),
            (TypeId::of::<Duration>(), Self::TextOr("duration", DURATION)),
            (TypeId::of::<Binary>(), Self::TextOr("byte", BINARY)),
        ];
        known.into_iter().find(|(known, _)| *known == id).map_or(Self::Any, |(_, shape)| shape)
    }

    pub(crate) fn of_object<T: Structured>() -> Self {
        Self::Named(NamedShape {
            #[cfg(feature = "utoipa")]
            name: T::TYPE_NAME,
            #[cfg(feature = "utoipa")]
            body: Self::body_of::<T>,
            #[cfg(feature = "schemars")]
            reference: schemars::SchemaGenerator::subschema_for::<Object<T>>,
        })
    }

    pub(crate) fn body_of<T: Structured>() -> Self {
        let empty = Object::<T>::default();
        Self::Object(
            T::properties().iter().copied().zip(fields::<T>(&empty).into_iter().map(|field| field.shape())).collect(),
        )
    }

    pub(crate) fn of_member<T: Enumerated>() -> Self {
        Self::Named(NamedShape {
            #[cfg(feature = "utoipa")]
            name: T::TYPE_NAME,
            #[cfg(feature = "utoipa")]
            body: Self::members_of::<T>,
            #[cfg(feature = "schemars")]
            reference: schemars::SchemaGenerator::subschema_for::<crate::value::Member<T>>,
        })
    }

    pub(super) fn members_of<T: Enumerated>() -> Self {
        Self::Member(Self::names_of::<T>())
    }

    pub(crate) fn of_flags<T: Enumerated>() -> Self {
        Self::Flags(Self::names_of::<T>())
    }

    fn names_of<T: Enumerated>() -> Vec<&'static str> {
        T::members().iter().map(|(name, _)| *name).collect()
    }
}
