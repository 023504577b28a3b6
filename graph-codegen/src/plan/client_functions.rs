use crate::edm::ClientDefaults;

/// The functions of a service that create a client for it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ClientFunctions {
    /// What settings say of clients.
    pub defaults: ClientDefaults,
    /// Whether the functions take the URL of the root.
    pub takes_root: bool,
    /// Whether scopes are set although there are none, since the runtime's default scope is that of Graph.
    pub has_own_scopes: bool,
    /// Paragraphs of documentation of `builder`.
    pub builder_docs: Vec<String>,
    /// Paragraphs of documentation of `client`.
    pub client_docs: Vec<String>,
}
