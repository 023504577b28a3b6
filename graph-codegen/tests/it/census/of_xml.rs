use quick_xml::{
    NsReader,
    events::{BytesStart, Event},
    name::{Namespace, ResolveResult},
};

use super::{CONSTANTS, Census};

/// What the model does not represent, and why.
const NOT_MODELED: [(&str, &str); 4] = [
    ("Edmx", "the envelope, which has only a version"),
    ("DataServices", "the envelope"),
    ("Edmx@Version", "4.0 and 4.01 are read alike; others are errors"),
    ("DataServices@DataServiceVersion", "only meaningful in OData V3"),
];

/// Counts the elements and attributes of a document with quick-xml, since roxmltree reads the metadata.
pub fn of_xml(text: &str) -> Census {
    let mut census = Census::default();
    let mut reader = NsReader::from_str(text);
    // The number of open elements inside of a foreign element, with that. Its content is ignored together with it.
    let mut foreign = 0_usize;
    loop {
        let (namespace, event) = reader.read_resolved_event().expect("the document is XML");
        let (tag, is_empty) = match event {
            Event::Start(tag) => (tag, false),
            Event::Empty(tag) => (tag, true),
            Event::End(_) => {
                foreign = foreign.saturating_sub(1);
                continue;
            }
            Event::Eof => return census,
            _ => continue,
        };
        let is_foreign = !is_specified(&namespace);
        if foreign > 0 || is_foreign {
            if foreign == 0 {
                census.add(format!("ignored {}", name(&tag)));
            }
            foreign += usize::from(!is_empty);
            continue;
        }
        count(&tag, &reader, &mut census);
    }
}

fn count(tag: &BytesStart<'_>, reader: &NsReader<&[u8]>, census: &mut Census) {
    let name = name(tag);
    // The element `UrlRef` has an operand.
    if CONSTANTS.contains(&&*name) && name != "UrlRef" {
        census.add(format!("expression {name}"));
    } else if NOT_MODELED.iter().all(|(kind, _)| *kind != name) {
        census.add(name.clone());
    }
    for attribute in tag.attributes() {
        let attribute = attribute.expect("the attributes are XML");
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let (namespace, local) = reader.resolver().resolve_attribute(attribute.key);
        let local = local.as_ref().to_owned();
        let kind = format!("{name}@{local}");
        if namespace != ResolveResult::Unbound {
            census.add(format!("ignored {kind}"));
        } else if CONSTANTS.contains(&&*local) && name != "NavigationPropertyBinding" {
            census.add(format!("expression {local}"));
        } else if NOT_MODELED.iter().all(|(known, _)| *known != kind) {
            census.add(kind);
        }
    }
}

fn name(tag: &BytesStart<'_>) -> String {
    tag.local_name().as_ref().to_owned()
}

fn is_specified(namespace: &ResolveResult<'_>) -> bool {
    let edmx = Namespace("http://docs.oasis-open.org/odata/ns/edmx");
    let edm = Namespace("http://docs.oasis-open.org/odata/ns/edm");
    [edmx, edm].into_iter().any(|specified| *namespace == ResolveResult::Bound(specified))
}
