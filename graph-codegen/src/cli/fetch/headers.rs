//! Headers for a service that asks for a token, from where other users of the machine cannot read them.

use std::{env, fmt, fs, io::Read, path::Path};

use ureq::http::{HeaderName, HeaderValue};

use super::super::{arguments::Fetch, failure::Failure};
use crate::diagnostic::{Code, Diagnostic, visible};

/// The headers to send to the service, and to no other.
#[derive(Clone, Default)]
pub(super) struct Headers {
    list: Vec<(HeaderName, HeaderValue)>,
}

/// The largest file of headers.
const MAX_SIZE: u64 = 64 << 10;

impl Headers {
    pub(super) fn of(arguments: &Fetch) -> Result<Self, Failure> {
        let mut headers = Self::default();
        for variable in &arguments.header_env {
            let text = env::var(variable).map_err(|problem| match problem {
                // It may be the header itself.
                _ if !is_variable(variable) => {
                    setting("the value of `--header-env` is not the name of an environment variable".to_owned())
                }
                env::VarError::NotPresent => {
                    setting(format!("the environment variable `{}` is not set", visible(variable)))
                }
                env::VarError::NotUnicode(_) => {
                    setting(format!("the environment variable `{}` is not UTF-8", visible(variable)))
                }
            })?;
            headers.add_all(&text, &format!("the environment variable `{}`", visible(variable)))?;
        }
        for path in &arguments.header_file {
            headers.add_all(&read(path)?, &shown(path))?;
        }
        Ok(headers)
    }

    /// Adds the header of each line. Errors do not show the lines, which are secret.
    fn add_all(&mut self, text: &str, origin: &str) -> Result<(), Failure> {
        let before = self.list.len();
        for (number, line) in text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let (name, value) = line.split_once(':').unwrap_or_default();
            let (name, value) = (name.trim().parse::<HeaderName>(), HeaderValue::from_str(value.trim()));
            let (Ok(name), Ok(mut value)) = (name, value) else {
                return Err(setting(format!("line {} of {origin} is not a header", number + 1)));
            };
            value.set_sensitive(true);
            self.list.push((name, value));
        }
        match self.list.len() == before {
            true => Err(setting(format!("{origin} has no headers"))),
            false => Ok(()),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        self.list.iter().map(|(name, value)| (name, value))
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.list.iter().map(|(name, _)| name)).finish()
    }
}

/// Whether a text looks like the name of an environment variable, rather than a header or a token.
fn is_variable(text: &str) -> bool {
    const LONGEST: usize = 64;
    text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// A path in quotes, unless it may be the header itself.
fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    match text.contains(": ") {
        true => "the file of `--header-file`".to_owned(),
        false => format!("`{text}`"),
    }
}

fn read(path: &Path) -> Result<String, Failure> {
    let problem = |problem| Failure::io(&format!("cannot read {}", shown(path)), &problem);
    let mut bytes = Vec::new();
    // The length of a device or a pipe is not known.
    let file = fs::File::open(path).map_err(problem)?;
    file.take(MAX_SIZE + 1).read_to_end(&mut bytes).map_err(problem)?;
    if bytes.len() as u64 > MAX_SIZE {
        return Err(setting(format!("{} has more than {MAX_SIZE} bytes", shown(path))));
    }
    String::from_utf8(bytes).map_err(|_| setting(format!("{} is not UTF-8", shown(path))))
}

fn setting(message: String) -> Failure {
    Failure::from(Diagnostic::error(Code::Setting, message).help("a header is one line: `Authorization: Bearer TOKEN`"))
}
