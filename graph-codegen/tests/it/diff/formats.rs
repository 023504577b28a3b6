//! Each format escapes what documents say, and machines can read it.

use graph_codegen::diff::{
    Report,
    format::{self, TextOptions},
};
use serde_json::Value;

use super::{EVERYTHING, SERVICE, compare, edited};

/// A report with errors, warnings and notes, and with text of documents that formats have to escape.
fn report() -> Report {
    let new = edited(SERVICE, r#"<Property Name="title" Type="Edm.String" />"#, "");
    let hostile = "a|b &lt;img&gt; ::error::&#10;% @all [x](http://y) &quot;&#x202e; \\ #1";
    let new = edited(&new, r#"DefaultValue="DE""#, &format!("DefaultValue=\"{hostile}\""));
    let new = edited(
        &new,
        "<Property Name=\"theme\"",
        "<Property Name=\"font\" Type=\"Edm.String\" /><Property Name=\"theme\"",
    );
    let report = compare(SERVICE, &new, &EVERYTHING);
    assert_eq!(report.findings.len(), 3);
    report
}

fn assert_valid(schema: &Value, value: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn json_has_its_schema() {
    let schema: Value = serde_json::from_str(format::JSON_SCHEMA).unwrap();
    for report in [report(), Report::default()] {
        let value: Value = serde_json::from_str(&format::json(&report)).unwrap();
        assert_valid(&schema, &value);
        assert_eq!(value["findings"].as_array().unwrap().len(), report.findings.len());
    }
    let mut value: Value = serde_json::from_str(&format::json(&report())).unwrap();
    value["findings"][0]["level"] = "fatal".into();
    assert!(!jsonschema::validator_for(&schema).unwrap().is_valid(&value));
}

/// The parts of the standard's schema that code scanning services need.
const SARIF: &str = r##"{
  "type": "object", "required": ["version", "runs"],
  "properties": {
    "$schema": { "type": "string" }, "version": { "const": "2.1.0" },
    "runs": { "type": "array", "minItems": 1, "items": {
      "type": "object", "required": ["tool", "results"],
      "properties": {
        "columnKind": { "enum": ["utf16CodeUnits", "unicodeCodePoints"] },
        "tool": { "type": "object", "required": ["driver"], "properties": { "driver": {
          "type": "object", "required": ["name", "rules"],
          "properties": { "name": { "type": "string" }, "informationUri": { "type": "string", "pattern": "^https://" },
            "rules": { "type": "array", "uniqueItems": true, "items": {
              "type": "object", "required": ["id", "shortDescription", "help", "defaultConfiguration"],
              "properties": { "shortDescription": { "$ref": "#/$defs/message" }, "help": { "$ref": "#/$defs/message" },
                "defaultConfiguration": { "properties": { "level": { "$ref": "#/$defs/level" } } } } } } } } } },
        "results": { "type": "array", "items": {
          "type": "object", "required": ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
          "properties": { "level": { "$ref": "#/$defs/level" }, "message": { "$ref": "#/$defs/message" },
            "ruleIndex": { "type": "integer", "minimum": 0 },
            "locations": { "type": "array", "items": { "$ref": "#/$defs/location" } },
            "relatedLocations": { "type": "array", "items": { "$ref": "#/$defs/location" } },
            "partialFingerprints": { "type": "object", "additionalProperties": { "type": "string" } } } } } } } } },
  "$defs": {
    "level": { "enum": ["none", "note", "warning", "error"] },
    "message": { "type": "object", "required": ["text"], "properties": { "text": { "type": "string", "minLength": 1 } } },
    "location": { "type": "object", "required": ["physicalLocation"], "properties": {
      "physicalLocation": { "type": "object", "required": ["artifactLocation", "region"], "properties": {
        "artifactLocation": { "required": ["uri"], "properties": { "uri": { "pattern": "^[A-Za-z0-9._~/:%-]+$" } } },
        "region": { "required": ["startLine"], "properties": {
          "startLine": { "type": "integer", "minimum": 1 }, "startColumn": { "type": "integer", "minimum": 1 } } } } } } } }
}"##;

#[test]
fn sarif_has_the_structure_of_the_standard() {
    let schema: Value = serde_json::from_str(SARIF).unwrap();
    for report in [report(), Report::default()] {
        let value: Value = serde_json::from_str(&format::sarif(&report)).unwrap();
        assert_valid(&schema, &value);
        let run = &value["runs"][0];
        for (result, finding) in run["results"].as_array().unwrap().iter().zip(&report.findings) {
            let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
            assert_eq!(rule["id"], result["ruleId"]);
            assert_eq!(rule["id"], finding.rule.id());
        }
    }
}

#[test]
fn annotations_of_github_are_one_line_each() {
    let text = format::github(&report());
    assert_eq!(text.lines().count(), 3);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("::error file=new.csdl,line="), "{text}");
    assert!(lines[1].starts_with("::warning file=new.csdl,line="), "{text}");
    assert!(lines[2].starts_with("::notice file=new.csdl,line="), "{text}");
    // The text of the document does not begin a command, and its percent sign is escaped.
    assert!(lines[1].contains("::error:: %25 @all"), "{text}");
    assert!(lines.iter().all(|line| line.matches("title=").count() == 1));
}

#[test]
fn markdown_is_tables_of_text() {
    let text = format::markdown(&report());
    assert!(text.contains("a\\|b &#60;img&#62; ::error:: % &#64;all \\[x\\]\\(http&#58;//y\\)"), "{text}");
    for row in text.lines().filter(|line| line.starts_with('|') && !line.starts_with("|---")) {
        let cells = row.replace("\\|", "").matches('|').count();
        assert_eq!(cells, 6, "{row}");
    }
    assert_eq!(text.matches("### ").count(), 3, "{text}");
}

#[test]
fn junit_is_well_formed() {
    let text = format::junit(&report());
    let document = roxmltree::Document::parse(&text).unwrap();
    assert_eq!(document.root_element().attribute("failures"), Some("1"));
    assert_eq!(document.descendants().filter(|node| node.has_tag_name("testcase")).count(), 3);
    assert_eq!(document.descendants().filter(|node| node.has_tag_name("failure")).count(), 1);
}

#[test]
fn text_is_short_and_says_more_if_asked() {
    let short = format::text(&report(), TextOptions::default());
    assert!(
        short.contains("error[property-removed]: A property was removed.\n  shop.product/title was removed"),
        "{short}"
    );
    assert!(short.contains("note: property-added 1\n"), "{short}");
    assert!(short.ends_with("\n1 error, 1 warning, 1 note; version bump: major\n"), "{short}");
    assert!(!short.contains('\u{202e}') && !short.contains("fingerprint"), "{short}");
    let long = format::text(&report(), TextOptions::default().verbose(true).width(60));
    assert!(long.contains("fingerprint: ") && long.contains("shop.settings/font was added (safe)"), "{long}");
    assert!(long.lines().filter(|line| line.contains(' ')).all(|line| line.chars().count() <= 75), "{long}");
}

#[test]
fn many_findings_of_a_rule_are_counted() {
    let members =
        (0..30).map(|number| format!(r#"<Member Name="m{number}" Value="{}" />"#, number + 10)).collect::<String>();
    let old = edited(SERVICE, r#"<Member Name="blue" Value="2" />"#, &members);
    let report = compare(&old, SERVICE, &[]);
    let text = format::text(&report, TextOptions::default());
    assert!(text.contains("error[enum-member-removed] (30): ") && text.contains("\n  … and 20 more\n"), "{text}");
}
