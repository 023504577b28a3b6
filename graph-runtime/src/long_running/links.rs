use http::HeaderMap;

/// What services call the place to ask, best first. Where one of the others comes too, `Location` is where the result will be.
const MONITORS: [&str; 3] = ["operation-location", "azure-asyncoperation", "location"];

/// Where an answer leads.
pub(super) struct Links {
    /// Where to ask.
    pub(super) monitor: Option<String>,
    /// Where the result will be.
    pub(super) result: Option<String>,
    /// What `Location` is.
    pub(super) location: Option<String>,
}

impl Links {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let text = |name: &str| headers.get(name)?.to_str().ok().map(str::to_owned);
        let [operation, azure, location] = MONITORS.map(text);
        let told = operation.or(azure);
        let result = told.is_some().then(|| location.clone()).flatten();
        Self { monitor: told.or_else(|| location.clone()), result, location }
    }
}
