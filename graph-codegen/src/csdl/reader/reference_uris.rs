use super::{
    markup::{self, Markup, MarkupKind},
    namespace::EDMX,
    xml,
};
use crate::diagnostic::FileId;

/// Returns the `Uri` of each `edmx:Reference` of a document. Mostly without parsing the schemas, so that the documents
/// to load are known before anything borrows from their texts. Mistakes are left to [`read`](super::read) to report.
#[must_use]
pub fn reference_uris(text: &str) -> Vec<String> {
    let root = Markup::all(text).find(|markup| markup.kind == MarkupKind::Start);
    if root.is_none_or(|root| root.local_name() != "Edmx") {
        return Vec::new();
    }
    if may_follow(text) {
        return uris(text);
    }
    let is_content = |tag: &Markup<'_>| matches!(tag.local_name(), "DataServices" | "Schema");
    markup::head(text, is_content).map_or_else(Vec::new, |head| uris(&head))
}

/// Returns whether references may follow the schemas, by looking at the text after the last `DataServices`.
fn may_follow(text: &str) -> bool {
    text.rfind("DataServices").is_some_and(|end| text[end..].contains("Reference"))
}

fn uris(text: &str) -> Vec<String> {
    let Ok(tree) = xml::parse(FileId(0), text) else { return Vec::new() };
    let references = tree.root_element().children().filter(|child| child.has_tag_name((EDMX, "Reference")));
    references.filter_map(|reference| reference.attribute("Uri").map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::reference_uris;

    #[test]
    fn finds_references_before_the_schemas() {
        let text = r#"<?xml version="1.0"?>
            <e:Edmx xmlns:e="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
              <!-- <e:Reference Uri="no"/> -->
              <e:Reference Uri="a?b&amp;c"><e:Include Namespace="x"/></e:Reference>
              <e:Reference Uri='d'/>
              <e:Reference/>
              <other:Reference Uri="no" xmlns:other="urn:other"/>
              <e:DataServices><e:Reference Uri="no"/></e:DataServices>
            </e:Edmx>"#;
        assert_eq!(reference_uris(text), ["a?b&c", "d"]);
    }

    #[test]
    fn finds_references_after_the_schemas() {
        let text = r#"<e:Edmx xmlns:e="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
              <e:Reference Uri="a"/>
              <e:DataServices><Schema Namespace="s" xmlns="http://docs.oasis-open.org/odata/ns/edm"><e:Reference Uri="no"/>
              </Schema></e:DataServices>
              <e:Reference Uri="b"><e:Include Namespace="x"/></e:Reference>
            </e:Edmx>"#;
        assert_eq!(reference_uris(text), ["a", "b"]);
    }

    #[test]
    fn text_that_is_not_csdl_has_no_references() {
        for text in ["", "{}", "<", "<a><a", "<!DOCTYPE a>", "<e:Reference Uri='a'/>"] {
            assert!(reference_uris(text).is_empty(), "{text}");
        }
    }
}
