//! Code in a directory is the code that is in one file: it compiles, is the same from run to run, and changes where the metadata does.

use std::{collections::BTreeSet, path::Path};

use graph_codegen::{Builder, Difference};
use graph_tests::scratch::Scratch;

fn document(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("documents").join(name)
}

fn everything(name: &str) -> Builder {
    Builder::new().metadata(document(name)).select("/**").select("**").directory(name.trim_end_matches(".csdl"))
}

const DOCUMENTS: [&str; 4] = ["names.csdl", "kinds.csdl", "queries.csdl", "hostile.csdl"];

#[test]
fn it_compiles() {
    let dependency = "graph-runtime = { path = \"{workspace}/graph-runtime\", default-features = false }";
    let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "directories", dependency).expect("a scratch crate");
    let mut library = String::from("#![deny(warnings)]\n");
    for name in DOCUMENTS {
        let generated = everything(name).generate().unwrap_or_else(|error| panic!("{error}"));
        let source = scratch.directory().join("src");
        generated.files().write(&source).expect("the files are written");
        let compared = generated.files().compare(&source).expect("they are there");
        assert!(compared.iter().all(|(_, difference)| *difference == Difference::Same), "{compared:?}");
        let module = name.trim_end_matches(".csdl");
        library.push_str("#[allow(missing_docs, dead_code, deprecated, non_camel_case_types, unused_imports)]\n");
        library.push_str(&format!("pub mod {module};\n"));
    }
    scratch.write("src/lib.rs", &library).expect("its root");
    let outcome = scratch.cargo(&["check", "--quiet"]).expect("cargo runs");
    assert!(outcome.is_success, "{}", outcome.said);
}

/// The lines of all files, but for those that put them together.
fn lines(builder: Builder) -> BTreeSet<String> {
    let generated = builder.generate().unwrap_or_else(|error| panic!("{error}"));
    let all = generated.files().iter().flat_map(|(_, text)| text.lines());
    let apart = |line: &&str| !(line.trim().starts_with("include!(") || line.trim().starts_with("pub mod "));
    all.filter(apart).map(|line| line.trim().to_owned()).filter(|line| line.len() > 8).collect()
}

#[test]
fn it_says_what_one_file_says() {
    for name in ["kinds.csdl", "queries.csdl"] {
        assert_eq!(lines(everything(name)), lines(everything(name).file_name("one.rs")), "{name}");
    }
}

#[test]
fn no_file_has_the_name_of_another_or_one_that_a_system_forbids() {
    for name in DOCUMENTS {
        let generated = everything(name).generate().unwrap_or_else(|error| panic!("{error}"));
        let mut names = BTreeSet::new();
        for (path, _) in generated.files().iter() {
            assert!(names.insert(path.to_lowercase()), "{path}");
            let stem = Path::new(path).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            assert!(!["con", "prn", "aux", "nul"].contains(&stem), "{path}");
            // A module's directory and a file of its name would be two modules.
            assert!(!names.contains(&format!("{}/mod.rs", path.to_lowercase().trim_end_matches(".rs"))), "{path}");
        }
    }
}

/// A property more is a change of its type's file.
#[test]
fn a_change_of_the_metadata_is_a_change_of_few_files() {
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
