//! Only what a selection uses is compared, and the reason is said.

use graph_codegen::{
    Builder,
    diff::{Bump, Level, Rule},
};

use super::{SERVICE, compare, edited, lines, options};

const ORDER: &[&str] = &["/products/{id}/order"];

#[test]
fn what_is_not_used_is_not_reported() {
    for (from, to) in [
        (r#"<Property Name="anything" Type="Edm.String" />"#, ""),
        (r#"<Property Name="title" Type="Edm.String" />"#, ""),
        (r#"<Member Name="blue" Value="2" />"#, ""),
        (r#"<Singleton Name="settings" Type="s.settings" />"#, ""),
        (
            r#"<Parameter Name="currency" Type="Edm.String" Nullable="false" />
        <Parameter Name="day""#,
            r#"<Parameter Name="valuta" Type="Edm.String" Nullable="false" />
        <Parameter Name="day""#,
        ),
        (
            r#"<PropertyValue Property="Insertable" Bool="true" />"#,
            r#"<PropertyValue Property="Insertable" Bool="false" />"#,
        ),
        (r#"<NavigationPropertyBinding Path="supplier" Target="suppliers" />"#, ""),
        (r#"<ComplexType Name="circle""#, r#"<ComplexType Name="disc""#),
    ] {
        let new = edited(SERVICE, from, to);
        assert_eq!(lines(&compare(SERVICE, &new, ORDER)), [""; 0], "{from}");
        assert_ne!(lines(&compare(SERVICE, &new, &[])), [""; 0], "{from}");
    }
}

#[test]
fn what_is_used_is_reported_with_its_reasons() {
    let new = edited(SERVICE, r#"<Property Name="street" Type="Edm.String" MaxLength="80" />"#, "");
    let report = compare(SERVICE, &new, ORDER);
    let [finding] = &report.findings[..] else { panic!("{report:?}") };
    assert_eq!((finding.rule, finding.element.as_str()), (Rule::PropertyRemoved, "shop.address/street"));
    assert_eq!(
        finding.reasons,
        [
            "shop.address/street is a property of shop.address",
            "shop.address is the type of the parameter `to` of shop.product/order",
            "shop.product/order is named by the selector `/products/{id}/order`",
        ]
    );
    let position = |location: &Option<graph_codegen::diff::Location>| {
        location.as_ref().map(|location| format!("{}:{}:{}", location.file, location.line, location.column))
    };
    assert_eq!(position(&finding.old).as_deref(), Some("old.csdl:20:9"));
    assert_eq!(position(&finding.new).as_deref(), Some("new.csdl:19:7"));
}

#[test]
fn a_selector_that_names_nothing_any_more_is_a_finding() {
    let new = edited(SERVICE, r#"<Action Name="order" IsBound="true">"#, r#"<Action Name="buy" IsBound="true">"#);
    let report = compare(SERVICE, &new, &["/products/{id}/order", "/suppliers#GET"]);
    assert_eq!(
        lines(&report),
        [
            "selector-unresolved /products/{id}/order (wire breaking, source breaking)",
            "operation-removed shop.product/order (wire breaking, source breaking)",
        ]
    );
    assert_eq!(report.bump(), Bump::Major);
    // Also if it is the only one.
    assert_eq!(compare(SERVICE, &new, ORDER).count(Level::Error), 2);
    // A selector that named nothing before is a mistake.
    let (old, new) = (Builder::new().metadata_text("old", SERVICE), Builder::new().metadata_text("new", new));
    let error = old.select("/products/{id}/buy").diff(&new, &options()).unwrap_err();
    assert!(error.to_string().contains("has no navigation property or operation `buy`"), "{error}");
}

#[test]
fn what_patterns_select_anew_is_an_addition() {
    let action = r#"<Action Name="buy" IsBound="true"><Parameter Name="it" Type="s.product" /></Action>"#;
    let new = edited(SERVICE, r#"<Term Name="Note""#, &format!(r#"{action}<Term Name="Note""#));
    assert_eq!(lines(&compare(SERVICE, &new, &["/products/**"])), ["operation-added shop.product/buy (safe)"]);
    assert_eq!(compare(SERVICE, &new, &["/products/**"]).bump(), Bump::Minor);
    assert_eq!(lines(&compare(SERVICE, &new, ORDER)), [""; 0]);
}

#[test]
fn the_direction_of_values_decides() {
    // A receipt is only received, and an address only sent.
    let narrowed = edited(SERVICE, "MaxLength=\"10\"", "MaxLength=\"5\"");
    assert_eq!(lines(&compare(SERVICE, &narrowed, ORDER)), ["facet-narrowed shop.receipt/text (safe)"]);
    assert_eq!(lines(&compare(&narrowed, SERVICE, ORDER)), ["facet-widened shop.receipt/text (behaviour maybe)"]);
    let narrowed = edited(SERVICE, "MaxLength=\"80\"", "MaxLength=\"40\"");
    assert_eq!(lines(&compare(SERVICE, &narrowed, ORDER)), ["facet-narrowed shop.address/street (wire maybe)"]);
    assert_eq!(lines(&compare(&narrowed, SERVICE, ORDER)), ["facet-widened shop.address/street (safe)"]);
}

#[test]
fn an_item_that_another_one_renames_is_found() {
    let two = |first: &str, second: &str| {
        format!(
            r#"<Schema Namespace="n" xmlns="http://docs.oasis-open.org/odata/ns/edm">
                 <ComplexType Name="c"><Property Name="{first}" Type="Edm.String" />{second}</ComplexType>
               </Schema>"#
        )
    };
    let (old, new) = (two("_name", ""), two("_name", r#"<Property Name="name" Type="Edm.String" />"#));
    let report = compare(&old, &new, &["n.c"]);
    assert_eq!(lines(&report), ["rust-name-changed n.c/_name (source breaking)", "property-added n.c/name (safe)"]);
    assert_eq!(report.findings[0].message, "the field `name` of n.c/_name is now `name_property`");
}
