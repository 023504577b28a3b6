use std::{error::Error, fmt, str::FromStr};

/// How an application signs in to a service: what the generated `client` function takes.
///
/// The text form is that of the macro and the command line:
///
/// | text | `client` takes |
/// |---|---|
/// | `token` | a credential, which supplies bearer tokens (the default) |
/// | `none` | nothing: the service is open to everybody |
/// | `basic` | a user name and a password |
/// | `api-key=HEADER` | a key, which is sent in the header |
///
/// ```
/// use graph_codegen::edm::SignIn;
///
/// assert_eq!("api-key=x-api-key".parse(), Ok(SignIn::ApiKey { header: "x-api-key".to_owned() }));
/// assert_eq!(SignIn::Anonymous.to_string(), "none");
/// assert!("api-key=".parse::<SignIn>().is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignIn {
    /// With bearer tokens of a credential.
    #[default]
    Token,
    /// Not at all.
    Anonymous,
    /// With a user name and a password.
    Basic,
    /// With a key in a header.
    ApiKey {
        /// The name of the header.
        header: String,
    },
}

impl fmt::Display for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token => f.write_str("token"),
            Self::Anonymous => f.write_str("none"),
            Self::Basic => f.write_str("basic"),
            Self::ApiKey { header } => write!(f, "api-key={header}"),
        }
    }
}

impl FromStr for SignIn {
    type Err = UnknownSignIn;

    fn from_str(text: &str) -> Result<Self, UnknownSignIn> {
        match text {
            "token" => Ok(Self::Token),
            "none" => Ok(Self::Anonymous),
            "basic" => Ok(Self::Basic),
            _ => match text.strip_prefix("api-key=") {
                Some(header) if is_header_name(header) => Ok(Self::ApiKey { header: header.to_owned() }),
                _ => Err(UnknownSignIn),
            },
        }
    }
}

/// Returns whether a text is the name of a header: `token` of RFC 9110, section 5.6.2.
pub(super) fn is_header_name(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_allowed)
}

/// The error for a text that is not a [`SignIn`]; it lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownSignIn;

impl fmt::Display for UnknownSignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the ways to sign in are `token`, `none`, `basic` and `api-key=HEADER`")
    }
}

impl Error for UnknownSignIn {}
