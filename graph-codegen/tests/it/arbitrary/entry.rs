//! The generator as functions of bytes, for the property tests and for the fuzz targets in `fuzz/`. None may panic on
//! any input.
#![allow(dead_code)] // each fuzz target uses one

use std::{collections::BTreeSet, fmt::Write, fs, path::Path};

use graph_codegen::{
    Builder, Limits,
    diagnostic::{Diagnostics, Sources},
    internals::csdl::read,
    selection::Selector,
};

/// Names that collide, are keywords or reserved, or have several spellings.
const NAMES: [&str; 40] = [
    "a",
    "A",
    "_a",
    "a_b",
    "aB",
    "AB",
    "a__b",
    "_",
    "type",
    "self",
    "Self",
    "extra",
    "mod",
    "main",
    "con",
    "com1",
    "rt",
    "Option",
    "String",
    "Vec",
    "Box",
    "Some",
    "get",
    "by_id",
    "new",
    "clone",
    "count",
    "id",
    "value",
    "Any",
    "Other",
    "\u{c5}",
    "\u{212b}",
    "e\u{301}",
    "\u{540d}",
    "stra\u{df}e",
    "k2",
    "enumerations",
    "delta",
    "aRequestBuilder",
];
const NAMESPACES: [&str; 6] = ["n", "n.a", "n.mod", "n.type.a", "m", "mod.con"];
const PRIMITIVES: [&str; 12] = [
    "String",
    "Int32",
    "Boolean",
    "Guid",
    "Stream",
    "Duration",
    "Binary",
    "Double",
    "DateTimeOffset",
    "Untyped",
    "GeographyPoint",
    "Decimal",
];
const TEXTS: [&str; 6] = ["Plain.", "*/ }}", "\u{202e}x\n\r///", "`r#\"a\"#`", "#[cfg]", "{0} \\u{7f} %s"];
const SELECTORS: [&str; 8] = ["/**", "**", "**", "/**", "**", "/**", "n.*", "/a/**"];

/// Chooses parts of a document by bytes; 0 when they are used up.
struct Choices<'b>(&'b [u8]);

impl Choices<'_> {
    fn below(&mut self, limit: usize) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first) % limit
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    fn is(&mut self) -> bool {
        self.below(2) == 1
    }
}

/// The declared types by kind, as qualified names.
#[derive(Default)]
struct Declared {
    schemas: Vec<(&'static str, Vec<(Kind, &'static str)>)>,
    entities: Vec<String>,
    complex: Vec<String>,
    others: Vec<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Entity,
    Complex,
    Enum,
    Definition,
}

impl Declared {
    fn choose(choices: &mut Choices<'_>) -> Self {
        let mut declared = Self::default();
        let mut namespaces = BTreeSet::new();
        for _ in 0..=choices.below(3) {
            let namespace = choices.of(&NAMESPACES);
            if !namespaces.insert(namespace) {
                continue;
            }
            let (mut types, mut names) = (Vec::new(), BTreeSet::new());
            for _ in 0..=choices.below(6) {
                let name = choices.of(&NAMES);
                let kind = choices.of(&[Kind::Entity, Kind::Complex, Kind::Enum, Kind::Entity, Kind::Definition]);
                if names.insert(name) {
                    types.push((kind, name));
                    let list = match kind {
                        Kind::Entity => &mut declared.entities,
                        Kind::Complex => &mut declared.complex,
                        Kind::Enum | Kind::Definition => &mut declared.others,
                    };
                    list.push(format!("{namespace}.{name}"));
                }
            }
            declared.schemas.push((namespace, types));
        }
        declared
    }

    /// The type of a property, parameter or return value.
    fn value(&self, choices: &mut Choices<'_>) -> String {
        let lists = [&self.entities, &self.complex, &self.others];
        let list = lists[choices.below(3)];
        let item = match choices.is() && !list.is_empty() {
            true => list[choices.below(list.len())].clone(),
            false => format!("Edm.{}", choices.of(&PRIMITIVES)),
        };
        if choices.below(3) == 1 { format!("Collection({item})") } else { item }
    }

    fn entity(&self, choices: &mut Choices<'_>) -> Option<&str> {
        let at = choices.below(self.entities.len().max(1));
        self.entities.get(at).map(String::as_str)
    }
}

fn description(choices: &mut Choices<'_>) -> String {
    match choices.below(4) {
        1 => {
            let text = choices.of(&TEXTS).replace('"', "&quot;").replace('\n', "&#10;").replace('\r', "&#13;");
            format!(r#"<Annotation Term="Org.OData.Core.V1.Description" String="{text}"/>"#)
        }
        _ => String::new(),
    }
}

fn members(text: &mut String, declared: &Declared, choices: &mut Choices<'_>, taken: &[&str]) {
    let mut names: BTreeSet<&str> = taken.iter().copied().collect();
    for _ in 0..choices.below(8) {
        let name = choices.of(&NAMES);
        if !names.insert(name) {
            continue;
        }
        let target = declared.entity(choices);
        match (choices.below(3), target) {
            (1, Some(target)) => {
                let target = if choices.is() { format!("Collection({target})") } else { target.to_owned() };
                let contains = choices.is();
                let _ =
                    write!(text, r#"<NavigationProperty Name="{name}" Type="{target}" ContainsTarget="{contains}"/>"#);
            }
            _ => {
                let (value, description) = (declared.value(choices), description(choices));
                let _ = write!(text, r#"<Property Name="{name}" Type="{value}">{description}</Property>"#);
            }
        }
    }
}

fn operation(text: &mut String, declared: &Declared, choices: &mut Choices<'_>, name: &str) {
    let kind = if choices.is() { "Action" } else { "Function" };
    let binding = declared.entity(choices).filter(|_| choices.below(4) != 3);
    let composable = if kind == "Function" && choices.is() { r#" IsComposable="true""# } else { "" };
    let _ = write!(text, r#"<{kind} Name="{name}" IsBound="{}"{composable}>"#, binding.is_some());
    if let Some(binding) = binding {
        let binding = if choices.is() { format!("Collection({binding})") } else { binding.to_owned() };
        let _ = write!(text, r#"<Parameter Name="bindingParameter" Type="{binding}"/>"#);
    }
    let mut names = BTreeSet::new();
    for _ in 0..choices.below(4) {
        let (name, value) = (choices.of(&NAMES), declared.value(choices));
        if names.insert(name) {
            let optional = r#"<Annotation Term="Org.OData.Core.V1.OptionalParameter"/>"#;
            let optional = if choices.is() { optional } else { "" };
            let _ = write!(text, r#"<Parameter Name="{name}" Type="{value}">{optional}</Parameter>"#);
        }
    }
    if kind == "Function" || choices.is() {
        let _ = write!(text, r#"<ReturnType Type="{}"/>"#, declared.value(choices));
    }
    let _ = write!(text, "</{kind}>");
}

/// Returns a small document with many kinds of declarations, and selectors.
pub fn document(bytes: &[u8]) -> (String, Vec<&'static str>) {
    let choices = &mut Choices(bytes);
    let selectors = (0..=choices.below(3)).map(|_| choices.of(&SELECTORS)).collect();
    let declared = Declared::choose(choices);
    let mut text =
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>"#
            .to_owned();
    for (at, (namespace, types)) in declared.schemas.iter().enumerate() {
        let _ = write!(text, r#"<Schema Namespace="{namespace}" xmlns="http://docs.oasis-open.org/odata/ns/edm">"#);
        for (number, (kind, name)) in types.iter().enumerate() {
            // Only earlier types of the schema, which rules out cycles.
            let mut earlier = types[..number].iter().filter(|(other, _)| other == kind).map(|(_, name)| *name);
            let base = earlier.next_back().filter(|_| choices.below(3) == 1);
            let base_type = base.map_or_else(String::new, |base| format!(r#" BaseType="{namespace}.{base}""#));
            match kind {
                Kind::Entity => {
                    let stream = choices.is();
                    let _ = write!(text, r#"<EntityType Name="{name}"{base_type} HasStream="{stream}">"#);
                    if base.is_none() {
                        text += r#"<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/>"#;
                    }
                    members(&mut text, &declared, choices, &["id"]);
                    text += "</EntityType>";
                }
                Kind::Complex => {
                    let _ = write!(text, r#"<ComplexType Name="{name}"{base_type}>"#);
                    members(&mut text, &declared, choices, &[]);
                    text += "</ComplexType>";
                }
                Kind::Enum => {
                    let flags = choices.is();
                    let _ = write!(text, r#"<EnumType Name="{name}" IsFlags="{flags}">"#);
                    let members: BTreeSet<&str> = (0..choices.below(5)).map(|_| choices.of(&NAMES)).collect();
                    for (value, member) in members.iter().enumerate() {
                        let _ = write!(text, r#"<Member Name="{member}" Value="{}"/>"#, 1 << value);
                    }
                    text += "</EnumType>";
                }
                Kind::Definition => {
                    let of = choices.of(&PRIMITIVES);
                    let _ = write!(text, r#"<TypeDefinition Name="{name}" UnderlyingType="Edm.{of}"/>"#);
                }
            }
        }
        let operations: BTreeSet<&str> = (0..choices.below(5)).map(|_| choices.of(&NAMES)).collect();
        operations.iter().for_each(|name| operation(&mut text, &declared, choices, name));
        if at == 0 {
            text += r#"<EntityContainer Name="a">"#;
            let children: BTreeSet<&str> = (0..=choices.below(5)).map(|_| choices.of(&NAMES)).collect();
            for child in children {
                let (kind, target) = (choices.below(4), declared.entity(choices));
                let _ = match (kind, target, operations.first()) {
                    (0, Some(target), _) => write!(text, r#"<Singleton Name="{child}" Type="{target}"/>"#),
                    (1, _, Some(operation)) => {
                        write!(text, r#"<FunctionImport Name="{child}" Function="{namespace}.{operation}"/>"#)
                    }
                    (_, Some(target), _) => write!(text, r#"<EntitySet Name="{child}" EntityType="{target}"/>"#),
                    _ => Ok(()),
                };
            }
            text += "</EntityContainer>";
        }
        text += "</Schema>";
    }
    text += "</edmx:DataServices></edmx:Edmx>";
    (text, selectors)
}

/// A builder for the document that bytes choose.
pub fn builder(bytes: &[u8]) -> Builder {
    let (text, selectors) = document(bytes);
    selectors.into_iter().fold(Builder::new().metadata_text("fuzz.csdl", text), Builder::select)
}

/// Generates code from a small document: it is valid Rust, and the same again, in one file and in a directory.
///
/// Returns whether there was no error.
pub fn generate(bytes: &[u8]) -> bool {
    let one = match builder(bytes).generate() {
        Ok(generated) => generated,
        Err(error) => {
            assert!(error.to_string().contains("error"));
            return false;
        }
    };
    let again = builder(bytes).generate().expect("the same result");
    assert_eq!(one.text(), again.text());
    let directory = builder(bytes).directory("").generate().expect("the same result");
    let mut paths = BTreeSet::new();
    for (path, text) in one.files().iter().chain(directory.files().iter()) {
        assert!(paths.insert(path.to_lowercase()) && path.split('/').all(|part| part.len() <= 255), "{path}");
        if let Err(problem) = syn::parse_file(text) {
            panic!("{path}: {problem}\n{text}");
        }
    }
    true
}

/// Reads any text as CSDL and renders the diagnostics.
pub fn csdl(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let file = sources.add("fuzz.csdl", &*text);
    let _ = read(file, &text, Limits::default(), &mut diagnostics);
    let _ = diagnostics.rendered(&sources).to_string();
}

/// Parses any text as selectors, one a line, and renders the diagnostics.
pub fn selector(bytes: &[u8]) {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let file = sources.add("selection", String::from_utf8_lossy(bytes));
    let _ = Selector::parse_all(file, &sources, &mut diagnostics);
    let _ = diagnostics.rendered(&sources).to_string();
}

/// Resolves a document with any reference. Files are only read below the directory of the document.
pub fn references(bytes: &[u8], directory: &Path) {
    let uri: String = String::from_utf8_lossy(bytes).chars().flat_map(escaped).collect();
    let given = directory.join("given/a.csdl");
    fs::create_dir_all(directory.join("given/sub")).expect("a directory");
    let schema = |namespace: &str| {
        format!(r#"<Schema Namespace="{namespace}" xmlns="http://docs.oasis-open.org/odata/ns/edm"/>"#)
    };
    fs::write(directory.join("given/sub/b.csdl"), schema("inside")).expect("a file");
    fs::write(directory.join("secret.csdl"), schema("outside")).expect("a file");
    let text = format!(
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
           <edmx:Reference Uri="{uri}"><edmx:Include Namespace="x"/></edmx:Reference>
           <edmx:DataServices>{}</edmx:DataServices></edmx:Edmx>"#,
        schema("own")
    );
    fs::write(&given, text).expect("a file");
    let Ok(resolved) = Builder::new().metadata(&given).resolve() else { return };
    let root = directory.join("given").canonicalize().expect("the directory");
    for input in &resolved.inputs {
        assert!(input.canonicalize().is_ok_and(|input| input.starts_with(&root)), "{uri}: {}", input.display());
    }
}

/// A character of an attribute value, if XML allows it.
fn escaped(character: char) -> Vec<char> {
    match character {
        '<' | '&' | '"' => format!("&#{};", u32::from(character)).chars().collect(),
        c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => Vec::new(),
        c => vec![c],
    }
}
