use crate::{query::QueryError, response::Response};

/// Why a request was not executed.
#[derive(Debug)]
pub(crate) enum Refused {
    /// The service responds with an error.
    Response(Box<Response>),
    /// The tenant does not support it: the test fails.
    Unsupported(String),
}

impl Refused {
    pub(super) fn not_found(what: &str) -> Self {
        Response::error(404, "Request_ResourceNotFound", &format!("Resource '{what}' does not exist.")).into()
    }

    pub(super) fn bad_request(message: &str) -> Self {
        Response::error(400, "Request_BadRequest", message).into()
    }
}

impl From<Response> for Refused {
    fn from(response: Response) -> Self {
        Self::Response(Box::new(response))
    }
}

impl From<QueryError> for Refused {
    fn from(problem: QueryError) -> Self {
        match problem {
            QueryError::Invalid(message) => Self::bad_request(&message),
            QueryError::Unsupported(message) => Self::Unsupported(message),
        }
    }
}
