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
    assert_eq!(lines(&report), ["operation-removed shop.product/order (wire breaking, source breaking)"]);
    // The selector follows from it.
    assert!(report.findings[0].notes.contains(&"the selector `/products/{id}/order` needs it".to_owned()));
    assert_eq!(report.bump(), Bump::Major);
    // Also if it is the only one.
    assert_eq!(compare(SERVICE, &new, ORDER).count(Level::Error), 1);
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
    assert_eq!(
        lines(&report),
        [
            "rust-name-changed n.c/_name (source breaking)",
            "rust-name-reused n.c/_name (source breaking, behaviour breaking)",
            "property-added n.c/name (safe)",
        ]
    );
    assert_eq!(report.findings[0].message, "the field `name` of n.c/_name is now `name_property`");
}

#[test]
fn values_of_a_derived_type_fit_where_they_are_received() {
    let derived = |text: &str| {
        let receipt = r#"<ComplexType Name="invoice" BaseType="s.receipt" /><Term Name="Note""#;
        edited(text, r#"<Term Name="Note""#, receipt)
    };
    let old = derived(SERVICE);
    let new = edited(&old, r#"<ReturnType Type="s.receipt""#, r#"<ReturnType Type="s.invoice""#);
    // Code that names the struct does not compile, but most code only reads its fields.
    assert_eq!(lines(&compare(&old, &new, ORDER)), ["return-type-changed shop.product/order (source maybe)"]);
    assert_eq!(lines(&compare(&old, &new, &[])), ["return-type-changed shop.product/order (source maybe)"]);
    // A receipt may lack the properties of an invoice.
    let undone = compare(&new, &old, &[]);
    assert_eq!(lines(&undone), ["return-type-changed shop.product/order (wire breaking, source breaking)"]);
    // What is sent fits a base type.
    let two = r#"<ComplexType Name="parcel" BaseType="s.address" /><Term Name="Note""#;
    let old = edited(SERVICE, r#"<Term Name="Note""#, two);
    let new = edited(&old, r#"<Parameter Name="to" Type="s.address" />"#, r#"<Parameter Name="to" Type="s.parcel" />"#);
    assert_eq!(
        lines(&compare(&old, &new, &[])),
        ["parameter-type-changed shop.product/order/to (wire maybe, source maybe)"]
    );
    assert_eq!(lines(&compare(&new, &old, &[])), ["parameter-type-changed shop.product/order/to (source maybe)"]);
}

#[test]
fn a_navigation_property_that_is_only_named_is_not_followed() {
    let product = &["/products/{id}#GET"];
    let derived =
        edited(SERVICE, r#"<Term Name="Note""#, r#"<EntityType Name="piece" BaseType="s.part" /><Term Name="Note""#);
    for (from, to, finding) in [
        (
            r#"Type="Collection(s.part)""#,
            r#"Type="Collection(s.piece)""#,
            "navigation-type-changed shop.product/parts (safe)",
        ),
        (
            r#"Type="Collection(s.part)""#,
            r#"Type="Collection(s.settings)""#,
            "navigation-type-changed shop.product/parts (safe)",
        ),
        (r#" ContainsTarget="true""#, "", "containment-changed shop.product/parts (safe)"),
        (
            r#"Nullable="false" Partner="products""#,
            r#"Partner="products""#,
            "navigation-became-nullable shop.product/maker (safe)",
        ),
        (r#"<OnDelete Action="Cascade" />"#, "", "on-delete-changed shop.product/maker (safe)"),
    ] {
        let new = edited(&derived, from, to);
        let report = compare(&derived, &new, product);
        assert_eq!(lines(&report), [finding], "{from}");
        assert_eq!(
            report.findings[0].reasons.last().map(String::as_str),
            Some("/products('{id}') is named by the selector `/products/{id}#GET`"),
            "{from}"
        );
    }
    // The constant of a property that is gone does not compile, and queries that name it are refused.
    let removed = r#"<NavigationProperty Name="supplier" Type="s.supplier" />"#;
    let lines_of = lines(&compare(SERVICE, &edited(SERVICE, removed, ""), product));
    assert_eq!(lines_of, ["navigation-removed shop.product/supplier (wire breaking, source breaking)"]);
}

#[test]
fn keys_streams_and_lists_of_properties_count_if_they_are_used() {
    let list: &[&str] = &["/products#GET"];
    let (one, stream): (&[&str], &[&str]) = (&["/products/{id}#GET"], &["/products/{id}/$value"]);
    let two =
        edited(SERVICE, r#"<Property Name="id""#, r#"<Property Name="no" Type="Edm.String" /><Property Name="id""#);
    let key = edited(&two, r#"<PropertyRef Name="id" />"#, r#"<PropertyRef Name="no" />"#);
    assert_eq!(lines(&compare(&two, &key, list)), ["key-changed shop.entity (safe)"]);
    assert_eq!(lines(&compare(&two, &key, one)), ["key-changed shop.entity (wire breaking, source breaking)"]);
    let without = edited(SERVICE, r#" HasStream="true""#, "");
    assert_eq!(lines(&compare(SERVICE, &without, one)), ["stream-removed shop.product (safe)"]);
    assert_eq!(lines(&compare(SERVICE, &without, stream)), ["stream-removed shop.product (wire breaking)"]);
    let alias = edited(SERVICE, r#"Property="Alias" String="code""#, r#"Property="Alias" String="sku""#);
    assert_eq!(
        lines(&compare(SERVICE, &alias, one)),
        ["alternate-key-removed shop.product (safe)", "alternate-key-added shop.product (safe)"]
    );
    let restricted = |names: &str| {
        let term = format!(
            r#"<EntitySet Name="products" EntityType="s.product"><Annotation Term="Org.OData.Capabilities.V1.ExpandRestrictions"><Record>
               <PropertyValue Property="NonExpandableProperties"><Collection>{names}</Collection></PropertyValue>
               </Record></Annotation>"#
        );
        edited(SERVICE, r#"<EntitySet Name="products" EntityType="s.product">"#, &term)
    };
    let path = |name: &str| format!("<NavigationPropertyPath>{name}</NavigationPropertyPath>");
    let (old, new) = (restricted(&path("maker")), restricted(&(path("maker") + &path("parts"))));
    assert_eq!(lines(&compare(&old, &new, list)), ["capability-changed /products (safe)"]);
    let both: &[&str] = &["/products#GET", "shop.part"];
    assert_eq!(lines(&compare(&old, &new, both)), ["capability-changed /products (wire maybe, behaviour maybe)"]);
}

/// Each finding breaks the source code that its kind of change explains.
#[test]
fn a_changed_item_has_one_cause() {
    // Another property with the name of the alternate key changes no method, and one capability removes `delete`.
    let new = edited(SERVICE, r#"PropertyPath="code""#, r#"PropertyPath="title""#);
    let new = edited(&new, r#"<Annotations Target="s.supplier">"#, r#"<Annotations Target="s.product">"#);
    let new = edited(&new, r#"Property="Deletable" Bool="true""#, r#"Property="Deletable" Bool="false""#);
    assert_eq!(
        lines(&compare(SERVICE, &new, &["/products/**"])),
        [
            "alternate-key-removed shop.product (wire breaking)",
            "capability-removed shop.product (wire breaking, source breaking)",
            "alternate-key-added shop.product (safe)",
        ]
    );
    // What an action returns, and what it is called with.
    let new =
        edited(SERVICE, r#"<ReturnType Type="s.receipt" Nullable="false" />"#, r#"<ReturnType Type="s.address" />"#);
    let new = edited(
        &new,
        r#"<Parameter Name="count" Type="Edm.Int32" Nullable="false" />"#,
        r#"<Parameter Name="count" Type="Edm.Int32" />"#,
    );
    assert_eq!(
        lines(&compare(SERVICE, &new, ORDER)),
        [
            "return-type-changed shop.product/order (wire breaking, source breaking)",
            "parameter-became-nullable shop.product/order/count (safe)",
        ]
    );
}

/// What is said of a finding does not grow with the document: 20,000 changes in types that nest 100 deep.
#[test]
fn reasons_of_many_findings_are_few() {
    let document = |last: usize| {
        let mut text = String::from(r#"<Schema Namespace="n" xmlns="http://docs.oasis-open.org/odata/ns/edm">"#);
        for at in 0..100 {
            text.push_str(&format!(r#"<ComplexType Name="c{at}">"#));
            (0..last).for_each(|number| {
                text.push_str(&format!(r#"<Property Name="p{at}_{number}" Type="Edm.String" />"#));
            });
            if at + 1 < 100 {
                text.push_str(&format!(r#"<Property Name="next" Type="n.c{}" />"#, at + 1));
            }
            text.push_str("</ComplexType>");
        }
        text + "</Schema>"
    };
    let report = compare(&document(200), &document(0), &["n.c0"]);
    assert_eq!(report.counts()[&Rule::PropertyRemoved], 20_000);
    let longest = report.findings.iter().map(|finding| finding.reasons.len()).max();
    assert_eq!(longest, Some(15));
    let deepest = report.findings.iter().find(|finding| finding.element == "n.c99/p99_0").unwrap();
    assert_eq!(deepest.reasons[1], "n.c99 is the type of n.c98/next");
    assert_eq!(deepest.reasons[13], "87 more");
    assert_eq!(deepest.reasons[14], "n.c0 is named by the selector `n.c0`");
    // A chain that is short enough is complete.
    let short = report.findings.iter().find(|finding| finding.element == "n.c3/p3_0").unwrap();
    assert_eq!(short.reasons.len(), 5);
}

/// `Display` has the identifier `display` until `display` is added.
#[test]
fn a_name_that_means_another_element_breaks_code_and_behaviour() {
    let title = r#"<Property Name="title" Type="Edm.String" />"#;
    let old = edited(SERVICE, title, &title.replace("title", "Title"));
    let new = edited(SERVICE, title, &format!("{title}{}", title.replace("title", "Title")));
    let report = compare(&old, &new, super::EVERYTHING.as_slice());
    let found: Vec<&str> = report
        .findings
        .iter()
        .filter(|finding| finding.rule == Rule::RustNameReused)
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(found, ["the constant `TITLE` now means shop.product/title; it meant shop.product/Title"]);
    assert_eq!(report.bump(), Bump::Major);
    // Adding what takes no name is not breaking.
    let added = edited(SERVICE, title, &format!("{title}{}", title.replace("title", "_title")));
    let report = compare(SERVICE, &added, super::EVERYTHING.as_slice());
    assert_eq!(report.bump(), Bump::Minor, "{report:?}");
}
