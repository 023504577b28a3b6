use super::{property_reader::PropertyReader, property_writer::PropertyWriter};

/// The declared properties of a type whose JSON form is an object; implemented by generated code.
///
/// A value of such a type is an [`Object`](super::Object). `properties`, `build` and `write` must list the same
/// properties in the same order. Editors do not offer them unless the trait is imported.
///
/// What was read is written back as equal JSON: undeclared properties, nulls, and values that do not fit are kept
/// in [`Extra`](super::Extra). If the JSON value was not an object, all properties are empty and
/// [`Extra::whole`](super::Extra::whole) has the value.
///
/// No method has type parameters, so that each is compiled once for a type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the generated struct of an entity or complex type",
    label = "expected a generated struct, without `Object`",
    note = "a type of another crate is a struct that graph-codegen generates there, for the same version of \
            graph-runtime"
)]
pub trait Structured: Send + Sync + Sized + 'static {
    /// The qualified name in the metadata: `microsoft.graph.user`.
    const TYPE_NAME: &'static str;
    /// Whether bodies always contain `@odata.type`, even for the declared type.
    ///
    /// This is so for types derived from a type other than an abstract root. Graph's own SDKs do the same, and some
    /// services require it.
    const SENDS_TYPE: bool = false;

    /// Returns the names of the declared properties on the wire, in declared order.
    ///
    /// This is a function because rustc evaluates every constant, even if it is unused.
    #[rust_analyzer::completions(ignore_flyimport)]
    fn properties() -> &'static [&'static str];

    /// Returns the names of the navigation properties on the wire, if other types are derived from this one.
    ///
    /// Queries for items of this type name the derived type for properties that are neither here nor in `properties`.
    #[rust_analyzer::completions(ignore_flyimport)]
    #[must_use]
    fn navigation_properties() -> &'static [&'static str] {
        &[]
    }

    /// Returns the properties that an update cannot change: computed, read-only, or set on creation.
    #[rust_analyzer::completions(ignore_flyimport)]
    #[must_use]
    fn read_only_on_update() -> &'static [&'static str] {
        &[]
    }

    /// Returns the names in the metadata of all types that are derived from this one, directly or indirectly.
    ///
    /// They tell whose properties an object has that states its type. Types without constants for properties need none.
    #[rust_analyzer::completions(ignore_flyimport)]
    #[must_use]
    fn derived_types() -> &'static [&'static str] {
        &[]
    }

    /// Builds a value from its properties, in declared order.
    #[rust_analyzer::completions(ignore_flyimport)]
    fn build(from: &mut PropertyReader<'_>) -> Self;

    /// Passes every declared property to a writer, in declared order.
    #[rust_analyzer::completions(ignore_flyimport)]
    fn write<'a>(&'a self, to: &mut PropertyWriter<'a>);
}
