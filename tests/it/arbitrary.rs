//! Code for arbitrary documents compiles, in one file and in a directory.

#[path = "../../graph-codegen/tests/it/arbitrary/entry.rs"]
mod entry;

use std::{fs, path::Path};

use graph_tests::scratch::{RUNTIME, Scratch};

const ALLOWED: &str = "#[allow(missing_docs, dead_code, deprecated, non_camel_case_types, unused_imports)]";

#[test]
fn the_seeds_of_the_fuzz_target_compile() {
    let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "arbitrary", RUNTIME).expect("a scratch crate");
    let source = scratch.directory().join("src");
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds/generate");
    let mut library = String::new();
    for entry in fs::read_dir(seeds).expect("the seeds") {
        let entry = entry.expect("a seed");
        let bytes = fs::read(entry.path()).expect("a seed");
        let name = format!("seed{}", entry.file_name().display());
        let one = entry::builder(&bytes).file_name(format!("{name}.rs")).generate().expect("valid code");
        let directory = entry::builder(&bytes).directory(format!("{name}_directory")).generate().expect("valid code");
        one.files().write(&source).and_then(|()| directory.files().write(&source)).expect("the files are written");
        library.push_str(&format!("{ALLOWED}\npub mod {name};\n{ALLOWED}\npub mod {name}_directory;\n"));
    }
    scratch.write("src/lib.rs", &library).expect("the root file");
    let outcome = scratch.cargo(&["check", "--quiet"]).expect("cargo runs");
    assert!(outcome.is_success, "{}", outcome.output);
}
