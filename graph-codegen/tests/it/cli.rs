//! The command line, run in the test process.

use std::{
    fs,
    path::{Path, PathBuf},
};

use graph_codegen::Builder;

use crate::{
    command::{fine, run, run_with},
    shared,
};

/// Returns an empty directory for one test.
fn directory(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    directory
}

/// A path as the header of generated code shows it.
fn relative(path: &Path) -> String {
    let current = std::env::current_dir().unwrap();
    match path.strip_prefix(current.parent().unwrap()) {
        Ok(rest) => Path::new("..").join(rest).display().to_string(),
        Err(_) => path.display().to_string(),
    }
}

const REPROCESS: &str = "/users/{id}/reprocessLicenseAssignment";

#[test]
fn generate_writes_a_file_that_names_its_command() {
    let directory = directory("generate");
    let out = directory.join("sub/client.rs");
    let out = out.to_str().unwrap();
    assert_eq!(fine(&["generate", "--select", REPROCESS, "--out", out]), format!("{out} written\n"));
    let text = fs::read_to_string(out).unwrap();
    let command = format!("cargo xtask generate --select '{REPROCESS}' --out {}", relative(Path::new(out)));
    assert!(text.starts_with("// @generated"), "{text}");
    assert!(text.contains(&format!("// To generate it again: {command}\n")), "{text}");
    assert!(text.contains("pub fn reprocess_license_assignment"), "{text}");
    assert_eq!(fine(&["generate", "--select", REPROCESS, "--out", out]), format!("{out} is up to date\n"));
}

#[test]
fn generate_into_a_directory_writes_one_file_per_type() {
    let directory = directory("directory");
    let out = directory.to_str().unwrap();
    // A file that another command wrote must not be removed.
    fine(&[
        "generate",
        "--select",
        "microsoft.graph.assignedPlan",
        "--out",
        directory.join("other.rs").to_str().unwrap(),
    ]);
    let first = fine(&["generate", "--select", REPROCESS, "--out", out]);
    assert!(directory.join("other.rs").exists());
    fs::remove_file(directory.join("other.rs")).unwrap();
    assert!(first.contains("user.rs written\n") && first.contains("0 of "), "{first}");
    let text = |name: &str| fs::read_to_string(directory.join(name)).unwrap();
    assert!(text("mod.rs").contains("// To generate it again: ") && text("mod.rs").contains("include!(\"user.rs\");"));
    assert!(text("user.rs").starts_with("// @generated") && !text("user.rs").contains("To generate it again"));
    assert!(
        text("user.rs").contains("pub struct User {") && text("user.rs").contains("pub struct UserRequestBuilder(")
    );
    fs::write(directory.join("mine.rs"), "// by hand").unwrap();
    fs::create_dir(directory.join("old")).unwrap();
    fs::copy(directory.join("user.rs"), directory.join("old/stale.rs")).unwrap();

    // A smaller selection: files that are no longer generated are reported and removed.
    let arguments = ["generate", "--select", "microsoft.graph.assignedPlan", "--out", out];
    let checked = run(&[&arguments[..], &["--check"]].concat());
    assert_eq!(checked.code, 1);
    for stale in ["user.rs", "old/stale.rs"] {
        let stale = format!("`{}` is no longer generated", directory.join(stale).display());
        assert!(checked.err.contains(&stale), "{}", checked.err);
    }
    assert!(directory.join("user.rs").exists());
    let second = fine(&arguments);
    assert!(second.contains("user.rs removed\n"), "{second}");
    let mut names: Vec<_> = fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["assigned_plan.rs", "mine.rs", "mod.rs"]);
    fine(&[&arguments[..], &["--check"]].concat());
    assert_eq!(fine(&arguments), "3 of 3 files were up to date\n".replace('3', "2"));
}

#[test]
fn errors_name_options_of_the_command_line() {
    let out = directory("options").join("graph.rs");
    let nothing = run(&["generate", "--out", out.to_str().unwrap()]);
    assert_eq!(nothing.code, 1);
    assert!(nothing.err.contains("help: select an operation or a type: `--select '/users/{id}/"), "{}", nothing.err);
    for arguments in [&["diff", "--select", "a", "b", "old", "new"][..], &["explain", "--select", "a", "b", "c"]] {
        let several = run(arguments);
        assert!(several.code == 2 && several.err.contains("tip: repeat options for several values"), "{}", several.err);
    }
    let limit = run(&["operations", "--select", "/me", "--limit", "5"]);
    assert!(limit.code == 2 && limit.err.contains("--limit"), "{}", limit.err);
}

#[test]
fn shells_complete_values_of_options() {
    let script = fine(&["completions", "bash"]);
    for values in ["Global UsGovernment UsGovernmentDod China", "delegated-work delegated-personal application"] {
        assert!(script.contains(values), "{values}");
    }
    // They were tried in zsh 5.9 and fish 3.6: commands, options and these values are completed.
    for (shell, texts) in [
        ("zsh", ["#compdef xtask", "(Global UsGovernment UsGovernmentDod", "(delegated-work delegated-personal"]),
        ("fish", ["complete -c xtask", "UsGovernmentDod", "delegated-personal"]),
    ] {
        let script = fine(&["completions", shell]);
        texts.into_iter().for_each(|text| assert!(script.contains(text), "{shell}: {text}"));
    }
    let fetch = |cloud: &str| run(&["fetch", "--cloud", cloud, "--url", "http://example.com", "--out", "no.csdl"]);
    assert_eq!((fetch("UsGovernment").code, fetch("usgov").code, fetch("Mars").code), (1, 1, 2));
}

/// With an alias `xtask`, as the book says.
#[cfg(target_os = "linux")]
#[test]
fn bash_completes_the_word_xtask() {
    let script = fine(&["completions", "bash"]);
    let complete = |words: &str, last: usize| {
        let call = format!(
            "{script}\ncomplete -p xtask >&2\nCOMP_WORDS=(xtask {words})\nCOMP_CWORD={last}\n\
             _xtask xtask \"${{COMP_WORDS[{last}]}}\" \"${{COMP_WORDS[{last}-1]}}\"\necho \"${{COMPREPLY[*]}}\""
        );
        let output = std::process::Command::new("bash").args(["--norc", "-c", &call]).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(text(&output.stderr).contains("-F _xtask"), "{}", text(&output.stderr));
        text(&output.stdout).trim().to_owned()
    };
    assert_eq!(complete("expl", 1), "explain explore");
    assert_eq!(complete("clouds --cloud Us", 3), "UsGovernment UsGovernmentDod UsNat UsSec");
    assert_eq!(complete("permissions --scheme app", 3), "application");
}

#[test]
fn check_prints_the_command_to_run() {
    let directory = directory("check");
    let out = directory.join("graph.rs");
    let arguments = ["generate", "--select", REPROCESS, "microsoft.graph.group", "--out", out.to_str().unwrap()];
    let checked = [&arguments[..], &["--check"]].concat();
    let command =
        format!("cargo xtask generate --select '{REPROCESS}' microsoft.graph.group --out {}\n", relative(&out));
    let missing = run(&checked);
    assert_eq!((missing.code, missing.out.as_str()), (1, ""));
    assert!(missing.err.contains("is missing") && missing.err.contains(&command), "{}", missing.err);
    assert!(!out.exists());

    fine(&arguments);
    fine(&checked);

    fs::write(&out, "// changed").unwrap();
    let changed = run(&checked);
    assert_eq!(changed.code, 1);
    assert!(changed.err.contains("is out of date") && changed.err.contains(&command), "{}", changed.err);
    let differs =
        format!("\n`{}` differs from line 1; `-` is what it has:\n    - // changed\n    + // @gen", out.display());
    assert!(changed.err.contains(&differs), "{}", changed.err);
    assert_eq!(fs::read_to_string(&out).unwrap(), "// changed");
}

#[test]
fn other_spellings_of_a_path_and_line_ends_pass_the_check() {
    let directory = directory("spelling");
    let metadata = directory.join("keys.csdl");
    let text =
        "<Schema Namespace=\"n\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\"><ComplexType Name=\"t\"/></Schema>";
    fs::write(&metadata, text).unwrap();
    let out = directory.join("k.rs");
    let command = |metadata: &Path, more: &[&str]| {
        let arguments = ["generate", "--metadata", metadata.to_str().unwrap(), "--select", "n.t", "--out"];
        fine(&[&arguments[..], &[out.to_str().unwrap()], more].concat())
    };
    command(&metadata, &[]);
    let written = fs::read_to_string(&out).unwrap();
    assert!(written.contains(&format!("--metadata {} --select", relative(&metadata))), "{written}");
    let dotted = directory.join("./sub/../keys.csdl");
    fs::create_dir(directory.join("sub")).unwrap();
    command(&dotted, &["--check"]);
    fs::write(&out, written.replace('\n', "\r\n")).unwrap();
    command(&metadata, &["--check"]);
    // Generating again writes the header and the line ends.
    assert!(command(&metadata, &[]).ends_with("written\n"));
    assert_eq!(fs::read_to_string(&out).unwrap(), written);
}

#[test]
fn selectors_from_files_replace_those_of_the_settings() {
    let directory = directory("files");
    let (file, out) = (directory.join("selection.txt"), directory.join("graph.rs"));
    fs::write(&file, "# people\nmicrosoft.graph.assignedPlan\n").unwrap();
    let settings = || Builder::new().select("microsoft.graph.assignedLicense");
    let out = out.to_str().unwrap();
    assert_eq!(run_with(settings(), &["generate", "--out", out]).code, 0);
    assert!(fs::read_to_string(out).unwrap().contains("pub struct AssignedLicense"));
    let arguments = ["generate", "--select-file", file.to_str().unwrap(), "--out", out];
    assert_eq!(run_with(settings(), &arguments).code, 0);
    let text = fs::read_to_string(out).unwrap();
    assert!(text.contains("pub struct AssignedPlan") && !text.contains("pub struct AssignedLicense"), "{text}");
}

#[test]
fn errors_are_shown_and_exit_with_1() {
    let unknown =
        run(&["generate", "--select", "/users/{id}/reprocessLicenceAssignment", "--out", "/nonexistent/x.rs"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (1, ""));
    assert!(unknown.err.contains("did you mean `reprocessLicenseAssignment`?"), "{}", unknown.err);
    assert!(unknown.err.contains("^^^^"), "{}", unknown.err);
    let missing = run(&["operations", "--metadata", "/nonexistent/x.csdl"]);
    assert_eq!(missing.code, 1);
    assert!(missing.err.contains("cannot read `/nonexistent/x.csdl`"), "{}", missing.err);
    let nothing = run(&["slice", "--out", "/nonexistent/x.csdl"]);
    assert_eq!(nothing.code, 1);
    assert!(nothing.err.contains("nothing is selected"), "{}", nothing.err);
}

#[test]
fn usage_errors_exit_with_2_and_help_with_0() {
    for wrong in [
        &[][..],
        &["generate"],
        &["generat"],
        &["operations", "--format", "xml"],
        &["fetch", "--cloud", "mars", "--out", "x"],
    ] {
        let ran = run(wrong);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{wrong:?}");
        assert!(ran.err.contains("Usage: cargo xtask") || ran.err.contains("try '--help'"), "{}", ran.err);
    }
    let help = fine(&["--help"]);
    for command in ["generate", "operations", "explain", "slice", "fetch"] {
        assert!(help.contains(command), "{help}");
        assert!(fine(&[command, "--help"]).contains("Usage: cargo xtask"), "{command}");
    }
    assert!(help.contains("Selectors name what to generate"), "{help}");
    assert!(fine(&["fetch", "--help"]).contains("UsGovernmentDod"));
}

#[test]
fn operations_are_listed_for_scripts() {
    let list = fine(&["operations", "--select", "microsoft.graph.user", "--format", "tsv"]);
    let mut lines = list.lines();
    assert_eq!(lines.next(), Some("method\tpath\tparameters\treturn_type\ttype\toperation"));
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split('\t').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == 6 && row.iter().all(|cell| cell.trim() == *cell)), "{list}");
    let has = |row: [&str; 6]| assert!(rows.iter().any(|found| *found == row), "{row:?} in\n{list}");
    has([
        "POST",
        REPROCESS,
        "",
        "microsoft.graph.user",
        "microsoft.graph.user",
        "microsoft.graph.reprocessLicenseAssignment",
    ]);
    has([
        "POST",
        "/users/{id}/assignLicense",
        "addLicenses: Collection(microsoft.graph.assignedLicense), removeLicenses: Collection(Edm.Guid)",
        "microsoft.graph.user",
        "microsoft.graph.user",
        "microsoft.graph.assignLicense",
    ]);
    // One bound to a base type, one to a collection, and a function.
    has([
        "POST",
        "/users/{id}/getMemberGroups",
        "securityEnabledOnly: Edm.Boolean",
        "Collection(Edm.String)",
        "microsoft.graph.user",
        "microsoft.graph.getMemberGroups",
    ]);
    has([
        "GET",
        "/users/delta()",
        "",
        "Collection(microsoft.graph.user)",
        "Collection(microsoft.graph.user)",
        "microsoft.graph.delta",
    ]);
    assert!(!list.contains("/groups/"), "group is not selected");
    assert!(
        fine(&["operations", "--format", "tsv"]).contains("/groups/{id}/assignLicense"),
        "all types without a selector"
    );
}

#[test]
fn requests_on_resources_are_listed_and_explained() {
    let changes = ["--select", "/users#POST", "--select", "/users/{id}#PATCH", "--select", "/users/$count"];
    let list = fine(&[&["operations", "--format", "tsv"][..], &changes].concat());
    for row in [
        "POST\t/users\tbody: microsoft.graph.user\tmicrosoft.graph.user\tCollection(microsoft.graph.user)\t/users#POST",
        "PATCH\t/users/{id}\tbody: microsoft.graph.user\tmicrosoft.graph.user\tmicrosoft.graph.user\t/users/{id}#PATCH",
        "GET\t/users/$count\t\tEdm.Int64\tCollection(microsoft.graph.user)\t/users/$count#GET",
    ] {
        assert!(list.lines().any(|line| line == row), "{row}\n{list}");
    }
    // Reads too, and columns are as wide as the longest method.
    let selectors = ["--select", "/users#GET", "--select", "/users/{id}#GET,DELETE"];
    let reads = fine(&[&["operations"][..], &selectors].concat());
    assert_eq!(
        reads.lines().map(str::trim_end).filter(|line| !line.is_empty()).take(5).collect::<Vec<_>>(),
        [
            "microsoft.graph.user",
            "  GET     /users/{id}  ()  -> microsoft.graph.user",
            "  DELETE  /users/{id}  ()",
            "Collection(microsoft.graph.user)",
            "  GET     /users  ()  -> Collection(microsoft.graph.user)",
        ],
        "{reads}"
    );
    let why = fine(&[&["explain", "microsoft.graph.user"][..], &changes].concat());
    assert!(why.contains("is sent by changes of") && why.contains("/users"), "{why}");
}

#[test]
fn operations_of_paths_are_listed_first() {
    let list = fine(&["operations", "--select", "/me/sendMail", "--format", "tsv"]);
    let rows: Vec<&str> = list.lines().skip(1).collect();
    assert!(matches!(rows[..], [row] if row.starts_with("POST\t/me/sendMail\t")), "{list}");
    let list = fine(&["operations", "--select", "/me/sendMail", "microsoft.graph.message", "--format", "tsv"]);
    let rows: Vec<&str> = list.lines().skip(1).collect();
    assert!(rows.len() > 1 && rows[0].starts_with("POST\t/me/sendMail\t"), "{list}");
    assert!(rows[1..].iter().all(|row| !row.contains("/me/sendMail\t")), "{list}");
    let list = fine(&["operations", "--select", "/users/{id}", "/users/{id}/sendMail", "--format", "tsv"]);
    assert_eq!(list.matches("microsoft.graph.sendMail\n").count(), 1, "{list}");
    assert!(list.contains("microsoft.graph.assignLicense\n"), "{list}");
}

#[test]
fn long_running_requests_are_begun() {
    let said = fine(&["resolve", "POST /drives/{id}/items/{id}/copy?@microsoft.graph.conflictBehavior=rename"]);
    assert!(said.contains("\"rename\").begin().await?\n"), "{said}");
    let said = fine(&["resolve", "POST /me/messages/{id}/copy"]);
    assert!(said.contains(".copy(parameters).send().await?\n"), "{said}");
}

#[test]
fn operations_are_listed_for_people() {
    let list = fine(&["operations", "--select", "microsoft.graph.user"]);
    let line = |part: &str| list.lines().find(|line| line.contains(part)).unwrap();
    assert!(line("assignLicense").starts_with("  POST  /users/{id}/assignLicense  "), "{list}");
    let arrow = |part: &str| line(part).find("-> ").unwrap();
    assert_eq!(arrow("/users/{id}/reprocess"), arrow("/users/{id}/revoke"));
    assert!(list.lines().all(|line| line.trim_end() == line));
}

#[needs::shared]
#[test]
fn operation_paths_have_casts_namespaces_and_arguments() {
    let prod = shared::path("metadata/v1.0/Prod.csdl").to_str().unwrap().to_owned();
    let list = fine(&["operations", "--metadata", &prod, "--format", "tsv"]);
    for path in [
        "GET\t/reports/getEmailActivityUserDetail(date={date})\t",
        "GET\t/reports/getEmailActivityUserDetail(period='{period}')\t",
        "POST\t/deviceAppManagement/mobileApps/{id}/graph.androidLobApp/assign\t",
        "GET\t/admin/teams/policy/microsoft.graph.teamsAdministration.getPolicyId(type='{type}',name='{name}')\t",
        "POST\t/users/{id}/sendMail\tMessage: microsoft.graph.message, SaveToSentItems: Edm.Boolean\t\t",
    ] {
        assert!(list.contains(path), "{path}");
    }
}

#[test]
fn explain_traces_reasons_to_a_selector() {
    let why = fine(&["explain", "--why", "microsoft.graph.assignedLicense", "--select", "microsoft.graph.user"]);
    assert_eq!(
        why,
        "microsoft.graph.assignedLicense (complex type): selected\n  \
         microsoft.graph.assignedLicense is the type of microsoft.graph.user/assignedLicenses\n  \
         microsoft.graph.user is named by the selector `microsoft.graph.user`\n"
    );
    let why = fine(&["explain", "--why", "microsoft.graph.entity", "--select", REPROCESS]);
    assert!(why.contains("microsoft.graph.entity is the base type of microsoft.graph.directoryObject"), "{why}");
    assert!(
        why.contains("microsoft.graph.user is returned by microsoft.graph.user/reprocessLicenseAssignment"),
        "{why}"
    );
    assert!(why.ends_with(&format!("is named by the selector `{REPROCESS}`\n")), "{why}");
    let why = fine(&["explain", "--why", "/users/{id}", "--select", REPROCESS]);
    assert!(why.starts_with("/users/{id} (entity): selected\n"), "{why}");
    let why = fine(&["explain", "--why", "user::assignedLicenses", "--select", REPROCESS]);
    assert!(why.contains("assignedLicenses is a property of microsoft.graph.user\n"), "{why}");
}

#[test]
fn explain_suggests_selectors() {
    let why = fine(&["explain", "--why", "microsoft.graph.user/assignLicense"]);
    assert_eq!(
        why,
        "microsoft.graph.user/assignLicense (action): not selected\n  \
         `microsoft.graph.user/assignLicense` selects it\n  \
         so does `/users/{id}/assignLicense`\n"
    );
    let why = fine(&["explain", "--why", "microsoft.graph.group", "--select", REPROCESS]);
    assert!(why.contains("(entity type): not selected") && why.contains("`/groups/{id}` selects it"), "{why}");
    // There are two overloads, one of which is selected.
    let why = fine(&["explain", "--why", "assignLicense", "--select", "/users/{id}/assignLicense"]);
    assert!(why.contains("microsoft.graph.user/assignLicense (action): selected"), "{why}");
    assert!(why.contains("microsoft.graph.group/assignLicense (action): not selected"), "{why}");
    let why = fine(&["explain", "--why", "/users/delta()"]);
    assert!(why.contains("Collection(microsoft.graph.user)/delta (function): not selected"), "{why}");
}

#[test]
fn suggested_selectors_work() {
    for name in [
        "microsoft.graph.user/assignLicense",
        "microsoft.graph.group",
        "/directoryObjects",
        "microsoft.graph.user::mail",
    ] {
        let why = fine(&["explain", "--why", name, "--select", "microsoft.graph.serviceProvisioningError"]);
        assert!(why.contains("not selected"), "{why}");
        let selectors: Vec<&str> = why.split('`').skip(1).step_by(2).collect();
        assert!(!selectors.is_empty(), "{why}");
        for selector in selectors {
            let why = fine(&["explain", "--why", name, "--select", selector]);
            assert!(
                why.contains(": selected\n") && why.contains(&format!("selector `{selector}`")),
                "{selector}: {why}"
            );
        }
    }
}

#[test]
fn explain_suggests_names() {
    for (name, meant) in [
        ("microsoft.graph.assignedLicence", "microsoft.graph.assignedLicense"),
        ("asignedLicense", "microsoft.graph.assignedLicense"),
        ("microsoft.graph.user/asignLicense", "assignLicense"),
        ("/user/{id}", "users"),
        ("/users/{id}/asignLicense", "assignLicense"),
    ] {
        let ran = run(&["explain", name]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{name}");
        assert!(ran.err.contains(&format!("did you mean `{meant}`?")), "{name}: {}", ran.err);
    }
}

#[test]
fn slice_references_its_annotations() {
    let directory = directory("slice");
    fs::write(directory.join("notes.csdl"), graph_metadata::V1_0[1].text).unwrap();
    let out = directory.join("out.csdl");
    let out = out.to_str().unwrap();
    let arguments = ["slice", "--select", "microsoft.graph.user", "--annotations", "notes.csdl", "--out", out];
    let said = fine(&arguments);
    assert!(said.contains(" bytes, sha256 ") && said.contains("3 entity types"), "{said}");
    let text = fs::read_to_string(out).unwrap();
    assert!(text.contains("<edmx:Reference Uri=\"notes.csdl\">"), "{text}");
    // Reading the slice also reads the annotations.
    let generated = Builder::new().metadata(out).select(REPROCESS).generate().unwrap();
    assert!(generated.text().contains("User.ReadWrite.All"));
}

#[test]
fn a_documented_call_is_resolved_to_code() {
    let said = fine(&["resolve", "POST /users/adele@contoso.com/assignLicense"]);
    assert!(said.starts_with("service.users().by_id(user_id).assign_license(parameters).send().await?\n"), "{said}");
    for line in [
        "call    POST /users/{id}/assignLicense",
        "body    graph::UserAssignLicense",
        "returns graph_runtime::Object<graph::User>",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    // The call may follow options.
    let slice = concat!(env!("CARGO_MANIFEST_DIR"), "/../metadata/v1.0.csdl");
    let after = ["resolve", "--metadata", slice, "POST /users/adele@contoso.com/assignLicense"];
    assert_eq!(fine(&after), said);
    let ran = run(&["resolve", "GET /users/{id}/assignLicense"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("`microsoft.graph.assignLicense` is called with POST"), "{}", ran.err);
    assert_eq!(run(&["resolve"]).code, 2);
}

#[test]
fn a_table_of_calls_is_resolved_line_by_line() {
    let file = directory("resolve").join("calls.tsv");
    let calls = "method\ttemplate\nGET\t/users/{user%2Did}{?%24select}\tmore\nPATCH\t/nowhere\nBREW\t/users\n";
    fs::write(&file, calls).unwrap();
    let said = fine(&["resolve", "--operations", &file.display().to_string()]);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[0], "method\ttemplate\texpression\treturns\treason");
    assert_eq!(
        lines[1],
        "GET\t/users/{user%2Did}{?%24select}\tservice.users().by_id(user_id).get()\tgraph_runtime::Object<graph::User>\t"
    );
    assert!(lines[2].starts_with("PATCH\t/nowhere\t-\t\t`GraphService` has no"), "{}", lines[2]);
    assert!(lines[3].starts_with("BREW\t/users\t-\t\t`BREW` is not an HTTP method"), "{}", lines[3]);
}
