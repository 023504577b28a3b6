//! Conditions of `$filter` that have a typed form.

use super::{
    item::{Item, Types, Value},
    literal::{literal, unquoted},
    tokens::tokens,
};
use crate::{chain::names::application_type, plan::ValueType};

const COMPARISONS: [&str; 6] = ["eq", "ne", "gt", "ge", "lt", "le"];

/// The method for each function of two texts.
const FUNCTIONS: [(&str, &str); 3] =
    [("startswith", "starts_with"), ("endswith", "ends_with"), ("contains", "contains")];

/// The functions of one value that have a method: the function, its method, the types it takes and the one it returns.
static VALUE_FUNCTIONS: [ValueFunction; 11] = [
    ("length", "length", &[ValueType::Text], NUMBER),
    ("tolower", "to_lower", &[ValueType::Text], ValueType::Text),
    ("toupper", "to_upper", &[ValueType::Text], ValueType::Text),
    ("trim", "trim", &[ValueType::Text], ValueType::Text),
    ("date", "date", &[MOMENT], DATE),
    ("year", "year", &[MOMENT, DATE], NUMBER),
    ("month", "month", &[MOMENT, DATE], NUMBER),
    ("day", "day", &[MOMENT, DATE], NUMBER),
    ("hour", "hour", &[MOMENT, TIME], NUMBER),
    ("minute", "minute", &[MOMENT, TIME], NUMBER),
    ("second", "second", &[MOMENT, TIME], NUMBER),
];
const NUMBER: ValueType = ValueType::Language("i32");
const MOMENT: ValueType = ValueType::Runtime("DateTimeOffset");
const DATE: ValueType = ValueType::Runtime("Date");
const TIME: ValueType = ValueType::Runtime("TimeOfDay");

/// How deep parentheses, `not` and conditions on items may be nested.
const MAX_DEPTH: usize = 16;
/// The largest number of comparisons; more are an expression that is slow to compile.
const MAX_COMPARISONS: usize = 64;

/// The expression of a condition.
///
/// This is `None` if a part of it has no typed form, or names something for which no constant is generated.
pub(super) fn typed(condition: &str, item: &Item<'_>) -> Option<String> {
    let tokens = tokens(condition)?;
    let mut parser = Parser { tokens: &tokens, types: item.types, depth: 0, comparisons: 0 };
    let found = parser.either(&Scope { of: Of::Item(item), variable: None })?;
    parser.tokens.is_empty().then_some(found.text)
}

/// What the properties in a condition belong to.
struct Scope<'a> {
    of: Of<'a>,
    /// The variable that paths begin with, in `any` and `all`.
    variable: Option<&'a str>,
}

enum Of<'a> {
    Item(&'a Item<'a>),
    /// A primitive value.
    Value(&'a ValueType),
}

impl<'a> Scope<'a> {
    fn value(&self, path: &str) -> Option<Value<'a>> {
        match (&self.of, self.variable) {
            (Of::Item(item), None) => item.value(path),
            (Of::Item(item), Some(variable)) => item.value(path.strip_prefix(variable)?.strip_prefix('/')?),
            (Of::Value(value_type), variable) => {
                let name = application_type(&value_type.value());
                let expression = format!("graph_runtime::query::Expression::<{name}, {name}>::item()");
                (variable == Some(path)).then(|| Value::structural(expression, value_type))
            }
        }
    }
}

/// How a condition is combined with others without parentheses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Binding {
    Either,
    Both,
    Whole,
}

struct Typed {
    text: String,
    binding: Binding,
}

impl Typed {
    fn whole(text: String) -> Self {
        Self { text, binding: Binding::Whole }
    }
}

type ValueFunction = (&'static str, &'static str, &'static [ValueType], ValueType);

fn value_function(name: &str) -> Option<&'static ValueFunction> {
    VALUE_FUNCTIONS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name))
}

struct Parser<'a, 't> {
    tokens: &'a [&'t str],
    types: &'a Types<'a>,
    depth: usize,
    comparisons: usize,
}

impl<'t> Parser<'_, 't> {
    fn next(&mut self) -> Option<&'t str> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    fn skip(&mut self, token: &str) -> Option<()> {
        self.next().filter(|next| *next == token).map(drop)
    }

    fn is_at(&self, token: &str) -> bool {
        self.tokens.first() == Some(&token)
    }

    fn either(&mut self, scope: &Scope<'_>) -> Option<Typed> {
        let mut all = vec![self.both(scope)?];
        while self.is_at("or") {
            self.next();
            all.push(self.both(scope)?);
        }
        let texts = |all: Vec<Typed>| all.into_iter().map(|one| one.text).collect::<Vec<_>>();
        match all.len() {
            1 => all.pop(),
            _ => Some(Typed { text: texts(all).join(" | "), binding: Binding::Either }),
        }
    }

    fn both(&mut self, scope: &Scope<'_>) -> Option<Typed> {
        let mut all = vec![self.one(scope)?];
        while self.is_at("and") {
            self.next();
            all.push(self.one(scope)?);
        }
        let text = |one: Typed| if one.binding == Binding::Either { format!("({})", one.text) } else { one.text };
        match all.len() {
            1 => all.pop(),
            _ => {
                let texts: Vec<String> = all.into_iter().map(text).collect();
                Some(Typed { text: texts.join(" & "), binding: Binding::Both })
            }
        }
    }

    fn one(&mut self, scope: &Scope<'_>) -> Option<Typed> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let found = self.within(scope);
        self.depth -= 1;
        found
    }

    fn within(&mut self, scope: &Scope<'_>) -> Option<Typed> {
        let first = self.next()?;
        match first {
            "(" => {
                let inner = self.either(scope)?;
                self.skip(")")?;
                Some(inner)
            }
            // `not` binds more tightly than comparisons.
            "not" if self.is_at("(") || self.tokens.get(1) == Some(&"(") => {
                let inner = self.one(scope)?;
                Some(Typed::whole(match inner.binding {
                    Binding::Whole => format!("!{}", inner.text),
                    _ => format!("!({})", inner.text),
                }))
            }
            _ if self.is_at("(") && value_function(first).is_none() => self.call(first, scope).map(Typed::whole),
            _ => self.comparison(first, scope).map(Typed::whole),
        }
    }

    /// A path, or a function of one: `length(trim(subject))`.
    fn value<'a>(&mut self, first: &str, scope: &Scope<'a>) -> Option<Value<'a>> {
        // Calls of functions in each other, and the path.
        let mut functions = Vec::new();
        let mut path = first;
        while let Some(function) = value_function(path).filter(|_| self.is_at("(")) {
            if functions.len() == MAX_DEPTH {
                return None;
            }
            functions.push(function);
            self.skip("(")?;
            path = self.next()?;
        }
        let mut value = scope.value(path)?;
        for (_, method, takes, returns) in functions.into_iter().rev() {
            self.skip(")")?;
            value.value_type().filter(|value_type| takes.contains(value_type))?;
            value = Value::structural(format!("{}.{method}()", value.expression), returns);
        }
        Some(value)
    }

    /// A comparison of a path, or of a function of one.
    fn comparison(&mut self, first: &str, scope: &Scope<'_>) -> Option<String> {
        self.count()?;
        let value = self.value(first, scope)?;
        let operator = self.next()?;
        if operator == "in" {
            return self.list(&value);
        }
        let operator = COMPARISONS.into_iter().find(|known| *known == operator)?;
        let constant = &value.expression;
        let null = match operator {
            "eq" => "is_null",
            "ne" => "is_not_null",
            _ => "",
        };
        if self.is_at("null") {
            self.next();
            return (!null.is_empty() && value.value_type().is_some()).then(|| format!("{constant}.{null}()"));
        }
        Some(format!("{constant}.{operator}({})", self.literal(&value)?))
    }

    fn list(&mut self, value: &Value<'_>) -> Option<String> {
        self.skip("(")?;
        let mut values = vec![self.literal(value)?];
        while self.is_at(",") {
            self.next();
            values.push(self.literal(value)?);
        }
        self.skip(")")?;
        Some(format!("{}.is_in([{}])", value.expression, values.join(", ")))
    }

    fn literal(&mut self, value: &Value<'_>) -> Option<String> {
        let (text, length) = literal(self.tokens, value.value_type()?, self.types)?;
        self.tokens = self.tokens.get(length..)?;
        Some(text)
    }

    /// A function of a text, or a condition on the items of a collection.
    fn call(&mut self, name: &str, scope: &Scope<'_>) -> Option<String> {
        self.count()?;
        self.skip("(")?;
        if let Some((path, method @ ("any" | "all"))) = name.rsplit_once('/') {
            return self.items(&scope.value(path)?, method);
        }
        let (_, method) = FUNCTIONS.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        let first = self.next()?;
        let value = self.value(first, scope)?;
        self.skip(",")?;
        let text = unquoted(self.next()?)?;
        self.skip(")")?;
        (value.value_type() == Some(&ValueType::Text)).then(|| format!("{}.{method}({text:?})", value.expression))
    }

    fn items(&mut self, collection: &Value<'_>, method: &str) -> Option<String> {
        if self.is_at(")") {
            self.next();
            let is_collection = collection.is_collection();
            return (is_collection && method == "any").then(|| format!("{}.is_not_empty()", collection.expression));
        }
        let variable = self.next()?;
        self.skip(":")?;
        let item = collection.item(self.types);
        let of = match (&item, collection.primitive_item()) {
            (Some(item), _) => Of::Item(item),
            (None, Some(value_type)) => Of::Value(value_type),
            (None, None) => return None,
        };
        let condition = self.either(&Scope { of, variable: Some(variable) })?;
        self.skip(")")?;
        Some(format!("{}.{method}({})", collection.expression, condition.text))
    }

    fn count(&mut self) -> Option<()> {
        self.comparisons += 1;
        (self.comparisons <= MAX_COMPARISONS).then_some(())
    }
}
