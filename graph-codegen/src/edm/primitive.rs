macro_rules! primitives {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// A primitive type of the `Edm` namespace.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Primitive {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Primitive {
            /// All primitive types.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the qualified name, such as `Edm.Guid`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!("Edm.", $name),)+
                }
            }

            /// Finds a type by its name without `Edm.`.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

primitives! {
    /// Binary data; base64 in JSON.
    Binary = "Binary",
    /// True or false.
    Boolean = "Boolean",
    /// An unsigned 8-bit integer.
    Byte = "Byte",
    /// A calendar date.
    Date = "Date",
    /// An instant with a UTC offset.
    DateTimeOffset = "DateTimeOffset",
    /// A decimal number.
    Decimal = "Decimal",
    /// A 64-bit floating-point number.
    Double = "Double",
    /// A signed duration.
    Duration = "Duration",
    /// A 16-byte identifier.
    Guid = "Guid",
    /// A signed 16-bit integer.
    Int16 = "Int16",
    /// A signed 32-bit integer.
    Int32 = "Int32",
    /// A signed 64-bit integer.
    Int64 = "Int64",
    /// A signed 8-bit integer.
    SByte = "SByte",
    /// A 32-bit floating-point number.
    Single = "Single",
    /// A separate resource that is not part of the JSON.
    Stream = "Stream",
    /// Text.
    String = "String",
    /// A time of day.
    TimeOfDay = "TimeOfDay",
    /// Any geographic shape.
    Geography = "Geography",
    /// A point on the earth.
    GeographyPoint = "GeographyPoint",
    /// A line on the earth.
    GeographyLineString = "GeographyLineString",
    /// An area of the earth.
    GeographyPolygon = "GeographyPolygon",
    /// Points on the earth.
    GeographyMultiPoint = "GeographyMultiPoint",
    /// Lines on the earth.
    GeographyMultiLineString = "GeographyMultiLineString",
    /// Areas of the earth.
    GeographyMultiPolygon = "GeographyMultiPolygon",
    /// Several shapes on the earth.
    GeographyCollection = "GeographyCollection",
    /// Any shape.
    Geometry = "Geometry",
    /// A point.
    GeometryPoint = "GeometryPoint",
    /// A line.
    GeometryLineString = "GeometryLineString",
    /// An area.
    GeometryPolygon = "GeometryPolygon",
    /// Points.
    GeometryMultiPoint = "GeometryMultiPoint",
    /// Lines.
    GeometryMultiLineString = "GeometryMultiLineString",
    /// Areas.
    GeometryMultiPolygon = "GeometryMultiPolygon",
    /// Several shapes.
    GeometryCollection = "GeometryCollection",
    /// Any value.
    Untyped = "Untyped",
    /// Abstract: any primitive value.
    PrimitiveType = "PrimitiveType",
    /// Abstract: any complex value.
    ComplexType = "ComplexType",
    /// Abstract: any entity.
    EntityType = "EntityType",
    /// Abstract, for terms: a path to an annotation.
    AnnotationPath = "AnnotationPath",
    /// Abstract, for terms: a path to any annotation.
    AnyPropertyPath = "AnyPropertyPath",
    /// Abstract, for terms: a path to a model element.
    ModelElementPath = "ModelElementPath",
    /// Abstract, for terms: a path to a navigation property.
    NavigationPropertyPath = "NavigationPropertyPath",
    /// Abstract, for terms: a path to a property.
    PropertyPath = "PropertyPath",
}
