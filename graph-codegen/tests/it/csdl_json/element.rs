//! CSDL XML as a tree that says explicitly what CSDL JSON says explicitly.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};

/// An element of CSDL.
#[derive(Clone, Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub text: String,
    pub children: Vec<Element>,
}

/// Constants and paths that JSON writes as strings.
const STRINGS: [&str; 12] = [
    "Binary",
    "Date",
    "DateTimeOffset",
    "Duration",
    "EnumMember",
    "Guid",
    "String",
    "TimeOfDay",
    "AnnotationPath",
    "ModelElementPath",
    "NavigationPropertyPath",
    "PropertyPath",
];

const NUMBERS: [&str; 3] = ["Decimal", "Float", "Int"];

/// Other constants, and attributes that become elements.
const OTHERS: [&str; 4] = ["Bool", "Path", "LabeledElementReference", "UrlRef"];

const BOOLEANS: [&str; 12] = [
    "Abstract",
    "ContainsTarget",
    "HasStream",
    "IncludeInServiceDocument",
    "IsBound",
    "IsComposable",
    "IsFlags",
    "Nullable",
    "OpenType",
    "Unicode",
    "Bool",
    "Collection",
];

impl Element {
    /// Reads a document and makes explicit what XML leaves to defaults that differ from those of JSON.
    pub fn of_xml(text: &str) -> Self {
        let document = Document::parse(text.trim_start_matches('\u{feff}')).expect("the document is XML");
        let mut root = read(document.root_element());
        if root.name == "Schema" {
            let services = Self { name: "DataServices".into(), children: vec![root], ..Self::default() };
            root = Self { name: "Edmx".into(), children: vec![services], ..Self::default() };
        }
        root.attributes.retain(|name, _| name == "Version");
        root.attributes.entry("Version".into()).or_insert("4.0".into());
        root.children.sort_by_key(|child| child.name != "Reference");
        root.normalize();
        root
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    pub fn of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The operands of an expression, or the value of an annotation.
    pub fn expressions(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter(|child| child.name != "Annotation" && child.name != "PropertyValue")
    }

    fn set_default(&mut self, name: &str, value: &str) {
        self.attributes.entry(name.to_owned()).or_insert_with(|| value.to_owned());
    }

    fn normalize(&mut self) {
        for name in BOOLEANS {
            if let Some(value) = self.attributes.get_mut(name)
                && matches!(value.as_str(), "0" | "1" | "True" | "False")
            {
                *value = if matches!(value.as_str(), "1" | "True") { "true" } else { "false" }.to_owned();
            }
        }
        let is_collection = self.get("Type").is_some_and(|name| name.starts_with("Collection("));
        match self.name.as_str() {
            "Property" | "Parameter" | "ReturnType" | "Term" => {
                self.set_default("Nullable", "true");
                if self.get("Type").is_some_and(|name| name.contains("Edm.Decimal")) {
                    self.set_default("Scale", "0");
                }
                if let Some(names) = self.attributes.get_mut("AppliesTo") {
                    *names = names.split_whitespace().collect::<Vec<_>>().join(" ");
                }
            }
            "NavigationProperty" if !is_collection => self.set_default("Nullable", "true"),
            "TypeDefinition" if self.get("UnderlyingType") == Some("Edm.Decimal") => self.set_default("Scale", "0"),
            "EnumType" => {
                for (index, member) in self.children.iter_mut().filter(|child| child.name == "Member").enumerate() {
                    member.set_default("Value", &index.to_string());
                }
            }
            "Annotation" | "PropertyValue" | "LabeledElement" => self.normalize_value(),
            "Cast" | "IsOf" => self.set_default("Type", "Edm.String"),
            name if self.is_constant() => {
                let text = if name == "String" { &self.text } else { self.text.trim() };
                (self.name, self.text) = constant(name, text);
            }
            _ => {}
        }
        if !self.is_constant() {
            self.text.clear();
        }
        self.children.iter_mut().for_each(Self::normalize);
        self.move_qualifiers();
        if self.name == "Schema" {
            self.rename_operations();
        }
        self.merge();
    }

    /// Renames operations that have the name of a type, as Graph's `image` does: JSON cannot say that.
    fn rename_operations(&mut self) {
        let is_operation = |child: &Self| matches!(&*child.name, "Action" | "Function");
        let names = self.children.iter().filter(|child| !is_operation(child)).filter_map(|child| child.get("Name"));
        let names: BTreeSet<String> = names.map(str::to_owned).collect();
        for operation in self.children.iter_mut().filter(|child| is_operation(child)) {
            let name = operation.attributes.entry("Name".to_owned()).or_default();
            if names.contains(name) {
                name.push('_');
            }
        }
    }

    fn is_constant(&self) -> bool {
        STRINGS.contains(&&*self.name) || NUMBERS.contains(&&*self.name) || OTHERS[..3].contains(&&*self.name)
    }

    /// Moves a value from an attribute to an element. JSON has no default of a term.
    fn normalize_value(&mut self) {
        let is_value = |name: &str| STRINGS.contains(&name) || NUMBERS.contains(&name) || OTHERS.contains(&name);
        if let Some(name) = self.attributes.keys().find(|name| is_value(name)).cloned() {
            let text = self.attributes.remove(&name).expect("an attribute");
            let value = if name == "UrlRef" {
                let string = Self { name: "String".into(), text, ..Self::default() };
                Self { name, children: vec![string], ..Self::default() }
            } else {
                Self { name, text, ..Self::default() }
            };
            self.children.insert(0, value);
        } else if self.expressions().next().is_none() && !self.children.iter().any(|child| child.name == "Record") {
            self.children.insert(0, Self { name: "Bool".into(), text: "true".into(), ..Self::default() });
        }
    }

    /// Moves the qualifier of `Annotations` to each annotation.
    fn move_qualifiers(&mut self) {
        if self.name == "Annotations"
            && let Some(qualifier) = self.attributes.remove("Qualifier")
        {
            for annotation in &mut self.children {
                annotation.set_default("Qualifier", &qualifier);
            }
        }
    }

    /// Merges elements that are one member in JSON, and brings overloads together.
    fn merge(&mut self) {
        let mut merged: Vec<Self> = Vec::with_capacity(self.children.len());
        let mut seen = BTreeMap::<(String, String), usize>::new();
        let mut overloads = BTreeMap::<String, Vec<Self>>::new();
        for child in std::mem::take(&mut self.children) {
            let key = match child.name.as_str() {
                "Reference" => child.get("Uri").map(str::to_owned),
                "Annotations" => child.get("Target").map(str::to_owned),
                "Annotation" => Some(format!("{:?} {:?}", child.get("Term"), child.get("Qualifier"))),
                "PropertyValue" => child.get("Property").map(str::to_owned),
                "NavigationPropertyBinding" => child.get("Path").map(str::to_owned),
                "Action" | "Function" => child.get("Name").map(str::to_owned),
                _ => None,
            };
            let Some(key) = key else {
                merged.push(child);
                continue;
            };
            let key = (if child.name == "Function" { "Action".to_owned() } else { child.name.clone() }, key);
            match seen.get(&key) {
                Some(first) if matches!(&*child.name, "Reference" | "Annotations") => {
                    merged[*first].children.extend(child.children);
                }
                Some(_) if matches!(&*child.name, "Action" | "Function") => {
                    overloads.entry(key.1).or_default().push(child);
                }
                // JSON cannot say it twice.
                Some(_) => {}
                None => {
                    seen.insert(key, merged.len());
                    merged.push(child);
                }
            }
        }
        for child in merged {
            let more = match child.name.as_str() {
                "Action" | "Function" => child.get("Name").and_then(|name| overloads.remove(name)),
                _ => None,
            };
            self.children.push(child);
            self.children.extend(more.into_iter().flatten());
        }
        // Merging `Annotations` may bring annotations together.
        for child in self.children.iter_mut().filter(|child| child.name == "Annotations") {
            child.merge();
        }
    }
}

/// The name and text of a constant as JSON has it.
fn constant(name: &str, text: &str) -> (String, String) {
    if NUMBERS.contains(&name) {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_number = [whole, part].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
            && (whole == "0" || !whole.starts_with('0'));
        let name = if is_number && whole == digits {
            "Int"
        } else if is_number {
            "Decimal"
        } else {
            "String"
        };
        return (name.into(), text.into());
    }
    if name == "Bool" {
        return (name.into(), if matches!(text, "true" | "1") { "true" } else { "false" }.into());
    }
    (if STRINGS.contains(&name) { "String" } else { name }.into(), text.into())
}

fn is_odata(namespace: Option<&str>) -> bool {
    matches!(namespace, Some("http://docs.oasis-open.org/odata/ns/edmx" | "http://docs.oasis-open.org/odata/ns/edm"))
}

fn read(node: Node<'_, '_>) -> Element {
    let attributes = node.attributes().filter(|attribute| attribute.namespace().is_none());
    Element {
        name: node.tag_name().name().to_owned(),
        attributes: attributes.map(|attribute| (attribute.name().to_owned(), attribute.value().to_owned())).collect(),
        text: node.children().filter(Node::is_text).filter_map(|text| text.text()).collect(),
        children: node
            .children()
            .filter(|child| child.is_element() && is_odata(child.tag_name().namespace()))
            .map(read)
            .collect(),
    }
}
