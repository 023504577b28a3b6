use quick_xml::{Reader, XmlVersion, events::Event};

/// The `Uri` of each `edmx:Reference` of a document, without reading the rest of it: what else has to be loaded is known before
/// anything borrows from the texts. Mistakes are the reader's to report.
#[must_use]
pub fn reference_uris(text: &str) -> Vec<String> {
    let mut reader = Reader::from_str(text);
    let mut uris = Vec::new();
    while let Ok(Event::Start(element) | Event::Empty(element)) = skip_to_element(&mut reader) {
        match element.local_name().as_ref() {
            "Edmx" | "Include" | "IncludeAnnotations" => {}
            "Reference" => {
                let uri = element.try_get_attribute("Uri").ok().flatten();
                uris.extend(
                    uri.and_then(|uri| uri.normalized_value(XmlVersion::Implicit1_0).ok())
                        .map(std::borrow::Cow::into_owned),
                );
            }
            // Annotations may stand inside a reference, and more references after it.
            "DataServices" | "Schema" => break,
            _ => {}
        }
    }
    uris
}

fn skip_to_element<'a>(reader: &mut Reader<&'a [u8]>) -> quick_xml::Result<Event<'a>> {
    loop {
        let event = reader.read_event()?;
        if matches!(event, Event::Start(_) | Event::Empty(_) | Event::Eof) {
            return Ok(event);
        }
    }
}
