//! Attributes for tests that need what not every machine has.
//!
//! A test whose data or tool is missing is marked `#[ignore = "needs …"]`: libtest counts it and shows why, and
//! `cargo test -- --ignored` runs it and fails. With the data it is an ordinary test. `build.rs` decides, so the crates under test need no
//! build script. An attribute goes above `#[test]`:
//!
//! ```text
//! #[needs::shared]
//! #[test]
//! fn reads_all_of_graph() {}
//! ```

use proc_macro::TokenStream;

/// Ignores the test if the folder `../shared` beside the repository is missing.
#[proc_macro_attribute]
pub fn shared(arguments: TokenStream, test: TokenStream) -> TokenStream {
    ignore_unless(cfg!(has_shared), "needs ../shared", arguments, test)
}

/// Ignores the test if Node or the packages of `tests/cap` are missing.
#[proc_macro_attribute]
pub fn node(arguments: TokenStream, test: TokenStream) -> TokenStream {
    ignore_unless(cfg!(has_node), "needs Node and `npm ci --ignore-scripts` in tests/cap", arguments, test)
}

/// Ignores the test if rust-analyzer or the source of the standard library is missing.
#[proc_macro_attribute]
pub fn rust_analyzer(arguments: TokenStream, test: TokenStream) -> TokenStream {
    let reason = "needs `rustup component add rust-analyzer rust-src`";
    ignore_unless(cfg!(has_rust_analyzer), reason, arguments, test)
}

fn ignore_unless(is_there: bool, reason: &str, arguments: TokenStream, test: TokenStream) -> TokenStream {
    let attribute = match (arguments.is_empty(), is_there) {
        (true, true) => return test,
        (true, false) => format!("#[ignore = {reason:?}]"),
        (false, _) => "::core::compile_error!(\"this attribute takes no arguments\");".to_owned(),
    };
    let mut marked: TokenStream = attribute.parse().expect("an attribute is tokens");
    marked.extend(test);
    marked
}
