//! The attribute `#[projection(…)]` of a struct and of fields, as written.

use proc_macro2::Span;
use syn::{
    Attribute, DeriveInput, Error, Ident, LitStr, Path, Token, Type,
    ext::IdentExt,
    parse::{Parse, ParseStream},
    spanned::Spanned,
};

use crate::runtime;

/// The attribute of a struct.
pub struct StructAttribute {
    /// The generated type.
    pub of: Type,
    /// The path to graph-runtime.
    pub runtime: Path,
}

const NO_TYPE: &str = "the generated type is missing: add `#[projection(graph::User)]`";

impl StructAttribute {
    pub fn of(input: &DeriveInput) -> Result<Self, Error> {
        let mut found: Option<Self> = None;
        for attribute in attributes(&input.attrs) {
            if found.is_some() {
                return Err(Error::new_spanned(attribute, "the generated type is given twice"));
            }
            found = Some(attribute.parse_args()?);
        }
        found.ok_or_else(|| Error::new(input.ident.span(), NO_TYPE))
    }
}

impl Parse for StructAttribute {
    fn parse(input: ParseStream<'_>) -> Result<Self, Error> {
        if input.is_empty() || input.peek(Token![crate]) && input.peek2(Token![=]) {
            return Err(input.error(NO_TYPE));
        }
        let of = type_of(input)?;
        let mut runtime = None;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        if !input.is_empty() {
            input.parse::<Token![crate]>().map_err(|error| Error::new(error.span(), "expected `crate = …`"))?;
            input.parse::<Token![=]>()?;
            runtime = Some(input.parse()?);
            input.parse::<Option<Token![,]>>()?;
        }
        match input.is_empty() {
            true => Ok(Self { of, runtime: runtime.unwrap_or_else(runtime::path) }),
            false => Err(input.error("expected nothing more")),
        }
    }
}

/// The attributes of a field.
#[derive(Default)]
pub struct FieldAttribute {
    pub rename: Option<LitStr>,
    pub path: Option<LitStr>,
    pub control: Option<LitStr>,
    pub derived: Option<Type>,
    pub required: Option<Span>,
    pub default: Option<Span>,
    pub try_from: Option<Span>,
    pub cast: Option<Span>,
}

const KEYS: &str = "expected `rename`, `path`, `required`, `default`, `try_from`, `cast`, `derived` or `control`";

impl FieldAttribute {
    pub fn of(field: &syn::Field) -> Result<Self, Error> {
        let mut all = Self::default();
        for attribute in attributes(&field.attrs) {
            attribute.parse_args_with(|input: ParseStream<'_>| {
                while !input.is_empty() {
                    all.add(input)?;
                    if !input.is_empty() {
                        input.parse::<Token![,]>()?;
                    }
                }
                Ok(())
            })?;
        }
        all.check()?;
        Ok(all)
    }

    fn add(&mut self, input: ParseStream<'_>) -> Result<(), Error> {
        let key = input.call(Ident::parse_any).map_err(|error| Error::new(error.span(), KEYS))?;
        let is_new = match key.to_string().as_str() {
            "rename" => self.rename.replace(value(input)?).is_none(),
            "path" => self.path.replace(value(input)?).is_none(),
            "control" => self.control.replace(value(input)?).is_none(),
            "derived" => {
                input.parse::<Token![=]>()?;
                self.derived.replace(type_of(input)?).is_none()
            }
            "required" => self.required.replace(key.span()).is_none(),
            "default" => self.default.replace(key.span()).is_none(),
            "try_from" => self.try_from.replace(key.span()).is_none(),
            "cast" => self.cast.replace(key.span()).is_none(),
            _ => return Err(Error::new(key.span(), KEYS)),
        };
        if is_new { Ok(()) } else { Err(Error::new(key.span(), format!("`{key}` is given twice"))) }
    }

    /// Checks which attributes go together.
    fn check(&self) -> Result<(), Error> {
        let refuse = |span: Option<Span>, message: &str| span.map_or(Ok(()), |span| Err(Error::new(span, message)));
        if self.path.is_some() {
            refuse(self.rename.as_ref().map(LitStr::span), "`path` names the property, so that `rename` has no use")?;
            refuse(self.cast, "`cast` is for a navigation property, which a path cannot end with")?;
        }
        if self.control.is_some() {
            refuse(self.rename.as_ref().map(LitStr::span), "control information has no other name")?;
            refuse(self.path.as_ref().map(LitStr::span), "control information has no path")?;
            let others = self.cast.or(self.try_from).or(self.required).or(self.default);
            refuse(others, "control information is text, or an `Option` of it")?;
            refuse(self.derived.as_ref().map(Spanned::span), "control information belongs to no type")?;
        }
        if self.default.is_some() {
            refuse(self.required, "`default` accepts `null`, and `required` does not")?;
            refuse(self.try_from, "`default` and `try_from` do not go together; use an `Option`")?;
        }
        Ok(())
    }
}

/// Parses a generated type, whose path is not in quotation marks as names are.
fn type_of(input: ParseStream<'_>) -> Result<Type, Error> {
    input.parse().map_err(|error| Error::new(error.span(), "expected a generated type, such as `graph::User`"))
}

fn value<T: Parse>(input: ParseStream<'_>) -> Result<T, Error> {
    input.parse::<Token![=]>()?;
    input.parse()
}

fn attributes(all: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    all.iter().filter(|attribute| attribute.path().is_ident("projection"))
}
