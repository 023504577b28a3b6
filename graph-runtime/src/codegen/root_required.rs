use std::sync::Arc;

use crate::{client::Client, pipeline::Settings};

/// Returns a client for a service other than Microsoft Graph.
///
/// Generated services call this in `new`. If nobody set the client's [root](crate::ClientBuilder::base_url), it is that
/// of Graph, and each call of the service fails with [`ErrorKind::Configuration`](crate::ErrorKind::Configuration)
/// without being sent.
///
/// ```
/// use graph_runtime::{Client, codegen as rt};
///
/// let client = Client::builder().base_url("https://services.odata.org/V4/TripPinServiceRW").build()?;
/// let root = rt::Resource::root(rt::with_root_required(client));
/// # Ok::<(), graph_runtime::Error>(())
/// ```
#[must_use]
pub fn with_root_required(client: Client) -> Client {
    if !client.settings.has_default_root {
        return client;
    }
    Client { settings: Arc::new(Settings { is_misdirected: true, ..(*client.settings).clone() }) }
}
