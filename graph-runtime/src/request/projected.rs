//! Requests whose responses are read as structs of the application: see [`Projection`].

use http::Method;

use super::{call::Call, delta::Delta, get::Get, list::List, write::Write};
use crate::{
    operation::Respond,
    paging::{Page, ProjectedChange},
    parts::RequestParts,
    query::{ProjectedQuery, Readable, Refinement},
    service::ODataVersion,
    value::{DerivedFrom, NavigationProperty, Object, Structured, projection::Projection},
};

/// A kind of response that can be read as a [`Projection`] `P` instead.
#[diagnostic::on_unimplemented(
    message = "the response cannot be read as `{P}`",
    label = "the response is not an entity or complex value of the type that is projected, or a page of them"
)]
pub trait ProjectInto<P>: Respond {
    /// The type of the objects.
    type Item: Structured;
    /// The kind of response with `P` in place of the objects.
    type Projected: Respond + ProjectedRows<Row = P>;
}

impl<T: Structured, P: Projection<Of: DerivedFrom<T>>> ProjectInto<P> for Object<T> {
    type Item = T;
    type Projected = P;
}

impl<T: Structured, P: Projection<Of: DerivedFrom<T>>> ProjectInto<P> for Page<Object<T>> {
    type Item = T;
    type Projected = Page<P>;
}

impl<P, R: ProjectInto<P>> ProjectInto<P> for Option<R> {
    type Item = R::Item;
    type Projected = Option<R::Projected>;
}

/// A kind of response with values of a [`Projection`].
pub trait ProjectedRows {
    /// The projection.
    type Row: Projection;
}

impl<P: Projection> ProjectedRows for P {
    type Row = P;
}

impl<P: Projection> ProjectedRows for Page<P> {
    type Row = P;
}

impl<P: Projection> ProjectedRows for Page<ProjectedChange<P>> {
    type Row = P;
}

impl<R: ProjectedRows> ProjectedRows for Option<R> {
    type Row = R::Row;
}

/// The type whose properties the rows of a response have.
type Of<R> = <<R as ProjectedRows>::Row as Projection>::Of;

/// Implements `refine` for a request.
macro_rules! impl_refine {
    ($($name:ident<$($parameter:ident),*>;)*) => {$(
        impl<$($parameter,)* R: ProjectedRows> $name<$($parameter,)* R> {
            /// Sets options for the related entities of a field, which only a run knows.
            ///
            /// ```
            /// # use graph_runtime as rt;
            /// # use rt::{codegen::Structured, projection::Projection, query::{Many, NavigationProperty}};
            #[doc = concat!("# fn example<P: Projection, V: Structured>(request: ", refined_doc!($name), ",")]
            /// #     direct_reports: NavigationProperty<P::Of, V, Many>,
            /// # ) {
            /// // request.refine(User::DIRECT_REPORTS, |reports| reports.top(5))
            /// let request = request.refine(direct_reports, |reports| reports.top(5));
            /// # }
            /// ```
            ///
            /// The property may be of a derived type, whose field says `derived`. If the projection has no field for
            /// it, `send` returns an error.
            pub fn refine<D: DerivedFrom<Of<R>>, V, M>(
                mut self,
                property: NavigationProperty<D, V, M>,
                refine: impl FnOnce(Refinement<V, M>) -> Refinement<V, M>,
            ) -> Self {
                self.parts.refine(property, refine);
                self
            }
        }
    )*};
}

/// The type of a request in the example of `refine`.
macro_rules! refined_doc {
    (Get) => {
        "rt::Get<P::Of, rt::query::AllOptions, P>"
    };
    (List) => {
        "rt::List<P::Of, rt::query::AllOptions, rt::Page<P>>"
    };
    (Delta) => {
        "rt::Delta<P::Of, rt::Page<rt::projection::ProjectedChange<P>>>"
    };
    (Call) => {
        "rt::Call<P>"
    };
    (Write) => {
        "rt::Write<P>"
    };
}

impl_refine! {
    Get<T, C>;
    List<T, C>;
    Delta<T>;
    Call<>;
    Write<>;
}

impl<T: Structured, C: Readable, R> Get<T, C, R> {
    /// Requests what the fields of a struct need (`$select`, `$expand`), and reads the response as such a struct.
    ///
    /// It replaces an earlier selection and expansion.
    pub fn project<P: Projection<Of: DerivedFrom<T>>>(mut self) -> Get<T, C, P> {
        project::<T, P>(&mut self.parts, C::EXPANDS);
        Get::of(self.parts)
    }
}

impl<T: Structured, C: Readable, R> List<T, C, R> {
    /// Requests what the fields of a struct need (`$select`, `$expand`), and reads the items as such structs.
    ///
    /// It replaces an earlier selection and expansion.
    pub fn project<P: Projection<Of: DerivedFrom<T>>>(mut self) -> List<T, C, Page<P>> {
        project::<T, P>(&mut self.parts, C::EXPANDS);
        List::of(self.parts)
    }
}

impl<T: Structured, R> Delta<T, R> {
    /// Requests what the fields of a struct need (`$select`, `$expand`), and reads the changes as such structs.
    ///
    /// It replaces an earlier selection and expansion. Removed items are objects, because they have few properties.
    /// Services that send only the changed properties need fields that are an `Option`.
    ///
    /// To continue from a link, use
    /// [`client.resume::<ProjectedChange<Row>>(link)`](crate::Client::resume).
    pub fn project<P: Projection<Of: DerivedFrom<T>>>(mut self) -> Delta<T, Page<ProjectedChange<P>>> {
        project::<T, P>(&mut self.parts, true);
        Delta::of(self.parts)
    }
}

impl<R: Respond> Call<R> {
    /// Reads the response as a struct, or each of its items, and requests what the fields need.
    ///
    /// `$select` and `$expand` are sent with calls of functions, and with those of actions if the service's
    /// [profile](crate::ServiceProfile) is of OData 4.01, which introduced that. Otherwise an action responds with what
    /// it chooses, and what a field lacks then is an error.
    pub fn project<P>(mut self) -> Call<R::Projected>
    where
        R: ProjectInto<P>,
        P: Projection,
    {
        project_change::<R::Item, P>(&mut self.parts);
        Call::of(self.parts)
    }
}

impl<R: Respond> Write<R> {
    /// Reads the response as a struct, and requests what the fields need.
    ///
    /// `$select` and `$expand` are sent if the service's [profile](crate::ServiceProfile) is of OData 4.01, which
    /// introduced that. Otherwise the service responds with what it chooses, and what a field lacks then is an error.
    pub fn project<P>(mut self) -> Write<R::Projected>
    where
        R: ProjectInto<P>,
        P: Projection,
    {
        project_change::<R::Item, P>(&mut self.parts);
        Write::of(self.parts)
    }
}

/// Requests what a projection needs, where a request can.
fn project_change<T: Structured, P: Projection>(parts: &mut RequestParts) {
    let version = parts.resource.client().profile().version();
    if parts.description.method == Method::GET || version >= Some(ODataVersion::V4_01) {
        project::<T, P>(parts, true);
    }
}

fn project<T: Structured, P: Projection>(parts: &mut RequestParts, expands: bool) {
    let profile = parts.resource.client().profile();
    let query = ProjectedQuery::of::<T, P>(profile.selects_parts(), profile.qualifies_properties());
    if !expands && !query.expand().is_empty() {
        let name = std::any::type_name::<P>();
        parts.note(format!("`{name}` has related entities, and the service does not support `$expand` here"));
    }
    parts.project(query);
}
