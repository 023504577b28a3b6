//! Names that customizations choose and that something else has: each is an error, and none gets a suffix silently.

use graph_codegen::{
    Builder,
    extension::{Element, ElementKind, Extension},
    plan::Identifier,
};

const SERVICE: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="S" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="Shop"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.String" Nullable="false"/>
<Property Name="Title" Type="Edm.String"/><Property Name="Open" Type="Edm.Boolean"/><Property Name="Place" Type="S.geo.Place"/>
<NavigationProperty Name="Owner" Type="S.Person"/><NavigationProperty Name="Branches" Type="Collection(S.Shop)"/></EntityType>
<EntityType Name="Mall" BaseType="S.Shop"/>
<EntityType Name="Person"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.String" Nullable="false"/></EntityType>
<Action Name="Close" IsBound="true"><Parameter Name="shop" Type="S.Shop"/><Parameter Name="Reason" Type="Edm.String"/>
<Parameter Name="Until" Type="Edm.String"/></Action>
<Action Name="Sell" IsBound="true"><Parameter Name="shop" Type="S.Shop"/><Parameter Name="Price" Type="Edm.Int32"/></Action>
<Function Name="Near" IsBound="true"><Parameter Name="shop" Type="S.Shop"/><Parameter Name="Metres" Type="Edm.Int32"/>
<Parameter Name="Limit" Type="Edm.Int32"/><ReturnType Type="Edm.Int32"/></Function>
<EntityContainer Name="C"><EntitySet Name="Shops" EntityType="S.Shop"/><Singleton Name="Me" Type="S.Person"/></EntityContainer>
</Schema>
<Schema Namespace="S.geo" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<ComplexType Name="Place"><Property Name="Country" Type="S.map.Country"/></ComplexType></Schema>
<Schema Namespace="S.map" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<ComplexType Name="Country"><Property Name="Name" Type="Edm.String"/></ComplexType></Schema>
</edmx:DataServices></edmx:Edmx>"#;

fn builder() -> Builder {
    Builder::new().metadata_text("service", SERVICE).select("/**")
}

fn errors(builder: &Builder) -> String {
    match builder.generate() {
        Ok(generated) => panic!("no error: {}", generated.text()),
        Err(error) => error.to_string(),
    }
}

/// The error of a rename, which shows the pattern.
fn error(pattern: &str, name: &str) -> String {
    let found = errors(&builder().rename(pattern, name));
    assert!(found.starts_with("error[extension]: "), "{found}");
    assert!(found.contains(&format!(" --> rename:1:1\n  |\n1 | {pattern}\n")), "{found}");
    assert!(found.contains(" = help: choose another name"), "{found}");
    assert_eq!(found.matches("error[").count(), 1, "{found}");
    found
}

#[test]
fn the_name_of_another_element_is_an_error_in_every_scope() {
    for (pattern, name, other) in [
        // Modules, and modules against types.
        ("S.geo", "map", "S.map"),
        ("S.geo", "Person", "S.Person"),
        ("S.Person", "geo", "S.geo"),
        // Structs of parameters, the service, request builders and unions, against types and each other.
        ("S.Shop/Close()", "Person", "S.Person"),
        ("S.Shop/Close()", "ShopSell", "S.Shop/Sell()"),
        ("S.Person", "ShopClose", "S.Shop/Close()"),
        ("S.C", "Shop", "S.Shop"),
        ("S.Person", "C", "S.C"),
        ("S.Person", "ShopRequestBuilder", "S.Shop/RequestBuilder"),
        ("S.Shop/Union", "Person", "S.Person"),
        ("S.Person", "AnyShop", "S.Shop/Union"),
        // Methods of a request builder, whatever they are planned for first.
        ("S.Shop/RequestBuilder/get", "owner", "S.Shop/Owner"),
        ("S.Shop/Owner", "as_mall", "S.Shop/RequestBuilder/as_mall"),
        ("S.Shop/RequestBuilder/as_mall", "branches", "S.Shop/Branches"),
        ("S.Shop/Owner", "close", "S.Shop/Close"),
        ("S.Shop/Near", "sell", "S.Shop/Sell"),
        ("S.C/Shops", "me", "S.C/Me"),
        // Fields and parameters.
        ("S.Shop/Title", "open", "S.Shop/Open"),
        ("S.Shop/Close/Reason", "until", "S.Shop/Close/Until"),
        ("S.Shop/Near/Metres", "limit", "S.Shop/Near/Limit"),
    ] {
        let found = error(pattern, name);
        let expected = format!("`{pattern}` cannot be renamed to `{name}`: that is the name of `{other}`");
        assert!(found.contains(&expected), "{expected}: {found}");
        assert!(found.contains(&format!("or rename `{other}` too")), "{found}");
    }
}

#[test]
fn a_constant_that_another_property_has_is_an_error() {
    let found = error("S.Shop/Title", "open_");
    assert!(found.contains("`S.Shop/Title` cannot be renamed: `OPEN` is the constant of `S.Shop/Open` too"), "{found}");
}

#[test]
fn reserved_names_are_errors_that_say_why() {
    for (pattern, name, reason) in [
        ("S.Person", "Option", "generated code uses the name for something else"),
        ("S.Person", "rt", "generated code uses the name for something else"),
        ("S.geo", "rt", "generated code imports the runtime by this name"),
        ("S.Shop/Title", "extra", "the runtime's `Object`, which holds the struct, has a field with this name"),
        ("S.Shop/Owner", "update", "the name is reserved for a request"),
        ("S.Shop/RequestBuilder/get", "clone", "the name is reserved for a request, or for a method of the standard"),
        ("S.C/Me", "new", "the name is reserved for a function of the service"),
    ] {
        let found = error(pattern, name);
        assert!(found.contains(&format!("`{pattern}` cannot be renamed to `{name}`: {reason}")), "{reason}: {found}");
    }
}

#[test]
fn extensions_that_choose_such_names_are_errors_too() {
    struct Renamed;

    impl Extension for Renamed {
        fn rename(&self, element: &Element<'_>, _: &str) -> Option<Identifier> {
            matches!(element, Element::Parameters { .. }).then(|| Identifier::new("Arguments"))?
        }
    }

    let found = errors(&builder().extension(Renamed));
    assert!(found.contains("`S.Shop/Sell()` and `S.Shop/Close()` are both renamed to `Arguments`"), "{found}");
    assert!(found.contains("choose another name for one of them") && !found.contains(" --> rename"), "{found}");
}

#[test]
fn names_that_are_exchanged_or_equal_the_default_are_not_errors() {
    for renamed in [
        builder().rename("S.Shop", "Person").rename("S.Person", "Shop"),
        builder().rename("S.Shop/Title", "open").rename("S.Shop/Open", "title"),
        builder().rename("S.geo", "map").rename("S.map", "geo"),
        builder().rename("S.Shop", "Shop").rename("S.Shop/RequestBuilder/get", "get").rename("S.Shop/Owner", "owner"),
    ] {
        let generated = renamed.generate().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(generated.warnings().to_string(), "");
        for suffix in ["_property", "_request", "ShopType", "PersonType", "map2", "geo2"] {
            assert!(!generated.text().contains(suffix), "{suffix}");
        }
    }
}

#[test]
fn settings_that_are_not_rust_show_their_pattern() {
    for (builder, message, help) in [
        (builder().rename("S.Person", "a b"), "that is not a valid Rust identifier", "write letters"),
        (builder().rename("S.Person/RequestBuilder", "People"), "request builders are named after", "rename the type"),
        (builder().rename(ElementKind::RequestBuilder, "People"), "request builders are named", "rename the type"),
        (builder().map_type("S.Person", "1"), "that is not a valid Rust type", "write the path of a type"),
        (builder().attribute("S.Person", "must_use"), "is not a valid Rust attribute", "`#[must_use]`"),
    ] {
        let found = errors(&builder);
        assert!(found.contains(message) && found.contains(help), "{message}: {found}");
        assert!(found.contains(":1:1\n  |\n1 | "), "{found}");
    }
}

#[test]
fn a_mapped_type_that_nothing_uses_is_a_warning() {
    let service = SERVICE.replace("<Property Name=\"Place\" Type=\"S.geo.Place\"/>", "");
    let builder = |selector: &str| {
        Builder::new()
            .metadata_text("service", service.clone())
            .select(selector)
            .map_type("S.geo.Place", "crate::Place")
    };
    let warnings = builder("S.*").select("S.geo.Place").generate().unwrap().warnings().to_string();
    assert!(warnings.contains("`S.geo.Place` has no effect") && warnings.contains(" --> map_type:1:1"), "{warnings}");
    let used =
        Builder::new().metadata_text("service", SERVICE).select("S.Shop").map_type("S.geo.Place", "crate::Place");
    assert_eq!(used.generate().unwrap().warnings().to_string(), "");
}

#[test]
fn attributes_of_modules_are_a_warning_that_says_so() {
    let warnings = builder().attribute("S.geo", "#[doc(hidden)]").generate().unwrap().warnings().to_string();
    assert!(
        warnings.contains("since modules have no attributes") && warnings.contains(" --> attribute:1:1"),
        "{warnings}"
    );
}
