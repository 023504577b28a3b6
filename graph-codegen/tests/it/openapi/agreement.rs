//! Describes the same service with OpenAPI and CSDL. What the descriptions have in common generates the same code, and
//! the differences are listed by kind, with their cause, in `agreement/NAME.txt`. The environment variable
//! `UPDATE_EXPECTED=1` rewrites the lists; review the diff.

use std::{fs, path::Path, sync::OnceLock};

use graph_codegen::{Builder, edm::Model};

use super::difference::Differences;
use crate::shared;

/// Returns Graph's CSDL without prose, which differs in OpenAPI, and without query capabilities and deprecations, which
/// OpenAPI does not have or has only for whole paths.
fn csdl(shared: &Path) -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let text = fs::read_to_string(shared.join("v1.0/Prod.csdl")).unwrap();
        let queries =
            ["Filter", "Sort", "Search", "Expand", "Count"].map(|name| format!("Capabilities.V1.{name}Restrictions"));
        let queries = queries.iter().map(String::as_str).chain([
            "Capabilities.V1.TopSupported",
            "Capabilities.V1.SkipSupported",
            "Core.V1.Revisions",
        ]);
        let text = text
            .replace("Org.OData.Core.V1.Description", "Org.OData.Core.V1.Sentence")
            .replace("Org.OData.Core.V1.LongDescription", "Org.OData.Core.V1.LongSentence");
        queries.fold(text, |text, term| text.replace(&format!("{term}\""), &format!("{term}OfCsdl\"")))
    })
}

fn from_openapi(shared: &Path, files: &[&str]) -> Builder {
    files.iter().fold(Builder::new(), |builder, file| builder.metadata(shared.join("openapi").join(file)))
}

fn from_csdl(shared: &Path) -> Builder {
    Builder::new().metadata_text("Prod.csdl", csdl(shared))
}

fn csdl_model(shared: &Path) -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| from_csdl(shared).resolve().unwrap().model)
}

fn assert_agreement(name: &str, files: &[&str], least: usize) {
    let shared = shared::path("metadata");
    let openapi = from_openapi(&shared, files).resolve().unwrap_or_else(|error| panic!("{error}"));
    let differences = Differences::between(&openapi.model, csdl_model(&shared));
    assert!(differences.compared >= least, "{} elements", differences.compared);
    let text = differences.text();
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/openapi/agreement/{name}.txt"));
    if std::env::var("UPDATE_EXPECTED").is_ok_and(|value| value == "1") {
        fs::write(&expected, &text).unwrap();
    }
    assert_eq!(text, fs::read_to_string(&expected).unwrap(), "UPDATE_EXPECTED=1 rewrites the list");
}

#[needs::shared]
#[test]
fn users_agree() {
    assert_agreement("users", &["by-root/users.yml"], 100);
    assert_agreement("powershell-users", &["powershell/Users.yml", "powershell/Users.Actions.yml"], 100);
}

#[needs::shared]
#[test]
fn groups_agree() {
    assert_agreement("powershell-groups", &["powershell/Groups.yml"], 100);
}

#[needs::shared]
#[test]
fn directory_agrees() {
    assert_agreement("directory", &["by-root/directory.yml", "by-root/users.yml"], 100);
    assert_agreement("powershell-directory", &["powershell/Identity.DirectoryManagement.yml"], 100);
}

#[needs::shared]
#[test]
fn reports_agree() {
    assert_agreement("reports", &["by-root/reports.yml", "by-root/users.yml"], 100);
    assert_agreement("powershell-reports", &["powershell/Reports.yml"], 100);
}

/// Returns the CSDL with only those entity sets, singletons, navigation properties and containment that a description
/// has. It covers a part of the service; the others are alternative paths to the same resources.
fn cut_csdl(shared: &Path, model: &Model) -> String {
    let service = model.service().unwrap();
    let attribute = |line: &str, name: &str| {
        let value = line.split(&format!(" {name}=\"")).nth(1)?;
        value.split('"').next().map(str::to_owned)
    };
    let (mut namespace, mut of_type) = (String::new(), None);
    let mut text = String::new();
    let mut skipped = None;
    for line in csdl(shared).lines() {
        let element = line.trim_start();
        if let Some(end) = skipped {
            skipped = if element.starts_with(end) { None } else { skipped };
            continue;
        }
        let name = attribute(element, "Name").unwrap_or_default();
        if element.starts_with("<Schema ") {
            namespace = attribute(element, "Namespace").unwrap();
        } else if element.starts_with("<EntityType ") || element.starts_with("<ComplexType ") {
            of_type = model.find_type(&format!("{namespace}.{name}"));
        }
        let described = of_type.map_or_else(Vec::new, |id| model.navigation_properties(id));
        let described = described.into_iter().find(|(_, other)| other.name == name).map(|(_, property)| property);
        if element.starts_with("<EntitySet ") && service.find(&name).is_none() {
            skipped = Some("</EntitySet>");
        } else if element.starts_with("<Singleton ") && service.find(&name).is_none() {
            skipped = Some("</Singleton>");
        } else if element.starts_with("<NavigationProperty ") && described.is_none() {
            skipped = Some("</NavigationProperty>");
        }
        if skipped.is_some() {
            skipped = if element.ends_with("/>") { None } else { skipped };
        } else {
            // A description shows containment in its paths only.
            let is_contained = described.is_none_or(|property| property.contains_target == Some(true));
            text.push_str(&if is_contained { line.to_owned() } else { line.replace(" ContainsTarget=\"true\"", "") });
            text.push('\n');
        }
    }
    text
}

/// Returns the selectors of operations without a path, because types on their paths are in no document of the
/// description.
fn without_path(builder: Builder, selectors: &[String]) -> Vec<String> {
    let builder = selectors.iter().fold(builder, |builder, selector| builder.select(selector));
    let Err(problem) = builder.generate() else { return Vec::new() };
    let text = problem.to_string();
    let problems: Vec<&str> = text.split("\n\n").filter(|problem| problem.starts_with("error")).collect();
    let selector = |problem: &&str| {
        assert!(problem.contains("no path of the service reaches"), "{problem}");
        problem.lines().find_map(|line| line.strip_prefix("1 | ")).unwrap().to_owned()
    };
    problems.iter().map(selector).collect()
}

/// Adds a line to generated code, without what only CSDL says: in some descriptions, no reference says whether its
/// value may be null.
fn with_line(mut text: String, line: &str) -> String {
    // How constants are broken depends on it.
    let line = if text.ends_with(" =\n") {
        text.pop();
        format!(" {}", line.trim_start())
    } else if ["Member", "Flags", "Object"].iter().any(|of| line.contains(&format!("rt::Property<Self, rt::{of}<"))) {
        line.replace(", rt::NotNull>", ">")
    } else {
        line.to_owned()
    };
    text + &line + "\n"
}

/// How lines begin that sum up navigation properties, derived types, and what may be null.
const SUMS: [&str; 4] =
    ["/// - Can be expanded: ", "/// - Derived types: ", "/// - Never `null`: ", "/// - Required, "];

/// Generates code for what both descriptions have in common, and returns it if it is the same.
fn same_code(shared: &Path, files: &[&str], more: &[&str]) -> String {
    let openapi = from_openapi(shared, files).resolve().unwrap_or_else(|error| panic!("{error}"));
    let mut selectors = Differences::between(&openapi.model, csdl_model(shared)).selectors(csdl_model(shared));
    let apart = without_path(from_openapi(shared, files), &selectors);
    assert!(apart.len() < 5, "{apart:?}");
    selectors.retain(|selector| !apart.contains(selector));
    let code = |builder: Builder| {
        let selectors = selectors.iter().map(String::as_str).chain(more.iter().copied());
        let builder =
            selectors.fold(builder.command("cargo xtask generate …"), |builder, selector| builder.select(selector));
        let text = builder.generate().unwrap_or_else(|error| panic!("{error}")).text().to_owned();
        // The number of other members and navigation properties of a type differs between the descriptions.
        let mut in_constant = false;
        // So do the types of a union, and the derived types that a type knows: its enum and its `From`, and the
        // function, are omitted up to the closing brace.
        let mut union_indent = None;
        let mut differs = |line: &str| {
            let indent = line.len() - line.trim_start().len();
            in_constant |= line.trim().starts_with("/// Navigation property ");
            let is_union = line.contains("/// A value of a selected type derived from ")
                || line.contains("::convert::From<rt::")
                || line.contains("fn derived_types()");
            if is_union {
                union_indent = Some(indent);
            }
            let differs = in_constant
                || union_indent.is_some()
                || line.ends_with("not selected.")
                // Only OpenAPI says which options a request may have.
                || line.contains(" is set with `query_option`.")
                || line.contains(" is set with `header`.")
                // Sums of what differs: see above, and `with_line`.
                || SUMS.iter().any(|sum| line.trim_start().starts_with(sum))
                || line.trim().is_empty()
                || line.trim() == "///";
            in_constant &= !line.ends_with(';');
            // Items are indented by one level per module.
            if line.trim() == "}" && union_indent == Some(indent) {
                union_indent = None;
            }
            differs
        };
        let lines = text.lines().filter(|line| !differs(line));
        lines.fold(String::new(), with_line)
    };
    let ours = code(from_openapi(shared, files));
    let theirs = code(Builder::new().metadata_text("Prod.csdl", cut_csdl(shared, &openapi.model)));
    if ours != theirs {
        let first = ours.lines().zip(theirs.lines()).enumerate().find(|(_, (ours, theirs))| ours != theirs);
        let (line, (ours, theirs)) = first.unwrap_or((0, ("", "one text is longer")));
        panic!("{files:?}, line {}:\n  OpenAPI: {ours}\n  CSDL:    {theirs}", line + 1);
    }
    ours
}

#[needs::shared]
#[test]
fn code_of_the_first_operation_is_identical() {
    let shared = shared::path("metadata");
    let text = same_code(&shared, &["by-root/users.yml"], &["/users/{id}/reprocessLicenseAssignment"]);
    assert!(text.contains("pub fn reprocess_license_assignment"), "{text}");
}

#[needs::shared]
#[test]
fn code_of_equal_descriptions_is_identical() {
    let shared = shared::path("metadata");
    for files in [
        &["powershell/Users.yml", "powershell/Users.Actions.yml"][..],
        &["powershell/Groups.yml"],
        &["by-root/directory.yml", "by-root/users.yml"],
        &["by-root/reports.yml"],
    ] {
        let text = same_code(&shared, files, &[]);
        assert!(text.len() > 1_000, "{}", text.len());
        if files == ["powershell/Groups.yml"] {
            let functions = text.matches("rt::Literal<").count();
            assert!(
                functions > 10 && text.contains("fn get_by_path(&self, path: "),
                "{functions} parameters of functions"
            );
        }
    }
}
