//! What a new version of metadata changes.

#[cfg(feature = "cli")]
mod command;
mod formats;
mod mutations;
mod navigation_restrictions;
mod notice;
mod published;
mod unchanged;
mod used;

use graph_codegen::{
    Builder,
    diff::{Options, Report},
};

/// A small service with an element of each kind.
const SERVICE: &str = include_str!("service.csdl");

/// Everything that paths and types can select.
const EVERYTHING: [&str; 2] = ["/**", "**"];

fn options() -> Options<'static> {
    Options::default().today("2026-11-29".parse().unwrap())
}

/// Compares two documents, by what selectors use; everything without selectors.
fn compare(old: &str, new: &str, selectors: &[&str]) -> Report {
    let old = Builder::new().metadata_text("old.csdl", old);
    let old = selectors.iter().fold(old, |builder, selector| builder.select(*selector));
    old.diff(&Builder::new().metadata_text("new.csdl", new), &options()).unwrap()
}

/// The findings as lines: rule, element and verdicts.
fn lines(report: &Report) -> Vec<String> {
    let findings = report.findings.iter();
    findings.map(|finding| format!("{} {} ({})", finding.rule, finding.element, finding.verdicts)).collect()
}

/// Replaces a text that occurs once.
fn edited(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replacen(from, to, 1)
}

/// An annotation that deprecates an element; without a date of removal if `removal` is empty.
fn deprecated(date: &str, removal: &str) -> String {
    let removal = match removal {
        "" => String::new(),
        removal => format!(r#"<PropertyValue Property="RemovalDate" Date="{removal}" />"#),
    };
    format!(
        r#"<Annotation Term="Org.OData.Core.V1.Revisions"><Collection><Record>
             <PropertyValue Property="Date" Date="{date}" />
             <PropertyValue Property="Kind" EnumMember="Org.OData.Core.V1.RevisionKind/Deprecated" />
             {removal}
           </Record></Collection></Annotation>"#
    )
}
