use std::fmt::{self, Write};

use serde_json::{Value, json};

use super::{items::write_with_items, remarks, written};
use crate::diff::{Finding, Level, Location, Report, Rule, Verdict};

/// Writes a report as a log of SARIF 2.1.0, which code scanning services read.
///
/// ```
/// use graph_codegen::diff::{Report, format};
///
/// assert!(format::sarif(&Report::default()).contains("\"version\": \"2.1.0\""));
/// ```
#[must_use]
pub fn sarif(report: &Report) -> String {
    written(|out| write_sarif(report, out))
}

/// Writes what [`sarif`] returns.
pub(crate) fn write_sarif(report: &Report, out: &mut dyn Write) -> fmt::Result {
    let rules: Vec<Rule> = report.counts().into_keys().collect();
    let value = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "graph-codegen",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.iter().copied().map(descriptor).collect::<Vec<_>>(),
            } },
            // Columns count characters, not UTF-16 units.
            "columnKind": "unicodeCodePoints",
            "results": [],
        }],
    });
    let index = |rule| rules.iter().position(|known| *known == rule).unwrap_or_default();
    let results = report.findings.iter().map(|finding| result(finding, index(finding.rule)));
    write_with_items(out, &value, "results", results)
}

fn descriptor(rule: Rule) -> Value {
    let verdicts = rule.verdicts();
    let level = match () {
        () if verdicts.is_breaking() => Level::Error,
        () if verdicts.is_safe() => Level::Note,
        () => Level::Warning,
    };
    let help = format!(
        "{} Highest verdicts: {verdicts}. A finding that is accepted can be listed in an ignore file.",
        rule.description()
    );
    json!({
        "id": rule.id(),
        "shortDescription": { "text": rule.description() },
        "help": { "text": help },
        "defaultConfiguration": { "level": level.name() },
    })
}

fn result(finding: &Finding, rule_index: usize) -> Value {
    let mut message = finding.message.clone();
    for text in finding.reasons.iter().chain(&remarks(finding)) {
        message.push('\n');
        message.push_str(text);
    }
    // Results are where the change is to be seen; the old document is related.
    let main = finding.new.as_ref().or(finding.old.as_ref());
    let related = finding.old.as_ref().filter(|_| finding.new.is_some());
    let verdict = |verdict: Verdict| verdict.name();
    json!({
        "ruleId": finding.rule.id(),
        "ruleIndex": rule_index,
        "level": finding.level().name(),
        "message": { "text": message },
        "locations": main.map(|location| physical(location, &finding.element)).into_iter().collect::<Vec<_>>(),
        "relatedLocations": related.map(|location| {
            let mut value = physical(location, &finding.element);
            value["message"] = json!({ "text": "the old document" });
            value
        }).into_iter().collect::<Vec<_>>(),
        "partialFingerprints": { "graph-codegen/v1": finding.fingerprint },
        "properties": {
            "wire": verdict(finding.verdicts.wire),
            "source": verdict(finding.verdicts.source),
            "behaviour": verdict(finding.verdicts.behaviour),
            "bump": finding.bump().name(),
            "notice": finding.notice.name(),
        },
    })
}

fn physical(location: &Location, element: &str) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&location.file) },
            "region": { "startLine": location.line, "startColumn": location.column },
        },
        "logicalLocations": [{ "fullyQualifiedName": element }],
    })
}

/// A path as a relative reference, or a `file:` URI if it is absolute.
fn uri(path: &str) -> String {
    let slashed = path.replace('\\', "/");
    let bytes = slashed.as_bytes();
    let has_drive = bytes.len() > 1 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':';
    let prefix = match (slashed.starts_with('/'), has_drive) {
        (true, _) => "file://",
        (_, true) => "file:///",
        _ => "",
    };
    let mut uri = prefix.to_owned();
    for (at, byte) in slashed.bytes().enumerate() {
        let is_plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) || (has_drive && at == 1);
        match is_plain {
            true => uri.push(char::from(byte)),
            false => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_uris() {
        for (path, expected) in [
            ("metadata/v1.0.csdl", "metadata/v1.0.csdl"),
            ("a b#c?.csdl", "a%20b%23c%3F.csdl"),
            ("/tmp/größe", "file:///tmp/gr%C3%B6%C3%9Fe"),
            ("C:\\x\\y", "file:///C:/x/y"),
            ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }
}
