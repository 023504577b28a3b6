use std::any::TypeId;

use super::{
    described::Described,
    page_item::PageItem,
    reader::ProjectionReader,
    shape::{Found, ProjectionType},
};
use crate::value::{
    codec::to_json,
    json::{JsonError, JsonReader},
    object::Object,
    structured::Structured,
};

/// A struct that says which properties of a generated type are requested and read.
///
/// Derive it with `#[derive(Projection)]`, which the feature `derive` adds. Nothing but its fields is requested
/// (`$select`, and `$expand` with what is selected there), and nothing else can be read.
///
/// A value that is not of a field's type is an error, with the path to it. So is a property that the service omits, or
/// that is `null`, unless the type of the field is an `Option`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a projection",
    label = "expected a struct with `#[derive(Projection)]`",
    note = "a navigation property is read with a projection of the related entities"
)]
pub trait Projection: PageItem {
    /// The generated type.
    type Of: Structured;

    /// Builds a value from its fields. All of them are asked for, in declared order, before the first `None` returns.
    #[doc(hidden)]
    fn build(from: &mut ProjectionReader<'_>) -> Option<Self>;

    /// Reads a value from the JSON text of an entity or complex value.
    ///
    /// # Errors
    ///
    /// If the text is not valid JSON of an object, or a value does not fit its field.
    fn from_json(text: &str) -> Result<Self, JsonError> {
        read_all(JsonReader::new(text))
    }

    /// Reads a value from the properties of an object.
    ///
    /// # Errors
    ///
    /// If a value does not fit its field.
    fn from_object(object: &Object<Self::Of>) -> Result<Self, JsonError> {
        let text = to_json(object)?;
        read_all(object.extra.reader(&text))
    }
}

/// Describes the fields of a projection.
pub(crate) fn described<P: Projection>() -> Vec<Described> {
    let mut fields = Vec::new();
    // There are no values, so that nothing is built.
    let _ = P::build(&mut ProjectionReader::describing(&mut fields));
    fields
}

fn type_of<P: Projection>() -> ProjectionType {
    ProjectionType { id: TypeId::of::<P>(), describe: described::<P> }
}

/// Reads an object; anything else is an error.
#[doc(hidden)]
pub fn read_projection<P: Projection>(json: &mut JsonReader<'_>) -> Result<P, JsonError> {
    json.peek();
    let start = json.position();
    let found = json.project(&type_of::<P>())?;
    build(json, start, found)
}

fn build<P: Projection>(json: &mut JsonReader<'_>, start: usize, found: Found) -> Result<P, JsonError> {
    let slots = &mut json.spare().slots;
    let base = found.base.min(slots.len());
    let mut from = ProjectionReader::reading(slots.drain(base..));
    let built = P::build(&mut from);
    let gap = from.gap();
    drop(from);
    built.ok_or_else(|| missing(json, start, described::<P>(), gap))
}

/// Returns the error for a field without a value.
#[cold]
fn missing(
    json: &JsonReader<'_>,
    start: usize,
    fields: Vec<Described>,
    gap: Option<(usize, super::related::Gap)>,
) -> JsonError {
    // A field without a value says why, unless the implementation is handwritten and inconsistent.
    let (index, gap) = gap.unwrap_or((usize::MAX, super::related::Gap::Missing));
    let path = fields.get(index).map(|field| field.path.join(".")).unwrap_or_default();
    json.refused_member(start, &path, gap.message())
}

fn read_all<P: Projection>(mut json: JsonReader<'_>) -> Result<P, JsonError> {
    let value = read_projection(&mut json)?;
    json.end()?;
    Ok(value)
}

/// A response that was read as a projection.
pub(crate) enum Whole<P> {
    Value(P),
    /// The object has none of the fields.
    Nothing,
}

/// Reads an object, and checks that nothing follows it.
pub(crate) fn read_whole<P: Projection>(mut json: JsonReader<'_>) -> Result<Whole<P>, JsonError> {
    json.peek();
    let start = json.position();
    let found = json.project(&type_of::<P>())?;
    json.end()?;
    if !found.has_any {
        return Ok(Whole::Nothing);
    }
    build(&mut json, start, found).map(Whole::Value)
}

/// Reads an object; one that says that the entity was removed is returned with all of its properties.
pub(crate) fn read_unless_removed<P: Projection>(
    json: &mut JsonReader<'_>,
) -> Result<Result<P, Object<P::Of>>, JsonError> {
    json.peek();
    let (start, depth) = (json.position(), json.depth());
    let found = json.project(&type_of::<P>())?;
    if !found.is_removed {
        return build(json, start, found).map(Ok);
    }
    json.spare().slots.truncate(found.base);
    json.go_back(start, depth);
    Object::read_any(json).map(Err)
}
