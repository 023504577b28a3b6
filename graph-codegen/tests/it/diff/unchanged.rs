//! What does not change the meaning of a document is not reported.

use std::collections::BTreeSet;

use super::{EVERYTHING, SERVICE, compare, edited, lines};

/// Each element on one line after another, with the lines of its children; `None` for an element without them.
fn blocks(text: &str, indent: usize) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in text.lines() {
        let depth = line.len() - line.trim_start().len();
        let begins = depth == indent && !line.trim_start().starts_with("</");
        if begins || !is_open {
            blocks.push(String::new());
        }
        let block = blocks.last_mut().unwrap();
        block.push_str(line);
        block.push('\n');
        if begins {
            is_open = !line.contains("/>") && !line.contains("</");
        } else if depth == indent {
            is_open = false;
        }
    }
    blocks
}

/// Reverses the elements at a depth, where neighbours have the same name.
fn reversed(text: &str, indent: usize) -> String {
    let name = |block: &str| block.trim_start().split([' ', '>', '\n']).next().unwrap_or_default().to_owned();
    let blocks = blocks(text, indent);
    let mut done = String::new();
    let mut at = 0;
    while at < blocks.len() {
        let same = blocks[at..].iter().take_while(|block| name(block) == name(&blocks[at])).count();
        let depth = blocks[at].len() - blocks[at].trim_start().len();
        // The order of parameters and parts of keys has a meaning.
        let keeps = depth != indent || matches!(name(&blocks[at]).as_str(), "<Parameter" | "<PropertyRef");
        let run = &blocks[at..at + same];
        match keeps {
            true => done.extend(run.iter().map(String::as_str)),
            false => done.extend(run.iter().rev().map(String::as_str)),
        }
        at += same;
    }
    done
}

#[test]
fn the_order_of_elements_does_not_matter() {
    let mut seen = BTreeSet::from([SERVICE.to_owned()]);
    for indents in [&[6][..], &[8], &[6, 8]] {
        let new = indents.iter().fold(SERVICE.to_owned(), |text, indent| reversed(&text, *indent));
        assert!(seen.insert(new.clone()), "nothing was reordered: {indents:?}");
        for selectors in [&[][..], &EVERYTHING] {
            assert_eq!(lines(&compare(SERVICE, &new, selectors)), [""; 0], "{indents:?}");
        }
    }
}

#[test]
fn schemas_in_another_order_change_nothing() {
    let schema = |name: &str| {
        format!(
            r#"<Schema Namespace="{name}" Alias="{name}a" xmlns="http://docs.oasis-open.org/odata/ns/edm">
                 <ComplexType Name="c"><Property Name="p" Type="{name}a.e" /></ComplexType>
                 <EnumType Name="e"><Member Name="one" /></EnumType>
               </Schema>"#
        )
    };
    let document = |schemas: &str| {
        format!(
            r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
                 <edmx:DataServices>{schemas}</edmx:DataServices></edmx:Edmx>"#
        )
    };
    let (old, new) = (document(&(schema("m") + &schema("n"))), document(&(schema("n") + &schema("m"))));
    assert_eq!(lines(&compare(&old, &new, &[])), [""; 0]);
    assert_eq!(lines(&compare(&old, &new, &["**"])), [""; 0]);
}

#[test]
fn a_renamed_alias_changes_nothing() {
    let new = edited(SERVICE, "Alias=\"s\"", "Alias=\"self\"").replace("\"s.", "\"self.").replace("(s.", "(self.");
    assert_ne!(new, SERVICE);
    for selectors in [&[][..], &EVERYTHING] {
        assert_eq!(lines(&compare(SERVICE, &new, selectors)), [""; 0]);
    }
}

#[test]
fn names_with_a_namespace_and_out_of_line_annotations_change_nothing() {
    let new = SERVICE.replace("\"s.", "\"shop.").replace("(s.", "(shop.");
    assert_eq!(lines(&compare(SERVICE, &new, &EVERYTHING)), [""; 0]);
    let clouds = "<Annotation Term=\"graph_codegen.v1.Clouds\"><Collection><String>Global</String><String>China</String></Collection></Annotation>";
    let new = edited(SERVICE, clouds, "");
    let outside = format!(
        "<Annotations Target=\"s.order(s.product)\">{clouds}</Annotations>\n      <Annotations Target=\"s.supplier\">"
    );
    let new = edited(&new, "<Annotations Target=\"s.supplier\">", &outside);
    assert_eq!(lines(&compare(SERVICE, &new, &EVERYTHING)), [""; 0]);
}

#[test]
fn defaults_that_are_written_change_nothing() {
    for (from, to) in [
        (
            r#"<Property Name="title" Type="Edm.String" />"#,
            r#"<Property Name="title" Type="Edm.String" Nullable="true" Unicode="true" />"#,
        ),
        (r#"<EnumType Name="color">"#, r#"<EnumType Name="color" UnderlyingType="Edm.Int32" IsFlags="false">"#),
        (r#"<ComplexType Name="address">"#, r#"<ComplexType Name="address" OpenType="false" Abstract="false">"#),
        (
            r#"<NavigationProperty Name="supplier" Type="s.supplier" />"#,
            r#"<NavigationProperty Name="supplier" Type="s.supplier" Nullable="true" ContainsTarget="false" />"#,
        ),
        (
            r#"<Property Name="theme" Type="Edm.String" />"#,
            r#"<Property Name="theme" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.Computed" Bool="false" /></Property>"#,
        ),
        (
            r#"<EntitySet Name="suppliers" EntityType="s.supplier" />"#,
            r#"<EntitySet Name="suppliers" EntityType="s.supplier" IncludeInServiceDocument="true" />"#,
        ),
        (r#"SRID="4326""#, ""),
    ] {
        let new = edited(SERVICE, from, to);
        for selectors in [&[][..], &EVERYTHING] {
            assert_eq!(lines(&compare(SERVICE, &new, selectors)), [""; 0], "{to}");
            assert_eq!(lines(&compare(&new, SERVICE, selectors)), [""; 0], "{to}");
        }
    }
}
