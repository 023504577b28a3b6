use std::fmt::Write;

use super::element::Element;

/// Writes a document as CSDL XML.
pub fn to_xml(root: &Element) -> String {
    let mut text = String::new();
    write(root, &mut text);
    text
}

fn write(element: &Element, text: &mut String) {
    let is_edmx = matches!(&*element.name, "Edmx" | "DataServices" | "Reference" | "Include" | "IncludeAnnotations");
    let name = if is_edmx { format!("edmx:{}", element.name) } else { element.name.clone() };
    write!(text, "<{name}").unwrap();
    match &*element.name {
        "Edmx" => text.push_str(
            " xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\"",
        ),
        _ => {}
    }
    // As the reader of JSON lists them.
    let (types, others): (Vec<_>, Vec<_>) = element.attributes.iter().partition(|(name, _)| *name == "Type");
    for (name, value) in types.into_iter().chain(others) {
        write!(text, " {name}=\"{}\"", escaped(value)).unwrap();
    }
    write!(text, ">{}", escaped(&element.text)).unwrap();
    element.children.iter().for_each(|child| write(child, text));
    writeln!(text, "</{name}>").unwrap();
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    text.replace('\n', "&#10;").replace('\r', "&#13;").replace('\t', "&#9;")
}
