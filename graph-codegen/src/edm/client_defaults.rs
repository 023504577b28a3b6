use super::{
    SignIn,
    root::{is_root, is_safe_for_secrets},
    sign_in::is_header_name,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources, Span};

/// What settings say of a service's clients: where it is, how its clients sign in, and what they call themselves.
///
/// Generated services have functions that create such clients.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClientDefaults {
    /// The URL of the service's root.
    pub root: Option<String>,
    /// The scopes of tokens.
    pub scopes: Vec<String>,
    /// What `User-Agent` begins with.
    pub user_agent: Option<String>,
    /// How an application signs in.
    pub sign_in: SignIn,
}

impl ClientDefaults {
    /// Returns whether nothing is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Reports settings that no client accepts, or that have no effect.
    pub(crate) fn check(&self, sources: &mut Sources, diagnostics: &mut Diagnostics) {
        // The text of a setting is a source, so that the macro finds its literal.
        let mut error = |setting: &str, text: &str, message: String, help: &str| {
            let span = Span::new(sources.add(setting, text), 0, text.len());
            diagnostics.push(Diagnostic::error(Code::Setting, message).at(span).help(help));
        };
        if let Some(root) = self.root.as_deref().filter(|root| !is_root(root)) {
            let message = format!("`{root}` is not the URL of a service");
            let help = "write it as in `https://services.odata.org/V4/TripPinServiceRW`, without a query";
            error("service_root", root, message, help);
        }
        let sign_in = self.sign_in.to_string();
        if let Some(root) = self.root.as_deref().filter(|root| is_root(root) && !is_safe_for_secrets(root))
            && self.sign_in != SignIn::Anonymous
        {
            let message = format!("clients do not sign in with `{sign_in}` at `{root}`, which is not encrypted");
            error("service_root", root, message, "use https, or sign in with `none`; http is for this machine only");
        }
        for scope in self.scopes.iter().filter(|scope| !is_scope(scope)) {
            let help = "write each scope by itself, as in `https://api.example.com/.default`";
            error("scopes", scope, format!("`{scope}` is not a scope"), help);
        }
        if let Some(name) = self.user_agent.as_deref().filter(|name| !is_user_agent(name)) {
            let help = "write a name and a version in ASCII, as in `trippin-sdk/1.0`";
            error("user_agent", name, format!("the user agent `{name}` is not a valid header value"), help);
        }
        if let SignIn::ApiKey { header } = &self.sign_in
            && !is_header_name(header)
        {
            error("sign_in", &sign_in, format!("`{header}` is not the name of a header"), "write it as in `x-api-key`");
        }
        if let Some(scope) = self.scopes.first().filter(|_| self.sign_in != SignIn::Token) {
            let message = format!("scopes have no effect, because clients sign in with `{sign_in}`");
            error("scopes", scope, message, "remove the scopes, or sign in with `token`");
        }
    }
}

/// `scope-token` of RFC 6749, section 3.3.
fn is_scope(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
}

fn is_user_agent(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
}

#[cfg(test)]
mod tests {
    use super::ClientDefaults;
    use crate::{
        diagnostic::{Diagnostics, Sources},
        edm::SignIn,
    };

    #[test]
    fn each_setting_that_is_not_valid_is_an_error() {
        let wrong = ClientDefaults {
            root: Some("trippin".to_owned()),
            scopes: vec!["a b".to_owned()],
            user_agent: Some("ü".to_owned()),
            sign_in: SignIn::ApiKey { header: "x y".to_owned() },
        };
        let mut diagnostics = Diagnostics::default();
        wrong.check(&mut Sources::default(), &mut diagnostics);
        let messages: Vec<&str> = diagnostics.list().iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`trippin` is not the URL of a service",
                "`a b` is not a scope",
                "the user agent `ü` is not a valid header value",
                "`x y` is not the name of a header",
                "scopes have no effect, because clients sign in with `api-key=x y`",
            ]
        );
    }
}
