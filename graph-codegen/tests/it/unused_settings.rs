//! Settings that have no effect, and names that collide.

use graph_codegen::Builder;

const SERVICE: &str = r#"<Schema Namespace="S" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="Airline"><Key><PropertyRef Name="Code"/></Key><Property Name="Code" Type="Edm.String" Nullable="false"/>
<Property Name="Title" Type="Edm.String"/></EntityType>
<EntityType Name="Airport" BaseType="S.Place"><Property Name="Iata" Type="Edm.String"/>
<NavigationProperty Name="Home" Type="S.Airline"/><NavigationProperty Name="Guest" Type="S.Airline"/></EntityType>
<EntityType Name="Place"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.String" Nullable="false"/></EntityType>
<ComplexType Name="Unused"><Property Name="Size" Type="Edm.Int32"/></ComplexType>
<EnumType Name="Colour"><Member Name="Red"/><Member Name="Green"/></EnumType>
<EntityContainer Name="C"><EntitySet Name="Airlines" EntityType="S.Airline"/>
<EntitySet Name="Airports" EntityType="S.Airport"/></EntityContainer></Schema>"#;

fn builder() -> Builder {
    Builder::new().metadata_text("service", SERVICE).select("/Airlines/**").select("/Airports/**").select("S.Colour")
}

fn error(builder: Builder) -> String {
    builder.generate().expect_err("an error").to_string()
}

fn warning(builder: Builder) -> String {
    builder.generate().unwrap_or_else(|error| panic!("{error}")).warnings().to_string()
}

#[test]
fn patterns_that_match_nothing_in_the_metadata_are_errors() {
    for (builder, expected) in [
        (builder().rename("S.Airlin", "Line"), "did you mean `S.Airline`?"),
        (builder().rename("S.Airline/Titel", "name"), "did you mean `S.Airline/Title`?"),
        // A property belongs to the type that declares it.
        (builder().rename("S.Airport/Id", "code"), "did you mean `S.Place/Id`?"),
        (builder().derive("S.Color", "Debug"), "did you mean `S.Colour`?"),
        (builder().attribute("X.*/Title", "#[doc(hidden)]"), "did you mean `S.Airline/Title`?"),
        (builder().attribute("*/Titel", "#[doc(hidden)]"), "did you mean `*/Title`?"),
        (builder().derive("*.Arport", "Debug"), "did you mean `S.Airport`?"),
        (builder().attribute("X.*/Titel", "#[doc(hidden)]"), "write source names: "),
        (builder().map_type("Edm.Gid", "crate::Id"), "did you mean `Edm.Guid`?"),
        (builder().extern_type("S.Airlines", "::a::Airline"), "did you mean `S.Airline`?"),
        (builder().extern_namespace("T", "::a"), "did you mean `S`?"),
        (builder().extern_builders("S.Airprt", "::a"), "did you mean `S.Airport`?"),
    ] {
        let found = error(builder);
        assert!(found.starts_with("error[unused]: ") && found.contains(expected), "{expected}: {found}");
        assert!(found.contains("does not match anything in the metadata\n --> "), "{found}");
    }
    let found = error(builder().rename("S.Airlin", "Line"));
    assert!(found.contains(" --> rename:1:1\n  |\n1 | S.Airlin\n  | ^^^^^^^^\n"), "{found}");
}

#[test]
fn patterns_that_match_nothing_that_is_generated_are_warnings() {
    for builder in [
        builder().rename("S.Unused", "Used"),
        builder().attribute("S.Unused/Size", "#[doc(hidden)]"),
        builder().map_type("Edm.Guid", "crate::Id"),
        builder().extern_type("S.Unused", "::a::Used"),
        builder().extern_builders("S.Place", "::a"),
    ] {
        let found = warning(builder);
        assert!(found.starts_with("warning[unused]: `") && found.contains("` has no effect: "), "{found}");
    }
    assert_eq!(warning(builder().rename("S.Airline", "Line").rename("S.*/Title", "name")), "");
}

#[test]
fn a_rename_to_the_name_of_another_element_is_an_error() {
    let found = error(builder().rename("*.Airline", "Airport"));
    assert!(found.contains("`S.Airline` cannot be renamed to `Airport`: that is the name of `S.Airport`"), "{found}");
    assert!(found.contains(" --> rename:1:1\n  |\n1 | *.Airline\n"), "{found}");
    assert!(found.contains("`S.Airport` is declared here"), "{found}");
    let found = error(builder().rename("S.Airline/Title", "code"));
    assert!(
        found.contains("`S.Airline/Title` cannot be renamed to `code`: that is the name of `S.Airline/Code`"),
        "{found}"
    );
    let found = error(builder().rename("S.Airport/Home", "guest"));
    assert!(found.contains("that is the name of `S.Airport/Guest`"), "{found}");
    let found = error(builder().rename("S.C/Airlines", "airports"));
    assert!(found.contains("that is the name of `S.C/Airports`"), "{found}");
    let found = error(builder().rename("S.Colour/*", "Grey"));
    assert!(
        found.contains("`S.Colour/Red` and `S.Colour/Green` are both renamed to `Grey`")
            || found.contains("`S.Colour/Green` and `S.Colour/Red` are both renamed to `Grey`"),
        "{found}"
    );
    // Both change, so that no name is taken.
    assert_eq!(warning(builder().rename("S.Airline", "Airport").rename("S.Airport", "Airline")), "");
}
