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
/// Derive it with [`#[derive(Projection)]`](https://docs.rs/graph-derive), which the feature `derive` adds: the page of
/// the macro has the types of fields and all attributes. Nothing but the fields is requested (`$select`, and `$expand`
/// with what is selected there), and nothing else can be read.
///
/// A value that is not of a field's type is an error, with the path to it. So is a property that the service omits, or
/// that is `null`, unless the type of the field is an `Option`.
///
#[cfg_attr(feature = "derive", doc = "```no_run")]
#[cfg_attr(not(feature = "derive"), doc = "```ignore")]
/// # mod graph {
/// #     use graph_runtime::codegen as rt;
/// #     pub struct User { id: Option<String>, display_name: Option<String> }
/// #     impl User {
/// #         pub const ID: rt::Property<Self, String, rt::NotNull> = rt::property("id");
/// #         pub const DISPLAY_NAME: rt::Property<Self, String> = rt::property("displayName");
/// #         pub const DIRECT_REPORTS: rt::NavigationProperty<Self, User, rt::Many> = rt::navigation("directReports");
/// #     }
/// #     impl rt::Structured for User {
/// #         const TYPE_NAME: &'static str = "microsoft.graph.user";
/// #         fn properties() -> &'static [&'static str] { &["id", "displayName"] }
/// #         fn build(from: &mut rt::PropertyReader<'_>) -> Self {
/// #             Self { id: from.property(), display_name: from.property() }
/// #         }
/// #         fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) { to.put(&self.id); to.put(&self.display_name); }
/// #     }
/// # }
/// # use graph_runtime::{Error, List};
/// use graph_runtime::Projection;
///
/// #[derive(Projection)]
/// #[projection(graph::User)]
/// struct Row {
///     id: String,
///     display_name: Option<String>,
///     direct_reports: Vec<Report>,
/// }
///
/// #[derive(Projection)]
/// #[projection(graph::User)]
/// struct Report {
///     id: String,
/// }
///
/// # async fn example(list: List<graph::User>) -> Result<(), Error> {
/// // service.users().get(), which requests $select=id,displayName and $expand=directReports($select=id)
/// let mut rows = list.project::<Row>().refine(graph::User::DIRECT_REPORTS, |reports| reports.top(5)).items();
/// while let Some(row) = rows.next().await {
///     let Row { id, display_name, direct_reports } = row?;
///     println!("{id} {display_name:?} has {} reports", direct_reports.len());
/// }
/// # Ok(()) }
/// ```
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
    // Only the description is used: without values, building fails.
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
    let Some(field) = fields.get(index) else { return json.refused_member(start, "", gap.message()) };
    let mut message = gap.message();
    if let (super::related::Gap::Missing, Some(of)) = (gap, field.declared_by) {
        message = format!("{message}, which only objects of type `{}` have; an `Option` accepts others", of.name);
    }
    json.refused_member(start, &field.path.join("."), message)
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

/// Reads an object; one that says that an entity was removed or a link changed is returned with all of its properties.
pub(crate) fn read_item_or_change<P: Projection>(
    json: &mut JsonReader<'_>,
) -> Result<Result<P, Object<P::Of>>, JsonError> {
    json.peek();
    let (start, depth) = (json.position(), json.depth());
    let found = json.project(&type_of::<P>())?;
    if !found.is_other_change {
        return build(json, start, found).map(Ok);
    }
    json.spare().slots.truncate(found.base);
    json.go_back(start, depth);
    Object::read_any(json).map(Err)
}
