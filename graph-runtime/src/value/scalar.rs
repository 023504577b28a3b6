use super::{
    codec::Decoded,
    json::{JsonError, JsonReader, Token},
};

/// A type that is read from a JSON scalar. There is a function for each form; `None` is a misfit.
pub(crate) trait Scalar: Sized {
    /// The values of the type, for errors of strict readers: "a boolean".
    const EXPECTED: &'static str;

    /// Whether `IEEE754Compatible=true` makes it a string.
    const MAY_BE_TEXT: bool = false;

    fn from_bool(_: bool) -> Option<Self> {
        None
    }

    fn from_i64(_: i64) -> Option<Self> {
        None
    }

    fn from_u64(_: u64) -> Option<Self> {
        None
    }

    fn from_f64(_: f64) -> Option<Self> {
        None
    }

    fn from_text(_: &str) -> Option<Self> {
        None
    }
}

/// Reads a scalar; any other JSON value is a misfit.
pub(crate) fn read_scalar<T: Scalar>(json: &mut JsonReader<'_>) -> Result<Decoded<T>, JsonError> {
    let at = json.position();
    let made = match json.token()? {
        Token::Null => return Ok(Decoded::Null),
        Token::Boolean(value) => T::from_bool(value),
        Token::Number(text) => from_number(text),
        Token::Text(text) if T::MAY_BE_TEXT && json.accepts_numbers_in_text() => from_number_in_text(&text),
        Token::Text(text) => T::from_text(&text),
        Token::NotUnicode | Token::Composite => None,
    };
    Ok(match made {
        Some(value) => Decoded::Value(value),
        None => {
            json.note_misfit(at, T::EXPECTED);
            Decoded::Misfit
        }
    })
}

/// Converts a string that is a number.
fn from_number_in_text<T: Scalar>(text: &str) -> Option<T> {
    let is_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    is_number.then(|| from_number(text)).flatten()
}

/// Converts a number. One beyond a double is a misfit.
fn from_number<T: Scalar>(text: &str) -> Option<T> {
    // As an integer, `-0` would lose its sign.
    if text != "-0" {
        if let Ok(number) = text.parse() {
            return T::from_i64(number);
        }
        if let Ok(number) = text.parse() {
            return T::from_u64(number);
        }
    }
    text.parse().ok().filter(|number: &f64| number.is_finite()).and_then(T::from_f64)
}
