//! What must not compile, with the message that the developer reads.
//!
//! Cases are compiled as a crate below `target/tests/trybuild`, which is where paths to metadata start.

#[test]
fn mistakes_are_compile_errors() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*.rs");
}
