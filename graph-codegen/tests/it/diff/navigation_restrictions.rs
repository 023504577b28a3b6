//! Restrictions of navigation properties, which an entity set lists in one annotation.

use super::{SERVICE, compare, edited, lines};

const SET: &str = r#"<EntitySet Name="products" EntityType="s.product">"#;

/// The service with restrictions of navigation properties, each by its name and further members.
fn restricted(properties: &[(&str, &str)]) -> String {
    let records: String = properties
        .iter()
        .map(|(name, members)| {
            let path = format!(r#"<PropertyValue Property="NavigationProperty" NavigationPropertyPath="{name}" />"#);
            format!("<Record>{path}{members}</Record>")
        })
        .collect();
    let annotation = format!(
        r#"<Annotation Term="Org.OData.Capabilities.V1.NavigationRestrictions"><Record>
             <PropertyValue Property="RestrictedProperties"><Collection>{records}</Collection></PropertyValue>
           </Record></Annotation>"#
    );
    edited(SERVICE, SET, &format!("{SET}{annotation}"))
}

/// A member with a record of one statement.
fn record(term: &str, member: &str, value: bool) -> String {
    let member = format!(r#"<PropertyValue Property="{member}" Bool="{value}" />"#);
    format!(r#"<PropertyValue Property="{term}"><Record>{member}</Record></PropertyValue>"#)
}

#[test]
fn neither_order_nor_defaults_matter() {
    let insert = record("InsertRestrictions", "Insertable", false);
    let filter = record("FilterRestrictions", "Filterable", false);
    let old = restricted(&[("supplier", &filter), ("parts", &format!("{insert}{filter}"))]);
    let new = restricted(&[("parts", &format!("{filter}{insert}")), ("supplier", &filter)]);
    assert_eq!(lines(&compare(&old, &new, &[])), Vec::<String>::new());
    let allowed = record("InsertRestrictions", "Insertable", true);
    assert_eq!(lines(&compare(&restricted(&[]), &restricted(&[("parts", &allowed)]), &[])), Vec::<String>::new());
}

#[test]
fn each_restriction_is_judged_by_itself() {
    let of = |term, member, value| restricted(&[("parts", &record(term, member, value)), ("supplier", "")]);
    let with = |term, member| (of(term, member, true), of(term, member, false));
    for (term, member) in
        [("InsertRestrictions", "Insertable"), ("FilterRestrictions", "Filterable"), ("ReadRestrictions", "Readable")]
    {
        let (yes, no) = with(term, member);
        let report = compare(&yes, &no, &[]);
        let expected = "capability-removed shop.shop/products (breaks wire, source)";
        let line = &lines(&report)[0];
        assert!(report.findings.len() == 1 && line.starts_with("capability-removed"), "{line}, not {expected}");
        let path = format!("NavigationRestrictions/RestrictedProperties[parts]/{term}/{member}");
        assert!(report.findings[0].message.contains(&path), "{}", report.findings[0].message);
        assert!(lines(&compare(&no, &yes, &[]))[0].starts_with("capability-added"));
    }
    // What is required is the other way round.
    let (yes, no) = with("FilterRestrictions", "RequiresFilter");
    assert!(lines(&compare(&no, &yes, &[]))[0].starts_with("capability-removed"));
    assert!(lines(&compare(&yes, &no, &[]))[0].starts_with("capability-added"));
}

#[test]
fn navigability_has_an_order() {
    let of = |level: &str| {
        let level = format!("Org.OData.Capabilities.V1.NavigationType/{level}");
        restricted(&[("parts", &format!(r#"<PropertyValue Property="Navigability" EnumMember="{level}" />"#))])
    };
    assert!(lines(&compare(&of("Recursive"), &of("None"), &[]))[0].starts_with("capability-removed"));
    assert!(lines(&compare(&of("Single"), &of("Recursive"), &[]))[0].starts_with("capability-added"));
}

#[test]
fn only_restrictions_of_what_is_used_count() {
    let of = |value| restricted(&[("parts", &record("InsertRestrictions", "Insertable", value))]);
    let found = |selectors: &[&str]| lines(&compare(&of(true), &of(false), selectors)).len();
    assert_eq!(found(&["/products/{id}/parts#POST"]), 1);
    assert_eq!(found(&["/products/{id}/parts#GET"]), 0);
    assert_eq!(found(&["/products#GET,POST"]), 0);
}
