//! `#[cfg(…)]` on elements of lists.
//!
//! A procedural macro does not know which features are enabled. So a condition is left to rustc: the macro expands to
//! two invocations of itself, one with the elements under `#[cfg(…)]` and one without them under `#[cfg(not(…))]`.
//! rustc drops one, and the other one decides the next condition. Each condition is decided once, whatever the number
//! of elements that it has.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote_spanned;

/// The input for both values of the first condition in it.
pub(crate) struct Split {
    /// What is in the parentheses of `#[cfg(…)]`.
    condition: TokenStream,
    span: Span,
    with: TokenStream,
    without: TokenStream,
}

impl Split {
    /// Finds the first condition of the elements of lists, and what the input is with and without them.
    ///
    /// # Errors
    ///
    /// If an element has another attribute.
    pub(crate) fn of(input: &TokenStream) -> Result<Option<Self>, syn::Error> {
        let mut first = None;
        each_element(input, &mut |element| {
            let (attributes, _) = attributes_of(element)?;
            for (name, arguments, span) in attributes {
                if name != "cfg" {
                    return Err(syn::Error::new(span, "only `#[cfg(…)]` is possible on an element"));
                }
                first.get_or_insert((arguments, span));
            }
            Ok(())
        })?;
        let Some((condition, span)) = first else { return Ok(None) };
        let wanted = condition.to_string();
        let (with, without) = (decide(input, &wanted, true), decide(input, &wanted, false));
        Ok(Some(Self { condition, span, with, without }))
    }

    /// Returns the two invocations of the macro at `path`.
    pub(crate) fn invocations(&self, path: &TokenStream) -> TokenStream {
        let Self { condition, span, with, without } = self;
        quote_spanned! {*span=>
            #[cfg(#condition)]
            #path! { #with }
            #[cfg(not(#condition))]
            #path! { #without }
        }
    }
}

/// An attribute: its name, what is in its parentheses, and where it is.
type Attribute = (String, TokenStream, Span);

/// Calls a function for each element of the lists in brackets and braces.
fn each_element(
    input: &TokenStream,
    visit: &mut dyn FnMut(&[TokenTree]) -> Result<(), syn::Error>,
) -> Result<(), syn::Error> {
    for (group, _) in input.clone().into_iter().filter_map(list) {
        for element in elements(&group) {
            visit(&element)?;
        }
    }
    Ok(())
}

/// Returns a list: the value of a key.
fn list(token: TokenTree) -> Option<(Group, Delimiter)> {
    match token {
        TokenTree::Group(group) if matches!(group.delimiter(), Delimiter::Bracket | Delimiter::Brace) => {
            let delimiter = group.delimiter();
            Some((group, delimiter))
        }
        _ => None,
    }
}

/// Splits a list at its commas.
fn elements(list: &Group) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<TokenTree> = list.stream().into_iter().collect();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    tokens.split(is_comma).map(<[TokenTree]>::to_vec).collect()
}

/// Returns the attributes of an element, and the number of their tokens.
fn attributes_of(element: &[TokenTree]) -> Result<(Vec<Attribute>, usize), syn::Error> {
    let mut attributes = Vec::new();
    let mut count = 0;
    while let Some([TokenTree::Punct(hash), TokenTree::Group(group), ..]) = element.get(count..)
        && hash.as_char() == '#'
        && group.delimiter() == Delimiter::Bracket
    {
        let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        let (name, arguments) = match tokens.as_slice() {
            [TokenTree::Ident(name), TokenTree::Group(arguments)]
                if arguments.delimiter() == Delimiter::Parenthesis && !arguments.stream().is_empty() =>
            {
                (name.to_string(), arguments.stream())
            }
            [TokenTree::Ident(name), ..] if name == "cfg" => {
                return Err(syn::Error::new(group.span(), "expected a condition, as in `#[cfg(feature = \"mail\")]`"));
            }
            [TokenTree::Ident(name), ..] => (name.to_string(), TokenStream::new()),
            _ => return Err(syn::Error::new(group.span(), "expected `#[cfg(…)]`")),
        };
        attributes.push((name, arguments, group.span()));
        count += 2;
    }
    Ok((attributes, count))
}

/// Removes a condition from the elements that have it, and the elements themselves unless it is met.
fn decide(input: &TokenStream, condition: &str, is_met: bool) -> TokenStream {
    let decided = input.clone().into_iter().map(|token| {
        let Some((group, delimiter)) = list(token.clone()) else { return token };
        let kept = elements(&group).into_iter().filter_map(|element| {
            let Ok((attributes, count)) = attributes_of(&element) else { return Some(element) };
            let is_same = |attribute: &Attribute| attribute.1.to_string() == condition;
            if !is_met && attributes.iter().any(is_same) {
                return None;
            }
            // Each attribute has two tokens.
            let others = attributes.iter().enumerate().filter(|(_, attribute)| !is_same(attribute));
            let others = others.flat_map(|(index, _)| element[2 * index..2 * index + 2].iter().cloned());
            Some(others.chain(element[count..].iter().cloned()).collect())
        });
        let mut stream = TokenStream::new();
        for element in kept.filter(|element| !element.is_empty()) {
            stream.extend(element);
            stream.extend([TokenTree::Punct(proc_macro2::Punct::new(',', proc_macro2::Spacing::Alone))]);
        }
        let mut group_with_less = Group::new(delimiter, stream);
        group_with_less.set_span(group.span());
        TokenTree::Group(group_with_less)
    });
    decided.collect()
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::Split;

    #[test]
    fn each_condition_is_decided_once() {
        let input = quote! {
            select: ["/a", #[cfg(feature = "x")] "/b", #[cfg(all(unix, not(test)))] "/c", #[cfg(feature = "x")] "/d"],
            rename: { #[cfg(feature = "x")] "n.a": B, "n.c": D },
        };
        let split = Split::of(&input).unwrap().expect("a condition");
        assert_eq!(split.condition.to_string(), quote!(feature = "x").to_string());
        let with = quote! {
            select: ["/a", "/b", #[cfg(all(unix, not(test)))] "/c", "/d",], rename: { "n.a": B, "n.c": D, },
        };
        assert_eq!(split.with.to_string(), with.to_string());
        let without = quote! { select: ["/a", #[cfg(all(unix, not(test)))] "/c",], rename: { "n.c": D, }, };
        assert_eq!(split.without.to_string(), without.to_string());
        let second = Split::of(&split.without).unwrap().expect("a second condition");
        assert!(Split::of(&second.with).unwrap().is_none());
        assert!(second.invocations(&quote!(::m::graph)).to_string().contains("not (all (unix"));
    }

    #[test]
    fn attributes_that_are_values_are_no_conditions() {
        assert!(Split::of(&quote! { attributes: { "n.a": #[must_use] } }).unwrap().is_none());
        let error = Split::of(&quote! { select: [#[allow(dead_code)] "/a"] }).err().expect("an error");
        assert_eq!(error.to_string(), "only `#[cfg(…)]` is possible on an element");
    }
}
