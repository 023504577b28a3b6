//! The derive macro [`Projection`], which graph-runtime re-exports with its feature `derive`.
//!
//! It reads no metadata: it emits an implementation that names the constants of a generated type, so that rustc checks
//! each field against them.

mod attribute;
mod conflicts;
mod field;
mod implementation;
mod runtime;

use proc_macro::TokenStream;
use proc_macro2::TokenStream as TokenStream2;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, parse_macro_input, spanned::Spanned};

use crate::{attribute::StructAttribute, field::Field};

/// Derives `graph_runtime::projection::Projection`: the struct says what is requested, and is what is read.
///
/// `#[projection(graph::User)]` names the generated type. Each field is a property of it: `display_name` is
/// `graph::User::DISPLAY_NAME`, and its type has to be able to hold what the property may be.
///
/// ```
/// # mod graph {
/// #     use graph_runtime::codegen as rt;
/// #     pub struct User {
/// #         pub id: Option<String>,
/// #         pub display_name: Option<String>,
/// #         pub address: Option<rt::Object<Address>>,
/// #     }
/// #     impl User {
/// #         pub const ID: rt::Property<Self, String, rt::NotNull> = rt::property("id");
/// #         pub const DISPLAY_NAME: rt::Property<Self, String> = rt::property("displayName");
/// #         pub const ADDRESS: rt::Property<Self, rt::Object<Address>> = rt::property("address");
/// #         pub const MANAGER: rt::NavigationProperty<Self, User, rt::One> = rt::navigation("manager");
/// #         pub const DIRECT_REPORTS: rt::NavigationProperty<Self, User, rt::Many> = rt::navigation("directReports");
/// #     }
/// #     impl rt::Structured for User {
/// #         const TYPE_NAME: &'static str = "microsoft.graph.user";
/// #         fn properties() -> &'static [&'static str] { &["id", "displayName", "address"] }
/// #         fn build(from: &mut rt::PropertyReader<'_>) -> Self {
/// #             Self { id: from.property(), display_name: from.property(), address: from.property() }
/// #         }
/// #         fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) {
/// #             to.put(&self.id);
/// #             to.put(&self.display_name);
/// #             to.put(&self.address);
/// #         }
/// #     }
/// #     pub struct Address { pub city: Option<String> }
/// #     impl rt::Structured for Address {
/// #         const TYPE_NAME: &'static str = "microsoft.graph.physicalAddress";
/// #         fn properties() -> &'static [&'static str] { &["city"] }
/// #         fn build(from: &mut rt::PropertyReader<'_>) -> Self { Self { city: from.property() } }
/// #         fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) { to.put(&self.city); }
/// #     }
/// # }
/// use graph_runtime::Projection;
///
/// #[derive(Projection)]
/// #[projection(graph::User)]
/// struct Row {
///     id: String,
///     #[projection(rename = "display_name")]
///     name: Option<String>,
///     #[projection(path = "address.city")]
///     city: Option<String>,
///     manager: Option<Person>,
///     direct_reports: Vec<Person>,
/// }
///
/// #[derive(Projection)]
/// #[projection(graph::User)]
/// struct Person {
///     id: String,
///     #[projection(default)]
///     display_name: String,
/// }
///
/// // `service.users().get().project::<Row>()` requests this:
/// // $select=id,displayName,address
/// // $expand=manager($select=id,displayName),directReports($select=id,displayName)
/// let row = Row::from_json(r#"{"id": "1", "displayName": "Adele", "manager": {"id": "2"}, "directReports": []}"#)?;
/// assert_eq!(row.name.as_deref(), Some("Adele"));
/// assert_eq!(row.manager.unwrap().display_name, "");
/// assert!(row.city.is_none() && row.direct_reports.is_empty());
/// # Ok::<(), graph_runtime::codec::JsonError>(())
/// ```
///
/// # Fields
///
/// | property | type of the field |
/// |---|---|
/// | a value `V` that is never `null`, or a collection | `V`, as the constant has it |
/// | any value `V` | `Option<V>`: `None` for `null`, and if the service omits the property |
/// | any value `V` | `Option<Option<V>>`: `Some(None)` for `null`, `None` if the service omits the property |
/// | a member of an enumeration | `Member<E>`; or `E`, for which an unknown member is an error |
/// | a complex value | `Object<T>`, or a projection of `T` |
/// | a navigation property to one entity | `Option` of a projection |
/// | a navigation property to several | `Vec` of a projection; or `Page` of it, which has the link to the rest |
///
/// # Attributes of the struct
///
/// | attribute | meaning |
/// |---|---|
/// | `#[projection(graph::User)]` | the generated type |
/// | `#[projection(graph::User, crate = my::runtime)]` | the path to graph-runtime, if another crate re-exports it |
///
/// # Attributes of fields
///
/// | attribute | meaning |
/// |---|---|
/// | `rename = "mail"` | the field of the generated struct that has another name |
/// | `path = "mailbox_settings.time_zone"` | a value within complex values; it may be missing, so that it is an `Option` |
/// | `required` | a `null` is an error, although the property may be `null` |
/// | `default` | `null`, and a property that the service omits, is the type's `Default` |
/// | `try_from` | the value is converted with `TryFrom` to the type, or to that in an `Option` or a `Vec` |
/// | `cast` | related entities are restricted to the type of the projection: `members/microsoft.graph.user` |
/// | `derived = graph::User` | the property of a derived type, `microsoft.graph.user/department`; see below |
/// | `control = "etag"` | control information: `etag`, `id`, `type`, `editLink` or `readLink` |
///
/// # Properties of derived types
///
/// A field with `derived` is read from objects whose `@odata.type` is that type, or derived from it by the metadata.
/// From others it is read as a property that the service omits, even if they have a property of the same name, so that
/// several types can each have a field for theirs. An object that does not state its type may be of any.
///
/// # Errors
///
/// Everything else than a struct with named fields is a compile error, and so are type parameters and lifetimes. An
/// unknown property, a type that cannot hold it, and a projection within itself are, too.
#[proc_macro_derive(Projection, attributes(projection))]
pub fn derive_projection(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input).into()
}

fn expand(input: &DeriveInput) -> TokenStream2 {
    if !input.generics.params.is_empty() {
        let message = "a projection has no type parameters or lifetimes, because it is read from a response by value";
        return Error::new(input.generics.span(), message).into_compile_error();
    }
    let attribute = match StructAttribute::of(input) {
        Ok(attribute) => attribute,
        Err(error) => return error.into_compile_error(),
    };
    fields(input).map_or_else(
        |error| {
            let error = error.into_compile_error();
            // With an implementation, the mistake is the only one that is reported.
            let unread = implementation::unread(&input.ident, &attribute);
            quote!(#error #unread)
        },
        |fields| implementation::of(&input.ident, &attribute, &fields),
    )
}

/// Returns the fields of a struct, or all mistakes in them.
fn fields(input: &DeriveInput) -> Result<Vec<Field<'_>>, Error> {
    let named = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(named) => named,
            fields => return Err(Error::new(span_of(fields, input), NOT_NAMED)),
        },
        Data::Enum(data) => return Err(Error::new(data.enum_token.span(), NOT_NAMED)),
        Data::Union(data) => return Err(Error::new(data.union_token.span(), NOT_NAMED)),
    };
    if named.named.is_empty() {
        return Err(Error::new(input.ident.span(), "a projection needs a field: nothing else is requested"));
    }
    let mut problems: Option<Error> = None;
    let mut note = |problem: Error| match &mut problems {
        Some(problems) => problems.combine(problem),
        None => problems = Some(problem),
    };
    let mut fields = Vec::new();
    for field in &named.named {
        match Field::of(field, &input.ident) {
            Ok(field) => fields.push(field),
            Err(problem) => note(problem),
        }
    }
    conflicts::of(&fields).into_iter().for_each(note);
    match problems {
        Some(problems) => Err(problems),
        None => Ok(fields),
    }
}

const NOT_NAMED: &str = "a projection is a struct with named fields, each for a property";

/// The place of a struct's fields; a unit struct has none.
fn span_of(fields: &Fields, input: &DeriveInput) -> proc_macro2::Span {
    match fields {
        Fields::Unnamed(unnamed) => unnamed.span(),
        _ => input.ident.span(),
    }
}
