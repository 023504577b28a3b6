//! Evaluation of conditions.

use std::{borrow::Cow, cmp::Ordering};

use serde_json::{Number, Value};

use super::{
    compare::Case,
    condition::{Comparison, Condition, Operator},
    function::{Function, is_of},
};

/// The item that a condition is about, and the variables of `any` and `all`.
#[derive(Clone)]
struct Scope<'v> {
    item: &'v Value,
    variables: Vec<(&'v str, &'v Value)>,
    case: Case,
}

impl Condition {
    /// Returns whether the condition holds: it is `true`, neither `false` nor `null`.
    pub(crate) fn holds(&self, item: &Value, case: Case) -> bool {
        *self.value(item, case) == Value::Bool(true)
    }

    /// Returns the value of the expression.
    pub(crate) fn value<'v>(&'v self, item: &'v Value, case: Case) -> Cow<'v, Value> {
        Scope { item, variables: Vec::new(), case }.value(self)
    }
}

impl<'v> Scope<'v> {
    fn value(&self, condition: &'v Condition) -> Cow<'v, Value> {
        Cow::Owned(match condition {
            Condition::Literal(value) => return Cow::Borrowed(value),
            Condition::Path(path) => return Cow::Borrowed(self.at(path)),
            Condition::Count(path) => self.at(path).as_array().map_or(0, Vec::len).into(),
            Condition::Call(Function::IsOf, arguments) if arguments.len() == 1 => {
                let item = self.variables.last().map_or(self.item, |(_, item)| item);
                Function::IsOf.call(&[item.clone(), self.value(&arguments[0]).into_owned()], self.case)
            }
            Condition::Call(function, arguments) => {
                let arguments: Vec<Value> = arguments.iter().map(|inner| self.value(inner).into_owned()).collect();
                function.call(&arguments, self.case)
            }
            Condition::Not(inner) => self.value(inner).as_bool().map_or(Value::Null, |holds| (!holds).into()),
            Condition::Negative(inner) => {
                self.value(inner).as_f64().and_then(|number| Number::from_f64(-number)).map_or(Value::Null, Into::into)
            }
            Condition::And(all) => self.all(all, false),
            Condition::Or(all) => self.all(all, true),
            Condition::Compare(left, comparison, right) => {
                self.compare(&self.value(left), *comparison, &self.value(right))
            }
            Condition::In(value, list) => {
                let value = self.value(value);
                let is_equal = |other: &'v Condition| self.is_equal(&value, &self.value(other));
                list.iter().any(is_equal).into()
            }
            Condition::Arithmetic(first, rest) => self.arithmetic(first, rest),
            Condition::Lambda { collection, is_all, body } => {
                let items = self.at(collection).as_array().map(Vec::as_slice).unwrap_or_default();
                match body {
                    None => (!items.is_empty()).into(),
                    Some((name, body)) => {
                        let holds = |item: &'v Value| {
                            let mut inner = self.clone();
                            inner.variables.push((name, item));
                            inner.value(body).as_bool() == Some(true)
                        };
                        let found = if *is_all { items.iter().all(holds) } else { items.iter().any(holds) };
                        found.into()
                    }
                }
            }
        })
    }

    /// Returns the value at a path, or `null`. A name with a dot is that of a type.
    fn at(&self, path: &'v [String]) -> &'v Value {
        let variable = path.first().and_then(|first| self.variables.iter().rev().find(|(name, _)| name == first));
        let (start, names) = match variable {
            Some((_, item)) => (*item, path.get(1..).unwrap_or_default()),
            None => (self.item, path),
        };
        names.iter().fold(start, |value, name| match value {
            value if !name.contains('.') => value.get(name).unwrap_or(&Value::Null),
            value if value["@odata.type"].is_null() || is_of(value, name) => value,
            _ => &Value::Null,
        })
    }

    /// Combines Boolean values: one that is `decisive` decides, otherwise one that is `null`.
    fn all(&self, all: &'v [Condition], decisive: bool) -> Value {
        let mut result = Value::Bool(!decisive);
        for condition in all {
            match self.value(condition).as_bool() {
                Some(value) if value == decisive => return decisive.into(),
                Some(_) => {}
                None => result = Value::Null,
            }
        }
        result
    }

    fn is_equal(&self, a: &Value, b: &Value) -> bool {
        a.is_null() == b.is_null() && self.case.compare(a, b) == Ordering::Equal
    }

    fn compare(&self, a: &Value, comparison: Comparison, b: &Value) -> Value {
        let order = || (!a.is_null() && !b.is_null()).then(|| self.case.compare(a, b));
        match comparison {
            Comparison::Eq => self.is_equal(a, b).into(),
            Comparison::Ne => (!self.is_equal(a, b)).into(),
            Comparison::Gt => order().is_some_and(Ordering::is_gt).into(),
            Comparison::Ge => order().is_some_and(Ordering::is_ge).into(),
            Comparison::Lt => order().is_some_and(Ordering::is_lt).into(),
            Comparison::Le => order().is_some_and(Ordering::is_le).into(),
            Comparison::Has => match (a.as_str(), b.as_str()) {
                (Some(flags), Some(wanted)) => {
                    let has = |wanted: &str| flags.split(',').any(|flag| flag.trim() == wanted.trim());
                    wanted.split(',').all(has).into()
                }
                _ => Value::Null,
            },
        }
    }

    fn arithmetic(&self, first: &'v Condition, rest: &'v [(Operator, Condition)]) -> Value {
        let mut result = self.value(first).into_owned();
        for (operator, operand) in rest {
            result = calculate(&result, *operator, &self.value(operand)).unwrap_or(Value::Null);
        }
        result
    }
}

/// Calculates with integers, or with floating-point numbers if one is not an integer.
fn calculate(a: &Value, operator: Operator, b: &Value) -> Option<Value> {
    if let (Some(a), Some(b)) = (a.as_i64(), b.as_i64()) {
        let result = match operator {
            Operator::Add => a.checked_add(b),
            Operator::Sub => a.checked_sub(b),
            Operator::Mul => a.checked_mul(b),
            Operator::Div => a.checked_div(b),
            Operator::Mod => a.checked_rem(b),
        };
        return result.map(Value::from);
    }
    let (a, b) = (a.as_f64()?, b.as_f64()?);
    let result = match operator {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mul => a * b,
        Operator::Div => a / b,
        Operator::Mod => a % b,
    };
    Number::from_f64(result).map(Value::from)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Case, QueryError, condition::Condition};

    #[test]
    fn conditions_hold() {
        let ann = json!({
            "@odata.type": "#test.person",
            "name": "O'Neil and Ann", "age": 42, "enabled": true, "address": { "city": "Bonn" }, "since": "2026-01-01",
            "at": "2026-01-01T10:30:00.5Z", "tags": ["a", "B"], "none": [], "score": 1.5, "flags": "read,write",
            "orders": [{ "n": 1, "lines": [{ "p": "x" }] }, { "n": 5, "lines": [] }],
            "id": "0f8fad5b-d9cb-469f-a165-70867728950e",
        });
        for (text, expected) in [
            ("name eq 'o''neil and ann'", true),
            ("name eq 'O''Neil and Ann' and age eq 42.0 and enabled eq true", true),
            ("address/city eq 'Bonn' and age ne 42", false),
            ("startswith(name,'O''N') and endsWith(name,'ann') and contains(name, 'neil')", true),
            ("missing eq null and null eq missing", true),
            ("missing gt 1 or missing le 1", false),
            ("not (missing gt 1)", true),
            ("not missing", false),
            ("since eq 2026-01-01 and since lt 2026-01-02", true),
            ("at ge 2026-01-01T11:30:00.5000000+01:00 and at lt 2026-01-01T10:30:01Z", true),
            ("age gt 41 and age ge 42 and age lt 43 and age le 42", true),
            ("enabled", true),
            ("not enabled or age gt 50", false),
            ("age eq 1 or age eq 42 and name eq 'x'", false),
            ("(age eq 1 or age eq 42) and enabled", true),
            ("age in (1, 42)", true),
            ("name in ('a','b')", false),
            ("tags/any(t:t eq 'b')", true),
            ("tags/all(t:t eq 'a')", false),
            ("none/any() or none/any(x:x eq 1)", false),
            ("none/all(x:x eq 1)", true),
            ("not tags/any()", false),
            ("orders/any(o:o/n gt 3 and not o/lines/any())", true),
            ("orders/any(o:o/lines/any(l:l/p eq 'x' and o/n eq 1 and $it/age eq 42))", true),
            ("orders/any(o:o/lines/any(l:l/p eq 'x' and o/n eq 5))", false),
            ("orders/$count eq 2 and tags/$count gt 1", true),
            ("length(name) eq 14 and indexof(name,'Neil') eq 2 and substring(name,2,4) eq 'Neil'", true),
            ("tolower(name) eq toupper(name)", true),
            ("concat(concat(address/city,'-'),'x') eq 'Bonn-x' and trim(' a ') eq 'a'", true),
            ("(age add 8) mul 2 eq 100 and age mod 5 eq 2 and age div 4 eq 10 and -age eq -42", true),
            ("score mul 2 eq 3 and round(score) eq 2 and floor(score) eq 1 and ceiling(score) eq 2", true),
            ("year(at) eq 2026 and month(since) eq 1 and hour(at) eq 10 and minute(at) eq 30", true),
            ("date(at) eq 2026-01-01 and day(at) eq 1 and second(at) eq 0", true),
            ("flags has test.Access'write'", true),
            ("flags has test.Access'write,delete'", false),
            ("id eq 0F8FAD5B-d9cb-469f-a165-70867728950e", true),
            ("isof('test.person') and not isof('test.other')", true),
            ("test.person/age eq 42 and test.other/age eq null", true),
            ("orders/any(o:isof(o,'x.y'))", false),
        ] {
            let condition = Condition::read(text).unwrap_or_else(|problem| panic!("{text}: {problem}"));
            assert_eq!(condition.holds(&ann, Case::Insensitive), expected, "{text}");
        }
        let is_ann = Condition::read("startswith(name,'o') or name eq 'o''neil and ann'").unwrap();
        assert!(!is_ann.holds(&ann, Case::Sensitive));
    }

    #[test]
    fn mistakes_and_gaps_are_told_apart() {
        for (text, is_supported, message) in [
            ("name eq", true, "a value is expected at character 8"),
            ("name eq 'a", true, "a quote is missing"),
            ("name eq 'a' x", true, "an operator is expected"),
            ("(name eq 'a'", true, "`)` is expected"),
            ("length(name,1) eq 1", true, "`length` has 2 arguments"),
            ("tags/any(x)", true, "a variable and `:` are expected"),
            ("", true, "a value is expected"),
            ("matchesPattern(name,'^a')", false, "the function `matchesPattern` is not supported"),
            ("name eq @p", false, "parameter aliases"),
            ("name in tags", false, "`in` is only supported with a list"),
        ] {
            match Condition::read(text) {
                Err(QueryError::Invalid(found)) => assert!(is_supported && found.contains(message), "{text}: {found}"),
                Err(QueryError::Unsupported(found)) => {
                    assert!(!is_supported && found.contains(message), "{text}: {found}");
                }
                Ok(read) => panic!("{text}: {read:?}"),
            }
        }
    }

    #[test]
    fn depth_is_bounded_and_length_is_not() {
        for text in [
            format!("{}a eq 1{}", "(".repeat(100_000), ")".repeat(100_000)),
            format!("{}a", "not ".repeat(100_000)),
            format!("{}a", "- ".repeat(100_000)),
            format!("{}1", "length(".repeat(100_000)),
            format!("a/any(x:{}", "x/any(x:".repeat(100_000)),
        ] {
            let problem = Condition::read(&text).unwrap_err();
            assert!(matches!(&problem, QueryError::Unsupported(text) if text.contains("levels deep")), "{problem}");
        }
        for text in [format!("a eq 1{}", " or a eq 2".repeat(10_000)), format!("a{} eq 20001", " add 2".repeat(10_000))]
        {
            assert!(Condition::read(&text).unwrap().holds(&json!({ "a": 1 }), Case::Sensitive));
        }
    }
}
