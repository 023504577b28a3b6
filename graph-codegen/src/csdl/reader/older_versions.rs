//! Recognizes OData V1 to V3, which are not supported.

use super::{
    Read, Reader,
    element::Element,
    namespace::{self, Kind},
    text::HTML_PAGE,
    token::Token,
};
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

impl<'a> Reader<'a, '_> {
    fn uri_of(&self, element: Element<'a>) -> &str {
        let tag = &self.text[element.start + 1..element.end];
        let name = tag.split([' ', '\t', '\r', '\n', '/', '>']).next().unwrap_or(tag);
        self.namespaces.uri(name.split_once(':').map_or("", |(prefix, _)| prefix))
    }

    /// Ends reading if a foreign element belongs to OData V1 to V3.
    pub(super) fn reject_older_version(&mut self, element: Element<'a>) -> Read<()> {
        if !matches!(element.local, "Edmx" | "DataServices" | "Schema") {
            return Ok(());
        }
        let uri = self.uri_of(element).to_owned();
        if !uri.starts_with(namespace::BEFORE_V4) {
            return Ok(());
        }
        let mut data_service_version = None;
        let mut csdl = csdl_version(&uri);
        let mut current = element;
        // The version is in one of the first tags: Edmx, DataServices, Schema.
        while csdl.is_none() {
            for attribute in &self.attributes.list {
                let is_known = matches!(attribute.local, "DataServiceVersion" | "MaxDataServiceVersion");
                if let (Kind::Foreign, true, Some(value)) = (attribute.namespace, is_known, &attribute.value) {
                    data_service_version = Some(format!("`{}` {}", attribute.local, Quoted(&value.value)));
                }
            }
            if current.empty {
                break;
            }
            match self.next()? {
                Token::Start => current = self.start_tag()?,
                Token::Text => continue,
                _ => break,
            }
            csdl = csdl_version(self.uri_of(current));
        }
        let csdl = csdl.map_or(String::new(), |version| format!(" {version}"));
        let stated = data_service_version.map_or(String::new(), |version| format!(" ({version})"));
        let span = self.span(element.start, element.end);
        let message = format!("this is CSDL{csdl} of OData V3 or earlier{stated}; only OData V4 is supported");
        let diagnostic = Diagnostic::error(Code::NotCsdl, message).at(span);
        let diagnostic = diagnostic.note(format!("its namespace is {}", Quoted(&uri)), None);
        self.fatal(diagnostic.help("fetch the metadata of a V4 endpoint, or convert the document"))
    }

    /// Ends reading because the root element is not supported.
    pub(super) fn reject_root<T>(&mut self, root: Element<'a>) -> Read<T> {
        self.reject_older_version(root)?;
        let uri = self.uri_of(root);
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
