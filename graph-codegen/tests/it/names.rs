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
    let fields = text.lines().filter(|line| line.starts_with("    pub a_b_b_b_b_b_b_b_b_b_b_b_b_property"));
    assert_eq!(fields.collect::<std::collections::BTreeSet<_>>().len(), 3999);
}

/// Chassis of several versions, as Redfish has them, in the order of the document.
fn chassis(versions: &[&str]) -> String {
    let schema = |version: &&str| {
        format!(
            r#"<Schema Namespace="Chassis.{version}" xmlns="http://docs.oasis-open.org/odata/ns/edm">
                 <EntityType Name="Chassis" BaseType="Chassis.Chassis"/>
                 <Action Name="Reset" IsBound="true"><Parameter Name="it" Type="Chassis.Chassis"/>
                   <Parameter Name="At{version}" Type="Edm.String"/></Action>
                 <EnumType Name="ChassisType"><Member Name="Rack"/></EnumType>
               </Schema>"#
        )
    };
    format!(
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
             <Schema Namespace="Chassis" xmlns="http://docs.oasis-open.org/odata/ns/edm">
               <EntityType Name="Chassis"><Key><PropertyRef Name="Id"/></Key>
                 <Property Name="Id" Type="Edm.String" Nullable="false"/></EntityType>
               <ComplexType Name="Shelf"><Property Name="Held" Type="Collection(Chassis.Chassis)"/></ComplexType>
               <EntityContainer Name="Service"><EntitySet Name="Chassis" EntityType="Chassis.Chassis"/></EntityContainer>
             </Schema>{}</edmx:DataServices></edmx:Edmx>"#,
        versions.iter().map(schema).collect::<String>()
    )
}

/// The lines that name a variant, cast, action or struct of parameters, with what it means.
fn meanings(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let is_name = |line: &str| {
        ["pub fn as_", "pub fn v", "pub fn reset", "pub struct ChassisReset", "pub struct ChassisV"]
            .iter()
            .any(|start| line.starts_with(start))
            || (line.contains("Chassis(rt::Object<self::v") && !line.contains("pub "))
    };
    lines.iter().filter(|line| is_name(line)).map(|line| (*line).to_owned()).collect()
}

#[test]
fn equal_names_of_several_namespaces_are_qualified() {
    let all = generate(&chassis(&["v1_7_0", "v1_23_0"]), &["/**"]);
    for line in [
        "V1_7_0Chassis(rt::Object<self::v1_7_0::Chassis>),",
        "V1_23_0Chassis(rt::Object<self::v1_23_0::Chassis>),",
        "pub fn as_v1_7_0_chassis(&self) -> self::v1_7_0::ChassisRequestBuilder {",
        "pub fn as_v1_23_0_chassis(&self) -> self::v1_23_0::ChassisCollectionRequestBuilder {",
        "pub struct ChassisV1_7_0Reset {",
        "pub fn v1_23_0_reset(",
    ] {
        assert!(all.contains(line), "{line}\n{all}");
    }
    // By number, not by text.
    let position = |text: &str| all.find(text).unwrap_or_else(|| panic!("{text}"));
    assert!(position("V1_7_0Chassis(") < position("V1_23_0Chassis("));
    assert!(position("pub fn as_v1_7_0_chassis(") < position("pub fn as_v1_23_0_chassis("));
}

/// Adding a version, in any place of the document, changes no name, and neither does selecting less.
#[test]
fn an_added_namespace_changes_no_name() {
    let versions = ["v1_0_0", "v1_1_0", "v1_1_10", "v1_11_0", "v2_0_0"];
    let all = generate(&chassis(&versions), &["/**"]);
    for added in versions {
        let mut others = versions.to_vec();
        others.retain(|version| *version != added);
        let before = meanings(&generate(&chassis(&others), &["/**"]));
        assert!(before.len() > others.len() * 5, "{before:?}");
        for line in before {
            assert!(all.contains(&line), "{line} without {added}");
        }
        let selected = generate(&chassis(&versions), &[&format!("/Chassis/{{id}}/Chassis.{added}.Chassis")]);
        let cast = format!("pub fn as_{added}_chassis(&self)");
        assert!(selected.contains(&cast), "{cast}\n{selected}");
    }
}

#[test]
fn an_added_entity_set_does_not_take_a_name() {
    let sets = |names: &[&str]| {
        let set = |name: &&str| format!(r#"<EntitySet Name="{name}" EntityType="n.e"/>"#);
        let sets: String = names.iter().map(set).collect();
        let document = document("", "").replace(r#"<EntitySet Name="es" EntityType="n.e"/>"#, &sets);
        generate(&document, &["/**"])
    };
    let both = sets(&["People", "people"]);
    assert!(
        both.contains("Addresses the entity set `people` (`n.e`).\n    ///") || both.contains("`people`"),
        "{both}"
    );
    let name_of = |text: &str, set: &str| {
        let at = text.find(&format!("Addresses the entity set `{set}`")).unwrap();
        let rest = &text[at..];
        let start = rest.find("pub fn ").unwrap() + "pub fn ".len();
        rest[start..].split('(').next().unwrap().to_owned()
    };
    assert_eq!(name_of(&sets(&["people"]), "people"), "people");
    assert_eq!(name_of(&both, "people"), "people");
    assert_eq!(name_of(&both, "People"), "people_root");
}
