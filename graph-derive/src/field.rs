//! A field of a projection, and the property that it is read from.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Error, GenericArgument, Ident, LitStr, PathArguments, Type, ext::IdentExt};

use crate::attribute::FieldAttribute;

/// A field.
pub struct Field<'a> {
    pub name: &'a Ident,
    pub value: &'a Type,
    pub source: Source,
    pub derived: Option<Type>,
    pub is_cast: bool,
    pub mode: Mode<'a>,
}

/// What a field is read from.
pub enum Source {
    /// A property: the fields of generated structs that lead to it.
    Property(Vec<Ident>),
    /// Control information: the name on the wire, and its form in OData 4.01.
    Control(String, String),
}

/// How a field is read.
#[derive(Clone, Copy)]
pub enum Mode<'a> {
    /// The type can hold what the property may be.
    Checked,
    /// A `null` is an error.
    Required,
    /// A `null` is the type's default.
    Default,
    /// Values are converted to a type.
    Converted(Conversion<'a>),
}

/// How a value is converted.
#[derive(Clone, Copy)]
pub struct Conversion<'a> {
    /// The type of the value, without an `Option`.
    pub to: &'a Type,
    /// The type of the items of a collection.
    pub item: Option<&'a Type>,
    pub is_optional: bool,
    pub is_required: bool,
}

impl<'a> Field<'a> {
    /// Reads a field of the struct with a name.
    pub fn of(field: &'a syn::Field, within: &Ident) -> Result<Self, Error> {
        let Some(name) = &field.ident else {
            return Err(Error::new_spanned(field, "a field needs a name"));
        };
        if names(field.ty.to_token_stream(), within) {
            let message = "a projection cannot contain itself, because its query would not end; \
                           name another struct for the related entities";
            return Err(Error::new_spanned(&field.ty, message));
        }
        let attribute = FieldAttribute::of(field)?;
        let source = match (&attribute.control, &attribute.path, &attribute.rename) {
            (Some(name), _, _) => control(name)?,
            (_, Some(path), _) => Source::Property(path_segments(path)?),
            (_, _, Some(other)) => Source::Property(vec![segment(&other.value(), other.span())?]),
            _ => Source::Property(vec![name.clone()]),
        };
        let mode = match (attribute.try_from, attribute.required, attribute.default) {
            (Some(_), required, _) => {
                let inner = argument(&field.ty, "Option");
                let to = inner.unwrap_or(&field.ty);
                let (is_optional, is_required) = (inner.is_some(), required.is_some());
                if let (true, Some(span)) = (is_optional, required) {
                    return Err(Error::new(span, "`required` is for a type that cannot hold `null`"));
                }
                Mode::Converted(Conversion { to, item: argument(to, "Vec"), is_optional, is_required })
            }
            (_, Some(span), _) if argument(&field.ty, "Option").is_some() => {
                return Err(Error::new(span, "`required` is for a type that cannot hold `null`"));
            }
            (_, Some(_), _) => Mode::Required,
            (_, _, Some(_)) => Mode::Default,
            _ => Mode::Checked,
        };
        Ok(Self { name, value: &field.ty, source, derived: attribute.derived, is_cast: attribute.cast.is_some(), mode })
    }
}

const CONTROLS: [&str; 5] = ["etag", "id", "type", "editLink", "readLink"];

fn control(name: &LitStr) -> Result<Source, Error> {
    let text = name.value();
    match CONTROLS.contains(&text.as_str()) {
        true => Ok(Source::Control(format!("@odata.{text}"), format!("@{text}"))),
        false => Err(Error::new(name.span(), format!("expected one of {}", CONTROLS.join(", ")))),
    }
}

fn path_segments(path: &LitStr) -> Result<Vec<Ident>, Error> {
    let segments: Vec<Ident> =
        path.value().split('.').map(|part| segment(part, path.span())).collect::<Result<_, _>>()?;
    match segments.len() {
        1 => Err(Error::new(path.span(), "a path has several parts, as in `mailbox_settings.time_zone`; use `rename`")),
        _ => Ok(segments),
    }
}

/// Returns the identifier of a field of a generated struct.
fn segment(text: &str, span: Span) -> Result<Ident, Error> {
    let text = text.strip_prefix("r#").unwrap_or(text);
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        let message = format!("expected the name of a field of the generated struct, such as `{}`", snake_case(text));
        return Err(Error::new(span, message));
    }
    let parse = |source: &str| syn::parse_str::<Ident>(source);
    let parsed = parse(text).or_else(|_| parse(&format!("r#{text}")));
    let mut parsed =
        parsed.map_err(|_| Error::new(span, format!("`{}` is not a name of a field", text.escape_debug())))?;
    parsed.set_span(span);
    Ok(parsed)
}

/// Guesses the name of a field from the name of its property.
fn snake_case(text: &str) -> String {
    let mut snake = String::new();
    for character in text.chars() {
        if character.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(character.to_lowercase());
    }
    snake
}

/// Returns the name of the constant for a field.
pub fn constant(field: &Ident) -> Ident {
    Ident::new(&field.unraw().to_string().to_uppercase(), field.span())
}

/// Returns the argument of a type such as `Option<…>`.
fn argument<'a>(of: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = of else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(argument)) if arguments.args.len() == 1 => Some(argument),
        _ => None,
    }
}

/// Returns whether a type is made of the one with a name, without a path before it.
fn names(tokens: TokenStream, name: &Ident) -> bool {
    let mut is_within_path = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(ident) if ident == name && !is_within_path => return true,
            TokenTree::Group(group) if names(group.stream(), name) => return true,
            _ => {}
        }
        is_within_path = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ':');
    }
    false
}
