use proc_macro2::{TokenStream, TokenTree};

/// Whether tokens are a type that fields can have: without parts that are inferred, lifetimes that are elided, and
/// bounds.
pub(super) fn is_field_type(tokens: &TokenStream) -> bool {
    let is_whole = match syn::parse2::<syn::Type>(tokens.clone()) {
        Ok(parsed) => matches!(
            parsed,
            syn::Type::Array(_)
                | syn::Type::Group(_)
                | syn::Type::Macro(_)
                | syn::Type::Paren(_)
                | syn::Type::Path(_)
                | syn::Type::Tuple(_)
        ),
        Err(_) => false,
    };
    is_whole && !has_inferred(tokens.clone())
}

/// Whether tokens have `_`, `impl` or a reference without a lifetime.
fn has_inferred(tokens: TokenStream) -> bool {
    let mut trees = tokens.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let is_found = match tree {
            TokenTree::Ident(ident) => ident == "_" || ident == "impl",
            TokenTree::Group(group) => has_inferred(group.stream()),
            TokenTree::Punct(punct) if punct.as_char() == '&' => {
                !matches!(trees.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '\'')
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        };
        if is_found {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::is_field_type;

    #[test]
    fn types_of_fields_are_whole() {
        let is_type = |text: &str| text.parse().is_ok_and(|tokens| is_field_type(&tokens));
        for valid in ["crate::Id", "Vec<u8>", "Box<dyn Any + Send>", "[u8; 4]", "(u8, u8)", "Cow<'static, str>", "m!()"]
        {
            assert!(is_type(valid), "{valid}");
        }
        for wrong in [
            "",
            "_",
            "Vec<_>",
            "impl Any",
            "Box<impl Any>",
            "&str",
            "&'static str",
            "Option<&str>",
            "A + B",
            "!",
            "u8; u8",
        ] {
            assert!(!is_type(wrong), "{wrong}");
        }
    }
}
