use serde_json::Value;

use super::received::Request;
use crate::text::{option_pairs, path_segments};

/// The parts of a request that expectations compare.
pub(crate) struct Decoded {
    /// The segments of the whole path.
    pub(crate) segments: Vec<String>,
    pub(crate) options: Vec<(String, String)>,
    /// The body, if it is JSON.
    pub(crate) json: Option<Value>,
}

impl Decoded {
    pub(super) fn of(request: &Request) -> Self {
        Self {
            segments: path_segments(request.full_path()),
            options: option_pairs(request.query().unwrap_or_default()),
            json: request.json().ok(),
        }
    }
}
