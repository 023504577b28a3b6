//! What extensions see and add, and what hand-written code replaces.

use std::{cell::RefCell, collections::BTreeMap, fs, path::Path, rc::Rc};

use graph_codegen::{
    Builder, Difference,
    extension::{ElementKind, Extension, ExtensionFile, Item, View, proc_macro2::TokenStream, quote, quote::quote},
};

const SERVICE: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="s" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="order"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
<Property Name="hue" Type="s.colour"><Annotation Term="Org.OData.Core.V1.Computed"/></Property>
<Property Name="places" Type="Collection(s.deep.place)" Nullable="false"/>
<NavigationProperty Name="parent" Type="s.order"><Annotation Term="x.Parent" String="p"/></NavigationProperty></EntityType>
<EntityType Name="bulkOrder" BaseType="s.order"/>
<EnumType Name="colour"><Member Name="red"><Annotation Term="x.Red" Bool="true"/></Member></EnumType>
<TypeDefinition Name="length" UnderlyingType="Edm.Double"/>
<Action Name="cancel" IsBound="true"><Parameter Name="it" Type="s.order"/><Parameter Name="why" Type="s.length"/></Action>
<Function Name="near" IsBound="true" IsComposable="true"><Parameter Name="it" Type="s.order"/><Parameter Name="to" Type="s.deep.place"/>
<ReturnType Type="Collection(s.order)"/></Function>
<EntityContainer Name="shop"><EntitySet Name="orders" EntityType="s.order"><Annotation Term="x.Set" String="o"/></EntitySet>
</EntityContainer></Schema>
<Schema Namespace="s.deep" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<ComplexType Name="place"><Property Name="id" Type="Edm.Guid"/><Property Name="hue" Type="s.colour"/></ComplexType></Schema>
</edmx:DataServices></edmx:Edmx>"#;

fn shop() -> Builder {
    Builder::new().metadata_text("shop", SERVICE).select("/**").select("**")
}

fn generate(builder: &Builder) -> String {
    builder.generate().unwrap_or_else(|error| panic!("{error}")).text().to_owned()
}

/// The lines that precede the first line that begins with a text, from the last empty line or brace on.
fn before<'a>(text: &'a str, line: &str) -> Vec<&'a str> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let at = lines.iter().position(|found| found.starts_with(line)).unwrap_or_else(|| panic!("no `{line}` in {text}"));
    let ends = |line: &&str| line.is_empty() || line.ends_with(['{', '}', ',', ';']);
    let start = lines[..at].iter().rposition(ends).map_or(0, |start| start + 1);
    lines[start..at].to_vec()
}

#[test]
fn patterns_are_for_kinds() {
    let kinds = [
        (ElementKind::Struct, "pub struct Order {"),
        (ElementKind::Field, "pub hue: Option"),
        (ElementKind::Enum, "pub enum Colour {"),
        (ElementKind::Member, "Red,"),
        (ElementKind::Union, "pub enum AnyOrder {"),
        (ElementKind::RequestBuilder, "pub struct OrderRequestBuilder("),
        (ElementKind::Service, "pub struct Shop("),
        (ElementKind::Method, "pub fn orders(&self)"),
    ];
    for (kind, line) in kinds {
        let text = generate(&shop().attribute(kind, "#[doc(alias = \"found\")]"));
        for (of, line_of) in kinds {
            let is_found = before(&text, line_of).contains(&"#[doc(alias = \"found\")]");
            assert_eq!(is_found, kind == of, "{kind:?} at {line_of}\n{text}");
        }
        let none = shop().attribute(kind.named("no such name"), "#[doc(alias = \"found\")]").generate();
        assert!(none.unwrap_err().to_string().contains("does not match anything"), "{line}");
    }
    let text = generate(&shop().derive_structs("*", "Clone").derive_enums("*", "Debug"));
    assert_eq!(before(&text, "pub struct Order {").last(), Some(&"#[derive(Clone)]"));
    assert_eq!(before(&text, "pub enum Colour {").last(), Some(&"#[derive(Debug)]"));
    assert!(before(&text, "pub struct OrderCancel {").iter().all(|line| !line.contains("derive")));
    let text = generate(&shop().derive_structs("**", "Clone"));
    assert_eq!(before(&text, "pub struct OrderCancel {").last(), Some(&"#[derive(Clone)]"));
}

#[test]
fn every_method_and_the_union_can_be_renamed_and_have_attributes() {
    for (pattern, line) in [
        ("s.order/RequestBuilder/get", "pub fn renamed(&self) -> rt::Get"),
        ("s.order/CollectionRequestBuilder/get", "pub fn renamed(&self) -> rt::List"),
        ("s.order/CollectionRequestBuilder/create", "pub fn renamed<"),
        ("s.order/CollectionRequestBuilder/by_id", "pub fn renamed(&self, id: "),
        ("s.order/RequestBuilder/as_bulk_order", "pub fn renamed(&self) -> BulkOrderRequestBuilder"),
        ("s.order/near()", "pub fn renamed(&self, to: "),
        ("s.order/Union", "pub enum renamed {"),
        ("s.shop", "pub struct renamed("),
    ] {
        let text = generate(&shop().rename(pattern, "renamed").attribute(pattern, "#[doc(alias = \"found\")]"));
        assert!(before(&text, line).contains(&"#[doc(alias = \"found\")]"), "{pattern}: {text}");
    }
}

/// Adds the kind and source name of each item to its documentation, and notes what it was called with.
#[derive(Clone, Default)]
struct Recorder(Rc<RefCell<Vec<String>>>);

impl Extension for Recorder {
    fn docs(&self, view: View<'_>, item: Item<'_>, docs: &mut Vec<String>) {
        let terms: Vec<_> = view.annotations(item).iter().map(|annotation| annotation.term.to_string()).collect();
        *docs = vec![format!("{:?} {} {}", item.kind(), item.source_name(), terms.join(" ")).trim_end().to_owned()];
    }

    fn attributes(&self, view: View<'_>, item: Item<'_>) -> Vec<TokenStream> {
        let Item::Field(structure, field) = item else { return Vec::new() };
        // The plan is complete, so an attribute can depend on it.
        let found = view.type_of(&field.source).map(|found| found.to_string().replace(' ', ""));
        let line = format!(
            "{} {} {:?} key={} nullable={:?} collection={}",
            structure.name,
            field.name,
            found.unwrap_or_default(),
            field.is_key,
            field.nullable,
            field.edm_type.is_collection
        );
        self.0.borrow_mut().push(line);
        vec![quote! { #[doc(alias = "field")] }]
    }

    fn items(&self, _: View<'_>, item: Item<'_>) -> TokenStream {
        let name = format!("beside_{:?}_{}", item.kind(), item.source_name().replace(['.', '/', '(', ')'], "_"));
        let name = quote::format_ident!("{name}");
        quote! { const _: &str = stringify!(#name); }
    }
}

#[test]
fn hooks_are_called_for_all_items_with_the_plan() {
    let recorder = Recorder::default();
    let text = generate(&shop().extension(recorder.clone()));
    for (line, doc) in [
        ("pub struct Shop(", "/// Service s.shop"),
        ("pub fn orders(&self)", "/// Method s.shop/orders x.Set"),
        ("pub struct OrderRequestBuilder(", "/// RequestBuilder s.order/RequestBuilder"),
        ("pub fn parent(&self)", "/// Method s.bulkOrder/parent x.Parent"),
        ("pub fn get(&self)", "/// Method s.bulkOrder/CollectionRequestBuilder/get"),
        ("pub struct Order {", "/// Struct s.order"),
        ("pub hue: Option", "/// Field s.order/hue Org.OData.Core.V1.Computed"),
        ("pub why: Option", "/// Field s.order/cancel/why"),
        ("pub enum AnyOrder {", "/// Union s.order/Union"),
        ("Red,", "/// Member s.colour/red x.Red"),
    ] {
        let lines = before(&text, line);
        assert!(lines.contains(&doc), "{line}: {lines:?}");
    }
    let fields = recorder.0.borrow();
    for field in [
        r#"Order id "String" key=true nullable=Some(false) collection=false"#,
        r#"Order hue "rt::Member<Colour>" key=false nullable=None collection=false"#,
        r#"Order places "Vec<rt::Object<self::deep::Place>>" key=false nullable=Some(false) collection=true"#,
        r#"Place hue "rt::Member<super::Colour>" key=false nullable=None collection=false"#,
        r#"OrderCancel why "f64" key=false nullable=None collection=false"#,
    ] {
        assert!(fields.iter().any(|found| found == field), "{field}: {fields:#?}");
    }
    for item in [
        "Module_s",
        "Module_s_deep",
        "Service_s_shop",
        "Method_s_shop_orders",
        "RequestBuilder_s_order_RequestBuilder",
        "Method_s_order_cancel",
        "Method_s_order_near",
        "Method_s_order_near__",
        "Method_s_order_parent",
        "Method_s_order_CollectionRequestBuilder_by_id",
        "Struct_s_order_cancel__",
        "Enum_s_colour",
        "Union_s_order_Union",
    ] {
        let line = format!("const _: &str = stringify!(beside_{item});");
        assert_eq!(text.lines().filter(|found| found.trim() == line).count(), 1, "{item}: {text}");
    }
}

/// Calls a function with the view.
struct Look<F>(F);

impl<F: Fn(View<'_>) -> Vec<ExtensionFile>> Extension for Look<F> {
    fn files(&self, view: View<'_>) -> Vec<ExtensionFile> {
        (self.0)(view)
    }
}

#[test]
fn types_are_found_by_source_name_from_any_place() {
    let look = |view: View<'_>| {
        let text = |view: View<'_>, name: &str| Some(view.type_of(name)?.to_string().replace(' ', ""));
        let outside = view.from_outside("crate::api");
        let deep = &view.package.root.modules[0];
        let name = [deep.name.clone().expect("a name")];
        for (source, within, elsewhere) in [
            ("s.order", "super::Order", "crate::api::Order"),
            ("s.deep.place", "Place", "crate::api::deep::Place"),
            ("s.colour", "rt::Member<super::Colour>", "::graph_runtime::codegen::Member<crate::api::Colour>"),
            ("s.length", "f64", "f64"),
            ("Edm.Guid", "crate::Id", "crate::Id"),
            ("s.deep.place/id", "crate::Id", "crate::Id"),
            ("s.bulkOrder/id", "String", "String"),
            ("s.order/cancel/why", "f64", "f64"),
            ("s.order/cancel", "()", "()"),
            ("s.order/near/to", "rt::Object<Place>", "::graph_runtime::codegen::Object<crate::api::deep::Place>"),
            (
                "s.order/near",
                "rt::Page<rt::Object<super::Order>>",
                "::graph_runtime::codegen::Page<::graph_runtime::codegen::Object<crate::api::Order>>",
            ),
        ] {
            assert_eq!(text(view.in_module(&name), source).as_deref(), Some(within), "{source}");
            assert_eq!(text(outside, source).as_deref(), Some(elsewhere), "{source}");
        }
        for unknown in ["s.none", "s.order/none", "Edm.Date", "Edm.None"] {
            assert_eq!(text(view, unknown), None, "{unknown}");
        }
        Vec::new()
    };
    generate(&shop().map_type("Edm.Guid", "crate::Id").extension(Look(look)));
}

#[test]
fn replaced_methods_are_left_out() {
    struct NoCasts;

    impl Extension for NoCasts {
        fn replaces(&self, _: View<'_>, item: Item<'_>) -> bool {
            item.source_name().contains("/as_")
        }
    }

    let all = generate(&shop());
    let text = generate(&shop().replace("s.*/cancel").replace("s.shop/orders").extension(NoCasts));
    for method in ["pub fn cancel(", "pub fn orders(", "pub fn as_bulk_order("] {
        assert!(all.contains(method) && !text.contains(method), "{method}");
    }
    assert!(text.contains("pub struct OrderCancel {"), "hand-written code can use the parameters");
    let error = shop().replace("s.order/cancle").generate().unwrap_err().to_string();
    assert!(error.contains("no generated method has this name") && error.contains("did you mean `s.order/cancel`?"));
}

fn directory(name: &str) -> std::path::PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("extending-{name}"));
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    directory
}

/// Adds files with these paths.
fn with_files(builder: Builder, paths: &'static [&'static str]) -> Builder {
    builder.extension(Look(move |_: View<'_>| {
        let file = |path: &&str| match path.ends_with(".rs") {
            true => ExtensionFile::rust(*path, quote! { pub const A: u8 = 1; }),
            false => ExtensionFile::text(*path, "text\n"),
        };
        paths.iter().map(file).collect()
    }))
}

#[test]
fn files_of_extensions_are_written_compared_and_removed() {
    for (layout, prefix) in [("one", ""), ("directory", "api/")] {
        let shop = || if layout == "one" { shop().file_name("api.rs") } else { shop().directory("api") };
        let directory = directory(layout);
        let write = |paths: &'static [&'static str]| {
            let generated = with_files(shop(), paths).generate().unwrap_or_else(|error| panic!("{error}"));
            assert!(generated.text().contains("pub struct"), "the code, not an added file");
            generated.files().write(&directory).unwrap();
            generated
        };
        write(&["a.rs", "docs/b.md"]);
        let own = directory.join(format!("{prefix}own.md"));
        fs::write(&own, "Written by hand.\n").unwrap();
        let differences = |paths| -> BTreeMap<String, Difference> {
            let generated = with_files(shop(), paths).generate().unwrap();
            let compared = generated.files().compare(&directory).unwrap().into_iter();
            compared.filter(|(_, difference)| *difference != Difference::Same).collect()
        };
        assert!(differences(&["a.rs", "docs/b.md"]).is_empty());
        fs::write(directory.join(format!("{prefix}a.rs")), "changed").unwrap();
        let expected = [
            (format!("{prefix}a.rs"), Difference::Changed),
            (format!("{prefix}c.rs"), Difference::Missing),
            (format!("{prefix}docs/b.md"), Difference::Stale),
        ];
        let mut found = differences(&["a.rs", "c.rs"]);
        // The root lists the files of extensions.
        found.retain(|path, _| !path.ends_with("api.rs") && !path.ends_with("mod.rs"));
        assert_eq!(found, BTreeMap::from(expected), "{layout}");
        assert!(with_files(shop(), &["a.rs"]).generate().unwrap().files().write(&directory).is_err(), "not generated");
        fs::remove_file(directory.join(format!("{prefix}a.rs"))).unwrap();
        write(&["c.rs"]);
        assert!(!directory.join(format!("{prefix}docs")).exists());
        write(&[]);
        assert!(!directory.join(format!("{prefix}c.rs")).exists() && own.exists());
    }
}

#[test]
fn paths_of_files_must_not_leave_the_directory_or_collide() {
    for (path, problem) in [
        ("../a.rs", "leaves the directory"),
        ("/a.rs", "leaves the directory"),
        ("nul.rs", "not valid everywhere"),
        ("Order.rs", "`order.rs` is generated too"),
        ("order.rs/a.md", "`order.rs` is generated too"),
        ("deep", "does not say that it is generated"),
        ("deep.md", ""),
        ("a.json", "does not say that it is generated"),
    ] {
        let paths: &'static [&'static str] = Box::leak(Box::new([path]));
        match with_files(shop().directory(""), paths).generate() {
            Ok(_) => assert_eq!(problem, "", "{path}"),
            Err(error) => assert!(!problem.is_empty() && error.to_string().contains(problem), "{path}: {error}"),
        }
    }
    let error = with_files(shop(), &["a.rs", "A.rs"]).generate().unwrap_err().to_string();
    assert!(error.contains("`a.rs` is generated too"), "{error}");
    let error = with_files(shop(), &["graph.rs"]).generate().unwrap_err().to_string();
    assert!(error.contains("`graph.rs` is generated too"), "{error}");
}

const STORE: &str = r#"<Schema Namespace="S" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<ComplexType Name="City"><Property Name="Name" Type="Edm.String"/></ComplexType>
<ComplexType Name="Capital" BaseType="S.City"/>
<EnumType Name="Colour"><Member Name="Red"/></EnumType>
<EntityType Name="Shop"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.String" Nullable="false"/>
<Property Name="City" Type="S.City"/><Property Name="Colour" Type="S.Colour"/>
<NavigationProperty Name="Orders" Type="Collection(S.Order)" ContainsTarget="true"/>
<NavigationProperty Name="Last" Type="S.Order"/></EntityType>
<EntityType Name="Mall" BaseType="S.Shop"/>
<EntityType Name="Order"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/></EntityType>
<Action Name="Move" IsBound="true"><Parameter Name="it" Type="S.Shop"/><Parameter Name="to" Type="S.City"/></Action>
<EntityContainer Name="C"><EntitySet Name="Shops" EntityType="S.Shop"/><Singleton Name="Main" Type="S.Shop"/>
</EntityContainer></Schema>"#;

/// The types of all kinds of elements, in a module and from outside.
#[test]
fn each_element_has_a_type_and_those_of_other_crates_keep_their_path() {
    let check = |builder: graph_codegen::Builder, expected: &'static [(&'static str, &'static str)]| {
        let look = move |view: View<'_>| {
            let text = |view: View<'_>, name: &str| view.type_of(name).map(|found| found.to_string().replace(' ', ""));
            for (name, within) in expected {
                let within = (!within.is_empty()).then(|| (*within).to_owned());
                assert_eq!(text(view, name), within, "{name}");
                let outside = within.map(|text| {
                    let text = text.replace("G::", "crate::g::");
                    text.replace("rt::", "::graph_runtime::codegen::")
                });
                let outside = outside.map(|text| {
                    let own = ["Shop", "Order", "Colour", "C", "Any", "Mall", "Capital", "City"];
                    let is_own = |word: &str| own.iter().any(|own| word.starts_with(own));
                    let mut result = String::new();
                    for word in text.split_inclusive(['<', '>', ':']) {
                        if is_own(word) && !result.ends_with(':') {
                            result.push_str("crate::g::");
                        }
                        result.push_str(word);
                    }
                    result
                });
                assert_eq!(text(view.from_outside("crate::g"), name), outside, "{name}");
            }
            Vec::new()
        };
        builder.extension(Look(look)).generate().unwrap_or_else(|error| panic!("{error}"));
    };
    let store = || graph_codegen::Builder::new().metadata_text("store", STORE).select("/**").select("**");
    check(
        store(),
        &[
            ("S.Shop/Orders", "Vec<rt::Object<Order>>"),
            ("S.Shop/Last", "rt::Object<Order>"),
            ("S.Mall/Last", "rt::Object<Order>"),
            ("S.C", "C"),
            ("S.C/Shops", "Vec<rt::Object<Shop>>"),
            ("S.C/Main", "rt::Object<Shop>"),
            ("S.Shop/RequestBuilder", "ShopRequestBuilder"),
            ("S.Shop/CollectionRequestBuilder", "ShopCollectionRequestBuilder"),
            ("S.Shop/CollectionRequestBuilder/by_id", "ShopRequestBuilder"),
            ("S.Shop/RequestBuilder/as_mall", "MallRequestBuilder"),
            ("S.Shop/RequestBuilder/get", "rt::Object<Shop>"),
            ("S.City/Union", "AnyCity"),
            ("S.Shop/Move()", "ShopMove"),
            ("S.Shop/Move/to", "rt::Object<City>"),
            ("S.Colour/Red", "Colour"),
            ("S.Shop/Lost", ""),
            ("S.C/Lost", ""),
            ("S.Lost/RequestBuilder", ""),
        ],
    );
    check(
        store().extern_namespace("S", "::x").extern_type("S.City", "::x::Town").extern_builders("S.Order", "::y"),
        &[
            ("S.City", "::x::Town"),
            ("S.Shop", "::x::Shop"),
            ("S.Shop/Last", "rt::Object<::x::Order>"),
            ("S.Shop/Move/to", "rt::Object<::x::Town>"),
            ("S.Order/CollectionRequestBuilder", "::y::OrderCollectionRequestBuilder"),
            ("S.Shop/RequestBuilder", "ShopRequestBuilder"),
        ],
    );
    let few = graph_codegen::Builder::new().metadata_text("store", STORE).select("S.Shop").types_only();
    check(few, &[("S.Shop/Orders", ""), ("S.C", ""), ("S.Shop/RequestBuilder", ""), ("S.Mall/Last", "")]);
}
