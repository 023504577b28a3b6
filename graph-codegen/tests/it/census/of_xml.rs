use roxmltree::{Document, Node};

use super::{CONSTANTS, Census};

/// What the model does not represent, and why.
const NOT_MODELED: [(&str, &str); 4] = [
    ("Edmx", "the envelope, which has only a version"),
    ("DataServices", "the envelope"),
    ("Edmx@Version", "4.0 and 4.01 are read alike; others are errors"),
    ("DataServices@DataServiceVersion", "only meaningful in OData V3"),
];

/// Counts the elements and attributes of a document. The parser does not treat `xmlns` declarations as attributes.
pub fn of_xml(text: &str) -> Census {
    let mut census = Census::default();
    let document = Document::parse(text).expect("the document is XML");
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        // The content of a foreign element is ignored together with the element.
        if node.ancestors().skip(1).any(is_foreign) {
            continue;
        }
        if is_foreign(node) {
            census.add(format!("ignored {name}"));
            continue;
        }
        if CONSTANTS.contains(&name) && !is_url_with_operands(node) {
            census.add(format!("expression {name}"));
        } else if NOT_MODELED.iter().all(|(kind, _)| *kind != name) {
            census.add(name);
        }
        for attribute in node.attributes() {
            let kind = format!("{name}@{}", attribute.name());
            if attribute.namespace().is_some() {
                census.add(format!("ignored {kind}"));
            } else if CONSTANTS.contains(&attribute.name()) && name != "NavigationPropertyBinding" {
                census.add(format!("expression {}", attribute.name()));
            } else if NOT_MODELED.iter().all(|(known, _)| *known != kind) {
                census.add(kind);
            }
        }
    }
    census
}

/// Returns whether the node is the element `UrlRef`, which has an operand.
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
