//! Types, laid out as rustfmt does by default.

use super::{
    code::{push_spaces, width},
    expression::MAX_WIDTH,
    names::Names,
};
use crate::plan::{RustType, TypeNames};

const INDENT: usize = 4;

/// Appends a type to a text, on lines indented by `indent`, after `column` columns on the first line and before `tail`
/// more on the last.
pub(super) fn write(
    rust_type: &RustType,
    names: Names<'_>,
    indent: usize,
    column: usize,
    tail: usize,
    text: &mut String,
) {
    let start = text.len();
    rust_type.write(&names, text);
    if column + width(&text[start..]) + tail <= MAX_WIDTH {
        return;
    }
    let mut within = |before: &[&str], inner: &RustType, tail: usize| {
        text.truncate(start);
        before.iter().for_each(|piece| text.push_str(piece));
        let column = column + text.len() - start;
        write(inner, names, indent, column, tail, text);
    };
    match rust_type {
        RustType::PlainOf(name, arguments) => {
            text.truncate(start);
            text.push_str(name);
            write_arguments(arguments, names, indent, text);
        }
        RustType::RuntimeOf(name, arguments) => {
            text.truncate(start);
            names.write_runtime(name, text);
            write_arguments(arguments, names, indent, text);
        }
        RustType::Reference(inner) => within(&["&"], inner, tail),
        RustType::Slice(item) => {
            within(&["["], item, tail + 1);
            text.push(']');
        }
        RustType::Impl(bound) => within(&["impl "], bound, tail),
        _ => {}
    }
}

/// Appends generic arguments, each on a line.
fn write_arguments(arguments: &[RustType], names: Names<'_>, indent: usize, text: &mut String) {
    text.push_str("<\n");
    for argument in arguments {
        push_spaces(indent + INDENT, text);
        write(argument, names, indent + INDENT, indent + INDENT, 1, text);
        text.push_str(",\n");
    }
    push_spaces(indent, text);
    text.push('>');
}
