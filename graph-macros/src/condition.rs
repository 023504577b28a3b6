//! `#[cfg(…)]` on elements of lists.
//!
//! A procedural macro does not know which features are enabled. So a condition is left to rustc: the macro expands to
//! invocations of itself, one for each combination of the values of a few conditions: with the elements under
//! `#[cfg(…)]`, and without them under `#[cfg(not(…))]`. rustc drops all but one, which decides the next conditions.
//! Each condition is decided once, whatever the number of elements that it has.

use std::collections::HashSet;

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

/// The number of conditions that are decided at once. rustc limits how deep macros nest, to 128 by default.
const AT_ONCE: usize = 3;

/// The most conditions of an invocation, so that macros nest 100 deep.
const MOST: usize = 100 * AT_ONCE;

/// The input for all values of the first conditions in it.
pub(crate) struct Split {
    span: Span,
    /// Combinations of conditions, in the form of `cfg`, with what the input is then.
    combinations: Vec<(TokenStream, TokenStream)>,
}

impl Split {
    /// Finds the first conditions of the elements of lists, and what the input is with and without these.
    ///
    /// # Errors
    ///
    /// If an element has another attribute, or if there are too many conditions.
    pub(crate) fn of(input: &TokenStream) -> Result<Option<Self>, syn::Error> {
        let mut conditions: Vec<(String, TokenStream, Span)> = Vec::new();
        let mut known = HashSet::new();
        each_element(input, &mut |element| {
            let (attributes, _) = attributes_of(element)?;
            for (name, arguments, span) in attributes {
                if name != "cfg" {
                    return Err(syn::Error::new(span, "only `#[cfg(…)]` is possible on an element"));
                }
                let text = arguments.to_string();
                if known.insert(text.clone()) {
                    conditions.push((text, arguments, span));
                }
            }
            Ok(())
        })?;
        if let Some((_, _, span)) = conditions.get(MOST) {
            return Err(syn::Error::new(*span, format!("there are more than {MOST} conditions")));
        }
        conditions.truncate(AT_ONCE);
        let Some((_, _, span)) = conditions.first() else { return Ok(None) };
        let (span, mut combinations) = (*span, vec![(TokenStream::new(), input.clone())]);
        for (text, condition, _) in &conditions {
            let both = combinations.iter().flat_map(|(earlier, input)| {
                [
                    (quote!(#earlier #condition,), decide(input, text, true)),
                    (quote!(#earlier not(#condition),), decide(input, text, false)),
                ]
            });
            combinations = both.collect();
        }
        Ok(Some(Self { span, combinations }))
    }

    /// Returns the invocations of the macro at `path`.
    pub(crate) fn invocations(&self, path: &TokenStream) -> TokenStream {
        let invocations = self.combinations.iter().map(|(conditions, input)| {
            quote_spanned! {self.span=>
                #[cfg(all(#conditions))]
                #path! { #input }
            }
        });
        invocations.collect()
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

    use super::{MOST, Split};

    #[test]
    fn each_condition_is_decided_once() {
        let input = quote! {
            select: ["/a", #[cfg(feature = "x")] "/b", #[cfg(all(unix, not(test)))] "/c", #[cfg(feature = "x")] "/d"],
            rename: { #[cfg(feature = "x")] "n.a": B, "n.c": D },
        };
        let split = Split::of(&input).unwrap().expect("a condition");
        let expected = [
            (
                quote!(feature = "x", all(unix, not(test)),),
                quote! { select: ["/a", "/b", "/c", "/d",], rename: { "n.a": B, "n.c": D, }, },
            ),
            (
                quote!(feature = "x", not(all(unix, not(test))),),
                quote! { select: ["/a", "/b", "/d",], rename: { "n.a": B, "n.c": D, }, },
            ),
            (
                quote!(not(feature = "x"), all(unix, not(test)),),
                quote! { select: ["/a", "/c",], rename: { "n.c": D, }, },
            ),
            (
                quote!(not(feature = "x"), not(all(unix, not(test))),),
                quote! { select: ["/a",], rename: { "n.c": D, }, },
            ),
        ];
        let text = |(condition, input): &(_, _)| quote!(#condition #input).to_string();
        let texts = |combinations: &[_]| combinations.iter().map(text).collect::<Vec<_>>();
        assert_eq!(texts(&split.combinations), texts(&expected));
        for (_, input) in &split.combinations {
            assert!(Split::of(input).unwrap().is_none());
        }
        let invocations = split.invocations(&quote!(::m::graph)).to_string();
        assert_eq!(invocations.matches("cfg (all (").count(), 4, "{invocations}");
    }

    #[test]
    fn macros_do_not_nest_deeper_than_rustc_allows() {
        let input = |count: usize| {
            let elements = (0..count).map(|number| {
                let name = format!("f{number}");
                quote!(
                    #[cfg(feature = #name)]
                    "/a",
                )
            });
            quote!(select: [#(#elements)*])
        };
        let mut depth = 0;
        let mut left = input(MOST);
        while let Some(split) = Split::of(&left).unwrap() {
            depth += 1;
            left = split.combinations.into_iter().next().expect("a combination").1;
        }
        assert_eq!(depth, 100);
        let error = Split::of(&input(MOST + 1)).err().expect("an error");
        assert_eq!(error.to_string(), "there are more than 300 conditions");
    }

    #[test]
    fn attributes_that_are_values_are_no_conditions() {
        assert!(Split::of(&quote! { attributes: { "n.a": #[must_use] } }).unwrap().is_none());
        let error = Split::of(&quote! { select: [#[allow(dead_code)] "/a"] }).err().expect("an error");
        assert_eq!(error.to_string(), "only `#[cfg(…)]` is possible on an element");
    }
}
