use http::HeaderMap;

use crate::text::is_blank_link;

/// The headers with the monitor's URL, in order of preference. If one of the others is present, `Location` is the URL
/// of the result.
const MONITOR_HEADERS: [&str; 3] = ["operation-location", "azure-asyncoperation", "location"];

/// The links in the headers of a response.
pub(super) struct Links {
    /// The URL to poll.
    pub(super) monitor: Option<String>,
    /// The URL of the result, once the operation is done.
    pub(super) result: Option<String>,
    /// The `Location` header.
    pub(super) location: Option<String>,
}

impl Links {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let text = |name: &str| {
            let link = headers.get(name)?.to_str().ok()?;
            // An empty link would lead to the service's root.
            (!is_blank_link(link)).then(|| link.to_owned())
        };
        let [operation, azure, location] = MONITOR_HEADERS.map(text);
        let header = operation.or(azure);
        let result = header.is_some().then(|| location.clone()).flatten();
        Self { monitor: header.or_else(|| location.clone()), result, location }
    }
}
