use roxmltree::{Document, Node};

use super::{CONSTANTS, Census};

/// What is not modelled, and why.
const NOT_MODELLED: [(&str, &str); 4] = [
    ("Edmx", "the envelope: it says nothing but its version"),
    ("DataServices", "the envelope"),
    ("Edmx@Version", "4.0 and 4.01 are read alike; others are refused"),
    ("DataServices@DataServiceVersion", "a relic of OData 3"),
];

/// Counts every element and attribute of a document. `xmlns` declarations are no attributes to an XML parser with namespaces.
pub fn of_xml(text: &str) -> Census {
    let mut census = Census::default();
    let document = Document::parse(text).expect("the document is XML");
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        // What stands in a foreign element is ignored with it.
        if node.ancestors().skip(1).any(is_foreign) {
            continue;
        }
        if is_foreign(node) {
            census.add(format!("ignored {name}"));
            continue;
        }
        if CONSTANTS.contains(&name) && !is_url_with_operands(node) {
            census.add(format!("expression {name}"));
        } else if NOT_MODELLED.iter().all(|(kind, _)| *kind != name) {
            census.add(name);
        }
        for attribute in node.attributes() {
            let kind = format!("{name}@{}", attribute.name());
            if attribute.namespace().is_some() {
                census.add(format!("ignored {kind}"));
            } else if CONSTANTS.contains(&attribute.name()) && name != "NavigationPropertyBinding" {
                census.add(format!("expression {}", attribute.name()));
            } else if NOT_MODELLED.iter().all(|(known, _)| *known != kind) {
                census.add(kind);
            }
        }
    }
    census
}

/// `UrlRef` as an element has an operand.
fn is_url_with_operands(node: Node<'_, '_>) -> bool {
    node.tag_name().name() == "UrlRef"
}

fn is_foreign(node: Node<'_, '_>) -> bool {
    node.is_element()
        && !matches!(
            node.tag_name().namespace(),
            Some("http://docs.oasis-open.org/odata/ns/edmx" | "http://docs.oasis-open.org/odata/ns/edm")
        )
}
