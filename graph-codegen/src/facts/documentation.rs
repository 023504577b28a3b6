use crate::edm::{
    Annotation, Expression,
    vocabulary::{DOCUMENTATION_RELATION, LINKS},
};

/// The longest address.
const MAX_LENGTH: usize = 300;

/// The address of documentation in annotations (`Org.OData.Core.V1.Links`).
pub(crate) fn documentation_link(annotations: &[Annotation]) -> Option<String> {
    let is_documentation =
        |relation: &str| relation == DOCUMENTATION_RELATION || relation == "describedby" || relation == "documentation";
    let links = Annotation::value(annotations, LINKS)?;
    links.records().find_map(|link| {
        let relation = link.get("rel").and_then(Expression::as_string)?;
        let address = link.get("href").and_then(Expression::as_string)?.trim();
        (is_documentation(relation) && is_address(address)).then(|| address.to_owned())
    })
}

/// Whether a text is an address that can be shown and opened.
fn is_address(text: &str) -> bool {
    text.len() <= MAX_LENGTH && text.starts_with("https://") && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn only_addresses_of_the_web_are_shown() {
        assert!(is_address("https://example.com/a?b#c"));
        for text in ["javascript:alert(1)", "http://example.com", "https://a b", "https://a\u{1b}[2J", "https://名"] {
            assert!(!is_address(text), "{text}");
        }
    }
}
