//! What must not compile, with the message that the developer reads.

use std::{fs, io, path::Path};

/// The crate that trybuild makes of the cases is where the macro looks for metadata.
fn lay_out_documents() -> io::Result<()> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("..");
    let documents = target.join("tests/trybuild").join(env!("CARGO_PKG_NAME")).join("documents");
    fs::create_dir_all(&documents)?;
    for name in ["two_users.csdl", "queries.csdl", "version_3.csdl", "writes.csdl"] {
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("documents").join(name), documents.join(name))?;
    }
    Ok(())
}

#[test]
fn mistakes_are_compile_errors() {
    lay_out_documents().expect("the documents can be copied");
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*.rs");
}
