//! Names of generated code depend on names in the metadata, not on their order or on what is not selected.

use graph_codegen::Builder;

/// A document with one complex type, which an entity type has, and further declarations.
fn document(members: &str, further: &str) -> String {
    format!(
        r#"<Schema Namespace="n" xmlns="http://docs.oasis-open.org/odata/ns/edm">
             <ComplexType Name="hit">{members}</ComplexType>
             <EntityType Name="e">
               <Key><PropertyRef Name="id"/></Key>
               <Property Name="id" Type="Edm.String" Nullable="false"/><Property Name="h" Type="n.hit"/>
             </EntityType>
             <EntityContainer Name="c"><EntitySet Name="es" EntityType="n.e"/></EntityContainer>
             {further}
           </Schema>"#
    )
}

fn generate(text: &str, selectors: &[&str]) -> String {
    let builder = Builder::new().metadata_text("a.csdl", text);
    let builder = selectors.iter().fold(builder, |builder, selector| builder.select(*selector));
    builder.generate().unwrap().text().to_owned()
}

fn property(name: &str) -> String {
    format!(r#"<Property Name="{name}" Type="Edm.String"/>"#)
}

#[test]
fn an_added_property_does_not_rename_the_one_with_the_exact_name() {
    for (added, name) in [("_summary", "summary"), ("Summary", "summary"), ("_displayName", "displayName")] {
        for members in [property(added) + &property(name), property(name) + &property(added)] {
            let text = generate(&document(&members, ""), &["/**"]);
            let snake = if name == "summary" { "summary" } else { "display_name" };
            for line in [
                format!("/// `{name}`\n    pub {snake}: "),
                format!("/// `{added}`\n    pub {snake}_property: "),
                format!("pub const {}: rt::Property<Self, String> = rt::property(\"{name}\");", snake.to_uppercase()),
            ] {
                assert!(text.contains(&line), "{line}\n{text}");
            }
        }
    }
}

#[test]
fn other_names_are_stable_too() {
    let further = r#"
        <ComplexType Name="_hit"/>
        <EnumType Name="en"><Member Name="_one"/><Member Name="One"/></EnumType>
        <Action Name="_go" IsBound="true"><Parameter Name="it" Type="n.e"/></Action>
        <Function Name="go" IsBound="true">
          <Parameter Name="it" Type="n.e"/><Parameter Name="_x" Type="Edm.Int32"/><Parameter Name="x" Type="Edm.String"/>
          <ReturnType Type="n.en"/>
        </Function>"#;
    let text = generate(&document("", further), &["/**", "n._hit"]);
    for line in [
        "/// Complex type `n.hit`.\n///\n/// Values are [`Object<Hit>`]",
        "/// Complex type `n._hit`.\n///\n/// Values are [`Object<HitType>`]",
        "/// `One`\n    One,",
        "/// `_one`\n    One2,",
        "pub fn go(\n        &self,\n        x2: impl Into<rt::Literal<i32>>,\n        x: impl Into<rt::Literal<String>>,\n",
        "pub fn go_action(&self)",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn overloads_that_are_not_selected_do_not_rename_a_function() {
    let overload = |parameter: &str, ty: &str| {
        format!(
            r#"<Function Name="report" IsBound="true"><Parameter Name="it" Type="n.e"/>
               <Parameter Name="{parameter}" Type="{ty}"/><ReturnType Type="Edm.Int32"/></Function>"#
        )
    };
    let before = document("", &overload("period", "Edm.String"));
    let after = document("", &(overload("date", "Edm.Date") + &overload("period", "Edm.String")));
    let selectors = ["/es/{id}/report(period={period})"];
    assert_eq!(generate(&before, &selectors), generate(&after, &selectors));
    assert!(generate(&after, &selectors).contains("pub fn report(&self, period: "));
    let both = generate(&after, &["/es/{id}/**"]);
    assert!(both.contains("pub fn report_with_period(") && both.contains("pub fn report_with_date("));
}

#[test]
fn names_that_collide_cost_linear_time() {
    // 4,000 names that all become the same identifier; quadratic naming would take minutes.
    let name = |number: usize| {
        (0..12).fold("a".to_owned(), |name, bit| name + if number >> bit & 1 == 1 { "__b" } else { "_b" })
    };
    let members: String = (0..4000).map(|number| property(&name(number))).collect();
    let text = generate(&document(&members, ""), &["n.hit"]);
    assert!(text.contains("pub a_b_b_b_b_b_b_b_b_b_b_b_b_property3999: "));
}
