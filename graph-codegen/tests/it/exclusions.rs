//! Selectors that exclude: what they do, and what is said of those that do nothing.

use graph_codegen::Builder;

const SERVICE: &str = r#"<Schema Namespace="S" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="Person"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.String" Nullable="false"/>
<Property Name="Nick" Type="Edm.String"/><Property Name="Home" Type="S.City"/>
<NavigationProperty Name="Trips" Type="Collection(S.Trip)" ContainsTarget="true"/></EntityType>
<EntityType Name="Trip"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/></EntityType>
<ComplexType Name="City"><Property Name="Name" Type="Edm.String"/></ComplexType>
<ComplexType Name="Lonely"/>
<Action Name="Greet" IsBound="true"><Parameter Name="it" Type="S.Person"/></Action>
<Function Name="Best"><ReturnType Type="S.Person"/></Function>
<EntityContainer Name="C"><EntitySet Name="People" EntityType="S.Person"/>
<FunctionImport Name="Best" Function="S.Best"/></EntityContainer></Schema>"#;

fn builder(selectors: &[&str]) -> Builder {
    selectors.iter().fold(Builder::new().metadata_text("service", SERVICE), |builder, text| builder.select(*text))
}

#[test]
fn what_is_misspelt_is_an_error_with_a_suggestion() {
    for (exclusion, expected) in [
        ("!S.Persom", "did you mean `S.Person`?"),
        ("!Persom", "did you mean `S.Person`?"),
        ("!/Peple", "did you mean `People`?"),
        ("!/People/{id}/Trps/**", "did you mean `Trips`?"),
        ("!S.Person/Trps", "did you mean `Trips`?"),
        ("!S.Person::{Nik, Home}", "did you mean `Nick`?"),
        ("!S.Person/Gret", "did you mean `Greet`?"),
    ] {
        let error = builder(&["/**", exclusion]).generate().expect_err(exclusion).to_string();
        assert!(error.contains(expected), "{exclusion}: {error}");
        assert_eq!(error.matches("error[").count(), 1, "{error}");
    }
}

#[test]
fn what_excludes_nothing_that_is_selected_is_a_warning() {
    for (selector, exclusion) in [
        ("/People", "!S.Trip"),
        ("/People", "!S.Trip/Id"),
        ("/People", "!/People/{id}/**"),
        ("S.City", "!/People"),
        ("/People", "!S.Lonely"),
        ("/People", "!S.Person/Greet"),
    ] {
        let generated = builder(&[selector, exclusion]).generate().unwrap_or_else(|error| panic!("{error}"));
        let warnings = generated.warnings().to_string();
        let expected = format!("warning[unused]: `{exclusion}` excludes nothing that the other selectors select");
        assert_eq!(warnings.matches("warning").count(), 1, "{warnings}");
        assert!(warnings.contains(&expected), "{warnings}");
    }
}

/// A slice that was made with the selectors lacks what they exclude.
#[test]
fn what_is_not_in_the_metadata_and_resembles_nothing_is_a_warning() {
    for (exclusion, expected) in [
        ("!S.P*x", "no type matches `S.P*x`"),
        ("!*/Elsewhere", "has no property or operation `Elsewhere`"),
        ("!T.**", "no type matches `T.**`"),
        ("!S.SomethingElse", "there is no type `S.SomethingElse` in the metadata"),
        ("!/Elsewhere/**", "`Elsewhere`"),
    ] {
        let generated = builder(&["/**", exclusion]).generate().unwrap_or_else(|error| panic!("{error}"));
        let warnings = generated.warnings().to_string();
        assert!(warnings.contains("warning[selector-unknown]") && warnings.contains(expected), "{warnings}");
        assert_eq!(warnings.matches("warning[").count(), 1, "{warnings}");
    }
}

#[test]
fn exclusions_with_an_effect_are_silent() {
    for (selectors, absent) in [
        (&["/**", "!S.Trip"][..], "struct Trip "),
        (&["/**", "!S.Person/Nick"], "pub nick"),
        (&["/**", "!S.Person/Greet"], "fn greet"),
        (&["/**", "!S.Person/Trips"], "fn trips"),
        (&["/**", "!/People/{id}/Trips/**"], "fn trips"),
        (&["/**", "!/People/{id}/Trips"], "fn trips"),
        (&["/**", "!/Best"], "fn best"),
        (&["S.*", "!S.Lone*"], "struct Lonely"),
        (&["/People", "!S.City"], "struct City"),
    ] {
        let generated = builder(selectors).generate().unwrap_or_else(|error| panic!("{selectors:?}: {error}"));
        assert!(!generated.text().contains(absent), "{selectors:?}: {}", generated.text());
        assert_eq!(generated.warnings().to_string(), "", "{selectors:?}");
    }
}
