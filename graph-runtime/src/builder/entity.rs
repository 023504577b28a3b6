use std::{fmt, ops::Deref};

use http::Method;

use super::place::{Leads, Led, Place};
use crate::{
    body::Body,
    builder::{Deletes, Gets, Updates},
    parts::Resource,
    request::{Get, Write},
    value::{DerivedFrom, Object, Structured},
};

/// Addresses one resource of a type. Methods that lead on and that call operations are those of `P`, which it derefs to.
///
/// ```
/// # use graph_runtime::codegen as rt;
/// # #[derive(Debug)]
/// # struct User;
/// # struct UserRequests;
/// # impl rt::Leads for UserRequests { fn at(_: rt::Resource) -> Self { Self } }
/// # impl rt::Place for UserRequests {
/// #     type Item = rt::Link;
/// #     type Entity = rt::EntityMethods<rt::AllOptions, rt::No, rt::Yes>;
/// #     type Collection = rt::CollectionMethods<rt::Yes, rt::No, rt::No, rt::No>;
/// #     type CollectionLeads = rt::Nothing;
/// #     const TYPE_NAME: &'static str = "microsoft.graph.user";
/// # }
/// use graph_runtime::{Operation, codegen::{CollectionRequestBuilder, EntityRequestBuilder}};
///
/// fn dismiss(users: &CollectionRequestBuilder<UserRequests>) -> impl Operation {
///     let adele: EntityRequestBuilder<UserRequests> = users.by_id("adele@contoso.com");
///     adele.delete()
/// }
/// ```
pub struct EntityRequestBuilder<P> {
    led: Led<P>,
}

impl<P: Place> EntityRequestBuilder<P> {
    /// Reads it: `GET`.
    pub fn get(&self) -> Get<P::Item, <P::Entity as Gets>::Options>
    where
        P::Entity: Gets,
        P::Item: Structured,
    {
        Get::new(&self.led.resource, P::TYPE_NAME, P::default_select())
            .with_permissions(P::permissions(&Method::GET))
            .with_clouds(P::clouds(&Method::GET))
    }

    /// Changes the properties that the body has: `PATCH`. The answer is `None` where the service sends none (204);
    /// `.prefer(Preference::REPRESENTATION)` asks for the changed entity.
    pub fn update<D: DerivedFrom<P::Item>>(&self, body: Body<D>) -> Write<Option<Object<P::Item>>>
    where
        P::Entity: Updates,
        P::Item: Structured,
    {
        Write::update::<P::Item, D>(&self.led.resource, P::TYPE_NAME, body)
            .with_permissions(P::permissions(&Method::PATCH))
            .with_clouds(P::clouds(&Method::PATCH))
    }

    /// Deletes it: `DELETE`.
    pub fn delete(&self) -> Write<()>
    where
        P::Entity: Deletes,
    {
        Write::delete(&self.led.resource, None, P::TYPE_NAME)
            .with_permissions(P::permissions(&Method::DELETE))
            .with_clouds(P::clouds(&Method::DELETE))
    }
}

impl<P: Leads> From<Resource> for EntityRequestBuilder<P> {
    fn from(resource: Resource) -> Self {
        Self { led: Led::new(resource) }
    }
}

impl<P> Deref for EntityRequestBuilder<P> {
    type Target = P;

    fn deref(&self) -> &P {
        &self.led.leads
    }
}

impl<P: Leads> Clone for EntityRequestBuilder<P> {
    fn clone(&self) -> Self {
        Self { led: self.led.again() }
    }
}

impl<P: Place> fmt::Debug for EntityRequestBuilder<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EntityRequestBuilder").field("of", &P::TYPE_NAME).field("client", self.led.client()).finish()
    }
}
