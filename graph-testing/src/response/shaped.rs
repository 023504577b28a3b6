use graph_runtime::http::StatusCode;

use super::response::Response;
use crate::{entity::Item, query::Shape, request::Request};

/// A response with entities, of which the request gets what it selects and expands.
#[derive(Clone, Debug)]
pub struct Shaped {
    status: StatusCode,
    items: Vec<Item>,
    /// The other members of a page; `None` for one entity.
    page: Option<String>,
    /// What was selected, if the request does not say it itself.
    shape: Option<Shape>,
}

impl Shaped {
    pub(super) fn one(item: Item, status: StatusCode) -> Self {
        Self { status, items: vec![item], page: None, shape: None }
    }

    /// Creates a page. `members` are its other members, each followed by a comma.
    pub(super) fn page(items: Vec<Item>, members: &str) -> Self {
        Self { status: StatusCode::OK, items, page: Some(members.to_owned()), shape: None }
    }

    pub(super) fn with_shape(self, shape: Shape) -> Self {
        Self { shape: Some(shape), ..self }
    }

    /// Returns the response to a request.
    pub(super) fn to(&self, request: &Request) -> Response {
        let shape = match &self.shape {
            Some(shape) => shape.clone(),
            // The expectation has compared the options; one that cannot be read selects everything.
            None => Shape::read(&request.options()).unwrap_or_default(),
        };
        let items: Vec<String> = self.items.iter().map(|item| item.shaped(&shape)).collect();
        let text = match &self.page {
            Some(members) => format!("{{{members}\"value\":[{}]}}", items.join(",")),
            None => items.join(""),
        };
        Response { status: self.status, ..Response::from_text(text) }
    }
}
