//! Checks that the embedded metadata matches its provenance, and is what `cargo xtask slice` writes.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use graph_codegen::{Builder, facts::OperationFacts};

const PROVENANCE: &str = include_str!("../../../metadata/PROVENANCE.toml");

fn workspace(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn slice(metadata: &Path, name: &str) -> (String, String) {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    fs::create_dir_all(&directory).unwrap();
    fs::write(directory.join("v1.0.annotations.csdl"), graph_metadata::V1_0[1].text).unwrap();
    let out = directory.join("v1.0.csdl");
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["slice", "--annotations", "v1.0.annotations.csdl", "--metadata"])
        .arg(metadata)
        .args(["--select", "**", "--select", "/**"])
        .arg("--out")
        .arg(&out)
        .output()
        .unwrap();
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    (fs::read_to_string(out).unwrap(), String::from_utf8(stdout).unwrap())
}

fn update(arguments: &[&str], directory: &Path) -> (bool, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let Output { status, stdout, stderr } =
        command.args(["metadata", "update"]).arg(directory).args(arguments).output().unwrap();
    (status.success(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[needs::shared]
#[test]
fn all_files_are_up_to_date() {
    let (is_up_to_date, output, errors) = update(&["--check"], &workspace("../shared/metadata"));
    assert!(is_up_to_date, "{output}{errors}");
    assert_eq!(output.matches(": up to date\n").count(), output.lines().count() - 1, "{output}");
    assert!(output.contains("beta: unchanged, since there is no "), "{output}");
}

/// A document that is not the recorded one needs a date, and `--check` says what is out of date and what to run.
#[needs::shared]
#[test]
fn other_documents_change_the_files() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("other-{}", std::process::id()));
    let shared = workspace("../shared/metadata");
    fs::create_dir_all(directory.join("v1.0")).unwrap();
    for entry in fs::read_dir(shared.join("v1.0")).unwrap() {
        let path = entry.unwrap().path();
        let mut text = fs::read_to_string(&path).unwrap();
        if path.ends_with("Prod.csdl") {
            text = text.replacen("<Property Name=\"displayName\"", "<Property Name=\"displayNames\"", 1);
        }
        fs::write(directory.join("v1.0").join(path.file_name().unwrap()), text).unwrap();
    }
    for name in ["permissions.json", "provisioningInfo.json"] {
        fs::copy(shared.join(name), directory.join(name)).unwrap();
    }
    let (_, _, errors) = update(&["--check"], &directory);
    assert!(errors.contains("`v1.0/Prod.csdl` is not the document that PROVENANCE.toml has; say with `--date "));
    let (is_up_to_date, output, errors) = update(&["--check", "--date", "2026-09-01"], &directory);
    assert!(!is_up_to_date);
    assert!(output.contains("metadata/v1.0.permissions.txt: up to date\n"), "{output}");
    assert!(output.contains("\nmetadata/src/date.rs: 134 bytes instead of 134\n"), "{output}");
    assert!(output.contains("\n      1 property-removed: "), "{output}");
    assert!(errors.contains("metadata/v1.0.csdl, metadata/v1.0.index, "), "{errors}");
    assert!(errors.contains(" are out of date; run `cargo xtask metadata update "), "{errors}");
}

#[test]
fn missing_and_damaged_documents_are_named() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("damaged-{}", std::process::id()));
    fs::create_dir_all(directory.join("v1.0")).unwrap();
    let check = || update(&["--check"], &directory).2;
    let errors = check();
    assert!(errors.starts_with("error: cannot read `") && errors.contains("Prod.csdl`: "), "{errors}");
    fs::write(directory.join("v1.0/Prod.csdl"), "<edmx:Edmx").unwrap();
    assert!(check().contains("the document ends inside a tag"), "{}", check());
    for (arguments, message) in [
        (&["--dat"][..], "`update` has no option `--dat`"),
        (&["--date"], "`--date` needs a date"),
        (&["--date", "today"], "`today` is not a date such as 2026-08-20"),
        (&["more"], "`more` is a second directory"),
    ] {
        let (_, _, errors) = update(arguments, &directory);
        assert!(errors.contains(message), "{errors}");
    }
}

#[test]
fn the_files_are_those_of_the_provenance() {
    for (file, bytes) in [
        ("v1.0.csdl", graph_metadata::V1_0[0].text.len()),
        ("v1.0.index", graph_metadata::V1_0[0].index.len()),
        ("v1.0.clouds.txt", graph_metadata::V1_0_CLOUDS.len()),
        ("v1.0.permissions.txt", graph_metadata::V1_0_PERMISSIONS.len()),
    ] {
        assert!(PROVENANCE.contains(&format!("file = \"{file}\"\nbytes = {bytes}\n")), "{file}");
    }
    let date = graph_metadata::V1_0_DATE;
    assert!(PROVENANCE.contains(&format!(
        "file = \"v1.0/Prod.csdl\"\naddress = \"https://graph.microsoft.com/v1.0/$metadata\"\ndate = \"{date}\"\n"
    )));
}

#[test]
fn slicing_is_idempotent() {
    let (text, output) = slice(&workspace("metadata/v1.0.csdl"), "again");
    assert_eq!(text, graph_metadata::V1_0[0].text);
    let sha256 = output.split_whitespace().skip_while(|word| *word != "sha256").nth(1).unwrap();
    assert!(PROVENANCE.contains(sha256), "{sha256}");
}

#[test]
fn the_slice_has_no_descriptions() {
    let text = graph_metadata::V1_0[0].text;
    assert!(
        !text.contains("V1.Description") && !text.contains("V1.LongDescription") && !text.contains("=\"Description\"")
    );
}

#[test]
fn the_embedded_documents_and_the_files_have_the_same_facts() {
    for builder in [Builder::new(), Builder::new().metadata(workspace("metadata/v1.0.csdl"))] {
        let resolved = builder.resolve().unwrap();
        assert!(resolved.diagnostics.list().is_empty(), "{:?}", resolved.diagnostics.list());
        let id = resolved.model.operations_named("microsoft.graph.reprocessLicenseAssignment").next().unwrap();
        let facts = OperationFacts::of(resolved.model.operation(id));
        let higher =
            ["Directory.ReadWrite.All", "AgentIdUser.ReadWrite.All", "AgentIdUser.ReadWrite.IdentityParentedBy"];
        assert_eq!(facts.delegated_least, ["User.ReadWrite.All"]);
        assert_eq!(facts.delegated_higher, higher);
        assert_eq!(facts.application_least, ["User.ReadWrite.All"]);
        assert_eq!(facts.application_higher, higher);
        assert_eq!(facts.roles, ["Directory Writers", "License Administrator", "User Administrator"]);
        assert_eq!(facts.role_permissions, ["microsoft.directory/users/reprocessLicenseAssignment"]);
        assert_eq!(facts.clouds, ["Global", "UsGovernment", "UsGovernmentDod", "China"]);
        assert_eq!(facts.personal_accounts, Some(false));
        assert!(facts.summary.is_some());
    }
}
