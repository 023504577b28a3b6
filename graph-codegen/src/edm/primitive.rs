macro_rules! primitives {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// A primitive type of the `Edm` namespace.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Primitive {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Primitive {
            /// Every primitive type.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name with its namespace: `Edm.Guid`.
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
    /// Unsigned 8 bits.
    Byte = "Byte",
    /// A calendar day.
    Date = "Date",
    /// An instant with an offset.
    DateTimeOffset = "DateTimeOffset",
    /// A decimal number.
    Decimal = "Decimal",
    /// 64-bit floating point.
    Double = "Double",
    /// A signed length of time.
    Duration = "Duration",
    /// 16 bytes.
    Guid = "Guid",
    /// Signed 16 bits.
    Int16 = "Int16",
    /// Signed 32 bits.
    Int32 = "Int32",
    /// Signed 64 bits.
    Int64 = "Int64",
    /// Signed 8 bits.
    SByte = "SByte",
    /// 32-bit floating point.
    Single = "Single",
    /// A resource of its own, not part of the JSON.
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
    /// Any value at all.
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
