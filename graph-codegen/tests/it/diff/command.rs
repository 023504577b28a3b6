//! The command `diff`: its exit codes, ignore files and options.

use std::{
    fs,
    path::{Path, PathBuf},
};

use graph_codegen::{Builder, cli};

use super::{SERVICE, edited};

/// A folder for the files of a test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

struct Run {
    code: u8,
    out: String,
    err: String,
}

/// Runs the command with the documents `old.csdl` and `new.csdl` of a folder.
fn run(folder: &Path, options: &[&str]) -> Run {
    let file = |name: &str| folder.join(name).display().to_string();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut arguments = vec!["xtask".to_owned(), "diff".to_owned(), file("old.csdl"), file("new.csdl")];
    arguments.extend(["--today".to_owned(), "2026-11-29".to_owned()]);
    arguments.extend(options.iter().map(|option| option.replace("FOLDER", &folder.display().to_string())));
    let code = cli::run_with(Builder::new(), arguments, &mut out, &mut err);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(&folder.display().to_string(), "FOLDER");
    Run { code, out: text(out), err: text(err) }
}

/// A folder in which a property was removed and one was added.
fn changed(name: &str) -> PathBuf {
    let folder = folder(name);
    fs::write(folder.join("old.csdl"), SERVICE).unwrap();
    let new = edited(
        SERVICE,
        r#"<Property Name="title" Type="Edm.String" />"#,
        r#"<Property Name="fax" Type="Edm.Int32" />"#,
    );
    fs::write(folder.join("new.csdl"), new).unwrap();
    folder
}

#[test]
fn exit_codes_depend_on_the_threshold() {
    let folder = changed("threshold");
    for (options, code) in [
        (&[][..], 1),
        (&["--fail-on", "never"], 0),
        (&["--all"], 1),
        (&["--select", "/suppliers#GET"], 0),
        (&["--select", "/suppliers#GET", "--fail-on", "any"], 0),
        (&["--select", "shop.product::{fax}"], 2),
        (&["--format", "yaml"], 2),
        (&["--today", "tomorrow"], 2),
    ] {
        let run = run(&folder, options);
        assert_eq!(run.code, code, "{options:?}: {} {}", run.out, run.err);
    }
    fs::copy(folder.join("new.csdl"), folder.join("old.csdl")).unwrap();
    let same = run(&folder, &["--fail-on", "any"]);
    assert_eq!((same.code, same.out.as_str(), same.err.as_str()), (0, "no differences\n", ""));
    fs::write(folder.join("old.csdl"), edited(SERVICE, r#"<Property Name="title" Type="Edm.String" />"#, "")).unwrap();
    assert_eq!(run(&folder, &[]).code, 0);
    assert_eq!(run(&folder, &["--fail-on", "any"]).code, 1);
    assert_eq!(run(&folder, &["--fail-on", "maybe"]).code, 0);
}

#[test]
fn documents_that_cannot_be_read_have_their_own_exit_code() {
    let folder = changed("unreadable");
    fs::write(folder.join("new.csdl"), "<a").unwrap();
    let broken = run(&folder, &[]);
    assert_eq!((broken.code, broken.out.as_str()), (2, ""));
    assert!(broken.err.starts_with("error[xml]: "), "{}", broken.err);
    fs::remove_file(folder.join("new.csdl")).unwrap();
    assert_eq!(run(&folder, &[]).code, 2);
}

#[test]
fn the_formats_are_those_of_the_library() {
    let folder = changed("formats");
    for (format, start) in [
        ("json", "{\n  \"bump\": \"major\""),
        ("sarif", "{\n  \"$schema\": \"https://docs.oasis-open.org/sarif/"),
        ("github", "::error file=FOLDER/new.csdl,line="),
        ("markdown", "**1 error, 0 warnings, 1 note; version bump: major**"),
        ("junit", "<?xml"),
        ("text", "error[property-removed]: "),
    ] {
        let run = run(&folder, &["--format", format]);
        assert!(run.out.starts_with(start), "{}", run.out);
        assert_eq!((run.code, run.err.as_str()), (1, ""));
    }
}

#[test]
fn accepted_changes_are_hidden_until_they_expire() {
    let folder = changed("accepted");
    let ignore = |text: &str| fs::write(folder.join("accepted.txt"), text).unwrap();
    let run = |text: &str| {
        ignore(text);
        run(&folder, &["--ignore", "FOLDER/accepted.txt"])
    };
    let hidden = run("# accepted\nproperty-removed shop.*/title until 2026-11-29 # moved\n");
    assert_eq!((hidden.code, hidden.err.as_str()), (0, ""));
    assert!(hidden.out.ends_with("0 errors, 0 warnings, 1 note, 1 ignored; version bump: minor\n"), "{}", hidden.out);
    let expired = run("property-removed shop.product/title until 2026-11-28 # moved\n");
    assert_eq!(expired.code, 1);
    assert!(
        expired.out.contains("error[ignore-expired]: An entry of the ignore file has expired.\n"),
        "{}",
        expired.out
    );
    assert!(expired.out.contains("      at FOLDER/accepted.txt:1:1\n      note: moved\n"), "{}", expired.out);
    assert!(expired.out.contains("error[property-removed]"), "{}", expired.out);
    let unused = run("property-removed other.* until 2027-01-01\n");
    assert_eq!(unused.code, 1);
    assert!(
        unused.err.starts_with(
            "warning[setting]: `property-removed other.* until 2027-01-01` hides nothing\n --> FOLDER/accepted.txt:1:1"
        ),
        "{}",
        unused.err
    );
}

#[test]
fn a_fingerprint_hides_one_change() {
    let folder = changed("fingerprint");
    let text = run(&folder, &["--verbose"]).out;
    let fingerprint = text.lines().find_map(|line| line.trim().strip_prefix("fingerprint: ")).unwrap().to_owned();
    fs::write(folder.join("accepted.txt"), format!("{fingerprint} * until 2027-01-01\n")).unwrap();
    assert_eq!(run(&folder, &["--ignore", "FOLDER/accepted.txt"]).code, 0);
    // It stays if other things change, and if it is found through a selector.
    let new = fs::read_to_string(folder.join("new.csdl")).unwrap();
    let new = edited(&new, "<EnumType Name=\"color\">", "<ComplexType Name=\"first\" />\n<EnumType Name=\"color\">");
    fs::write(folder.join("new.csdl"), new).unwrap();
    assert_eq!(run(&folder, &["--ignore", "FOLDER/accepted.txt", "--select", "/products#GET"]).code, 0);
}

#[test]
fn lines_that_are_not_entries_are_errors_with_positions() {
    let folder = changed("lines");
    for (line, message) in [
        ("property-removd * until 2027-01-01", "error[setting]: there is no rule `property-removd`\n"),
        ("property-removed * until 2027-02-29", "error[setting]: `2027-02-29` is not a valid date\n"),
        ("property-removed *", "error[setting]: the line is not an entry of an ignore file\n"),
        ("ignore-expired * until 2027-01-01", "error[setting]: expired entries cannot be ignored\n"),
    ] {
        fs::write(folder.join("accepted.txt"), format!("\n  {line}\n")).unwrap();
        let run = run(&folder, &["--ignore", "FOLDER/accepted.txt"]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{line}");
        assert!(run.err.starts_with(message) && run.err.contains(" --> FOLDER/accepted.txt:2:3\n"), "{}", run.err);
    }
    assert_eq!(run(&folder, &["--ignore", "FOLDER/missing.txt"]).code, 2);
}

#[test]
fn the_embedded_metadata_has_a_name() {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = cli::run_with(Builder::new(), ["xtask", "diff", "embedded", "embedded"], &mut out, &mut err);
    assert_eq!((code, String::from_utf8(out).unwrap().as_str()), (0, "no differences\n"));
}

/// The table in the documentation is what `--rules` prints.
#[test]
fn the_rules_are_documented() {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    assert_eq!(cli::run_with(Builder::new(), ["xtask", "diff", "--rules"], &mut out, &mut err), 0);
    let table = String::from_utf8(out).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/changes.md");
    let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let start = text.find("| rule |").unwrap();
    if std::env::var("UPDATE_EXPECTED").is_ok_and(|value| value == "1") {
        fs::write(&path, format!("{}{table}", &text[..start])).unwrap();
    }
    let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    assert!(text.ends_with(&table), "UPDATE_EXPECTED=1 rewrites the table of {}", path.display());
}

/// Permissions are compared if a table is given, with the embedded one if there is no other.
#[test]
fn permissions_of_requests_are_compared() {
    let folder = folder("permissions");
    let table = graph_metadata::V1_0_PERMISSIONS;
    let request = "/users/{id}/reprocessLicenseAssignment";
    let run = |old: &str, new: &str| {
        fs::write(folder.join("old.txt"), old).unwrap();
        fs::write(folder.join("new.txt"), new).unwrap();
        let mut arguments = vec!["xtask", "diff", "embedded", "embedded", "--select", request, "--verbose"];
        let (old, new) = (folder.join("old.txt"), folder.join("new.txt"));
        arguments.extend(["--old-permissions", old.to_str().unwrap(), "--new-permissions", new.to_str().unwrap()]);
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let code = cli::run_with(Builder::new(), arguments, &mut out, &mut err);
        (code, String::from_utf8(out).unwrap())
    };
    assert_eq!(run(table, table), (0, "no differences\n".to_owned()));
    let run_one = |table: &str, option: &str| {
        fs::write(folder.join("one.txt"), table).unwrap();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let path = folder.join("one.txt");
        let arguments = ["xtask", "diff", "embedded", "embedded", "--select", request, option, path.to_str().unwrap()];
        let code = cli::run_with(Builder::new(), arguments, &mut out, &mut err);
        (code, String::from_utf8(out).unwrap())
    };
    assert_eq!(run_one(table, "--new-permissions"), (0, "no differences\n".to_owned()));
    // A permission that has another name in the whole table.
    let renamed = table.replace("AgentIdUser.ReadWrite.All", "AgentIdUser.ReadWrite.Any");
    assert_ne!(renamed, table);
    let lost = "AgentIdUser.ReadWrite.All no longer suffices";
    let (code, text) = run_one(&renamed, "--new-permissions");
    assert!(code == 1 && text.contains(lost), "{text}");
    let (code, text) = run_one(&renamed, "--old-permissions");
    assert!(code == 1 && text.contains("AgentIdUser.ReadWrite.Any no longer suffices"), "{text}");
    let (code, text) = run(table, &renamed);
    assert_eq!(code, 1, "{text}");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for line in [
        "AgentIdUser.ReadWrite.All no longer suffices for POST /users/{id}/reprocessLicenseAssignment, delegated (work or school) (wire breaking)",
        "AgentIdUser.ReadWrite.Any suffices for POST /users/{id}/reprocessLicenseAssignment, application (safe)",
        "used: microsoft.graph.user/reprocessLicenseAssignment is named by the selector `/users/{id}/reprocessLicenseAssignment`",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let renamed = table.replace("User.ReadWrite.All", "User.ReadWrite.Any");
    assert!(run(table, &renamed).1.contains("least-permission-changed"));
}
