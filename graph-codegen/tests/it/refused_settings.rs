//! Settings and extensions whose code rustc would refuse, or that would do something else than they say.

use graph_codegen::{
    Builder,
    edm::SignIn,
    extension::{ElementKind, Extension, ExtensionFile, Item, View, proc_macro2::TokenStream, quote::quote},
};

const SERVICE: &str = r#"<Schema Namespace="S" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<ComplexType Name="Address"><Property Name="City" Type="Edm.String"/></ComplexType>
<EnumType Name="Colour"><Member Name="Red"/></EnumType>
<EntityType Name="Person"><Key><PropertyRef Name="Name"/></Key><Property Name="Name" Type="Edm.String" Nullable="false"/>
<Property Name="Home" Type="S.Address"/><Property Name="Tags" Type="Collection(Edm.String)"/>
<Property Name="Photo" Type="Edm.Stream"/><Property Name="Colour" Type="S.Colour"/></EntityType>
<EntityContainer Name="C"><EntitySet Name="People" EntityType="S.Person"/></EntityContainer></Schema>"#;

fn people() -> Builder {
    Builder::new().metadata_text("people", SERVICE).select("/**")
}

#[track_caller]
fn refused(builder: Builder, expected: &str) {
    let error = builder.generate().expect_err(expected).to_string();
    assert!(error.contains(expected), "{error}");
}

fn text(builder: Builder) -> String {
    builder.generate().unwrap_or_else(|error| panic!("{error}")).text().to_owned()
}

#[test]
fn derives_that_rustc_refuses_are_errors() {
    let list = "separate traits by commas, as in `Clone, Debug`";
    refused(people().derive_structs("*", "Clone Debug"), list);
    refused(people().derive_structs("*", "Clone; Debug"), list);
    let kind = "it is not a struct or enum";
    for pattern in [ElementKind::Field, ElementKind::Method, ElementKind::Member] {
        refused(people().derive(pattern, "Clone"), kind);
    }
    refused(people().derive_structs("*", "Clone, Default"), "cannot derive `Default`: generated code implements it");
    refused(people().derive_enums("*", "::core::clone::Clone"), "cannot derive `Clone`: generated code implements it");
    refused(people().derive("S.C", "Debug"), "cannot derive `Debug`: generated code implements it");
    refused(
        people().derive("S.Person", "Debug").derive_structs("*", "Clone, Debug"),
        "`S.Person` cannot derive `Debug`",
    );
    refused(people().derive_structs("*", "Debug").extension(Debugged), "cannot derive `Debug`: it is derived twice");
    assert!(text(people().extension(Debugged)).contains("#[derive(Debug)]\npub struct Person {"));
}

/// Derives `Debug` for structs.
struct Debugged;

impl Extension for Debugged {
    fn attributes(&self, _: View<'_>, item: Item<'_>) -> Vec<TokenStream> {
        match item {
            Item::Structure(_) => vec![quote! { #[derive(Debug)] }],
            _ => Vec::new(),
        }
    }
}

#[test]
fn methods_are_marked_inline_once() {
    let text = text(people().attribute(ElementKind::Method, "#[inline(always)]"));
    assert!(text.contains("#[inline(always)]\n    pub fn get(") && !text.contains("#[inline(always)]\n    #[inline]"));
}

#[test]
fn paths_that_rustc_cannot_resolve_are_errors() {
    for path in ["::crate::x", "::self::X", "::super::X", "crate::super::X", "::x::Self"] {
        refused(people().extern_type("S.Address", path), "is not a path of another crate");
    }
    for path in ["::self", "::super::x", "crate::self::x"] {
        refused(people().extern_namespace("S", path), "is not a path of another crate");
        refused(people().extern_builders("S.*", path), "is not a path of another crate");
    }
    for mapped in ["_", "impl Any", "&str", "Any + Send", "Vec<_>"] {
        refused(people().map_type("S.Address", mapped), "is not a valid Rust type");
    }
    refused(
        people().extern_type("Edm.Guid", "::uuid::Uuid"),
        "map it with `.map_type(\"Edm.Guid\", \"::uuid::Uuid\")`",
    );
}

#[test]
fn types_do_not_hide_primitive_types() {
    for name in ["str", "bool", "i32", "u8", "f64", "usize", "char"] {
        match people().rename("S.Person", name).generate() {
            Ok(generated) => assert!(!generated.text().contains(&format!("pub struct {name} {{")), "{name}"),
            Err(error) => assert!(error.to_string().contains(name), "{error}"),
        }
    }
    assert!(text(people().rename("S.Person", "string")).contains("pub struct string {"));
}

#[test]
fn keys_whose_values_cannot_be_keys_are_warnings() {
    let fixed = |key: &'static [&'static str]| {
        let builder = people().fixup("key", move |model| {
            model.set_key("S.Person", key);
        });
        builder.generate().unwrap_or_else(|error| panic!("{error}")).warnings().to_string()
    };
    let written = |key: &[&str]| {
        let references: String = key.iter().map(|name| format!("<PropertyRef Name=\"{name}\"/>")).collect();
        let service = SERVICE.replace("<PropertyRef Name=\"Name\"/>", &references);
        let generated = Builder::new().metadata_text("people", service).select("/**").generate();
        generated.unwrap_or_else(|error| panic!("{error}")).warnings().to_string()
    };
    for (key, expected) in [
        (&["Name", "Name"][..], "`Name` is twice in the key of `S.Person`"),
        (&["Tags"], "`Tags` in the key of `S.Person` is a collection"),
        (&["Home"], "`Home` in the key of `S.Person` is a structured value"),
        (&["Photo"], "`Photo` in the key of `S.Person` is a stream"),
    ] {
        for warnings in [fixed(key), written(key)] {
            assert!(warnings.contains(expected), "{expected}: {warnings}");
        }
    }
    for warnings in [fixed(&["Colour"]), written(&["Colour"]), written(&["Name"])] {
        assert!(!warnings.contains("in the key"), "{warnings}");
    }
}

#[test]
fn clients_that_could_not_sign_in_are_errors() {
    let insecure = || people().service_root("http://example.com/");
    refused(insecure(), "clients do not sign in with `token` at `http://example.com/`, which is not encrypted");
    refused(insecure().sign_in(SignIn::Basic), "which is not encrypted");
    text(insecure().sign_in(SignIn::Anonymous));
    text(people().service_root("http://localhost:8080/"));
    for root in ["https://256.256.256.256/", "https://1.2.3.4.5/", "https://xn--/"] {
        refused(people().service_root(root), "is not the URL of a service");
    }
}

#[test]
fn many_annotations_of_one_element_are_replaced_in_linear_time() {
    let annotations = |value: &str| -> String {
        let each = |number| format!("<Annotation Term=\"x.y.T{number}\" String=\"{value}\"/>");
        let all: String = (0..40_000).map(each).collect();
        let parts: String = (0..40_000)
            .map(|number| {
                format!(
                    "<Annotations Target=\"S.Colour\"><Annotation Term=\"x.y.T{number}\" String=\"{value}\"/></Annotations>"
                )
            })
            .collect();
        format!(
            "<Schema Namespace=\"N{value}\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\
             <Annotations Target=\"S.Person\">{all}</Annotations>{parts}</Schema>"
        )
    };
    let start = std::time::Instant::now();
    let builder = people().annotations_text("a", annotations("a")).annotations_text("b", annotations("b"));
    let generated = builder.generate().unwrap_or_else(|error| panic!("{error}"));
    assert!(generated.warnings().to_string().contains("replaces another one"));
    // A comparison with all others takes minutes.
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

/// Adds files and documentation.
#[derive(Default)]
struct Added {
    files: Vec<(&'static str, &'static str)>,
    docs: Option<&'static str>,
    root: Option<&'static str>,
}

impl Extension for Added {
    fn docs(&self, _: View<'_>, item: Item<'_>, docs: &mut Vec<String>) {
        if let Item::Structure(_) = item {
            docs.extend(self.docs.map(str::to_owned));
        }
    }

    fn files(&self, view: View<'_>) -> Vec<ExtensionFile> {
        if let Some(root) = self.root {
            let found = view.from_outside(root).type_of("S.Person").expect("a type");
            return vec![ExtensionFile::rust("x.rs", quote! { type X = #found; })];
        }
        self.files.iter().map(|(path, text)| ExtensionFile::text(*path, *text)).collect()
    }
}

#[test]
fn names_that_are_one_file_on_some_systems_collide() {
    for (first, second) in [("가.md", "\u{1100}\u{1161}.md"), ("straße.md", "STRASSE.md"), ("Å.md", "\u{212b}.md")] {
        let added = Added { files: vec![(first, "x"), (second, "y")], ..Added::default() };
        refused(people().directory("g").extension(added), "is generated too");
    }
    for path in ["com¹.md", "LPT².md"] {
        let added = Added { files: vec![(path, "x")], ..Added::default() };
        refused(people().directory("g").extension(added), "not valid everywhere");
    }
}

#[test]
fn paragraphs_of_extensions_keep_their_lines() {
    let docs = Some("```\nlet x = 1;\n```");
    let text = text(people().extension(Added { docs, ..Added::default() }));
    assert!(text.contains("///\n/// ```\n/// let x = 1;\n/// ```\n"), "{text}");
}

#[test]
fn a_root_that_is_no_path_is_an_error_of_rustc() {
    let file = |root| {
        let builder = people().directory("g").extension(Added { root: Some(root), ..Added::default() });
        let generated = builder.generate().unwrap_or_else(|error| panic!("{error}"));
        generated.files().iter().find(|(path, _)| path.ends_with("x.rs")).expect("a file").1.to_owned()
    };
    assert!(file("crate::graph").contains("type X = crate::graph::Person;"));
    for root in ["evil(", "a; b"] {
        assert!(file(root).contains("compile_error!"), "{root}: {}", file(root));
    }
}
