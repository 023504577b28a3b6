//! Plans the functions of a service that create a client for it.

use crate::{
    edm::{ClientDefaults, Model, SignIn},
    plan::ClientFunctions,
};

/// The names of the functions, which methods of the service cannot have.
pub(super) const NAMES: [&str; 2] = ["builder", "client"];

/// Plans the functions. Graph has none unless there are settings for them, since every client calls it by default.
pub(super) fn client_functions(model: &Model) -> Option<ClientFunctions> {
    let (defaults, is_graph) = (model.client_defaults().clone(), model.is_microsoft_graph());
    if is_graph && defaults.is_empty() {
        return None;
    }
    let takes_root = defaults.root.is_none() && !is_graph;
    let has_own_scopes =
        defaults.scopes.is_empty() && (defaults.root.is_some() || takes_root) && defaults.sign_in == SignIn::Token;
    let of = match (takes_root, &defaults.root) {
        (true, _) => " of the service at `root`",
        (false, Some(_)) => " of the service at [`ROOT`](Self::ROOT)",
        (false, None) => "",
    };
    let mut builder_docs = vec![format!("Returns a builder of clients{of}.")];
    builder_docs.extend(tokens(&defaults, has_own_scopes));
    let client_docs = vec![
        format!("Creates a client{of} {}.", signed_in(&defaults.sign_in)),
        "# Errors".to_owned(),
        match &defaults.root {
            Some(_) => "If the settings are not valid, or TLS cannot be set up.".to_owned(),
            None => "If the root or another setting is not valid, or TLS cannot be set up.".to_owned(),
        },
    ];
    Some(ClientFunctions { defaults, takes_root, has_own_scopes, builder_docs, client_docs })
}

fn signed_in(sign_in: &SignIn) -> &'static str {
    match sign_in {
        SignIn::Token => "that signs in with tokens of `credential`",
        SignIn::Anonymous => "that does not sign in",
        SignIn::Basic => "that signs in with a user name and a password",
        SignIn::ApiKey { .. } => "that signs in with a key",
    }
}

/// The sentence about scopes.
fn tokens(defaults: &ClientDefaults, has_own_scopes: bool) -> Option<String> {
    if has_own_scopes {
        let sentence = "A credential is asked for tokens without scopes; set `scopes` if it needs some.";
        return Some(sentence.to_owned());
    }
    let scopes: Vec<String> = defaults.scopes.iter().map(|scope| format!("`{scope}`")).collect();
    (!scopes.is_empty()).then(|| format!("A credential is asked for tokens with the scopes {}.", scopes.join(", ")))
}
