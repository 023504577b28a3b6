//! Headers for a service that asks for a token, from where other users of the machine cannot read them.

use std::{env, fmt, fs, path::Path};

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
            let text = env::var(variable).map_err(|problem| {
                let problem = match problem {
                    env::VarError::NotPresent => "is not set",
                    env::VarError::NotUnicode(_) => "is not UTF-8",
                };
                setting(format!("the environment variable `{}` {problem}", visible(variable)))
            })?;
            headers.add_all(&text, &format!("the environment variable `{}`", visible(variable)))?;
        }
        for path in &arguments.header_file {
            headers.add_all(&read(path)?, &format!("`{}`", path.display()))?;
        }
        Ok(headers)
    }

    /// Adds the header of each line. Errors do not show the lines, which are secret.
    fn add_all(&mut self, text: &str, origin: &str) -> Result<(), Failure> {
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
        match self.list.is_empty() {
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

fn read(path: &Path) -> Result<String, Failure> {
    let problem = |problem| Failure::io(&format!("cannot read `{}`", path.display()), &problem);
    let is_large = fs::metadata(path).map_err(problem)?.len() > MAX_SIZE;
    match is_large {
        true => Err(setting(format!("`{}` has more than {MAX_SIZE} bytes", path.display()))),
        false => fs::read_to_string(path).map_err(problem),
    }
}

fn setting(message: String) -> Failure {
    Failure::from(Diagnostic::error(Code::Setting, message).help("a header is one line: `Authorization: Bearer TOKEN`"))
}
