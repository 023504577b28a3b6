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

#[needs::shared]
#[test]
fn the_slice_is_up_to_date() {
    let full = workspace("../shared/metadata/v1.0/Prod.csdl");
    let (text, output) = slice(&full, "full");
    assert!(
        text == graph_metadata::V1_0[0].text,
        "metadata/v1.0.csdl is out of date; run `command` of metadata/PROVENANCE.toml"
    );
    let output = output.split_once(": ").unwrap().1.trim();
    let (sizes, counts) = output.split_once('\n').unwrap();
    let (bytes, sha256) = sizes.split_once(" bytes, sha256 ").unwrap();
    for line in [format!("bytes = {bytes}"), format!("sha256 = \"{sha256}\""), format!("counts = \"{counts}\"")] {
        assert!(PROVENANCE.contains(&line), "{line}");
    }
    assert!(PROVENANCE.contains(&format!("bytes = {}\n", fs::metadata(full).unwrap().len())));
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
