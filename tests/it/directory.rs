//! Code in a directory is equivalent to code in one file: it compiles, is reproducible, and changes with the metadata.

use std::{collections::BTreeSet, path::Path};

use graph_codegen::{Builder, Difference};
use graph_tests::scratch::Scratch;

fn document(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("documents").join(name)
}

fn everything(name: &str) -> Builder {
    Builder::new().metadata(document(name)).select("/**").select("**").directory(name.trim_end_matches(".csdl"))
}

const DOCUMENTS: [&str; 5] = ["names.csdl", "kinds.csdl", "queries.csdl", "hostile.csdl", "declared.csdl"];

/// Lints that a crate may deny, and that code in its modules allows where it does not satisfy them.
const DENIED: &str = "#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub)]\n\
    #![deny(unused_qualifications, clippy::all, clippy::pedantic, clippy::nursery)]\n//! Generated code.\n";

#[test]
fn it_compiles_in_a_crate_that_denies_lints() {
    let dependency = "graph-runtime = { path = \"{workspace}/graph-runtime\", default-features = false }";
    let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "directories", dependency).expect("a scratch crate");
    let mut library = String::from(DENIED);
    for name in DOCUMENTS {
        let generated = everything(name).generate().unwrap_or_else(|error| panic!("{error}"));
        let source = scratch.directory().join("src");
        generated.files().write(&source).expect("the files are written");
        let compared = generated.files().compare(&source).expect("the files are read");
        assert!(compared.iter().all(|(_, difference)| *difference == Difference::Same), "{compared:?}");
        let module = name.trim_end_matches(".csdl");
        library.push_str(&format!("mod {module};\n"));
    }
    // The same for a single file.
    let generated = everything("kinds.csdl").file_name("single.rs").as_module().generate();
    let generated = generated.unwrap_or_else(|error| panic!("{error}"));
    generated.files().write(&scratch.directory().join("src")).expect("the file is written");
    library.push_str("mod single;\n");
    scratch.write("src/lib.rs", &library).expect("the root file");
    let outcome = scratch.cargo(&["check", "--quiet"]).expect("cargo runs");
    assert!(outcome.is_success, "{}", outcome.output);
}

/// Returns the lines of all files, except those that connect the files.
fn lines(builder: Builder) -> BTreeSet<String> {
    let generated = builder.generate().unwrap_or_else(|error| panic!("{error}"));
    let all = generated.files().iter().flat_map(|(_, text)| text.lines());
    let is_content = |line: &&str| !(line.trim().starts_with("include!(") || line.trim().starts_with("pub mod "));
    all.filter(is_content).map(|line| line.trim().to_owned()).filter(|line| line.len() > 8).collect()
}

#[test]
fn it_has_the_content_of_one_file() {
    for name in ["kinds.csdl", "queries.csdl"] {
        assert_eq!(lines(everything(name)), lines(everything(name).file_name("one.rs").as_module()), "{name}");
    }
}

#[test]
fn file_names_are_unique_and_valid_on_all_systems() {
    for name in DOCUMENTS {
        let generated = everything(name).generate().unwrap_or_else(|error| panic!("{error}"));
        let mut names = BTreeSet::new();
        for (path, _) in generated.files().iter() {
            assert!(names.insert(path.to_lowercase()), "{path}");
            let stem = Path::new(path).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            assert!(!["con", "prn", "aux", "nul"].contains(&stem), "{path}");
            // `a.rs` and `a/mod.rs` would be the same module.
            assert!(!names.contains(&format!("{}/mod.rs", path.to_lowercase().trim_end_matches(".rs"))), "{path}");
        }
    }
}

#[test]
fn a_new_property_changes_only_the_file_of_its_type() {
    let text = std::fs::read_to_string(document("queries.csdl")).expect("a document");
    let changed = text.replace(
        "<Property Name=\"isRead\" Type=\"Edm.Boolean\"/>",
        "<Property Name=\"isRead\" Type=\"Edm.Boolean\"/><Property Name=\"isDraft\" Type=\"Edm.Boolean\"/>",
    );
    assert_ne!(text, changed);
    let generate = |text: String| {
        let builder = Builder::new().metadata_text("queries.csdl", text).select("/**").select("**").directory("");
        builder.generate().unwrap_or_else(|error| panic!("{error}"))
    };
    let (before, after) = (generate(text), generate(changed));
    let different = before.files().iter().zip(after.files().iter()).filter(|(before, after)| before != after);
    let different: Vec<&str> = different.map(|((path, _), _)| path).collect();
    assert_eq!(different, ["message.rs"]);
}
