//! Attributes for tests that need tools or data that not all machines have.
//!
//! If the tool or data is missing, the attribute expands to `#[ignore = "needs …"]`: libtest counts the test and shows
//! the reason, and `cargo test -- --ignored` runs it and fails. Otherwise the attribute does nothing. The build script
//! of this crate decides, so that crates with such tests need no build script. Place an attribute above `#[test]`:
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

/// Ignores the test if Chromium, Node or the packages of `tests/explore` are missing.
#[proc_macro_attribute]
pub fn chromium(arguments: TokenStream, test: TokenStream) -> TokenStream {
    let reason = "needs Chromium (or its path in CHROMIUM), Node and `npm ci --ignore-scripts` in tests/explore";
    ignore_unless(cfg!(has_chromium), reason, arguments, test)
}

/// Ignores the test if the virtual environment `tests/odatapy/.venv` with the Python package `odatapy` is missing.
#[proc_macro_attribute]
pub fn odatapy(arguments: TokenStream, test: TokenStream) -> TokenStream {
    let reason = "needs Python and tests/odatapy/requirements.txt in tests/odatapy/.venv";
    ignore_unless(cfg!(has_odatapy), reason, arguments, test)
}

/// Ignores the test if rust-analyzer or the source of the standard library is missing.
#[proc_macro_attribute]
pub fn rust_analyzer(arguments: TokenStream, test: TokenStream) -> TokenStream {
    let reason = "needs `rustup component add rust-analyzer rust-src`";
    ignore_unless(cfg!(has_rust_analyzer), reason, arguments, test)
}

/// Ignores the test if rustfmt is not installed.
#[proc_macro_attribute]
pub fn rustfmt(arguments: TokenStream, test: TokenStream) -> TokenStream {
    ignore_unless(cfg!(has_rustfmt), "needs rustfmt", arguments, test)
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
