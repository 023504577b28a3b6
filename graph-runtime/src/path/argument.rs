use std::fmt;

use super::{
    encoding::{append_encoded, encode},
    key_error::KeyError,
    literal::{EnumSyntax, Literal, LiteralText, encode_literal},
};
use crate::value::{AsSerialize, Value};

/// An argument of an OData function, as generated code passes it to
/// [`Resource::function`](crate::codegen::Resource::function).
///
/// `Debug` hides the value, which may be personal data.
pub struct Argument {
    name: &'static str,
    value: ArgumentValue,
}

enum ArgumentValue {
    /// Omitted, so that the service's default applies.
    Absent,
    /// Written in the path.
    Literal(LiteralText),
    /// Written in the query, behind a parameter alias.
    Json(String),
    /// Failed to serialize.
    Unwritable,
}

impl ArgumentValue {
    /// JSON that is neither text nor a number has no literal.
    fn literal<T>(value: Literal<T>) -> Self {
        match value.as_str().starts_with(['{', '[']) {
            true => Self::Unwritable,
            false => Self::Literal(value.into_text()),
        }
    }
}

impl Argument {
    /// Creates an argument from a primitive or enumeration value.
    pub fn new<T>(name: &'static str, value: Literal<T>) -> Self {
        Self { name, value: ArgumentValue::literal(value) }
    }

    /// Like [`new`](Self::new); `None` omits the argument.
    pub fn optional<T>(name: &'static str, value: Option<Literal<T>>) -> Self {
        let value = value.map_or(ArgumentValue::Absent, ArgumentValue::literal);
        Self { name, value }
    }

    /// Creates an argument that has no literal form: a complex value, an entity, or a collection.
    ///
    /// The value is sent as JSON in the query, behind a [parameter alias].
    ///
    /// [parameter alias]: https://docs.oasis-open.org/odata/odata/v4.01/os/part2-url-conventions/odata-v4.01-os-part2-url-conventions.html#sec_ParameterAliases
    pub fn json<T: Value>(name: &'static str, value: &T) -> Self {
        Self::serialized(name, &AsSerialize(value))
    }

    /// Like [`json`](Self::json), for a collection.
    pub fn json_list<T: Value>(name: &'static str, items: &[T]) -> Self {
        let items: Vec<AsSerialize<'_, T>> = items.iter().map(AsSerialize).collect();
        Self::serialized(name, &items)
    }

    fn serialized(name: &'static str, value: &impl serde::Serialize) -> Self {
        let value = serde_json::to_string(value).map_or(ArgumentValue::Unwritable, ArgumentValue::Json);
        Self { name, value }
    }

    /// Like [`json`](Self::json); `None` omits the argument.
    pub fn optional_json<T: Value>(name: &'static str, value: Option<&T>) -> Self {
        value.map_or(Self { name, value: ArgumentValue::Absent }, |value| Self::json(name, value))
    }

    /// Like [`json_list`](Self::json_list); `None` omits the argument.
    pub fn optional_json_list<T: Value>(name: &'static str, items: Option<&[T]>) -> Self {
        items.map_or(Self { name, value: ArgumentValue::Absent }, |items| Self::json_list(name, items))
    }

    /// Appends `(a=1,b='x',c=@c)` to a path, and the values of the aliases to the query.
    ///
    /// An alias that an earlier function of the path uses gets a number.
    pub(crate) fn append(
        arguments: &[Self],
        enums: EnumSyntax,
        path: &mut String,
        aliases: &mut Vec<(String, String)>,
    ) -> Result<(), KeyError> {
        path.push('(');
        let mut separator = "";
        for Self { name, value } in arguments {
            if let ArgumentValue::Absent = value {
                continue;
            }
            path.push_str(separator);
            separator = ",";
            append_encoded(name, path);
            path.push('=');
            match value {
                ArgumentValue::Absent => {}
                ArgumentValue::Literal(text) => encode_literal(text.in_form(enums), path),
                ArgumentValue::Json(text) => {
                    let taken = |alias: &str| aliases.iter().any(|(known, _)| known == alias);
                    let plain = format!("@{}", encode(name));
                    let alias = match taken(&plain) {
                        false => plain,
                        true => (2usize..).map(|n| format!("{plain}{n}")).find(|alias| !taken(alias)).unwrap_or(plain),
                    };
                    path.push_str(&alias);
                    aliases.push((alias, encode(text).to_string()));
                }
                ArgumentValue::Unwritable => return Err(KeyError::Argument(name)),
            }
        }
        path.push(')');
        Ok(())
    }

    /// Returns the same with names instead of values: `(name='{name}',ids=@ids)`.
    pub(crate) fn template(arguments: &[Self]) -> String {
        let given = arguments.iter().filter_map(|Self { name, value }| match value {
            ArgumentValue::Absent => None,
            ArgumentValue::Literal(text) if text.in_form(EnumSyntax::Member).starts_with('\'') => {
                Some(format!("{name}='{{{name}}}'"))
            }
            ArgumentValue::Literal(_) | ArgumentValue::Unwritable => Some(format!("{name}={{{name}}}")),
            ArgumentValue::Json(_) => Some(format!("{name}=@{name}")),
        });
        format!("({})", given.collect::<Vec<_>>().join(","))
    }
}

impl fmt::Debug for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Argument({}=…)", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Argument, EnumSyntax, KeyError, Literal};
    use crate::value::Json;

    #[test]
    fn arguments_without_a_rust_type_are_literals() {
        let mut path = String::new();
        let point = Literal::written("geography'SRID=4326;Point(1.5 2)'");
        let arguments = [Argument::new("p", point), Argument::new::<Json>("any", Json::from("it's").into())];
        Argument::append(&arguments, EnumSyntax::Member, &mut path, &mut Vec::new()).unwrap();
        assert_eq!(path, "(p=geography'SRID%3D4326%3BPoint%281.5%202%29',any='it%27%27s')");
        let object = [Argument::new::<Json>("p", serde_json::json!({"type": "Point"}).into())];
        let error = Argument::append(&object, EnumSyntax::Member, &mut path, &mut Vec::new());
        assert_eq!(error, Err(KeyError::Argument("p")));
    }

    #[test]
    fn arguments_are_comma_separated_and_absent_ones_omitted() {
        let (mut path, mut aliases) = (String::new(), Vec::new());
        let arguments = [
            Argument::optional::<i32>("skip", None),
            Argument::new("row", 1.into()),
            Argument::new::<String>("q", "a,b)/x".into()),
            Argument::json("ids", &vec!["é".to_owned()]),
        ];
        Argument::append(&arguments, EnumSyntax::Member, &mut path, &mut aliases).unwrap();
        Argument::append(&arguments[3..], EnumSyntax::Member, &mut path, &mut aliases).unwrap();
        Argument::append(&[], EnumSyntax::Member, &mut path, &mut aliases).unwrap();
        assert_eq!(path, "(row=1,q='a%2Cb%29%2Fx',ids=@ids)(ids=@ids2)()");
        let json = "%5B%22%C3%A9%22%5D".to_owned();
        assert_eq!(aliases, [("@ids".to_owned(), json.clone()), ("@ids2".to_owned(), json)]);
    }
}
