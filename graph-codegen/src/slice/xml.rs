/// Writes indented XML. Elements without children have no end tag.
#[derive(Debug)]
pub(super) struct Xml {
    text: String,
    open: Vec<&'static str>,
    /// The depth of the outermost elements.
    base: usize,
    /// Whether the last start tag lacks its `>`.
    pending: bool,
}

impl Xml {
    /// Creates a fragment whose outermost elements are `base` levels deep.
    pub(super) fn new(base: usize) -> Self {
        Self { text: String::new(), open: Vec::new(), base, pending: false }
    }

    pub(super) fn begin(&mut self, name: &'static str) {
        self.complete_tag("\n");
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        self.open.push(name);
        self.pending = true;
    }

    /// Writes an attribute of the current start tag.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push_str("=\"");
        escape(value, &mut self.text);
        self.text.push('"');
    }

    pub(super) fn optional(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.attribute(name, value);
        }
    }

    pub(super) fn flag(&mut self, name: &str, value: Option<bool>) {
        self.optional(name, value.map(|value| if value { "true" } else { "false" }));
    }

    pub(super) fn end(&mut self) {
        let Some(name) = self.open.pop() else { return };
        if self.pending {
            self.text.push_str(" />\n");
            self.pending = false;
        } else {
            self.indent();
            self.close(name);
        }
    }

    /// Writes an element that contains only text, in which white space is significant.
    pub(super) fn text_element(&mut self, name: &'static str, value: &str) {
        self.begin(name);
        if value.is_empty() {
            return self.end();
        }
        self.complete_tag("");
        escape(value, &mut self.text);
        self.open.pop();
        self.close(name);
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    fn close(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }

    fn complete_tag(&mut self, after: &str) {
        if self.pending {
            self.text.push('>');
            self.text.push_str(after);
            self.pending = false;
        }
    }

    fn indent(&mut self) {
        for _ in 0..self.base + self.open.len() {
            self.text.push_str("  ");
        }
    }
}

/// Escapes a value. White space other than spaces would become spaces in attributes, and carriage returns would become
/// line feeds.
fn escape(value: &str, text: &mut String) {
    for character in value.chars() {
        match character {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\t' => text.push_str("&#9;"),
            '\n' => text.push_str("&#10;"),
            '\r' => text.push_str("&#13;"),
            character => text.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn written_xml_can_be_read_back() {
        let value = "<a href=\"x\">\t&amp;\r\n ]]> 'é'\u{1F600}";
        let mut xml = Xml::new(0);
        xml.begin("a");
        xml.attribute("b", value);
        xml.flag("c", Some(false));
        xml.flag("d", None);
        xml.text_element("e", value);
        xml.text_element("f", "");
        xml.begin("g");
        xml.end();
        xml.end();
        let text = xml.finish();
        let document = roxmltree::Document::parse(&text).unwrap();
        let root = document.root_element();
        assert_eq!(root.attribute("b"), Some(value));
        assert_eq!(root.attribute("c"), Some("false"));
        let children: Vec<_> = root.children().filter(|node| node.is_element()).collect();
        assert_eq!(children[0].text(), Some(value));
        assert_eq!(children.len(), 3);
        assert!(text.ends_with("  <f />\n  <g />\n</a>\n"), "{text}");
    }
}
