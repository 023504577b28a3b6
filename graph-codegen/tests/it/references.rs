//! Which files a metadata document can reference, and how they are decoded.

use std::{
    fs,
    path::{Path, PathBuf},
};

use graph_codegen::{Builder, Error, Resolved, diagnostic::Severity};

/// A document that references `uri`.
fn referencing(uri: &str) -> String {
    format!(
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:Reference Uri="{uri}"><edmx:Include Namespace="other"/></edmx:Reference>
  <edmx:DataServices><Schema Namespace="own" xmlns="http://docs.oasis-open.org/odata/ns/edm"/></edmx:DataServices>
</edmx:Edmx>"#
    )
}

const OTHER: &str =
    r#"<Schema Namespace="other" xmlns="http://docs.oasis-open.org/odata/ns/edm"><ComplexType Name="found"/></Schema>"#;

/// Returns an empty directory for one test.
fn directory(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("references-{name}"));
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(directory.join("given/sub")).unwrap();
    directory
}

fn resolve(given: &Path) -> Result<Resolved, Error> {
    Builder::new().metadata(given).resolve()
}

fn is_read(resolved: &Resolved) -> bool {
    resolved.model.types().any(|(_, declared)| declared.name.as_str() == "other.found")
}

fn warnings(resolved: &Resolved) -> String {
    let warnings = resolved.diagnostics.list().iter();
    assert!(warnings.clone().all(|diagnostic| diagnostic.severity == Severity::Warning));
    warnings.map(|diagnostic| diagnostic.message.clone()).collect::<Vec<_>>().join("\n")
}

#[test]
fn documents_below_the_directory_are_read() {
    let directory = directory("below");
    let given = directory.join("given/a.csdl");
    // Through a document in a subdirectory, which references one beside the given document.
    fs::write(&given, referencing("sub/b.csdl")).unwrap();
    let second = referencing("../c.csdl?x#y").replace("\"own\"", "\"second\"");
    fs::write(directory.join("given/sub/b.csdl"), second).unwrap();
    fs::write(directory.join("given/c.csdl"), OTHER).unwrap();
    let resolved = resolve(&given).unwrap();
    assert!(is_read(&resolved));
    assert_eq!(resolved.inputs.len(), 3, "{:?}", resolved.inputs);
    assert_eq!(warnings(&resolved), "");
}

#[test]
fn documents_outside_the_directory_need_a_setting() {
    let directory = directory("outside");
    let given = directory.join("given/a.csdl");
    fs::write(&given, referencing("../other.csdl")).unwrap();
    fs::write(directory.join("other.csdl"), OTHER).unwrap();
    let resolved = resolve(&given).unwrap();
    assert!(!is_read(&resolved));
    assert!(
        warnings(&resolved)
            .ends_with("references `../other.csdl`, which is not below the directory of the document and is not read")
    );
    assert!(is_read(&Builder::new().metadata(&given).reference_dir(&directory).resolve().unwrap()));
    // Relative to the base directory, as metadata.
    let relative = Builder::new().base_dir(&directory).metadata("given/a.csdl").reference_dir(".");
    assert!(is_read(&relative.resolve().unwrap()));
    // Directories are compared by component.
    let sibling = directory.join("giv");
    fs::create_dir_all(&sibling).unwrap();
    assert!(!is_read(&Builder::new().metadata(&given).reference_dir(&sibling).resolve().unwrap()));
}

#[test]
fn the_text_of_files_that_are_not_csdl_is_not_shown() {
    let directory = directory("not-csdl");
    let given = directory.join("given/a.csdl");
    fs::write(&given, referencing("sub/settings.xml")).unwrap();
    for secret in
        ["PASSWORD=hunter2", "<settings><password>hunter2</password></settings>", "{\"password\": \"hunter2\"}"]
    {
        fs::write(directory.join("given/sub/settings.xml"), secret).unwrap();
        let error = resolve(&given).unwrap_err().to_string();
        assert!(error.contains("settings.xml`, which `"), "{error}");
        assert!(error.contains("references, is not a CSDL document"), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
}

#[test]
fn chains_of_references_are_limited() {
    let directory = directory("many");
    let given = directory.join("given/0.csdl");
    for number in 0..300 {
        let text = referencing(&format!("{}.csdl", number + 1)).replace("\"own\"", &format!("\"own{number}\""));
        fs::write(directory.join(format!("given/{number}.csdl")), text).unwrap();
    }
    let error = resolve(&given).unwrap_err().to_string();
    assert!(error.contains("more than 256 documents are referenced"), "{error}");
    assert_eq!(error.matches("error").count(), 1, "{error}");
}

#[cfg(unix)]
#[test]
fn symbolic_links_do_not_lead_outside() {
    use std::os::unix::fs::symlink;

    let directory = directory("links");
    let given = directory.join("given/a.csdl");
    fs::write(&given, referencing("sub/link.csdl")).unwrap();
    fs::write(directory.join("other.csdl"), OTHER).unwrap();
    symlink("../../other.csdl", directory.join("given/sub/link.csdl")).unwrap();
    assert!(!is_read(&resolve(&given).unwrap()));
    assert!(is_read(&Builder::new().metadata(&given).reference_dir(&directory).resolve().unwrap()));
    // A link inside the directory is followed, and so is one to the given document's directory.
    fs::write(directory.join("given/c.csdl"), OTHER).unwrap();
    fs::remove_file(directory.join("given/sub/link.csdl")).unwrap();
    symlink("../c.csdl", directory.join("given/sub/link.csdl")).unwrap();
    symlink("given", directory.join("linked")).unwrap();
    assert!(is_read(&resolve(&directory.join("linked/a.csdl")).unwrap()));
}

#[cfg(target_os = "linux")]
#[test]
fn devices_and_pipes_are_not_read() {
    let directory = directory("devices");
    let given = directory.join("given/a.csdl");
    fs::write(&given, referencing("sub/zero")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", directory.join("given/sub/zero")).unwrap();
    let resolved = Builder::new().metadata(&given).reference_dir("/dev").resolve().unwrap();
    assert!(warnings(&resolved).ends_with("references `sub/zero`, which is not a regular file and is not read"));
    // A file whose length is unknown is read up to the limit.
    let error = resolve(Path::new("/dev/zero")).unwrap_err().to_string();
    assert!(error.contains("it has more than 67108864 bytes, which is the limit"), "{error}");
}

#[test]
fn utf_16_is_read() {
    let directory = directory("utf-16");
    let given = directory.join("given/a.csdl");
    let text = format!("\u{feff}<?xml version=\"1.0\" encoding=\"utf-16\"?>\n{OTHER}");
    for unit in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
        fs::write(&given, text.encode_utf16().flat_map(unit).collect::<Vec<u8>>()).unwrap();
        assert!(is_read(&resolve(&given).unwrap()));
    }
}

/// A service whose container extends one of a document that was not given.
fn extending(uri: &str) -> String {
    format!(
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:Reference Uri="{uri}"><edmx:Include Namespace="Root.v1_5_0"/></edmx:Reference>
  <edmx:DataServices><Schema Namespace="Service" xmlns="http://docs.oasis-open.org/odata/ns/edm">
    <ComplexType Name="Own"><Property Name="Other" Type="Root.v1_5_0.Thing"/></ComplexType><ComplexType Name="Plain"/>
    <EntityContainer Name="Service" Extends="Root.v1_5_0.Container"/></Schema></edmx:DataServices>
</edmx:Edmx>"#
    )
}

#[test]
fn a_container_that_extends_one_of_a_missing_document_is_an_error() {
    let service = |uri: &str| Builder::new().metadata_text("index.xml", extending(uri));
    let uri = "http://redfish.example/schemas/Root_v1.xml";
    for selector in ["/**", "**", "/Systems", "Service.**"] {
        let error = service(uri).select(selector).generate().expect_err(selector).to_string();
        let expected = format!("`Root.v1_5_0.Container` is declared in `{uri}`, which was not given");
        assert!(error.contains(&expected), "{selector}: {error}");
        assert!(error.contains("entity container `Service.Service` extends it"), "{error}");
        assert!(error.contains("add the referenced document: `.metadata(\"Root_v1.xml\")`"), "{error}");
        assert_eq!(error.matches("error[").count(), 1, "{error}");
    }
    // Types alone do not need it.
    assert!(service(uri).select("Service.Plain").generate().is_ok());
    // Elsewhere too.
    for selector in ["Service.Own", "Root.v1_5_0.Thing"] {
        let error = service(uri).select(selector).generate().expect_err(selector).to_string();
        assert!(error.contains(&format!("is declared in `{uri}`, which was not given")), "{error}");
        assert!(error.contains("`.metadata(\"Root_v1.xml\")`"), "{error}");
    }
}

#[test]
fn uris_in_messages_are_text_of_documents() {
    let long = format!("http://x/{}.xml", "a".repeat(5000));
    for (uri, shown) in [
        ("http://x/&#x202e;a&#10;error: b", "`http://x/\u{fffd}a"),
        (long.as_str(), "aaa…`"),
        ("http://x/a&quot;).metadata(b", "`http://x/a\").metadata(b`"),
    ] {
        let error = Builder::new().metadata_text("index.xml", extending(uri)).select("/**").generate();
        let error = error.expect_err(uri).to_string();
        assert!(error.contains(shown), "{error}");
        assert!(error.contains("`.metadata(\"other.csdl\")`") && error.len() < 2000, "{error}");
    }
}
