use super::{
    Limits, Read, Reader,
    token::Token,
    vocabulary::{AttributeName, ElementName},
};
use crate::diagnostic::{Diagnostics, FileId};

/// Returns the `Uri` of each `edmx:Reference` of a document. Mostly without reading the schemas, so that the documents
/// to load are known before anything borrows from their texts. Mistakes are left to [`read`](super::read) to report.
#[must_use]
pub fn reference_uris(text: &str) -> Vec<String> {
    let mut diagnostics = Diagnostics::default();
    let mut uris = Vec::new();
    // References before a mistake are returned nevertheless.
    let _ = Reader::new(FileId(0), text, Limits::default(), &mut diagnostics).uris(&mut uris);
    uris
}

/// Returns whether references may follow the schemas, by looking at the text after the last `DataServices`.
fn may_follow(text: &str) -> bool {
    text.rfind("DataServices").is_some_and(|end| text[end..].contains("Reference"))
}

impl Reader<'_, '_> {
    fn uris(&mut self, uris: &mut Vec<String>) -> Read<()> {
        loop {
            match self.next()? {
                Token::Start => {
                    let is_child_of_root = self.open.len() == 1;
                    match self.start_tag()?.name {
                        ElementName::DataServices | ElementName::Schema if !may_follow(self.text) => return Ok(()),
                        ElementName::Reference if is_child_of_root => {
                            uris.extend(self.optional(AttributeName::Uri).map(|uri| uri.value.into_owned()));
                        }
                        _ => {}
                    }
                }
                Token::End => self.end_tag()?,
                Token::Eof => return Ok(()),
                _ => {}
            }
        }
    }
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
