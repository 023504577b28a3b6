//! Functions of expressions: OData URL Conventions 4.01, section 5.1.1.

use serde_json::Value;

use super::{compare::Case, error::QueryError};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Contains,
    StartsWith,
    EndsWith,
    Length,
    IndexOf,
    Substring,
    ToLower,
    ToUpper,
    Trim,
    Concat,
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Date,
    Time,
    FractionalSeconds,
    Round,
    Floor,
    Ceiling,
    IsOf,
}

use Function as Is;

/// The functions, and how many arguments they have.
const FUNCTIONS: [(&str, Function, usize, usize); 23] = [
    ("contains", Is::Contains, 2, 2),
    ("startswith", Is::StartsWith, 2, 2),
    ("endswith", Is::EndsWith, 2, 2),
    ("length", Is::Length, 1, 1),
    ("indexof", Is::IndexOf, 2, 2),
    ("substring", Is::Substring, 2, 3),
    ("tolower", Is::ToLower, 1, 1),
    ("toupper", Is::ToUpper, 1, 1),
    ("trim", Is::Trim, 1, 1),
    ("concat", Is::Concat, 2, 2),
    ("year", Is::Year, 1, 1),
    ("month", Is::Month, 1, 1),
    ("day", Is::Day, 1, 1),
    ("hour", Is::Hour, 1, 1),
    ("minute", Is::Minute, 1, 1),
    ("second", Is::Second, 1, 1),
    ("date", Is::Date, 1, 1),
    ("time", Is::Time, 1, 1),
    ("fractionalseconds", Is::FractionalSeconds, 1, 1),
    ("round", Is::Round, 1, 1),
    ("floor", Is::Floor, 1, 1),
    ("ceiling", Is::Ceiling, 1, 1),
    ("isof", Is::IsOf, 1, 2),
];

impl Function {
    /// Finds a function by its name, whose case Graph ignores.
    pub(super) fn of(name: &str, arguments: usize) -> Result<Self, QueryError> {
        let known = FUNCTIONS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name));
        let Some((_, function, least, most)) = known else {
            return Err(QueryError::unsupported(format!("the function `{name}` is not supported")));
        };
        if (*least..=*most).contains(&arguments) {
            return Ok(*function);
        }
        Err(QueryError::invalid(format!("`{name}` has {arguments} arguments")))
    }

    /// Calls the function. That of `null` is `null`, and so is that of a value of another type.
    pub(super) fn call(self, arguments: &[Value], case: Case) -> Value {
        let text = |index: usize| arguments.get(index).and_then(Value::as_str);
        let number = |index: usize| arguments.get(index).and_then(Value::as_f64);
        let found = match self {
            Self::Contains | Self::StartsWith | Self::EndsWith | Self::IndexOf | Self::Concat => {
                text(0).zip(text(1)).map(|(text, part)| self.of_texts(text, part, case))
            }
            Self::Length => text(0).map(|text| text.chars().count().into()),
            Self::Substring => text(0).and_then(|text| substring(text, arguments)),
            Self::ToLower => text(0).map(|text| text.to_lowercase().into()),
            Self::ToUpper => text(0).map(|text| text.to_uppercase().into()),
            Self::Trim => text(0).map(|text| text.trim().into()),
            Self::Date => text(0).and_then(|text| text.get(..10)).map(Value::from),
            Self::Year => text(0).and_then(|text| part(text, 0, 4)),
            Self::Month => text(0).and_then(|text| part(text, 5, 2)),
            Self::Day => text(0).and_then(|text| part(text, 8, 2)),
            Self::Hour => text(0).and_then(|text| part(text, time(text), 2)),
            Self::Minute => text(0).and_then(|text| part(text, time(text) + 3, 2)),
            Self::Second => text(0).and_then(|text| part(text, time(text) + 6, 2)),
            Self::Time => text(0).and_then(time_of).map(Value::from),
            Self::FractionalSeconds => text(0).and_then(time_of).map(|time| {
                let fraction = time.split_once('.').map_or("0", |(_, fraction)| fraction);
                format!("0.{fraction}").parse::<f64>().unwrap_or_default().into()
            }),
            Self::Round => number(0).map(|number| number.round().into()),
            Self::Floor => number(0).map(|number| number.floor().into()),
            Self::Ceiling => number(0).map(|number| number.ceil().into()),
            Self::IsOf => {
                let (item, name) =
                    arguments.split_last().map_or((None, None), |(name, rest)| (rest.first(), name.as_str()));
                item.zip(name).map(|(item, name)| is_of(item, name).into())
            }
        };
        found.unwrap_or(Value::Null)
    }

    fn of_texts(self, text: &str, part: &str, case: Case) -> Value {
        let (folded, part_folded) = (case.fold(text), case.fold(part));
        match self {
            Self::StartsWith => folded.starts_with(&*part_folded).into(),
            Self::EndsWith => folded.ends_with(&*part_folded).into(),
            Self::Concat => format!("{text}{part}").into(),
            Self::IndexOf => match folded.find(&*part_folded) {
                Some(at) => folded[..at].chars().count().into(),
                None => (-1).into(),
            },
            _ => folded.contains(&*part_folded).into(),
        }
    }
}

/// Returns whether an item says that it is of a type.
pub(super) fn is_of(item: &Value, name: &str) -> bool {
    item["@odata.type"].as_str().is_some_and(|known| known.trim_start_matches('#') == name)
}

fn substring(text: &str, arguments: &[Value]) -> Option<Value> {
    let start = usize::try_from(arguments.get(1)?.as_i64()?).ok()?;
    let length = match arguments.get(2) {
        Some(length) => usize::try_from(length.as_i64()?).ok()?,
        None => usize::MAX,
    };
    Some(text.chars().skip(start).take(length).collect::<String>().into())
}

/// Returns the time of a point in time, without the offset.
fn time_of(text: &str) -> Option<&str> {
    let time = text.get(time(text)..)?;
    time.get(..time.find(['Z', '+', '-']).unwrap_or(time.len()))
}

/// Returns where the time begins: after the date, if there is one.
fn time(text: &str) -> usize {
    text.find('T').map_or(0, |at| at + 1)
}

fn part(text: &str, start: usize, length: usize) -> Option<Value> {
    text.get(start..start + length)?.parse::<i64>().ok().map(Value::from)
}
