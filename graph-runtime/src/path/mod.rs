//! Resource paths, and the values in them.

mod argument;
mod call_reference;
mod encoding;
mod into_key;
mod item_path;
mod key;
mod key_error;
mod literal;
mod path_template;
mod resource_path;

pub use self::{
    argument::Argument,
    into_key::IntoKey,
    key::{Key, KeySyntax},
    key_error::KeyError,
    literal::{EnumSyntax, Literal, UrlLiteral},
};
pub(crate) use self::{
    call_reference::{CallReference, CallReferences},
    encoding::{encode, encode_list},
    literal::LiteralText,
    path_template::PathTemplate,
    resource_path::ResourcePath,
};
