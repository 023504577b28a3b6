use std::fmt::Write;

use super::element::Element;

/// A JSON object, whose members keep their order.
#[derive(Default)]
struct Object {
    text: String,
}

impl Object {
    fn add(&mut self, name: &str, value: &str) {
        let comma = if self.text.is_empty() { "" } else { "," };
        write!(self.text, "{comma}\n{}: {value}", quoted(name)).unwrap();
    }

    fn add_string(&mut self, element: &Element, attribute: &str, name: &str) {
        if let Some(value) = element.get(attribute) {
            self.add(name, &quoted(value));
        }
    }

    /// Adds attributes whose values are Booleans or numbers.
    fn add_bare(&mut self, element: &Element, attributes: &[&str]) {
        for attribute in attributes {
            if let Some(value) = element.get(attribute) {
                let is_number =
                    value.bytes().all(|byte| byte.is_ascii_digit()) && (value == "0" || !value.starts_with('0'));
                let is_bare = matches!(value, "true" | "false") || is_number;
                self.add(&format!("${attribute}"), &if is_bare { value.to_owned() } else { quoted(value) });
            }
        }
    }

    fn add_type(&mut self, element: &Element) {
        let written = element.get("Type").unwrap_or_default();
        let item = written.strip_prefix("Collection(").and_then(|name| name.strip_suffix(')'));
        if item.is_some() {
            self.add("$Collection", "true");
        }
        if !matches!(item.unwrap_or(written), "Edm.String") || element.name == "NavigationProperty" {
            self.add("$Type", &quoted(item.unwrap_or(written)));
        }
        // `false` is the default.
        if element.get("Nullable") == Some("true") {
            self.add("$Nullable", "true");
        }
        let is_expression = matches!(&*element.name, "Cast" | "IsOf");
        let is_variable =
            !is_expression && item.unwrap_or(written) == "Edm.Decimal" && element.get("Scale") == Some("variable");
        self.add_bare(element, &["MaxLength", "Precision", "Unicode"]);
        self.add_bare(element, if is_variable { &[] } else { &["Scale"] });
        self.add_string(element, "SRID", "$SRID");
        self.add_string(element, "DefaultValue", "$DefaultValue");
    }

    fn add_annotations(&mut self, element: &Element, target: &str) {
        for annotation in element.of("Annotation") {
            let mut name = format!("{target}@{}", annotation.get("Term").unwrap_or_default());
            if let Some(qualifier) = annotation.get("Qualifier") {
                write!(name, "#{qualifier}").unwrap();
            }
            self.add(&name, &value(annotation));
            self.add_annotations(annotation, &name);
        }
    }

    fn finish(self) -> String {
        format!("{{{}}}", self.text)
    }
}

/// Writes a document as CSDL JSON.
pub fn to_json(root: &Element) -> String {
    let mut document = Object::default();
    document.add_string(root, "Version", "$Version");
    let mut references = Object::default();
    for reference in root.of("Reference") {
        let mut object = Object::default();
        let includes = |name: &str, attributes: &[&str]| {
            let items = reference.of(name).map(|include| {
                let mut object = Object::default();
                for attribute in attributes {
                    object.add_string(include, attribute, &format!("${attribute}"));
                }
                object.add_annotations(include, "");
                object.finish()
            });
            array(items)
        };
        object.add("$Include", &includes("Include", &["Namespace", "Alias"]));
        let names = ["TermNamespace", "Qualifier", "TargetNamespace"];
        object.add("$IncludeAnnotations", &includes("IncludeAnnotations", &names));
        object.add_annotations(reference, "");
        references.add(reference.get("Uri").unwrap_or_default(), &object.finish());
    }
    document.add("$Reference", &references.finish());
    for schema in root.of("DataServices").flat_map(|services| services.of("Schema")) {
        document.add(schema.get("Namespace").unwrap_or_default(), &self::schema(schema));
    }
    document.finish()
}

fn schema(schema: &Element) -> String {
    let mut object = Object::default();
    object.add_string(schema, "Alias", "$Alias");
    let mut overloads = schema.children.iter().filter(|child| matches!(&*child.name, "Action" | "Function")).peekable();
    while let Some(first) = overloads.next() {
        let mut items = vec![operation(first)];
        while let Some(next) = overloads.next_if(|next| next.get("Name") == first.get("Name")) {
            items.push(operation(next));
        }
        object.add(first.get("Name").unwrap_or_default(), &array(items.into_iter()));
    }
    let mut targets = Object::default();
    for child in &schema.children {
        let mut declared = Object::default();
        declared.add("$Kind", &quoted(&child.name));
        match &*child.name {
            "EntityType" | "ComplexType" => structured(&mut declared, child),
            "EnumType" => {
                declared.add_string(child, "UnderlyingType", "$UnderlyingType");
                declared.add_bare(child, &["IsFlags"]);
                for member in child.of("Member") {
                    let name = member.get("Name").unwrap_or_default();
                    declared.add(name, member.get("Value").unwrap_or_default());
                    declared.add_annotations(member, name);
                }
            }
            "TypeDefinition" => {
                declared.add_string(child, "UnderlyingType", "$UnderlyingType");
                declared.add_bare(child, &["MaxLength", "Precision", "Unicode", "Scale"]);
                declared.add_string(child, "SRID", "$SRID");
            }
            "Term" => {
                declared.add_type(child);
                declared.add_string(child, "BaseTerm", "$BaseTerm");
                if let Some(names) = child.get("AppliesTo") {
                    declared.add("$AppliesTo", &array(names.split(' ').map(quoted)));
                }
            }
            "EntityContainer" => container(&mut declared, child),
            "Annotations" => {
                let mut target = Object::default();
                target.add_annotations(child, "");
                targets.add(child.get("Target").unwrap_or_default(), &target.finish());
                continue;
            }
            _ => continue,
        }
        declared.add_annotations(child, "");
        object.add(child.get("Name").unwrap_or_default(), &declared.finish());
    }
    object.add("$Annotations", &targets.finish());
    object.add_annotations(schema, "");
    object.finish()
}

fn structured(object: &mut Object, element: &Element) {
    object.add_string(element, "BaseType", "$BaseType");
    object.add_bare(element, &["Abstract", "OpenType", "HasStream"]);
    if let Some(key) = element.of("Key").next() {
        let parts = key.of("PropertyRef").map(|part| match (part.get("Name"), part.get("Alias")) {
            (Some(name), Some(alias)) => format!("{{{}: {}}}", quoted(alias), quoted(name)),
            (name, _) => quoted(name.unwrap_or_default()),
        });
        object.add("$Key", &array(parts));
    }
    for child in &element.children {
        let mut property = Object::default();
        if child.name == "NavigationProperty" {
            property.add("$Kind", "\"NavigationProperty\"");
        } else if child.name != "Property" {
            continue;
        }
        property.add_type(child);
        if child.get("Nullable") == Some("false") && child.get("Type").unwrap_or_default().starts_with("Collection(") {
            property.add("$Nullable", "false");
        }
        property.add_string(child, "Partner", "$Partner");
        property.add_bare(child, &["ContainsTarget"]);
        let mut constraints = Object::default();
        for constraint in child.of("ReferentialConstraint") {
            let name = constraint.get("Property").unwrap_or_default();
            constraints.add(name, &quoted(constraint.get("ReferencedProperty").unwrap_or_default()));
            constraints.add_annotations(constraint, name);
        }
        if !constraints.text.is_empty() {
            property.add("$ReferentialConstraint", &constraints.finish());
        }
        for on_delete in child.of("OnDelete") {
            property.add_string(on_delete, "Action", "$OnDelete");
            property.add_annotations(on_delete, "$OnDelete");
        }
        property.add_annotations(child, "");
        object.add(child.get("Name").unwrap_or_default(), &property.finish());
    }
}

fn operation(element: &Element) -> String {
    let mut object = Object::default();
    object.add("$Kind", &quoted(&element.name));
    object.add_bare(element, &["IsBound", "IsComposable"]);
    object.add_string(element, "EntitySetPath", "$EntitySetPath");
    let parameters = element.of("Parameter").map(|parameter| {
        let mut object = Object::default();
        object.add_string(parameter, "Name", "$Name");
        object.add_type(parameter);
        object.add_annotations(parameter, "");
        object.finish()
    });
    object.add("$Parameter", &array(parameters));
    for returned in element.of("ReturnType") {
        let mut value = Object::default();
        value.add_type(returned);
        value.add_annotations(returned, "");
        object.add("$ReturnType", &value.finish());
    }
    object.add_annotations(element, "");
    object.finish()
}

fn container(object: &mut Object, element: &Element) {
    object.add_string(element, "Extends", "$Extends");
    for child in &element.children {
        let mut value = Object::default();
        match &*child.name {
            "EntitySet" => {
                value.add("$Collection", "true");
                value.add_string(child, "EntityType", "$Type");
            }
            "Singleton" => value.add_string(child, "Type", "$Type"),
            "ActionImport" => value.add_string(child, "Action", "$Action"),
            "FunctionImport" => value.add_string(child, "Function", "$Function"),
            _ => continue,
        }
        value.add_bare(child, &["IncludeInServiceDocument", "Nullable"]);
        value.add_string(child, "EntitySet", "$EntitySet");
        let mut bindings = Object::default();
        for binding in child.of("NavigationPropertyBinding") {
            bindings.add(binding.get("Path").unwrap_or_default(), &quoted(binding.get("Target").unwrap_or_default()));
        }
        if !bindings.text.is_empty() {
            value.add("$NavigationPropertyBinding", &bindings.finish());
        }
        value.add_annotations(child, "");
        object.add(child.get("Name").unwrap_or_default(), &value.finish());
    }
}

/// The value of an annotation or a property.
fn value(element: &Element) -> String {
    element.expressions().next().map_or_else(|| "true".to_owned(), expression)
}

fn expression(element: &Element) -> String {
    let mut object = Object::default();
    match &*element.name {
        "String" => return quoted(&element.text),
        "Bool" | "Int" | "Decimal" => return element.text.clone(),
        "Collection" => return array(element.expressions().map(expression)),
        "Null" if element.children.is_empty() => return "null".to_owned(),
        "Null" => object.add("$Null", "null"),
        "Path" | "LabeledElementReference" => object.add(&format!("${}", element.name), &quoted(&element.text)),
        "Record" => {
            if let Some(name) = element.get("Type") {
                object.add("@type", &quoted(&format!("https://example.com/model#{name}")));
            }
            for property in element.of("PropertyValue") {
                let name = property.get("Property").unwrap_or_default();
                object.add(name, &value(property));
                object.add_annotations(property, name);
            }
        }
        name => {
            let mut operands: Vec<String> = element.expressions().map(expression).collect();
            let has_one = matches!(name, "Not" | "Neg" | "Cast" | "IsOf" | "UrlRef" | "LabeledElement");
            let operands =
                if has_one && operands.len() == 1 { operands.remove(0) } else { array(operands.into_iter()) };
            object.add(&format!("${name}"), &operands);
            object.add_string(element, "Function", "$Function");
            object.add_string(element, "Name", "$Name");
            if matches!(name, "Cast" | "IsOf") {
                object.add_type(element);
            }
        }
    }
    object.add_annotations(element, "");
    object.finish()
}

fn array(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\u{10000}'.. => {
                let mut units = [0; 2];
                for unit in character.encode_utf16(&mut units) {
                    write!(quoted, "\\u{unit:04x}").unwrap();
                }
            }
            c if c.is_control() => write!(quoted, "\\u{:04x}", u32::from(c)).unwrap(),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
