//! Plans the methods of request builders, with a file for each kind.

mod action;
mod cast;
mod function;
mod item_path;
mod key;
mod navigation;
mod request;

pub(super) use request::default_select;

use crate::{
    naming::Identifier,
    plan::{Method, MethodKind, Path, RustType, Segment, Signature},
};

/// A method that appends a path segment; the caller sets its name and documentation.
pub(super) fn segment(segment: &str, builder: &Path) -> Method {
    Method {
        name: Identifier::forced(segment),
        source: String::new(),
        signature: Signature::returning(RustType::Generated(builder.clone())),
        kind: MethodKind::Segment(Segment {
            segment: segment.to_owned(),
            options: Vec::new(),
            builder: builder.clone(),
        }),
        docs: Vec::new(),
        deprecation: None,
        attributes: Vec::new(),
        clouds: None,
        is_replaced: false,
    }
}
