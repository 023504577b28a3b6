//! Errors that must be compile errors, with their messages.

use std::{fs, io, path::Path};

/// Copies the metadata into the crate that trybuild makes of the cases, where the macro looks for it.
fn copy_documents() -> io::Result<()> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("..");
    let documents = target.join("tests/trybuild").join(env!("CARGO_PKG_NAME")).join("documents");
    fs::create_dir_all(&documents)?;
    for name in
        ["keys.csdl", "two_users.csdl", "mail.csdl", "queries.csdl", "trippin.csdl", "version_3.csdl", "writes.csdl"]
    {
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("documents").join(name), documents.join(name))?;
    }
    Ok(())
}

#[test]
fn mistakes_are_compile_errors() {
    copy_documents().expect("the documents are copied");
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*.rs");
}
