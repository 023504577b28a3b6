use std::{error::Error as StdError, fmt};

use graph_runtime::{TransportError, http::StatusCode};

/// Why the authority issued no token.
///
/// `Display` is one line. It has the code and the description of the authority, without the secrets of the request.
///
/// Source: RFC 6749, section 5.2;
/// <https://learn.microsoft.com/entra/identity-platform/reference-error-codes>.
#[derive(Debug)]
pub struct TokenError {
    // Boxed, so that results are small.
    detail: Box<Detail>,
}

#[derive(Debug)]
enum Detail {
    Authority,
    Tenant,
    NoTenant,
    Assertion(Box<dyn StdError + Send + Sync>),
    Signature,
    Transport(TransportError),
    Unreadable(StatusCode),
    Refused { status: StatusCode, code: String, description: String, claims: Option<String> },
}

/// The most characters of a text of the authority that are shown.
const MAX_SHOWN: usize = 2000;

impl TokenError {
    fn new(detail: Detail) -> Self {
        Self { detail: Box::new(detail) }
    }

    pub(crate) fn authority() -> Self {
        Self::new(Detail::Authority)
    }

    pub(crate) fn tenant() -> Self {
        Self::new(Detail::Tenant)
    }

    pub(crate) fn no_tenant() -> Self {
        Self::new(Detail::NoTenant)
    }

    pub(crate) fn assertion(source: Box<dyn StdError + Send + Sync>) -> Self {
        Self::new(Detail::Assertion(source))
    }

    pub(crate) fn signature() -> Self {
        Self::new(Detail::Signature)
    }

    pub(crate) fn transport(source: TransportError) -> Self {
        Self::new(Detail::Transport(source))
    }

    pub(crate) fn unreadable(status: StatusCode) -> Self {
        Self::new(Detail::Unreadable(status))
    }

    pub(crate) fn refused(status: StatusCode, code: String, description: String, claims: Option<String>) -> Self {
        Self::new(Detail::Refused { status, code, description, claims })
    }

    /// Returns the error code of the authority, such as `invalid_client` or `invalid_grant`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match &*self.detail {
            Detail::Refused { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Returns the description of the authority, without the secrets of the request. It is text of another party.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        match &*self.detail {
            Detail::Refused { description, .. } => Some(description),
            _ => None,
        }
    }

    /// Returns the claims that the user has to satisfy in an interactive sign-in, as JSON.
    ///
    /// A web API that calls another one on behalf of a user passes them to its own client, as a claims challenge.
    #[must_use]
    pub fn claims(&self) -> Option<&str> {
        match &*self.detail {
            Detail::Refused { claims, .. } => claims.as_deref(),
            _ => None,
        }
    }

    /// Returns whether the user has to sign in again.
    #[must_use]
    pub fn requires_interaction(&self) -> bool {
        matches!(self.code(), Some("interaction_required" | "login_required" | "consent_required"))
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.detail {
            Detail::Authority => f.write_str("the authority is not an https URL without user, query and fragment"),
            Detail::Tenant => f.write_str("the tenant is not an id or a domain: letters, digits, `-` and `.`"),
            Detail::NoTenant => f.write_str("there is no credential for the tenant; set it with `Client::for_tenant`"),
            Detail::Assertion(_) => f.write_str("failed to get the assertion that authenticates the application"),
            Detail::Signature => f.write_str("failed to sign the assertion that authenticates the application"),
            Detail::Transport(_) => f.write_str("failed to call the authority"),
            Detail::Unreadable(status) => {
                write!(f, "failed to decode the response of the authority (status {})", status.as_u16())
            }
            Detail::Refused { status, code, description, .. } => {
                let status = status.as_u16();
                write!(f, "the authority refused the token (status {status}): ")?;
                write!(f, "{}: {}", OneLine(code), OneLine(description))
            }
        }
    }
}

impl StdError for TokenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &*self.detail {
            Detail::Assertion(source) => Some(&**source),
            Detail::Transport(source) => Some(source),
            _ => None,
        }
    }
}

/// A text of another party on one line: without control characters, and those that change the direction of text.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, c) in self.0.chars().enumerate() {
            match c {
                _ if index == MAX_SHOWN => return f.write_str("…"),
                '\r' | '\n' | '\t' => f.write_str(" ")?,
                _ if c.is_control() || is_hidden(c) => write!(f, "{}", c.escape_unicode())?,
                _ => write!(f, "{c}")?,
            }
        }
        Ok(())
    }
}

/// Whether a character changes the direction of text, or is not seen.
fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}'
    )
}

#[cfg(test)]
mod tests {
    use graph_runtime::http::StatusCode;

    use super::TokenError;

    #[test]
    fn texts_of_the_authority_are_one_line() {
        let description = format!("AADSTS1:\r\nTrace\u{1b}[0m\u{202e}\u{61c}\u{ad}\u{e0041}{}", "x".repeat(5000));
        let error = TokenError::refused(StatusCode::BAD_REQUEST, "invalid_grant".to_owned(), description, None);
        let text = error.to_string();
        assert!(
            text.contains(
                "(status 400): invalid_grant: AADSTS1:  Trace\\u{1b}[0m\\u{202e}\\u{61c}\\u{ad}\\u{e0041}xxx"
            ),
            "{text}"
        );
        assert!(text.ends_with('…') && text.chars().count() < 2100);
    }
}
