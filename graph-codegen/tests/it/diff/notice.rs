//! Removals that were announced, and removals that were not.

use graph_codegen::diff::{Bump, Level, Notice, Rule};

use super::{SERVICE, compare, deprecated, edited};

const TITLE: &str = r#"<Property Name="title" Type="Edm.String" />"#;

/// Removes a property that has annotations.
fn removal(annotations: &str) -> graph_codegen::diff::Finding {
    let old = edited(SERVICE, TITLE, &format!(r#"<Property Name="title" Type="Edm.String">{annotations}</Property>"#));
    let mut report = compare(&old, &edited(SERVICE, TITLE, ""), &[]);
    assert_eq!(report.findings.len(), 1);
    assert_eq!(report.bump(), Bump::Major);
    report.findings.remove(0)
}

#[test]
fn removals_on_time_are_notes() {
    let finding = removal(&deprecated("2024-06-01", "2026-11-29"));
    assert_eq!((finding.level(), &finding.notice), (Level::Note, &Notice::Given));
    assert_eq!(finding.notes, ["it was deprecated since 2024-06-01, to be removed on 2026-11-29"]);
    let finding = removal(&deprecated("2024-11-29", ""));
    assert_eq!((finding.level(), &finding.notice), (Level::Note, &Notice::Given));
}

#[test]
fn removals_before_their_time_are_errors() {
    let finding = removal(&deprecated("2024-06-01", "2026-11-30"));
    assert_eq!((finding.level(), &finding.notice), (Level::Error, &Notice::TooShort));
    assert_eq!(finding.notes, ["it was deprecated since 2024-06-01, to be removed only on 2026-11-30"]);
    let finding = removal(&deprecated("2024-11-30", ""));
    assert_eq!((finding.level(), &finding.notice), (Level::Error, &Notice::TooShort));
    assert_eq!(finding.notes, ["it was deprecated since 2024-11-30, which allows its removal from 2026-11-30 on"]);
    assert_eq!(removal(&deprecated("soon", "")).notes, ["it was deprecated since soon, without a valid date"]);
}

#[test]
fn what_vanishes_is_probably_a_mistake() {
    let finding = removal("");
    assert_eq!((finding.level(), &finding.notice), (Level::Error, &Notice::NotGiven));
    let report = compare(SERVICE, &edited(SERVICE, TITLE, ""), &[]);
    let text =
        graph_codegen::diff::format::text(&report, graph_codegen::diff::format::TextOptions::default().verbose(true));
    assert!(text.contains("probably a mistake in the metadata"), "{text}");
}

#[test]
fn the_deprecation_of_a_type_announces_the_removal_of_its_members() {
    let of_type = format!("<ComplexType Name=\"shape\" Abstract=\"true\">{}", deprecated("2020-01-01", ""));
    let old = edited(SERVICE, "<ComplexType Name=\"shape\" Abstract=\"true\">", &of_type);
    let new = edited(&old, "<Property Name=\"label\" Type=\"Edm.String\" />", "");
    assert_eq!(compare(&old, &new, &[]).findings[0].notice, Notice::Given);
}

#[test]
fn another_date_of_removal_is_reported() {
    let with = |removal: &str| {
        let property =
            format!(r#"<Property Name="title" Type="Edm.String">{}</Property>"#, deprecated("2025-01-01", removal));
        edited(SERVICE, TITLE, &property)
    };
    for (old, new, message) in [
        ("2028-01-01", "2027-01-01", "shop.product/title is to be removed on 2027-01-01 instead of 2028-01-01"),
        ("", "2027-01-01", "shop.product/title is to be removed on 2027-01-01"),
        ("2028-01-01", "", "shop.product/title is no longer to be removed on 2028-01-01"),
    ] {
        let report = compare(&with(old), &with(new), &[]);
        let [finding] = &report.findings[..] else { panic!("{report:?}") };
        assert_eq!((finding.rule, finding.message.as_str()), (Rule::RemovalDateChanged, message));
    }
}
