//! The plan's names and types as tokens.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::rust::{Identifier, Path, ValueType};

/// An identifier; it was checked when it was planned.
pub(super) fn ident(identifier: &Identifier) -> Ident {
    if identifier.is_raw() {
        Ident::new_raw(identifier.as_str(), Span::call_site())
    } else {
        Ident::new(identifier.as_str(), Span::call_site())
    }
}

/// Where something is emitted: paths between generated modules are relative, since nobody knows where the root is mounted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub modules: &'a [Identifier],
}

impl Place<'_> {
    /// The path from here to a generated item.
    pub(super) fn path(self, path: &Path) -> TokenStream {
        let shared = self.modules.iter().zip(&path.modules).take_while(|(here, there)| here == there).count();
        let up = (shared..self.modules.len()).map(|_| quote!(super::));
        let down = path.modules[shared..].iter().map(|module| {
            let module = ident(module);
            quote!(#module::)
        });
        let name = ident(&path.name);
        // A module is named by itself where it lies below the current one; `self::` keeps it apart from a crate of that name.
        let here = (shared == self.modules.len() && path.modules.len() > shared).then(|| quote!(self::));
        quote!(#(#up)* #here #(#down)* #name)
    }

    /// The visibility of what all generated modules use, and nobody else: the generated root's.
    pub(super) fn within_root(self) -> TokenStream {
        match self.modules.len() {
            // Private items are visible in the modules below.
            0 => TokenStream::new(),
            1 => quote!(pub(super)),
            depth => {
                let rest = (1..depth).map(|_| quote!(::super));
                quote!(pub(in super #(#rest)*))
            }
        }
    }

    /// A type.
    pub(super) fn value_type(self, value_type: &ValueType) -> TokenStream {
        match value_type {
            ValueType::Language(name) => {
                let name = Ident::new(name, Span::call_site());
                quote!(#name)
            }
            ValueType::Text => quote!(String),
            ValueType::Runtime(name) => {
                let name = Ident::new(name, Span::call_site());
                quote!(rt::#name)
            }
            ValueType::Generated(path) => self.path(path),
            // Checked when it was set; what an extension returned is checked when the whole is parsed.
            ValueType::Custom(path) => path.parse().unwrap_or_default(),
            ValueType::List(item) => {
                let item = self.value_type(item);
                quote!(Vec<#item>)
            }
            ValueType::Boxed(item) => {
                let item = self.value_type(item);
                quote!(Box<#item>)
            }
            ValueType::Flags(path) => {
                let path = self.path(path);
                quote!(rt::Flags<#path>)
            }
        }
    }
}

/// Paragraphs as `#[doc]` attributes.
pub(super) fn docs(paragraphs: &[String]) -> TokenStream {
    let mut tokens = TokenStream::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        if index > 0 {
            tokens.extend(quote!(#[doc = ""]));
        }
        tokens.extend(doc(paragraph));
    }
    tokens
}

/// One paragraph as a `#[doc]` attribute.
pub(super) fn doc(line: &str) -> TokenStream {
    let line = format!(" {line}");
    quote!(#[doc = #line])
}

/// The attribute of what is deprecated.
pub(super) fn deprecated(note: Option<&String>) -> Option<TokenStream> {
    note.map(|note| quote!(#[deprecated(note = #note)]))
}
