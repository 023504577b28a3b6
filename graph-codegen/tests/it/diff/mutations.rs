//! Each kind of change, made on purpose in a small document and undone again: it is found, judged, and nothing else is
//! reported. The file `mutations.txt` has the findings for each edit; `UPDATE_EXPECTED=1` rewrites it, to be reviewed.

use std::{collections::BTreeSet, fmt::Write, fs, path::Path};

use graph_codegen::diff::{Report, Rule};

use super::{EVERYTHING, SERVICE, compare, deprecated, edited, lines};

/// The findings of an edit, with selectors for everything, and what differs without selectors.
fn findings(text: &mut String, rules: &mut BTreeSet<Rule>, old: &str, new: &str) {
    let (used, all): (Report, Report) = (compare(old, new, &EVERYTHING), compare(old, new, &[]));
    rules.extend(used.findings.iter().chain(&all.findings).map(|finding| finding.rule));
    let (used, all) = (lines(&used), lines(&all));
    used.iter().for_each(|line| writeln!(text, "  {line}").unwrap());
    for line in all.iter().filter(|line| !used.contains(line)) {
        writeln!(text, "  without selectors: {line}").unwrap();
    }
    if used.is_empty() && all.is_empty() {
        text.push_str("  nothing\n");
    }
}

#[test]
fn each_change_is_found_and_judged_and_nothing_else_is_reported() {
    let (mut text, mut rules) = (String::new(), BTreeSet::new());
    for (from, to) in EDITS {
        let to = to.replace("DEPRECATED", &deprecated("2026-01-01", "2028-01-01"));
        let new = edited(SERVICE, from, &to);
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(text, "- {}\n+ {}", one_line(from), one_line(&to)).unwrap();
        findings(&mut text, &mut rules, SERVICE, &new);
        text.push_str("undone\n");
        findings(&mut text, &mut rules, &new, SERVICE);
        text.push('\n');
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/diff/mutations.txt");
    if std::env::var("UPDATE_EXPECTED").is_ok_and(|value| value == "1") {
        fs::write(&path, &text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    assert!(text == expected, "{text}");
    // Other tests make these.
    let elsewhere = [
        Rule::IgnoreExpired,
        Rule::LeastPermissionChanged,
        Rule::RemovalDateChanged,
        Rule::RustItemRemoved,
        Rule::RustNameReused,
        Rule::RustSignatureChanged,
        Rule::SelectorUnresolved,
    ];
    let missing: Vec<&Rule> =
        Rule::ALL.iter().filter(|rule| !rules.contains(rule) && !elsewhere.contains(rule)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Each text occurs once in the document.
const EDITS: &[(&str, &str)] = &[
    (r#"<ComplexType Name="circle""#, r#"<ComplexType Name="disc""#),
    (
        r#"      <ComplexType Name="circle" BaseType="s.shape">
        <Property Name="radius" Type="Edm.Double" />
      </ComplexType>
"#,
        "",
    ),
    (
        r#"<ComplexType Name="bag" OpenType="true">"#,
        r#"<ComplexType Name="crate" />
      <ComplexType Name="bag" OpenType="true">"#,
    ),
    (
        r#"      <EntityType Name="part" BaseType="s.entity">
        <Property Name="quantity" Type="Edm.Int32" Nullable="false" />
      </EntityType>"#,
        r#"      <EntityType Name="part">
        <Key><PropertyRef Name="id" /></Key>
        <Property Name="id" Type="Edm.String" Nullable="false" />
        <Property Name="quantity" Type="Edm.Int32" Nullable="false" />
      </EntityType>"#,
    ),
    (
        r#"<ComplexType Name="circle" BaseType="s.shape">"#,
        r#"<ComplexType Name="round" BaseType="s.shape" />
      <ComplexType Name="circle" BaseType="s.round">"#,
    ),
    (
        r#"<EntityType Name="supplier" BaseType="s.entity">"#,
        r#"<EntityType Name="supplier" BaseType="s.entity" Abstract="true">"#,
    ),
    (r#"<ComplexType Name="shape" Abstract="true">"#, r#"<ComplexType Name="shape">"#),
    (r#"<ComplexType Name="bag" OpenType="true">"#, r#"<ComplexType Name="bag">"#),
    (r#"<ComplexType Name="address">"#, r#"<ComplexType Name="address" OpenType="true">"#),
    (
        r#"      <EnumType Name="state">
        <Member Name="open" Value="0" />
        <Member Name="closed" Value="1" />
      </EnumType>"#,
        r#"      <ComplexType Name="state">
        <Property Name="code" Type="Edm.String" />
      </ComplexType>"#,
    ),
    (r#"UnderlyingType="Edm.Decimal" Precision="9" Scale="2""#, r#"UnderlyingType="Edm.Double""#),
    (r#"UnderlyingType="Edm.Decimal" Precision="9""#, r#"UnderlyingType="Edm.Decimal" Precision="7""#),
    (
        r#"        <Property Name="id" Type="Edm.String" Nullable="false" />
      </EntityType>
      <EntityType Name="product""#,
        r#"        <Property Name="id" Type="Edm.Int64" Nullable="false" />
      </EntityType>
      <EntityType Name="product""#,
    ),
    (r#"PropertyPath="code""#, r#"PropertyPath="title""#),
    (r#"<PropertyValue Property="Alias" String="code" />"#, r#"<PropertyValue Property="Alias" String="sku" />"#),
    (r#" HasStream="true""#, ""),
    (
        r#"<EntityType Name="settings" BaseType="s.entity">"#,
        r#"<EntityType Name="settings" BaseType="s.entity" HasStream="true">"#,
    ),
    (
        r#"        <Property Name="title" Type="Edm.String" />
"#,
        "",
    ),
    (r#"<Property Name="title" Type="Edm.String" />"#, r#"<Property Name="titles" Type="Edm.String" />"#),
    (
        r#"<Property Name="title" Type="Edm.String" />"#,
        r#"<Property Name="title" Type="Edm.String" />
        <Property Name="subtitle" Type="Edm.String" />"#,
    ),
    (
        r#"<Property Name="title" Type="Edm.String" />"#,
        r#"<Property Name="title" Type="Edm.String" />
        <Property Name="subtitle" Type="Edm.String" Nullable="false" />"#,
    ),
    (
        r#"<Property Name="text" Type="Edm.String" MaxLength="10" />"#,
        r#"<Property Name="text" Type="Edm.String" MaxLength="10" />
        <Property Name="total" Type="Edm.Int32" Nullable="false" />"#,
    ),
    (r#"<Property Name="address" Type="s.address" />"#, r#"<Property Name="address" Type="s.receipt" />"#),
    (r#"<Property Name="title" Type="Edm.String" />"#, r#"<Property Name="title" Type="Edm.Int32" />"#),
    (r#"<Property Name="weight" Type="s.weight" />"#, r#"<Property Name="weight" Type="Edm.Decimal" />"#),
    (r#"Type="Collection(Edm.String)" />"#, r#"Type="Edm.String" />"#),
    (r#"<Property Name="title" Type="Edm.String" />"#, r#"<Property Name="title" Type="Collection(Edm.String)" />"#),
    (
        r#"<Property Name="number" Type="Edm.Int32" Nullable="false" />"#,
        r#"<Property Name="number" Type="Edm.Int32" />"#,
    ),
    (
        r#"<Property Name="title" Type="Edm.String" />"#,
        r#"<Property Name="title" Type="Edm.String" Nullable="false" />"#,
    ),
    (
        r#"<Property Name="text" Type="Edm.String" MaxLength="10" />"#,
        r#"<Property Name="text" Type="Edm.String" MaxLength="10" Nullable="false" />"#,
    ),
    (r#"Type="Collection(Edm.String)" />"#, r#"Type="Collection(Edm.String)" Nullable="false" />"#),
    (r#"DefaultValue="DE""#, r#"DefaultValue="FR""#),
    (r#"MaxLength="80""#, r#"MaxLength="40""#),
    (r#"MaxLength="80""#, r#"MaxLength="120""#),
    (
        r#"<Property Name="text" Type="Edm.String" MaxLength="10" />"#,
        r#"<Property Name="text" Type="Edm.String" MaxLength="5" />"#,
    ),
    (r#"<Property Name="text" Type="Edm.String" MaxLength="10" />"#, r#"<Property Name="text" Type="Edm.String" />"#),
    (
        r#"<Property Name="price" Type="Edm.Decimal" Precision="9" Scale="2" />"#,
        r#"<Property Name="price" Type="Edm.Decimal" Precision="9" Scale="1" />"#,
    ),
    (
        r#"<Property Name="price" Type="Edm.Decimal" Precision="9" Scale="2" />"#,
        r#"<Property Name="price" Type="Edm.Decimal" Precision="9" Scale="variable" />"#,
    ),
    (r#"Precision="3""#, r#"Precision="6""#),
    (r#" Unicode="false""#, ""),
    (r#"SRID="4326""#, r#"SRID="4327""#),
    (
        r#"<Property Name="title" Type="Edm.String" />"#,
        r#"<Property Name="title" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.Computed" Bool="true" /></Property>"#,
    ),
    (
        r#"<Property Name="title" Type="Edm.String" />"#,
        r#"<Property Name="title" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.Immutable" Bool="true" /></Property>"#,
    ),
    (
        r#"<Property Name="text" Type="Edm.String" MaxLength="10" />"#,
        r#"<Property Name="text" Type="Edm.String" MaxLength="10"><Annotation Term="Org.OData.Core.V1.Computed" Bool="true" /></Property>"#,
    ),
    (
        r#"<Property Name="title" Type="Edm.String" />"#,
        r#"<Property Name="title" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.Permissions" EnumMember="Org.OData.Core.V1.Permission/Write" /></Property>"#,
    ),
    (
        r#"        <NavigationProperty Name="products" Type="Collection(s.product)" />
"#,
        "",
    ),
    (
        r#"<NavigationProperty Name="products" Type="Collection(s.product)" />"#,
        r#"<NavigationProperty Name="products" Type="Collection(s.product)" />
        <NavigationProperty Name="favourites" Type="Collection(s.product)" />"#,
    ),
    (
        r#"<NavigationProperty Name="products" Type="Collection(s.product)" />"#,
        r#"<NavigationProperty Name="products" Type="Collection(s.part)" />"#,
    ),
    (
        r#"<NavigationProperty Name="products" Type="Collection(s.product)" />"#,
        r#"<NavigationProperty Name="products" Type="s.product" />"#,
    ),
    (
        r#"<NavigationProperty Name="products" Type="Collection(s.product)" />"#,
        r#"<Property Name="products" Type="Edm.String" />"#,
    ),
    (
        r#"<NavigationProperty Name="supplier" Type="s.supplier" />"#,
        r#"<NavigationProperty Name="supplier" Type="s.supplier" Nullable="false" />"#,
    ),
    (r#"Type="s.supplier" Nullable="false" Partner"#, r#"Type="s.supplier" Partner"#),
    (r#" ContainsTarget="true""#, ""),
    (r#" Partner="products""#, ""),
    (r#"ReferencedProperty="name""#, r#"ReferencedProperty="id""#),
    (r#"<OnDelete Action="Cascade" />"#, r#"<OnDelete Action="SetNull" />"#),
    (
        r#"        <Member Name="blue" Value="2" />
"#,
        "",
    ),
    (
        r#"        <Member Name="closed" Value="1" />
"#,
        "",
    ),
    (r#"<Member Name="blue" Value="2" />"#, r#"<Member Name="azure" Value="2" />"#),
    (
        r#"<Member Name="blue" Value="2" />"#,
        r#"<Member Name="blue" Value="2" />
        <Member Name="black" Value="3" />"#,
    ),
    (r#"<Member Name="blue" Value="2" />"#, r#"<Member Name="blue" Value="4" />"#),
    (r#" IsFlags="true""#, ""),
    (r#"<EnumType Name="color">"#, r#"<EnumType Name="color" IsFlags="true">"#),
    (r#"<EnumType Name="color">"#, r#"<EnumType Name="color" UnderlyingType="Edm.Byte">"#),
    (
        r#"      <Action Name="discard" IsBound="true">
        <Parameter Name="bindingParameter" Type="s.product" />
      </Action>
"#,
        "",
    ),
    (r#"<Action Name="discard" IsBound="true">"#, r#"<Action Name="discardAll" IsBound="true">"#),
    (
        r#"<Action Name="discard" IsBound="true">
        <Parameter Name="bindingParameter" Type="s.product" />
      </Action>"#,
        r#"<Action Name="discard" IsBound="true">
        <Parameter Name="bindingParameter" Type="s.product" />
      </Action>
      <Action Name="keep" IsBound="true">
        <Parameter Name="bindingParameter" Type="s.product" />
      </Action>"#,
    ),
    (
        r#"<Action Name="discard" IsBound="true">
        <Parameter Name="bindingParameter" Type="s.product" />"#,
        r#"<Action Name="discard" IsBound="true">
        <Parameter Name="bindingParameter" Type="s.entity" />"#,
    ),
    (
        r#"<Action Name="discard" IsBound="true">
        <Parameter Name="bindingParameter" Type="s.product" />"#,
        r#"<Action Name="discard" IsBound="true">
        <Parameter Name="bindingParameter" Type="s.supplier" />"#,
    ),
    (
        r#"<Action Name="discard" IsBound="true">
        <Parameter Name="bindingParameter" Type="s.product" />
      </Action>"#,
        r#"<Function Name="discard" IsBound="true">
        <Parameter Name="bindingParameter" Type="s.product" />
        <ReturnType Type="Edm.Boolean" />
      </Function>"#,
    ),
    (
        r#"        <Parameter Name="day" Type="Edm.Date" Nullable="false" />
"#,
        r#"        <Parameter Name="date" Type="Edm.Date" Nullable="false" />
"#,
    ),
    (
        r#"      <Function Name="rate" IsBound="true">
        <Parameter Name="bindingParameter" Type="s.product" />
        <Parameter Name="currency" Type="Edm.String" Nullable="false" />
        <Parameter Name="day" Type="Edm.Date" Nullable="false" />
        <ReturnType Type="Edm.Double" />
      </Function>
"#,
        "",
    ),
    (
        r#"      <Action Name="close">"#,
        r#"      <Function Name="rate" IsBound="true">
        <Parameter Name="bindingParameter" Type="s.product" />
        <ReturnType Type="Edm.Double" />
      </Function>
      <Action Name="close">"#,
    ),
    (
        r#"        <Parameter Name="remark" Type="Edm.String" MaxLength="100" />
"#,
        "",
    ),
    (
        r#"<Parameter Name="remark" Type="Edm.String" MaxLength="100" />"#,
        r#"<Parameter Name="comment" Type="Edm.String" MaxLength="100" />"#,
    ),
    (
        r#"<Parameter Name="remark" Type="Edm.String" MaxLength="100" />"#,
        r#"<Parameter Name="remark" Type="Edm.String" MaxLength="50" />"#,
    ),
    (
        r#"<Parameter Name="remark" Type="Edm.String" MaxLength="100" />"#,
        r#"<Parameter Name="remark" Type="Edm.String" MaxLength="100" />
        <Parameter Name="urgent" Type="Edm.Boolean" />"#,
    ),
    (
        r#"<Parameter Name="remark" Type="Edm.String" MaxLength="100" />"#,
        r#"<Parameter Name="remark" Type="Edm.String" MaxLength="100" />
        <Parameter Name="urgent" Type="Edm.Boolean" Nullable="false" />"#,
    ),
    (
        r#"<Parameter Name="by" Type="Edm.String" Nullable="false" />"#,
        r#"<Parameter Name="by" Type="Edm.String" Nullable="false" />
        <Parameter Name="limit" Type="Edm.Int32"><Annotation Term="Org.OData.Core.V1.OptionalParameter" /></Parameter>"#,
    ),
    (
        r#"<Parameter Name="count" Type="Edm.Int32" Nullable="false" />"#,
        r#"<Parameter Name="count" Type="Edm.String" Nullable="false" />"#,
    ),
    (
        r#"<Parameter Name="count" Type="Edm.Int32" Nullable="false" />"#,
        r#"<Parameter Name="count" Type="Edm.Int32" />"#,
    ),
    (r#"<Parameter Name="to" Type="s.address" />"#, r#"<Parameter Name="to" Type="s.address" Nullable="false" />"#),
    (
        r#"<Parameter Name="by" Type="Edm.String" Nullable="false" />"#,
        r#"<Parameter Name="by" Type="Edm.String" Nullable="false"><Annotation Term="Org.OData.Core.V1.OptionalParameter" /></Parameter>"#,
    ),
    (
        r#"        <Parameter Name="to" Type="Edm.String" Nullable="false" />
        <Parameter Name="by" Type="Edm.String" Nullable="false" />
"#,
        r#"        <Parameter Name="by" Type="Edm.String" Nullable="false" />
        <Parameter Name="to" Type="Edm.String" Nullable="false" />
"#,
    ),
    (
        r#"        <Parameter Name="count" Type="Edm.Int32" Nullable="false" />
        <Parameter Name="to" Type="s.address" />
"#,
        r#"        <Parameter Name="to" Type="s.address" />
        <Parameter Name="count" Type="Edm.Int32" Nullable="false" />
"#,
    ),
    (r#"<ReturnType Type="s.receipt" Nullable="false" />"#, r#"<ReturnType Type="s.address" Nullable="false" />"#),
    (
        r#"<ReturnType Type="s.receipt" Nullable="false" />"#,
        r#"<ReturnType Type="Collection(s.receipt)" Nullable="false" />"#,
    ),
    (r#"<ReturnType Type="s.receipt" Nullable="false" />"#, r#"<ReturnType Type="s.receipt" />"#),
    (
        r#"        <ReturnType Type="s.receipt" Nullable="false" />
"#,
        "",
    ),
    (
        r#"<Action Name="discard" IsBound="true">
        <Parameter Name="bindingParameter" Type="s.product" />
"#,
        r#"<Action Name="discard" IsBound="true">
        <Parameter Name="bindingParameter" Type="s.product" />
        <ReturnType Type="Edm.Boolean" />
"#,
    ),
    (r#" IsComposable="true""#, ""),
    (r#" EntitySetPath="bindingParameter""#, ""),
    ("<String>China</String>", ""),
    ("<String>China</String>", "<String>China</String><String>UsGovernment</String>"),
    (
        r#"              <Record><PropertyValue Property="Scope" String="Order.All" /></Record>
"#,
        "",
    ),
    (
        r#"<Record><PropertyValue Property="Scope" String="Order.All" /></Record>"#,
        r#"<Record><PropertyValue Property="Scope" String="Order.All" /></Record><Record><PropertyValue Property="Scope" String="Shop.All" /></Record>"#,
    ),
    (
        r#"        <EntitySet Name="suppliers" EntityType="s.supplier" />
"#,
        "",
    ),
    (
        r#"<EntitySet Name="suppliers" EntityType="s.supplier" />"#,
        r#"<EntitySet Name="suppliers" EntityType="s.supplier" />
        <EntitySet Name="parts" EntityType="s.part" />"#,
    ),
    (
        r#"<EntitySet Name="suppliers" EntityType="s.supplier" />"#,
        r#"<EntitySet Name="suppliers" EntityType="s.supplier" IncludeInServiceDocument="false" />"#,
    ),
    (r#"<Singleton Name="settings" Type="s.settings" />"#, r#"<Singleton Name="config" Type="s.settings" />"#),
    (
        r#"<Singleton Name="settings" Type="s.settings" />"#,
        r#"<Singleton Name="settings" Type="s.settings" />
        <Singleton Name="spare" Type="s.part" />"#,
    ),
    (r#"<Singleton Name="settings" Type="s.settings" />"#, r#"<Singleton Name="settings" Type="s.part" />"#),
    (
        r#"<Singleton Name="settings" Type="s.settings" />"#,
        r#"<Singleton Name="settings" Type="s.settings" Nullable="true" />"#,
    ),
    (r#"<Singleton Name="settings" Type="s.settings" />"#, r#"<EntitySet Name="settings" EntityType="s.settings" />"#),
    (
        r#"        <ActionImport Name="close" Action="s.close" />
"#,
        "",
    ),
    (
        r#"<ActionImport Name="close" Action="s.close" />"#,
        r#"<ActionImport Name="close" Action="s.close" />
        <ActionImport Name="pause" Action="s.pause" />"#,
    ),
    (r#"<ActionImport Name="close" Action="s.close" />"#, r#"<ActionImport Name="close" Action="s.pause" />"#),
    (
        r#"<ActionImport Name="close" Action="s.close" />"#,
        r#"<ActionImport Name="close" Action="s.close" EntitySet="products" />"#,
    ),
    (
        r#"          <NavigationPropertyBinding Path="supplier" Target="suppliers" />
"#,
        "",
    ),
    (
        r#"<NavigationPropertyBinding Path="supplier" Target="suppliers" />"#,
        r#"<NavigationPropertyBinding Path="supplier" Target="suppliers" />
          <NavigationPropertyBinding Path="maker" Target="suppliers" />"#,
    ),
    (
        r#"<EntitySet Name="suppliers" EntityType="s.supplier" />"#,
        r#"<EntitySet Name="suppliers" EntityType="s.supplier">
          <NavigationPropertyBinding Path="products" Target="products" />
        </EntitySet>"#,
    ),
    (
        r#"<PropertyValue Property="Insertable" Bool="true" />"#,
        r#"<PropertyValue Property="Insertable" Bool="false" />"#,
    ),
    (r#"<PropertyValue Property="Deletable" Bool="true" />"#, r#"<PropertyValue Property="Deletable" Bool="false" />"#),
    (
        r#"<EntitySet Name="suppliers" EntityType="s.supplier" />"#,
        r#"<EntitySet Name="suppliers" EntityType="s.supplier"><Annotation Term="Org.OData.Capabilities.V1.FilterRestrictions"><Record><PropertyValue Property="RequiresFilter" Bool="true" /></Record></Annotation></EntitySet>"#,
    ),
    (
        r#"<EntitySet Name="suppliers" EntityType="s.supplier" />"#,
        r#"<EntitySet Name="suppliers" EntityType="s.supplier"><Annotation Term="Org.OData.Capabilities.V1.FilterRestrictions"><Record><PropertyValue Property="Filterable" Bool="true" /><PropertyValue Property="RequiresFilter" Bool="false" /><PropertyValue Property="MaxLevels" Int="-1" /></Record></Annotation></EntitySet>"#,
    ),
    (
        r#"<EntitySet Name="suppliers" EntityType="s.supplier" />"#,
        r#"<EntitySet Name="suppliers" EntityType="s.supplier"><Annotation Term="Org.OData.Capabilities.V1.FilterRestrictions"><Record><PropertyValue Property="RequiredProperties"><Collection><PropertyPath>id</PropertyPath></Collection></PropertyValue></Record></Annotation></EntitySet>"#,
    ),
    (
        r#"<EntitySet Name="suppliers" EntityType="s.supplier" />"#,
        r#"<EntitySet Name="suppliers" EntityType="s.supplier"><Annotation Term="Org.OData.Capabilities.V1.ExpandRestrictions"><Record><PropertyValue Property="MaxLevels" Int="1" /></Record></Annotation></EntitySet>"#,
    ),
    (
        r#"<EntitySet Name="suppliers" EntityType="s.supplier" />"#,
        r#"<EntitySet Name="suppliers" EntityType="s.supplier"><Annotation Term="Org.OData.Capabilities.V1.UpdateRestrictions"><Record><PropertyValue Property="Upsertable" Bool="true" /></Record></Annotation></EntitySet>"#,
    ),
    (
        r#"<EntitySet Name="suppliers" EntityType="s.supplier" />"#,
        r#"<EntitySet Name="suppliers" EntityType="s.supplier"><Annotation Term="Org.OData.Capabilities.V1.CustomQueryOptions"><Collection><Record><PropertyValue Property="Name" String="v" /><PropertyValue Property="Required" Bool="true" /></Record></Collection></Annotation></EntitySet>"#,
    ),
    (
        r#"<PropertyValue Property="Insertable" Bool="true" />"#,
        r#"<PropertyValue Property="NonInsertableProperties"><Collection><PropertyPath>title</PropertyPath></Collection></PropertyValue>"#,
    ),
    (
        r#"<Property Name="theme" Type="Edm.String" />"#,
        r#"<Property Name="theme" Type="Edm.String">DEPRECATED</Property>"#,
    ),
    (
        r#"      <Term Name="Note" Type="Edm.String" AppliesTo="Property" />
"#,
        "",
    ),
    (
        r#"<Term Name="Note" Type="Edm.String" AppliesTo="Property" />"#,
        r#"<Term Name="Note" Type="Edm.Int32" AppliesTo="Property" />"#,
    ),
    (
        r#"<Term Name="Note" Type="Edm.String" AppliesTo="Property" />"#,
        r#"<Term Name="Note" Type="Edm.String" AppliesTo="Property" />
      <Term Name="Hint" Type="Edm.String" />"#,
    ),
    (
        r#"<Property Name="theme" Type="Edm.String" />"#,
        r#"<Property Name="theme" Type="Edm.String"><Annotation Term="shop.Note" String="dark or light" /></Property>"#,
    ),
    (
        r#"<Property Name="title" Type="Edm.String" />"#,
        r#"<Property Name="title" Type="Edm.String" />
        <Property Name="Title" Type="Edm.String" />"#,
    ),
    (
        r#"<EntityType Name="unused" BaseType="s.entity">"#,
        r#"<EntityType Name="product_" BaseType="s.entity" />
      <EntityType Name="unused" BaseType="s.entity">"#,
    ),
    (
        r#"<Function Name="similar" IsBound="true" IsComposable="true" EntitySetPath="bindingParameter">"#,
        r#"<Function Name="similar" IsBound="true">
        <Parameter Name="bindingParameter" Type="Collection(s.product)" />
        <Parameter Name="to" Type="Edm.String" Nullable="false" />
        <ReturnType Type="Collection(s.product)" Nullable="false" />
      </Function>
      <Function Name="similar" IsBound="true" IsComposable="true" EntitySetPath="bindingParameter">"#,
    ),
    (r#"Target="suppliers" />"#, r#"Target="settings" />"#),
    (
        r#"        <Key>
          <PropertyRef Name="id" />
        </Key>
        <Property Name="id" Type="Edm.String" Nullable="false" />"#,
        r#"        <Key>
          <PropertyRef Name="id" />
          <PropertyRef Name="kind" />
        </Key>
        <Property Name="id" Type="Edm.String" Nullable="false" />
        <Property Name="kind" Type="Edm.String" Nullable="false" />"#,
    ),
    (
        r#"<Property Name="color" Type="s.color" />"#,
        r#"<Property Name="color" Type="s.color"><Annotation Term="Org.OData.Core.V1.Description" String="only words" /></Property>"#,
    ),
    (r#"Alias="s" xmlns"#, r#"Alias="s" xmlns:x="urn:x" xmlns"#),
    (r#"<edmx:Edmx Version="4.01""#, r#"<edmx:Edmx Version="4.0""#),
    (
        r#"<EntityContainer Name="shop">"#,
        r#"<EntityContainer Name="shop">
        <Annotation Term="Org.OData.Capabilities.V1.KeyAsSegmentSupported" />
        <Annotation Term="Org.OData.Capabilities.V1.AsynchronousRequestsSupported" Bool="false" />"#,
    ),
    (
        r#"<ReturnType Type="Collection(s.product)" Nullable="false" />"#,
        r#"<ReturnType Type="Collection(s.product)" />"#,
    ),
    (
        r#"<Property Name="tags" Type="Collection(Edm.String)" />"#,
        r#"<Property Name="tags" Type="Collection(Edm.String)" Nullable="false" />"#,
    ),
];
