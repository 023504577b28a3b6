//! Descriptions cannot change the generated items, and rustdoc finds no examples or problems in them.

use std::{fs, path::PathBuf};

use graph_codegen::Builder;
use graph_tests::scratch::Scratch;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

fn document() -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("documents/hostile.csdl");
    fs::read_to_string(path).expect("a document")
}

fn generate(text: &str) -> String {
    let builder = Builder::new().metadata_text("hostile.csdl", text).select("/**").select("**");
    builder.generate().unwrap_or_else(|error| panic!("{error}")).text().to_owned()
}

/// Replaces each description in a document by plain words.
fn benign(text: &str) -> String {
    const BEFORE: &str = "Description\" String=";
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(BEFORE).map(|at| at + BEFORE.len()) {
        let quote = &rest[at..=at];
        let end = at + 1 + rest[at + 1..].find(quote).expect("the end of the value");
        out.push_str(&rest[..=at]);
        out.push_str("Plain words.");
        rest = &rest[end..];
    }
    out + rest
}

/// Flattens tokens, without doc comments.
fn items(tokens: TokenStream, out: &mut Vec<String>) {
    let is_doc =
        |group: &Group| group.delimiter() == Delimiter::Bracket && group.stream().to_string().starts_with("doc =");
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match (&token, tokens.peek()) {
            (TokenTree::Punct(punct), Some(TokenTree::Group(group))) if punct.as_char() == '#' && is_doc(group) => {
                tokens.next();
            }
            (TokenTree::Group(group), _) => {
                out.push(format!("{:?}", group.delimiter()));
                items(group.stream(), out);
                out.push("end".to_owned());
            }
            _ => out.push(token.to_string()),
        }
    }
}

#[test]
fn descriptions_add_no_items() {
    let flat = |text: &str| {
        let mut out = Vec::new();
        items(text.parse().expect("tokens"), &mut out);
        out
    };
    let text = document();
    let other = benign(&text);
    assert!(!other.contains("evil") && other.matches("Plain words.").count() > 30, "{other}");
    let (hostile, benign) = (flat(&generate(&text)), flat(&generate(&other)));
    assert!(benign.len() > 500);
    assert_eq!(hostile, benign);
}

#[test]
fn documentation_is_one_paragraph_of_plain_words() {
    let text = generate(&document());
    for line in text.lines().map(str::trim_start).filter(|line| line.starts_with("///")) {
        assert!(!line.starts_with("///  ") && !line.starts_with("/// \t"), "an indented line is a code block: {line}");
        assert!(!line.contains("```") && !line.contains("~~~"), "a fence: {line}");
        assert!(line.len() < 2_000, "a line of {} bytes", line.len());
    }
    // Neither unescaped, nor as an escape in a string literal.
    let is_invisible = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
    };
    let found: Vec<char> = text.chars().filter(|c| is_invisible(*c)).collect();
    assert!(found.is_empty(), "characters that reorder, break or hide text: {found:?}");
    assert!(!text.contains("\\u{61c}") && !text.contains("\\u{20"), "the same, escaped");
}

#[test]
fn rustdoc_finds_no_examples_and_no_warnings() {
    let dependency = "graph-runtime = { path = \"{workspace}/graph-runtime\", default-features = false }";
    let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "hostile-docs", dependency).expect("a scratch crate");
    let text = generate(&document());
    let library = format!("//! Hostile.\n#![deny(warnings, rustdoc::all)]\n#![allow(dead_code)]\n{text}");
    scratch.write("src/lib.rs", &library).expect("a file");
    let documented = scratch.cargo(&["doc", "--no-deps", "--quiet"]).expect("cargo runs");
    assert!(documented.is_success, "{}", documented.output);
    let tested = scratch.cargo(&["test", "--doc"]).expect("cargo runs");
    assert!(tested.is_success && tested.output.contains("running 0 tests"), "{}", tested.output);
}
