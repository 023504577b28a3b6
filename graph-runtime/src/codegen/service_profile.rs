use std::sync::Arc;

use crate::{client::Client, pipeline::Settings, service::ServiceProfile};

/// Returns a client that speaks as the metadata of its service says, except for what its user set.
///
/// Generated services call this in `new`. The client's clones share the profile, because they call the same service; a
/// profile that the user [set](crate::ClientBuilder::profile) is kept. Single settings of the user, such as
/// [`key_syntax`](crate::ClientBuilder::key_syntax), are applied to it.
///
/// A client calls one service. If another generated service supplied a different profile before, the requests of this
/// one are errors of kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest), and not sent.
///
/// ```
/// use graph_runtime::{Client, KeySyntax, ServiceProfile, codegen as rt, profile::BatchFormat};
///
/// static PROFILE: ServiceProfile = ServiceProfile::V4_0;
///
/// let client = Client::builder().key_syntax(KeySyntax::Segment).build()?;
/// let root = rt::Resource::root(rt::with_service_profile(client.clone(), &PROFILE));
/// assert_eq!(client.profile().batch_format(), BatchFormat::Multipart);
/// assert_eq!(client.profile().key_syntax(), KeySyntax::Segment);
/// # Ok::<(), graph_runtime::Error>(())
/// ```
#[must_use]
pub fn with_service_profile(client: Client, profile: &ServiceProfile) -> Client {
    if client.settings.profile.supply(profile) {
        return client;
    }
    let settings = Settings { has_other_profile: true, ..(*client.settings).clone() };
    Client { settings: Arc::new(settings) }
}
