//! Recognizes OData V1 to V3, which are not supported.

use roxmltree::{Attribute, Node};

use super::{Read, Reader, element::Element, malformed::HTML_PAGE, namespace};
use crate::diagnostic::{Code, Diagnostic, Quoted};

/// Returns the version of CSDL that a namespace of `Schema` identifies (MC-CSDL, section 1.3).
fn csdl_version(uri: &str) -> Option<&'static str> {
    Some(match uri.strip_prefix(namespace::BEFORE_V4)? {
        "2006/04/edm" => "1.0",
        "2007/05/edm" => "1.1",
        "2008/01/edm" => "1.2",
        "2008/09/edm" => "2.0",
        "2009/08/edm" | "2009/11/edm" => "3.0",
        _ => return None,
    })
}

/// How many elements are searched for the version.
const MAX_SEARCHED: usize = 100;

fn uri_of<'t>(node: Node<'t, '_>) -> &'t str {
    node.tag_name().namespace().unwrap_or_default()
}

impl<'t, 'a> Reader<'t, 'a, '_> {
    /// Ends reading if a foreign element belongs to OData V1 to V3.
    pub(super) fn reject_older_version(&mut self, element: Element<'t, 'a>) -> Read<()> {
        if !matches!(element.local, "Edmx" | "DataServices" | "Schema") {
            return Ok(());
        }
        let uri = uri_of(element.node);
        if !uri.starts_with(namespace::BEFORE_V4) {
            return Ok(());
        }
        let mut stated = None;
        let mut csdl = None;
        // The version is in one of the first tags: Edmx, DataServices, Schema.
        for node in element.node.descendants().filter(Node::is_element).take(MAX_SEARCHED) {
            csdl = csdl_version(uri_of(node));
            if csdl.is_some() {
                break;
            }
            let is_stated = |attribute: &Attribute<'_, '_>| {
                let is_known = matches!(attribute.name(), "DataServiceVersion" | "MaxDataServiceVersion");
                is_known && attribute.namespace().is_some()
            };
            if let Some(version) = node.attributes().rfind(is_stated) {
                stated = Some(format!(" (`{}` {})", version.name(), Quoted(version.value())));
            }
        }
        let csdl = csdl.map_or(String::new(), |version| format!(" {version}"));
        let stated = stated.unwrap_or_default();
        let span = self.span(element.start, element.end);
        let message = format!("this is CSDL{csdl} of OData V3 or earlier{stated}; only OData V4 is supported");
        let diagnostic = Diagnostic::error(Code::NotCsdl, message).at(span);
        let diagnostic = diagnostic.note(format!("its namespace is {}", Quoted(uri)), None);
        self.fatal(diagnostic.help("fetch the metadata of a V4 endpoint, or convert the document"))
    }

    /// Ends reading because the root element is not supported.
    pub(super) fn reject_root<T>(&mut self, root: Element<'t, 'a>) -> Read<T> {
        self.reject_older_version(root)?;
        let uri = uri_of(root.node);
        let found = match uri {
            "" => format!("the root element is {} without a namespace", Quoted(root.local)),
            uri => format!("the root element is {} of namespace {}", Quoted(root.local), Quoted(uri)),
        };
        let span = self.span(root.start, root.end);
        let diagnostic = Diagnostic::error(Code::NotCsdl, found).at(span);
        if root.local.eq_ignore_ascii_case("html") {
            return self.fatal(diagnostic.help(HTML_PAGE));
        }
        let help = format!("CSDL begins with `Edmx` of `{}` or `Schema` of `{}`", namespace::EDMX, namespace::EDM);
        self.fatal(diagnostic.help(help))
    }
}
