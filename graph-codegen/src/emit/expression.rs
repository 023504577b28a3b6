//! Expressions, laid out as rustfmt does by default, so that `cargo fmt` changes nothing in committed code.
//!
//! The widths are those of rustfmt's [`use_small_heuristics = "Default"`](https://rust-lang.github.io/rustfmt/).

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
pub(super) enum Expression {
    /// A name, a literal, or another expression that is never broken.
    Text(String),
    /// `function(arguments)`
    Call(String, Vec<Expression>),
    /// `receiver.method(arguments)…`
    Chain(Box<Expression>, Vec<(&'static str, Vec<Expression>)>),
    /// `&[items]`
    Array(Vec<Expression>),
    /// `Name { field: value }`
    Struct(String, Vec<(String, Expression)>),
}

impl Expression {
    /// Creates an expression from text.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Creates a function call.
    pub(super) fn call(function: impl Into<String>, arguments: Vec<Self>) -> Self {
        Self::Call(function.into(), arguments)
    }

    /// Adds a method call.
    pub(super) fn then(self, method: &'static str, arguments: Vec<Self>) -> Self {
        match self {
            Self::Chain(receiver, mut calls) => {
                calls.push((method, arguments));
                Self::Chain(receiver, calls)
            }
            receiver => Self::Chain(Box::new(receiver), vec![(method, arguments)]),
        }
    }

    /// Returns the expression on one line, if it fits after `column` columns and before `tail` more.
    pub(super) fn fitting(&self, column: usize, tail: usize) -> Option<String> {
        self.one_line().filter(|line| column + width(line) + tail <= MAX_WIDTH)
    }

    /// Whether the expression fits into rustfmt's width for chains.
    pub(super) fn is_small(&self) -> bool {
        self.one_line().is_some_and(|line| width(&line) <= SMALL_WIDTH)
    }

    /// Turns a method call into a function call with a new first argument.
    pub(super) fn renamed(self, function: String, first: Self) -> Self {
        match self {
            Self::Call(_, mut arguments) => {
                arguments.insert(0, first);
                Self::Call(function, arguments)
            }
            other => other,
        }
    }

    /// Lays the expression out on lines indented by `indent`, after `column` columns on the first line and before
    /// `tail` more on the last.
    pub(super) fn layout(&self, indent: usize, column: usize, tail: usize) -> String {
        if let Some(line) = self.fitting(column, tail) {
            return line;
        }
        match self {
            Self::Text(text) => text.clone(),
            Self::Call(function, arguments) => {
                format!("{function}{}", parenthesized(arguments, indent, column + width(function)))
            }
            Self::Array(items) => format!("&[{}]", elements(items, indent)),
            Self::Struct(name, fields) => {
                let lines = fields.iter().map(|(name, value)| {
                    let column = indent + INDENT + name.len() + 2;
                    format!("{name}: {}", value.layout(indent + INDENT, column, 1))
                });
                format!("{name} {{{}}}", vertical(lines, indent))
            }
            Self::Chain(receiver, calls) => chain(receiver, calls, indent, column),
        }
    }

    /// Returns the expression on one line; `None` if rustfmt breaks it regardless of the line's width.
    fn one_line(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Call(function, arguments) => Some(format!("{function}({})", small(arguments)?)),
            Self::Array(items) => Some(format!("&[{}]", small(items)?)),
            Self::Struct(name, fields) if fields.is_empty() => Some(format!("{name} {{}}")),
            Self::Struct(name, fields) => {
                let fields: Option<Vec<String>> =
                    fields.iter().map(|(name, value)| Some(format!("{name}: {}", value.one_line()?))).collect();
                let fields = fields?.join(", ");
                (width(&fields) <= STRUCT_WIDTH).then(|| format!("{name} {{ {fields} }}"))
            }
            Self::Chain(receiver, calls) => {
                let mut line = receiver.one_line()?;
                for (method, arguments) in calls {
                    line.push_str(&format!(".{method}({})", small(arguments)?));
                }
                (calls.len() == 1 || width(&line) <= SMALL_WIDTH).then_some(line)
            }
        }
    }
}

/// Items on one line, if that is short enough for a list.
fn small(items: &[Expression]) -> Option<String> {
    let items: Option<Vec<String>> = items.iter().map(Expression::one_line).collect();
    Some(items?.join(", ")).filter(|items| width(items) <= SMALL_WIDTH)
}

/// Arguments on separate lines, after `column` columns; a single array or call begins on the line of the call.
fn parenthesized(arguments: &[Expression], indent: usize, column: usize) -> String {
    match arguments {
        [] => "()".to_owned(),
        [Expression::Array(items)] => format!("(&[{}])", elements(items, indent)),
        [call @ Expression::Call(function, _)]
            if !function.contains('.') && column + width(function) + 2 < MAX_WIDTH =>
        {
            format!("({})", call.layout(indent, MAX_WIDTH, 0))
        }
        arguments => format!("({})", vertical(lines(arguments, indent), indent)),
    }
}

/// The elements of an array that does not fit on a line; short elements share lines.
fn elements(items: &[Expression], indent: usize) -> String {
    if let [call @ Expression::Call(..)] = items {
        return call.layout(indent, MAX_WIDTH, 0);
    }
    let texts: Option<Vec<String>> = items.iter().map(Expression::one_line).collect();
    let is_short = items.iter().all(|item| matches!(item, Expression::Text(text) if width(text) <= SHORT_ELEMENT));
    let (Some(texts), true) = (texts, is_short) else { return vertical(lines(items, indent), indent) };
    let inner = indent + INDENT;
    let mut filled: Vec<String> = Vec::new();
    let last = texts.len().saturating_sub(1);
    for (index, text) in texts.into_iter().enumerate() {
        // rustfmt uses one column less on lines that others follow.
        let limit = if index == last { MAX_WIDTH } else { MAX_WIDTH - 1 };
        match filled.last_mut() {
            Some(line) if inner + width(line) + 2 + width(&text) < limit => {
                line.push_str(", ");
                line.push_str(&text);
            }
            _ => filled.push(text),
        }
    }
    vertical(filled.into_iter(), indent)
}

fn lines(items: &[Expression], indent: usize) -> impl Iterator<Item = String> {
    items.iter().map(move |item| item.layout(indent + INDENT, indent + INDENT, 1))
}

/// Lines between brackets, each followed by a comma.
fn vertical(lines: impl Iterator<Item = String>, indent: usize) -> String {
    let mut text = String::from("\n");
    for line in lines {
        text.push_str(&" ".repeat(indent + INDENT));
        text.push_str(&line);
        text.push_str(",\n");
    }
    text.push_str(&" ".repeat(indent));
    text
}

fn chain(receiver: &Expression, calls: &[(&'static str, Vec<Expression>)], indent: usize, column: usize) -> String {
    let mut text = receiver.layout(indent, column, 0);
    // A single call on a name stays on its line.
    if let (Expression::Text(_), [(method, arguments)]) = (receiver, calls) {
        text.push_str(&format!(".{method}{}", parenthesized(arguments, indent, column)));
        return text;
    }
    // After a receiver of several lines, calls are aligned with its closing parenthesis.
    let indent = if text.contains('\n') { indent } else { indent + INDENT };
    for (method, arguments) in calls {
        let call = Expression::Call(format!(".{method}"), arguments.clone());
        text.push('\n');
        text.push_str(&" ".repeat(indent));
        text.push_str(&call.layout(indent, indent, 1));
    }
    text
}

/// The width of a text, in columns, which rustfmt counts much the same way.
fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::Expression;

    fn text(text: &str) -> Expression {
        Expression::text(text)
    }

    #[test]
    fn calls_have_one_line_or_a_line_per_argument() {
        let short = Expression::call("f", vec![text("a"), text("b")]);
        assert_eq!(short.layout(4, 4, 0), "f(a, b)");
        let long = Expression::call("f", vec![text(&"a".repeat(40)), text(&"b".repeat(20))]);
        let expected = format!("f(\n        {},\n        {},\n    )", "a".repeat(40), "b".repeat(20));
        assert_eq!(long.layout(4, 4, 0), expected);
    }

    #[test]
    fn chains_break_before_each_call() {
        let call = Expression::call("rt::Call::post", vec![text("&self.0"), text("\"assignLicense\"")]);
        let one = call.clone().then("with_permissions", vec![text("&PERMISSIONS")]);
        assert_eq!(one.layout(8, 8, 0), "rt::Call::post(&self.0, \"assignLicense\").with_permissions(&PERMISSIONS)");
        let two = one.then("with_clouds", vec![Expression::Array(vec![text("\"Global\"")])]);
        let expected = "rt::Call::post(&self.0, \"assignLicense\")\n            \
                        .with_permissions(&PERMISSIONS)\n            \
                        .with_clouds(&[\"Global\"])";
        assert_eq!(two.layout(8, 8, 0), expected);
    }

    #[test]
    fn short_elements_share_lines() {
        let array = Expression::Array((10..30).map(|number| text(&format!("\"{number}\""))).collect());
        let laid_out = array.layout(0, 0, 0);
        assert_eq!(laid_out.lines().count(), 4, "{laid_out}");
    }
}
