//! Expressions, laid out as rustfmt does by default, so that `cargo fmt` changes nothing in committed code.
//!
//! The widths are those of rustfmt's [`use_small_heuristics = "Default"`](https://rust-lang.github.io/rustfmt/).
//!
//! Whether an expression fits on a line is computed from the widths of its parts, so that it is written only once.

use std::borrow::Cow;

use super::{
    code::{push_spaces, width},
    literal::escaped,
};

/// `max_width`
pub(super) const MAX_WIDTH: usize = 100;
/// `fn_call_width`, `array_width` and `chain_width`
const SMALL_WIDTH: usize = 60;
/// `struct_lit_width`
const STRUCT_WIDTH: usize = 18;
/// `short_array_element_width_threshold`
const SHORT_ELEMENT: usize = 10;

const INDENT: usize = 4;

/// An expression of generated code.
#[derive(Clone, Debug)]
pub(super) enum Expression<'a> {
    /// A name, or another expression that is never broken.
    Text(Cow<'a, str>),
    /// The inside of a string literal.
    Literal(Cow<'a, str>),
    /// `function(arguments)`
    Call(Cow<'a, str>, Vec<Expression<'a>>),
    /// `receiver.method(arguments)…`; the methods are calls whose names begin with a dot.
    Chain(Box<Expression<'a>>, Vec<Expression<'a>>),
    /// `&[items]`
    Array(Vec<Expression<'a>>),
    /// `Name { field: value }`
    Struct(&'static str, Vec<(&'a str, Expression<'a>)>),
}

impl<'a> Expression<'a> {
    /// Creates an expression from text.
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// Creates a string literal.
    pub(super) fn literal(text: &'a str) -> Self {
        Self::Literal(escaped(text))
    }

    /// Creates a slice of string literals.
    pub(super) fn literals(texts: impl IntoIterator<Item = &'a String>) -> Self {
        Self::Array(texts.into_iter().map(|text| Self::literal(text)).collect())
    }

    /// Creates a function call.
    pub(super) fn call(function: impl Into<Cow<'a, str>>, arguments: Vec<Self>) -> Self {
        Self::Call(function.into(), arguments)
    }

    /// Adds a call of a method, whose name begins with a dot.
    pub(super) fn then(self, method: &'static str, arguments: Vec<Self>) -> Self {
        let call = Self::call(method, arguments);
        match self {
            Self::Chain(receiver, mut calls) => {
                calls.push(call);
                Self::Chain(receiver, calls)
            }
            receiver => Self::Chain(Box::new(receiver), vec![call]),
        }
    }

    /// Whether the expression fits on one line after `column` columns and before `tail` more.
    pub(super) fn fits(&self, column: usize, tail: usize) -> bool {
        self.one_line_width().is_some_and(|width| column + width + tail <= MAX_WIDTH)
    }

    /// Whether the expression fits into rustfmt's width for chains.
    pub(super) fn is_small(&self) -> bool {
        self.one_line_width().is_some_and(|width| width <= SMALL_WIDTH)
    }

    /// Turns a method call into a function call with a new first argument.
    pub(super) fn renamed(self, function: String, first: Self) -> Self {
        match self {
            Self::Call(_, mut arguments) => {
                arguments.insert(0, first);
                Self::call(function, arguments)
            }
            other => other,
        }
    }

    /// The width on one line; `None` if rustfmt breaks it regardless of the line's width.
    fn one_line_width(&self) -> Option<usize> {
        Some(match self {
            Self::Text(text) => width(text),
            Self::Literal(inside) => width(inside) + 2,
            Self::Call(function, arguments) => width(function) + 2 + small(arguments)?,
            Self::Array(items) => 3 + small(items)?,
            Self::Struct(name, fields) if fields.is_empty() => width(name) + 3,
            Self::Struct(name, fields) => {
                let widths = fields.iter().map(|(name, value)| Some(width(name) + 2 + value.one_line_width()?));
                width(name) + 5 + list_width(widths, STRUCT_WIDTH)?
            }
            Self::Chain(receiver, calls) => {
                let mut width = receiver.one_line_width()?;
                for call in calls {
                    width += call.one_line_width()?;
                }
                if calls.len() > 1 && width > SMALL_WIDTH {
                    return None;
                }
                width
            }
        })
    }

    /// Appends the expression on one line to a text.
    pub(super) fn write_on_one_line(&self, text: &mut String) {
        match self {
            Self::Text(name) => text.push_str(name),
            Self::Literal(inside) => {
                text.push('"');
                text.push_str(inside);
                text.push('"');
            }
            Self::Call(function, arguments) => {
                text.push_str(function);
                text.push('(');
                write_list(arguments, text);
                text.push(')');
            }
            Self::Array(items) => {
                text.push_str("&[");
                write_list(items, text);
                text.push(']');
            }
            Self::Struct(name, fields) => {
                text.push_str(name);
                text.push_str(" {");
                for (index, (name, value)) in fields.iter().enumerate() {
                    text.push_str(if index > 0 { ", " } else { " " });
                    text.push_str(name);
                    text.push_str(": ");
                    value.write_on_one_line(text);
                }
                text.push_str(if fields.is_empty() { "}" } else { " }" });
            }
            Self::Chain(receiver, calls) => {
                receiver.write_on_one_line(text);
                calls.iter().for_each(|call| call.write_on_one_line(text));
            }
        }
    }

    /// Appends the expression to a text, on lines indented by `indent`, after `column` columns on the first line and
    /// before `tail` more on the last.
    pub(super) fn write(&self, indent: usize, column: usize, tail: usize, text: &mut String) {
        if self.fits(column, tail) {
            return self.write_on_one_line(text);
        }
        match self {
            Self::Text(_) | Self::Literal(_) => self.write_on_one_line(text),
            Self::Call(function, arguments) => {
                text.push_str(function);
                write_arguments(arguments, indent, column + width(function), text);
            }
            Self::Array(items) => {
                text.push_str("&[");
                write_elements(items, indent, text);
                text.push(']');
            }
            Self::Struct(name, fields) => {
                text.push_str(name);
                text.push_str(" {");
                write_lines(fields, indent, text, |(name, value), text| {
                    text.push_str(name);
                    text.push_str(": ");
                    value.write(indent + INDENT, indent + INDENT + name.len() + 2, 1, text);
                });
                text.push('}');
            }
            Self::Chain(receiver, calls) => write_chain(receiver, calls, indent, column, text),
        }
    }
}

/// The width of items on one line; `None` if that is too long for a list.
fn small(items: &[Expression<'_>]) -> Option<usize> {
    list_width(items.iter().map(Expression::one_line_width), SMALL_WIDTH)
}

/// The sum of widths and separators; `None` if it exceeds a limit, or an item cannot be on one line.
fn list_width(widths: impl Iterator<Item = Option<usize>>, limit: usize) -> Option<usize> {
    let mut sum = 0;
    for (index, width) in widths.enumerate() {
        sum += width? + if index > 0 { 2 } else { 0 };
        if sum > limit {
            return None;
        }
    }
    Some(sum)
}

fn write_list(items: &[Expression<'_>], text: &mut String) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        item.write_on_one_line(text);
    }
}

/// Appends arguments on separate lines, after `column` columns; a single array or call begins on the line of the call.
fn write_arguments(arguments: &[Expression<'_>], indent: usize, column: usize, text: &mut String) {
    text.push('(');
    match arguments {
        [] => {}
        [Expression::Array(items)] => {
            text.push_str("&[");
            write_elements(items, indent, text);
            text.push(']');
        }
        [call @ Expression::Call(function, _)]
            if !function.contains('.') && column + width(function) + 2 < MAX_WIDTH =>
        {
            call.write(indent, MAX_WIDTH, 0, text);
        }
        arguments => write_items(arguments, indent, text),
    }
    text.push(')');
}

/// Appends the elements of an array that does not fit on a line; short elements share lines.
fn write_elements(items: &[Expression<'_>], indent: usize, text: &mut String) {
    if let [call @ Expression::Call(..)] = items {
        return call.write(indent, MAX_WIDTH, 0, text);
    }
    let short = |item: &Expression<'_>| match item {
        Expression::Text(_) | Expression::Literal(_) => item.one_line_width().filter(|width| *width <= SHORT_ELEMENT),
        _ => None,
    };
    let Some(widths) = items.iter().map(short).collect::<Option<Vec<usize>>>() else {
        return write_items(items, indent, text);
    };
    let inner = indent + INDENT;
    let mut column = 0;
    for (index, (item, width)) in items.iter().zip(&widths).enumerate() {
        // rustfmt uses one column less on lines that others follow.
        let limit = if index + 1 == items.len() { MAX_WIDTH } else { MAX_WIDTH - 1 };
        if index > 0 && column + 2 + width < limit {
            text.push_str(", ");
            column += 2 + width;
        } else {
            text.push_str(if index > 0 { ",\n" } else { "\n" });
            push_spaces(inner, text);
            column = inner + width;
        }
        item.write_on_one_line(text);
    }
    text.push_str(if items.is_empty() { "\n" } else { ",\n" });
    push_spaces(indent, text);
}

/// Appends items on separate lines, between brackets.
fn write_items(items: &[Expression<'_>], indent: usize, text: &mut String) {
    write_lines(items, indent, text, |item, text| item.write(indent + INDENT, indent + INDENT, 1, text));
}

/// Appends lines between brackets, each followed by a comma.
fn write_lines<T>(items: &[T], indent: usize, text: &mut String, write: impl Fn(&T, &mut String)) {
    text.push('\n');
    for item in items {
        push_spaces(indent + INDENT, text);
        write(item, text);
        text.push_str(",\n");
    }
    push_spaces(indent, text);
}

fn write_chain(receiver: &Expression<'_>, calls: &[Expression<'_>], indent: usize, column: usize, text: &mut String) {
    let start = text.len();
    receiver.write(indent, column, 0, text);
    // A single call on a name stays on its line.
    if let (Expression::Text(_), [Expression::Call(method, arguments)]) = (receiver, calls) {
        text.push_str(method);
        return write_arguments(arguments, indent, column, text);
    }
    // After a receiver of several lines, calls are aligned with its closing parenthesis.
    let indent = if text[start..].contains('\n') { indent } else { indent + INDENT };
    for call in calls {
        text.push('\n');
        push_spaces(indent, text);
        call.write(indent, indent, 1, text);
    }
}

#[cfg(test)]
mod tests {
    use super::Expression;

    fn text(text: &str) -> Expression<'_> {
        Expression::text(text)
    }

    fn laid_out(expression: &Expression<'_>, indent: usize) -> String {
        let mut text = String::new();
        expression.write(indent, indent, 0, &mut text);
        text
    }

    #[test]
    fn calls_have_one_line_or_a_line_per_argument() {
        let short = Expression::call("f", vec![text("a"), text("b")]);
        assert_eq!(laid_out(&short, 4), "f(a, b)");
        let (a, b) = ("a".repeat(40), "b".repeat(20));
        let long = Expression::call("f", vec![text(&a), text(&b)]);
        let expected = format!("f(\n        {a},\n        {b},\n    )");
        assert_eq!(laid_out(&long, 4), expected);
    }

    #[test]
    fn chains_break_before_each_call() {
        let call = Expression::call("rt::Call::post", vec![text("&self.0"), Expression::literal("assignLicense")]);
        let one = call.clone().then(".with_permissions", vec![text("&PERMISSIONS")]);
        assert_eq!(laid_out(&one, 8), "rt::Call::post(&self.0, \"assignLicense\").with_permissions(&PERMISSIONS)");
        let two = one.then(".with_clouds", vec![Expression::Array(vec![Expression::literal("Global")])]);
        let expected = "rt::Call::post(&self.0, \"assignLicense\")\n            \
                        .with_permissions(&PERMISSIONS)\n            \
                        .with_clouds(&[\"Global\"])";
        assert_eq!(laid_out(&two, 8), expected);
    }

    #[test]
    fn short_elements_share_lines() {
        let numbers: Vec<String> = (10..30).map(|number| number.to_string()).collect();
        let laid_out = laid_out(&Expression::literals(&numbers), 0);
        assert_eq!(laid_out.lines().count(), 4, "{laid_out}");
    }

    #[test]
    fn structs_are_short_or_a_field_a_line() {
        let of = |fields: Vec<&'static str>| {
            Expression::Struct("S", fields.into_iter().map(|field| (field, Expression::text("value"))).collect())
        };
        assert_eq!(laid_out(&of(vec![]), 0), "S {}");
        assert_eq!(laid_out(&of(vec!["a", "b"]), 0), "S { a: value, b: value }");
        assert_eq!(laid_out(&of(vec!["a", "bc"]), 0), "S {\n    a: value,\n    bc: value,\n}");
    }
}
