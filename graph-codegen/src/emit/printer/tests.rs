use std::{fs, path::Path};

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};
use proptest::prelude::*;

use super::{super::spacing::OPERATORS, print, string};

/// The tokens, with operators as the compiler reads them.
fn flat(tokens: TokenStream) -> Vec<String> {
    let mut list = Vec::new();
    let mut run = String::new();
    let mut trees = tokens.into_iter().peekable();
    while let Some(tree) = trees.next() {
        match tree {
            TokenTree::Group(group) => {
                list.push(format!("{:?}", group.delimiter()));
                list.extend(flat(group.stream()));
                list.push("end".to_owned());
            }
            TokenTree::Punct(punct) => {
                run.push(punct.as_char());
                if punct.spacing() == Spacing::Alone || !matches!(trees.peek(), Some(TokenTree::Punct(_))) {
                    operators(&std::mem::take(&mut run), &mut list);
                }
            }
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                list.push(string(&text).map_or(text, |value| format!("{value:?}")));
            }
            TokenTree::Ident(ident) => list.push(ident.to_string()),
        }
    }
    list
}

/// Splits characters without spaces between them. A `>` may end generics, so that only `=` belongs to it.
fn operators(mut run: &str, list: &mut Vec<String>) {
    while !run.is_empty() {
        let known = OPERATORS.iter().find(|operator| run.starts_with(**operator) && **operator != ">>=");
        let (operator, rest) = run.split_at(known.map_or(1, |operator| operator.len()));
        list.push(operator.to_owned());
        run = rest;
    }
}

fn parsed(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|problem| panic!("{problem}\n{text}"))
}

#[track_caller]
fn assert_same(tokens: TokenStream) {
    let printed = print(&tokens);
    let (expected, found) = (flat(tokens), flat(parsed(&printed)));
    let at = expected.iter().zip(&found).take_while(|(expected, found)| expected == found).count();
    assert!(expected == found, "{:?} became {:?} in\n{printed}", expected.get(at..), found.get(at..));
}

#[test]
fn printed_code_has_the_same_tokens() {
    assert_same(parsed(
        r##"
            use ::a::b as rt;
            #[doc = " One `x` \\* \"y\""] #[derive(Clone, Debug,)]
            pub struct A<'a, T: Into<Option<&'a str>> = ()> where T: 'static {
                pub(in super::super) r#type: Vec<(u8, [T; 2])>,
                #[cfg(x)] b: fn(&mut T) -> bool, }
            impl<'de, T> B<'de> for A<'de, T> { const N: &'static [&'static str] = &[
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "ccccccccccccccccccccccccccccccccccc", "d"];
                fn f(&self, n: usize) -> Result<(), T::E> {
                    let x = if n < 3 && n != -1 { 1 } else { !2 };
                    match n { 0 => rt::read(a, &mut self.b), 1..=2 if x > 1 => { g(|e| e.h::<u8>())?; }
                        _ => unreachable!(), }
                    Ok(Self { a: 1, ..Default::default() }) } }
            macro_call! { x }
            rt::structured!(A);
            pub mod m { pub enum E { A(Box<str>), B = -1, C { x: u8, } } static S: u8 = 1; }
        "##,
    ));
}

#[test]
fn long_groups_get_no_tokens() {
    let sum = (0..12).map(|number| format!("some_long_name_{number}")).collect::<Vec<_>>().join(" + ");
    let path = ["some::very::long::path"; 6].join("::");
    for code in [
        format!("fn f() -> u8 {{ let x = ({sum}) * 2; if ({sum}) > 3 {{}} a[{sum}] }}"),
        format!("const X: [u8; 3] = [{sum}; 3]; type Y = [{path}; 3]; type Z = Box<dyn Fn() -> ({path}) + Send>;"),
        format!("fn f() {{ let x = vec![{sum}; 3]; g({sum}, b); g({sum}, b,); let ({path}, _,) = x; }}"),
        format!("macro_call! {{ ({sum}) [{sum}] {{ {sum} }} ({path}; x) }}"),
    ] {
        assert_same(parsed(&code));
    }
}

#[test]
fn operators_stay_whole_and_apart() {
    let code = "a >>= b; a <<= b; a <<b>>c; a < <B>::C; a<-b; a < -b; a <- b; A<B<C>>; let x: A<B<C>>= y; & &a; - -a; \
                1. .abs(); 1 .. 2; x.0.1; x.0 .1; 1.0.abs(); 1..=2; .. =1; a / *b; a ..= -b; A::<-1>; || 1; | | 1; \
                # \"x\"; a: ::b; a::b; a ? ; b";
    assert_same(parsed(code));
    let printed = print(&parsed(code));
    assert!(printed.contains("a >>= b;\n") && printed.contains("a <<= b;\n"), "{printed}");
}

#[test]
fn documentation_becomes_a_comment_only_if_that_is_the_same() {
    for (code, is_comment) in [
        ("#[doc = \" a\"] struct A;", true),
        ("#[doc = \" a \"] struct A;", false),
        ("#[doc = \"/a\"] struct A;", false),
        ("#[doc = \" a\\nb\"] struct A;", false),
        ("#[doc = \" \u{202e}\"] struct A;", false),
    ] {
        assert_eq!(print(&parsed(code)).starts_with("///"), is_comment, "{code}");
        assert_same(parsed(code));
    }
}

#[test]
fn files_of_the_workspace_have_the_same_tokens() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pending = vec![root.join("src"), root.join("../graph-runtime"), root.join("../tests/it")];
    let mut count = 0;
    while let Some(path) = pending.pop() {
        if let Ok(entries) = fs::read_dir(&path) {
            pending.extend(entries.flatten().map(|entry| entry.path()).filter(|path| !path.ends_with("target")));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            assert_same(parsed(&fs::read_to_string(&path).expect("a file")));
            count += 1;
        }
    }
    assert!(count > 300, "{count}");
}

fn trees() -> impl Strategy<Value = TokenStream> {
    let words = [
        "a",
        "b",
        "r#type",
        "'a",
        "impl",
        "if",
        "as",
        "fn",
        "mod",
        "pub",
        "use",
        "else",
        "let",
        "const",
        "r",
        "#[doc = \" x\"]",
        "#[doc = \"x \"]",
        "#[x]",
        "1",
        "1.",
        "1.5",
        "0x1f",
        "1u8",
        "1e10",
        "\"a b\"",
        "'c'",
        "b\"x\"",
        "r#\"\"q\"\"#",
        "some_very_long_name_that_fills_a_line",
    ];
    let punctuation: Vec<char> = "=<>!~+-*/%^&|@.,;:#$?".chars().collect();
    let punct = (prop::sample::select(punctuation), any::<bool>()).prop_map(|(character, is_joint)| {
        let spacing = if is_joint { Spacing::Joint } else { Spacing::Alone };
        TokenStream::from(TokenTree::from(proc_macro2::Punct::new(character, spacing)))
    });
    let leaf = prop_oneof![prop::sample::select(words.to_vec()).prop_map(parsed), punct];
    leaf.prop_recursive(4, 96, 12, |inner| {
        let delimiters = vec![Delimiter::Parenthesis, Delimiter::Bracket, Delimiter::Brace];
        let group = (prop::sample::select(delimiters), prop::collection::vec(inner.clone(), 0..12))
            .prop_map(|(delimiter, trees)| TokenTree::from(Group::new(delimiter, trees.into_iter().collect())).into());
        prop_oneof![group, prop::collection::vec(inner, 0..12).prop_map(|trees| trees.into_iter().collect())]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_tokens_are_printed_as_they_are(tokens in trees()) {
        assert_same(tokens);
    }
}
