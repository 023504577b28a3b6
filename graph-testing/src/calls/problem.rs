use std::fmt;

use super::snippet::snippet;
use crate::{request::Request, text::escaped};

/// A difference between the calls that a test expects and those that it makes.
#[derive(Clone, Debug)]
pub enum Problem {
    /// No expectation is of this request.
    Unexpected {
        request: Request,
        /// The nearest expectation, and what differs.
        nearest: Option<(String, Vec<String>)>,
    },
    /// The expectation of this request is fulfilled.
    TooOften { request: Request, expected: String },
    /// Another request has to be sent before, or was sent already.
    OutOfOrder { request: Request, other: String, is_missing: bool },
    /// A tenant has what the request is about, and does not support it.
    Unsupported { request: Request, message: String },
    /// The server, or a function of the test that answers a request, has failed.
    #[cfg(feature = "loopback")]
    Failed { subject: String, message: String },
    /// A request that was not sent often enough.
    Missing { expected: String, count: String, received: usize },
}

/// The code of errors in responses to calls that fail the test.
const CODE: &str = "graphTestingUnexpectedCall";
const UNSUPPORTED: &str = "graphTestingUnsupported";

impl Problem {
    /// Returns the response to the client: status 501, which is not sent again, with the problem as its message.
    pub(crate) fn response(&self) -> crate::Response {
        let code = if matches!(self, Self::Unsupported { .. }) { UNSUPPORTED } else { CODE };
        crate::Response::error(501, code, &self.to_string())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unexpected { request, nearest } => {
                write!(f, "{request} was not expected")?;
                if let Some((expected, differences)) = nearest {
                    write!(f, "\n    the nearest expectation is {}", escaped(expected))?;
                    for difference in differences {
                        write!(f, "\n        {difference}")?;
                    }
                }
                f.write_str("\n    to expect this call, add")?;
                snippet(request).lines().try_for_each(|line| write!(f, "\n        {line}"))
            }
            Self::TooOften { request, expected } => {
                let expected = escaped(expected);
                write!(f, "{request} was called more often than expected\n    the expectation is {expected}")?;
                f.write_str("\n    `then` adds an answer, `times` and `any_times` allow more calls")
            }
            Self::OutOfOrder { request, other, is_missing } => {
                let when = if *is_missing { "before a call that is expected earlier" } else { "after a later call" };
                write!(f, "{request} was called {when}\n    the other call is {}", escaped(other))
            }
            Self::Unsupported { request, message } => {
                let message = escaped(message);
                write!(f, "{request} is not supported by the tenant: {message}\n    to expect this call, add")?;
                snippet(request).lines().try_for_each(|line| write!(f, "\n        {line}"))
            }
            #[cfg(feature = "loopback")]
            Self::Failed { subject, message } => write!(f, "{}: {}", escaped(subject), escaped(message)),
            Self::Missing { expected, count, received } => {
                let expected = escaped(expected);
                write!(f, "{expected}\n    was called {received} times; expected: {count}")
            }
        }
    }
}

/// Returns the message of a failed test.
pub(crate) fn report(problems: &[Problem]) -> String {
    let is_missing = |problem: &&Problem| matches!(problem, Problem::Missing { .. });
    let missing = problems.iter().filter(is_missing).count();
    let mut text = format!(
        "the calls of the test are not the expected ones: {} unexpected, {missing} missing\n",
        problems.len() - missing
    );
    for (number, problem) in problems.iter().enumerate() {
        text.push_str(&format!("\n{}. {problem}\n", number + 1));
    }
    text
}
