//! The baseline: structs with the fields of generated code and serde derives, as written by hand.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use graph_codegen::{
    Error,
    diagnostic::Diagnostics,
    extension::Customizations,
    plan::{Enumeration, Module, Path, Structure, ValueType, lower},
    selection::Selection,
};

/// How the structs treat undeclared properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// They are ignored.
    Ignored,
    /// They are kept in a map with `#[serde(flatten)]`.
    Flattened,
}

/// The Rust types of Edm's primitive types, as an application would choose them.
const SCALARS: &str = "\
mod scalar {
    pub type Binary = String;
    pub type Date = jiff::civil::Date;
    pub type DateTimeOffset = jiff::Timestamp;
    pub type Decimal = String;
    pub type Duration = String;
    pub type Guid = uuid::Uuid;
    pub type Json = serde_json::Value;
    pub type TimeOfDay = jiff::civil::Time;
}
";

/// Writes the structs and enums of a selection, in the modules of generated code.
///
/// # Errors
///
/// Returns the diagnostics of the metadata and the selectors.
pub fn write(builder: &graph_codegen::Builder, selectors: &[&str], unknown: Unknown) -> Result<String, Error> {
    let selected = builder.resolve()?.select(selectors.iter().copied())?;
    Ok(write_selection(&selected.resolved.model, &selected.selection, unknown))
}

fn write_selection(model: &graph_codegen::edm::Model, selection: &Selection, unknown: Unknown) -> String {
    let mut diagnostics = Diagnostics::default();
    let package = lower(model, selection, &Customizations::default(), "::graph_runtime", &mut diagnostics);
    // Generating the code reports these diagnostics.
    let _ = diagnostics.stop();
    let mut contained = Contained::default();
    contained.add_module(&package.root, "");
    let mut text = String::from(SCALARS);
    Writer { contained, unknown }.module(&mut text, &package.root, "", 0);
    text
}

/// The structs that each struct contains by value.
#[derive(Debug, Default)]
struct Contained(BTreeMap<String, BTreeSet<String>>);

impl Contained {
    fn add_module(&mut self, module: &Module, path: &str) {
        for item in &module.structures {
            let targets = item.fields.iter().filter_map(|field| match &field.value_type {
                ValueType::Structure(target) => Some(self::path(target, "")),
                _ => None,
            });
            self.0.insert(format!("{path}{}", item.name), targets.collect());
        }
        for inner in &module.modules {
            if let Some(name) = &inner.name {
                self.add_module(inner, &format!("{path}{name}::"));
            }
        }
    }

    /// Whether a struct contains another, so that a field of the other needs a box.
    fn reaches(&self, from: &str, target: &str) -> bool {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(name) = open.pop() {
            if name == target {
                return true;
            }
            if seen.insert(name) {
                open.extend(self.0.get(name).into_iter().flatten().map(String::as_str));
            }
        }
        false
    }
}

struct Writer {
    contained: Contained,
    unknown: Unknown,
}

impl Writer {
    /// Writes a module. The recursion is as deep as namespaces have dots.
    fn module(&self, text: &mut String, module: &Module, path: &str, depth: usize) {
        let up = "super::".repeat(depth);
        for item in &module.structures {
            self.structure(text, item, path, &up);
        }
        for item in &module.enumerations {
            enumeration(text, item);
        }
        for inner in &module.modules {
            if let Some(name) = &inner.name {
                let _ = writeln!(text, "pub mod {name} {{");
                self.module(text, inner, &format!("{path}{name}::"), depth + 1);
                text.push_str("}\n");
            }
        }
    }

    fn structure(&self, text: &mut String, item: &Structure, path: &str, up: &str) {
        let name = format!("{path}{}", item.name);
        text.push_str("#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]\n");
        let _ = writeln!(text, "pub struct {} {{", item.name);
        for field in &item.fields {
            let _ = writeln!(
                text,
                "    #[serde(rename = {:?}, skip_serializing_if = \"Option::is_none\")]",
                field.wire_name
            );
            let mut value = value_type(&field.value_type, up);
            if let ValueType::Structure(target) = &field.value_type
                && self.contained.reaches(&self::path(target, ""), &name)
            {
                value = format!("Box<{value}>");
            }
            let _ = writeln!(text, "    pub {}: Option<{value}>,", field.name);
        }
        if self.unknown == Unknown::Flattened {
            // The plan renames a property of this name.
            text.push_str("    #[serde(flatten)]\n    pub extra: serde_json::Map<String, serde_json::Value>,\n");
        }
        text.push_str("}\n");
    }
}

fn enumeration(text: &mut String, item: &Enumeration) {
    text.push_str("#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]\n");
    let _ = writeln!(text, "pub enum {} {{", item.name);
    for variant in &item.variants {
        let _ = writeln!(text, "    #[serde(rename = {:?})]\n    {},", variant.wire_name, variant.name);
    }
    let is_taken = item.variants.iter().any(|variant| variant.name.as_str() == "Unrecognized");
    let other = if is_taken { "UnrecognizedText" } else { "Unrecognized" };
    let _ = writeln!(text, "    #[default]\n    #[serde(other)]\n    {other},\n}}");
}

fn value_type(value: &ValueType, up: &str) -> String {
    match value {
        ValueType::Language(name) => (*name).to_owned(),
        ValueType::Text => "String".to_owned(),
        ValueType::Runtime(name) => format!("{up}scalar::{name}"),
        ValueType::Structure(path) | ValueType::Enumeration(path) => self::path(path, up),
        ValueType::Custom(path) => path.clone(),
        ValueType::List(item) => format!("Vec<{}>", value_type(item, up)),
        // Flags such as `read,write`, which hand-written code seldom parses.
        _ => "String".to_owned(),
    }
}

fn path(path: &Path, up: &str) -> String {
    let modules: String = path.modules.iter().map(|module| format!("{module}::")).collect();
    format!("{up}{modules}{}", path.name)
}
