//! Reading of conditions and other expressions.

use serde_json::Value;

use super::{cursor::Cursor, error::QueryError, function::Function};

/// An expression of `$filter` or `$orderby`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Condition {
    Literal(Value),
    /// The names from the item, or from a variable of `any` and `all`.
    Path(Vec<String>),
    /// The number of items of a collection.
    Count(Vec<String>),
    Call(Function, Vec<Condition>),
    Not(Box<Condition>),
    Negative(Box<Condition>),
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Compare(Box<Condition>, Comparison, Box<Condition>),
    In(Box<Condition>, Vec<Condition>),
    Arithmetic(Box<Condition>, Vec<(Operator, Condition)>),
    /// `any` or `all`, with the variable and what has to hold.
    Lambda {
        collection: Vec<String>,
        is_all: bool,
        body: Option<(String, Box<Condition>)>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
    Has,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Sub,
    Mul,
    Div,
    Mod,
}

const COMPARISONS: [(&str, Comparison); 7] = [
    ("eq", Comparison::Eq),
    ("ne", Comparison::Ne),
    ("gt", Comparison::Gt),
    ("ge", Comparison::Ge),
    ("lt", Comparison::Lt),
    ("le", Comparison::Le),
    ("has", Comparison::Has),
];
const SUMS: [(&str, Operator); 2] = [("add", Operator::Add), ("sub", Operator::Sub)];
const PRODUCTS: [(&str, Operator); 4] =
    [("mul", Operator::Mul), ("divby", Operator::Div), ("div", Operator::Div), ("mod", Operator::Mod)];

/// The member that has the type of an entity.
pub(crate) const ODATA_TYPE: &str = "@odata.type";

impl Condition {
    /// Reads a whole text.
    pub(crate) fn read(text: &str) -> Result<Self, QueryError> {
        let mut cursor = Cursor::new(text);
        let read = either(&mut cursor)?;
        if cursor.is_at_end() { Ok(read) } else { Err(cursor.problem("an operator is expected")) }
    }

    /// Reads an expression, which another text may follow.
    pub(super) fn read_some(cursor: &mut Cursor<'_>) -> Result<Self, QueryError> {
        either(cursor)
    }

    /// Adds all names in paths, each as often as it occurs.
    pub(crate) fn add_names<'a>(&'a self, names: &mut Vec<&'a str>) {
        match self {
            Self::Literal(_) => {}
            Self::Path(path) | Self::Count(path) => names.extend(path.iter().map(String::as_str)),
            Self::Call(function, inner) => {
                names.extend((*function == Function::IsOf).then_some(ODATA_TYPE));
                inner.iter().for_each(|inner| inner.add_names(names));
            }
            Self::And(inner) | Self::Or(inner) => {
                inner.iter().for_each(|inner| inner.add_names(names));
            }
            Self::Not(inner) | Self::Negative(inner) => inner.add_names(names),
            Self::Compare(left, _, right) => {
                left.add_names(names);
                right.add_names(names);
            }
            Self::In(value, list) => {
                value.add_names(names);
                list.iter().for_each(|inner| inner.add_names(names));
            }
            Self::Arithmetic(first, rest) => {
                first.add_names(names);
                rest.iter().for_each(|(_, inner)| inner.add_names(names));
            }
            Self::Lambda { collection, body, .. } => {
                names.extend(collection.iter().map(String::as_str));
                if let Some((_, body)) = body {
                    body.add_names(names);
                }
            }
        }
    }
}

fn either(cursor: &mut Cursor<'_>) -> Result<Condition, QueryError> {
    cursor.nested(|cursor| {
        let mut all = vec![both(cursor)?];
        while cursor.eat_word("or") {
            all.push(both(cursor)?);
        }
        Ok(if all.len() > 1 { Condition::Or(all) } else { all.remove(0) })
    })
}

fn both(cursor: &mut Cursor<'_>) -> Result<Condition, QueryError> {
    let mut all = vec![negated(cursor)?];
    while cursor.eat_word("and") {
        all.push(negated(cursor)?);
    }
    Ok(if all.len() > 1 { Condition::And(all) } else { all.remove(0) })
}

fn negated(cursor: &mut Cursor<'_>) -> Result<Condition, QueryError> {
    if cursor.eat_word("not") {
        return cursor.nested(|cursor| Ok(Condition::Not(Box::new(negated(cursor)?))));
    }
    let left = sum(cursor)?;
    if cursor.eat_word("in") {
        return Ok(Condition::In(Box::new(left), list(cursor)?));
    }
    for (word, comparison) in COMPARISONS {
        if cursor.eat_word(word) {
            return Ok(Condition::Compare(Box::new(left), comparison, Box::new(sum(cursor)?)));
        }
    }
    Ok(left)
}

fn list(cursor: &mut Cursor<'_>) -> Result<Vec<Condition>, QueryError> {
    if !cursor.eat("(") {
        return Err(QueryError::unsupported("`in` is only supported with a list of values"));
    }
    arguments(cursor)
}

/// Reads arguments after the opening parenthesis.
fn arguments(cursor: &mut Cursor<'_>) -> Result<Vec<Condition>, QueryError> {
    let mut found = Vec::new();
    loop {
        cursor.skip_space();
        if found.is_empty() && cursor.eat(")") {
            return Ok(found);
        }
        found.push(either(cursor)?);
        cursor.skip_space();
        if cursor.eat(")") {
            return Ok(found);
        }
        if !cursor.eat(",") {
            return Err(cursor.problem("`)` is expected"));
        }
    }
}

fn sum(cursor: &mut Cursor<'_>) -> Result<Condition, QueryError> {
    arithmetic(cursor, &SUMS, |cursor| arithmetic(cursor, &PRODUCTS, operand))
}

fn arithmetic(
    cursor: &mut Cursor<'_>,
    operators: &[(&str, Operator)],
    part: fn(&mut Cursor<'_>) -> Result<Condition, QueryError>,
) -> Result<Condition, QueryError> {
    let first = part(cursor)?;
    let mut rest = Vec::new();
    while let Some((_, operator)) = operators.iter().find(|(word, _)| cursor.eat_word(word)) {
        rest.push((*operator, part(cursor)?));
    }
    Ok(if rest.is_empty() { first } else { Condition::Arithmetic(Box::new(first), rest) })
}

fn operand(cursor: &mut Cursor<'_>) -> Result<Condition, QueryError> {
    cursor.skip_space();
    if cursor.eat("(") {
        let inner = either(cursor)?;
        cursor.skip_space();
        return if cursor.eat(")") { Ok(inner) } else { Err(cursor.problem("`)` is expected")) };
    }
    match cursor.peek() {
        Some('\'') => Ok(Condition::Literal(cursor.quoted()?.into())),
        Some('@') => Err(QueryError::unsupported("parameter aliases (`@name`) are not supported")),
        Some('-') if !cursor.rest()[1..].starts_with(|next: char| next.is_ascii_digit() || next == 'I') => {
            cursor.eat("-");
            cursor.nested(|cursor| Ok(Condition::Negative(Box::new(operand(cursor)?))))
        }
        _ => literal(cursor).map_or_else(|| named(cursor), Ok),
    }
}

/// Reads a literal without quotes: a number, a date, a GUID, `true`, `false` or `null`.
fn literal(cursor: &mut Cursor<'_>) -> Option<Condition> {
    let is_part = |character: char| character.is_ascii_alphanumeric() || "+-.:".contains(character);
    let mut ahead = Cursor::new(cursor.rest());
    let text = ahead.take_while(is_part);
    let starts_as_number = text.starts_with(|first: char| first.is_ascii_digit() || first == '-');
    let value = match text {
        "null" => Value::Null,
        "true" => true.into(),
        "false" => false.into(),
        _ if starts_as_number => text.parse::<serde_json::Number>().map_or_else(|_| text.into(), Value::Number),
        _ if is_guid(text) => text.into(),
        _ => return None,
    };
    if starts_as_number || ahead.peek() != Some('/') {
        cursor.eat(text);
        return Some(Condition::Literal(value));
    }
    None
}

fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Reads what begins with a name: a path, a call, or a literal with a type (`duration'PT1H'`).
fn named(cursor: &mut Cursor<'_>) -> Result<Condition, QueryError> {
    let mut path = Vec::new();
    loop {
        let name = cursor.take_while(|character| character.is_alphanumeric() || "_.$".contains(character));
        if name.is_empty() {
            return Err(cursor.problem("a value is expected"));
        }
        if cursor.peek() == Some('\'') && path.is_empty() {
            return Ok(Condition::Literal(cursor.quoted()?.into()));
        }
        if cursor.eat("(") {
            return match name {
                "any" | "all" if !path.is_empty() => lambda(cursor, path, name == "all"),
                _ if path.is_empty() => call(cursor, name),
                _ => Err(QueryError::unsupported(format!("the function `{name}` is not supported"))),
            };
        }
        match name {
            "$count" => return Ok(Condition::Count(path)),
            "$it" if path.is_empty() => {}
            _ => path.push(name.to_owned()),
        }
        if !cursor.eat("/") {
            return Ok(Condition::Path(path));
        }
    }
}

fn call(cursor: &mut Cursor<'_>, name: &str) -> Result<Condition, QueryError> {
    let arguments = arguments(cursor)?;
    let function = Function::of(name, arguments.len())?;
    Ok(Condition::Call(function, arguments))
}

/// Reads `any()`, `any(x:condition)` or `all(x:condition)` after the parenthesis.
fn lambda(cursor: &mut Cursor<'_>, collection: Vec<String>, is_all: bool) -> Result<Condition, QueryError> {
    cursor.skip_space();
    if !is_all && cursor.eat(")") {
        return Ok(Condition::Lambda { collection, is_all, body: None });
    }
    let variable = cursor.take_while(|character| character.is_alphanumeric() || character == '_').to_owned();
    cursor.skip_space();
    if variable.is_empty() || !cursor.eat(":") {
        return Err(cursor.problem("a variable and `:` are expected"));
    }
    let body = either(cursor)?;
    cursor.skip_space();
    if !cursor.eat(")") {
        return Err(cursor.problem("`)` is expected"));
    }
    Ok(Condition::Lambda { collection, is_all, body: Some((variable, Box::new(body))) })
}
