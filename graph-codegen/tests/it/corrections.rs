//! Annotations and fix-ups of authors.

use graph_codegen::{Builder, edm::Expression};

const SERVICE: &str = r#"<Schema Namespace="S" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="Shop"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.String" Nullable="false">
<Annotation Term="Org.OData.Core.V1.Computed" Bool="true"/></Property>
<Property Name="Name" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.Description" String="the old text"/></Property>
</EntityType>
<EntityType Name="View"><Property Name="Row" Type="Edm.Int32" Nullable="false"/></EntityType>
<Function Name="Find" IsBound="true"><Parameter Name="it" Type="S.Shop"/><Parameter Name="text" Type="Edm.String"/><ReturnType Type="Edm.Int32"/></Function>
<EntityContainer Name="C"><EntitySet Name="Shops" EntityType="S.Shop"/><EntitySet Name="Views" EntityType="S.View"/>
</EntityContainer></Schema>"#;

fn builder() -> Builder {
    Builder::new().metadata_text("service", SERVICE).select("/Shops/**")
}

/// A document whose schema has the name `namespace`.
fn annotations_of(namespace: &str, target: &str, text: &str) -> String {
    format!(
        "<Schema Namespace=\"{namespace}\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\"><Annotations Target=\"{target}\">\
         <Annotation Term=\"Org.OData.Core.V1.Description\" String=\"{text}\"/></Annotations></Schema>"
    )
}

fn annotations(target: &str, text: &str) -> String {
    annotations_of("A", target, text)
}

#[test]
fn annotations_of_the_author_replace_those_of_the_metadata() {
    let first = annotations("S.Shop/Name", "the new text");
    let generated =
        builder().annotations_text("mine", first.clone()).generate().unwrap_or_else(|error| panic!("{error}"));
    assert!(generated.text().contains("`Name`: the new text"), "{}", generated.text());
    let notes = generated.warnings().to_string();
    assert!(notes.starts_with("note[override]: the annotation of `S.Shop/Name` with `Org.OData.Core.V1.Description` replaces another one\n --> mine:1:"), "{notes}");
    assert!(notes.contains("note: this annotation is replaced\n --> service:4:"), "{notes}");
    // A later document takes precedence; an element without the annotation gets it without a note.
    let second = annotations_of("B", "S.Shop/Name", "the newest text");
    let third = annotations_of("C", "S.Shop", "A shop.");
    let all = builder().annotations_text("a", first).annotations_text("b", second).annotations_text("c", third);
    let generated = all.generate().unwrap_or_else(|error| panic!("{error}"));
    assert!(generated.text().contains("`Name`: the newest text") && generated.text().contains("/// A shop."));
    let warnings = generated.warnings().to_string();
    assert_eq!(warnings.matches("note[override]").count(), 1, "{warnings}");
    assert_eq!(warnings.matches("warning[override]").count(), 1, "{warnings}");
}

#[test]
fn a_target_that_the_metadata_lacks_is_an_error() {
    let error = builder().annotations_text("mine", annotations("S.Shop/Nam", "x")).generate().expect_err("an error");
    assert!(error.to_string().contains("did you mean `S.Shop/Name`?"), "{error}");
}

#[test]
fn metadata_that_annotates_twice_is_a_warning_that_says_what_to_do() {
    let generated = builder().metadata_text("more", annotations("S.Shop/Name", "x")).generate();
    let warnings = generated.unwrap_or_else(|error| panic!("{error}")).warnings().to_string();
    assert!(
        warnings.contains("is applied more than once")
            && warnings.contains("give this document with `.annotations(…)`"),
        "{warnings}"
    );
}

#[test]
fn fixups_change_the_model_and_say_so() {
    let generated = builder()
        .select("/Views/{id}")
        .fixup("shop-ids", |model| {
            assert!(model.set_computed("S.Shop/Id", false));
            assert!(model.set_nullable("S.Shop/Name", false));
            assert!(!model.set_nullable("S.Shop/Id", false));
            assert!(model.annotate("S.Find", "Org.OData.Core.V1.Description", "Finds rows."));
            assert!(model.annotate("S.Find/text", "Org.OData.Core.V1.Description", "what to find"));
            assert!(!model.annotate("S.Find/text", "Org.OData.Core.V1.Description", "what to find"));
            assert!(model.annotate("S.C/Shops", "Org.OData.Core.V1.Description", "All shops."));
        })
        .fixup("views-have-keys", |model| {
            assert!(model.set_key("S.View", &["Row"]));
        })
        .generate()
        .unwrap_or_else(|error| panic!("{error}"));
    let text = generated.text();
    for expected in [
        "pub const ID: rt::Property<Self, String, rt::NotNull>",
        "pub const NAME: rt::Property<Self, String, rt::NotNull>",
        "/// Finds rows.",
        "what to find",
        "/// All shops.",
        "pub fn by_row(&self, row: impl rt::IntoKey<i32>)",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    let notes = generated.warnings().to_string();
    assert!(notes.contains("note[fixup]: the fix-up `shop-ids` changes `S.Shop/Id`, `S.Shop/Name`, `S.Find`, `S.Find/text`, `S.C/Shops`\n --> fixup:1:1\n  |\n1 | shop-ids\n"), "{notes}");
    assert!(notes.contains("warning[fixup]: a part of the fix-up `shop-ids` does not change anything"), "{notes}");
    assert!(notes.contains("note[fixup]: the fix-up `views-have-keys` changes `S.View`"), "{notes}");
}

#[test]
fn fixups_that_no_longer_apply_are_errors() {
    let error = |apply: fn(&mut graph_codegen::edm::ModelEditor<'_>)| {
        builder().fixup("mine", apply).generate().expect_err("an error").to_string()
    };
    let found = error(|model| {
        model.set_computed("S.Shop/Id", true);
    });
    assert!(found.contains("error[fixup]: the fix-up `mine` does not change anything\n --> fixup:1:1\n"), "{found}");
    let found = error(|_| {});
    assert!(found.contains("does not change anything"), "{found}");
    let found = error(|model| {
        model.remove_annotation("S.Shop/Nam", "Org.OData.Core.V1.Description");
        model.set_key("S.Shop", &["Nam"]);
        model.set_key("S.Shop/Id", &["Id"]);
        model.set_nullable("S.Shop", true);
        model.annotate("S.Shop", "Core.Description", Expression::from("x"));
        model.annotate("S.C/Shop", "Org.OData.Core.V1.Description", true);
    });
    for expected in [
        "did you mean `S.Shop/Name`?",
        "`S.Shop` has no property `Nam`",
        "`S.Shop/Id` is not an entity type",
        "`S.Shop` is not a declared property or navigation property",
        "the term `Core.Description` has no namespace, or an alias",
        "did you mean `S.C/Shops`?",
    ] {
        assert!(found.contains(expected), "{expected}: {found}");
    }
}
