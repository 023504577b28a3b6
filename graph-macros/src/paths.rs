//! Paths of the input in generated code, which have the position that the author wrote them at.

use std::collections::HashMap;

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// A token of a path: its text, and where the input has it.
type Token = (String, Span);

/// How deep the groups of tokens are searched. Generated modules can be nested to any depth.
const MAX_DEPTH: usize = 32;

/// The paths in the input, by their first token.
#[derive(Default)]
pub(crate) struct Paths {
    by_start: HashMap<String, Vec<Vec<Token>>>,
}

impl Paths {
    /// Adds a path or type as written.
    pub(crate) fn add(&mut self, path: &impl ToTokens) {
        let tokens = path.to_token_stream().into_iter().map(|token| (token.to_string(), token.span()));
        self.add_tokens(tokens.collect());
    }

    /// Adds a path that is in a string.
    pub(crate) fn add_at(&mut self, path: &impl ToTokens, span: Span) {
        self.add_tokens(path.to_token_stream().into_iter().map(|token| (token.to_string(), span)).collect());
    }

    fn add_tokens(&mut self, tokens: Vec<Token>) {
        // A single identifier may be the name of anything.
        if let [(first, _), _, ..] = tokens.as_slice() {
            let paths = self.by_start.entry(first.clone()).or_default();
            paths.push(tokens);
            paths.sort_by_key(|path| std::cmp::Reverse(path.len()));
        }
    }

    /// Moves the paths in generated code to where the input has them, so that rustc shows errors about them there.
    pub(crate) fn locate(&self, items: TokenStream) -> TokenStream {
        if self.by_start.is_empty() { items } else { self.located(items, 0) }
    }

    fn located(&self, items: TokenStream, depth: usize) -> TokenStream {
        let mut tokens: Vec<TokenTree> = items.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            if let TokenTree::Group(group) = &tokens[at] {
                if depth < MAX_DEPTH {
                    let mut moved = Group::new(group.delimiter(), self.located(group.stream(), depth + 1));
                    moved.set_span(group.span());
                    tokens[at] = TokenTree::Group(moved);
                }
                at += 1;
                continue;
            }
            let found = self.find(&tokens[at..]).unwrap_or_default();
            for (token, (_, span)) in tokens[at..].iter_mut().zip(found) {
                set_position(token, *span);
            }
            at += found.len().max(1);
            let Some((_, last)) = found.last() else { continue };
            // The items of a module of the input.
            while let Some([TokenTree::Punct(first), TokenTree::Punct(second), TokenTree::Ident(_), ..]) =
                tokens.get(at..)
                && first.as_char() == ':'
                && second.as_char() == ':'
            {
                tokens[at..at + 3].iter_mut().for_each(|token| set_position(token, *last));
                at += 3;
            }
        }
        tokens.into_iter().collect()
    }

    /// The longest path that tokens begin with.
    fn find(&self, tokens: &[TokenTree]) -> Option<&[Token]> {
        let paths = self.by_start.get(&tokens.first()?.to_string())?;
        let begins = |path: &&Vec<Token>| {
            path.len() <= tokens.len() && path.iter().zip(tokens).all(|((text, _), token)| token.to_string() == *text)
        };
        paths.iter().find(begins).map(Vec::as_slice)
    }
}

/// Moves a token. Its name is still one of the expansion.
fn set_position(token: &mut TokenTree, span: Span) {
    token.set_span(span.resolved_at(token.span()));
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::Paths;

    #[test]
    fn the_longest_path_is_found_in_groups_too() {
        let mut paths = Paths::default();
        paths.add(&quote! { ::common });
        paths.add(&quote! { ::common::City });
        paths.add(&quote! { City });
        let code: Vec<_> = quote! { ::common::City, City }.into_iter().collect();
        assert_eq!(paths.find(&code).map(<[_]>::len), Some(6));
        assert_eq!(paths.find(&code[7..]).map(<[_]>::len), None);
        let code = quote! { mod a { fn b(c: ::common::Country) {} } };
        assert_eq!(paths.locate(code.clone()).to_string(), code.to_string());
    }
}
