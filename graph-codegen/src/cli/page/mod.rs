//! Pages about elements, as text, JSON or tab-separated lines.

mod json;
mod separated;
mod text;

pub(super) use self::{
    json::{explanation_json, json},
    separated::{explanations_separated, separated},
    text::text,
};
