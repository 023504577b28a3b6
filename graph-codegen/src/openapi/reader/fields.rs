use std::collections::HashSet;

use super::{Kind, NodeId, Read, Reader};
use crate::{
    csdl::Text,
    diagnostic::{Code, Diagnostic, Quoted},
};

/// Objects with fewer fields are compared pairwise.
const FEW: usize = 12;

impl<'t, 'a> Reader<'t, 'a, '_> {
    /// Returns the keys and values of an object; reports any other node.
    pub(super) fn fields(&mut self, id: NodeId, what: &str) -> Vec<(NodeId, NodeId)> {
        if self.tree.kind(id) != Kind::Mapping {
            self.wrong_kind(id, what, "an object");
            return Vec::new();
        }
        let mut fields = Vec::with_capacity(self.tree.children(id).len() / 2);
        for pair in self.tree.children(id).chunks_exact(2) {
            if matches!(self.tree.kind(pair[0]), Kind::Sequence | Kind::Mapping) {
                self.wrong_kind(pair[0], "a key", "a string");
            } else if self.tree.kind(pair[0]) == Kind::Plain && **self.tree.scalar(pair[0]) == *"<<" {
                let diagnostic = Diagnostic::error(Code::Yaml, "merge keys (`<<`) are not part of YAML 1.2");
                self.report(diagnostic.at(self.tree.span(pair[0])).help("write out the fields, or use `$ref`"));
            } else {
                fields.push((pair[0], pair[1]));
            }
        }
        self.remove_duplicates(&mut fields);
        fields
    }

    fn remove_duplicates(&mut self, fields: &mut Vec<(NodeId, NodeId)>) {
        let tree = self.tree;
        let mut repeated = Vec::new();
        if fields.len() < FEW {
            for later in 1..fields.len() {
                let name = tree.scalar(fields[later].0);
                if fields[..later].iter().any(|(key, _)| tree.scalar(*key) == name) {
                    repeated.push(later);
                }
            }
        } else {
            let mut seen = HashSet::with_capacity(fields.len());
            repeated.extend((0..fields.len()).filter(|&at| !seen.insert(&**tree.scalar(fields[at].0))));
        }
        for &at in repeated.iter().rev() {
            let (key, _) = fields.remove(at);
            let name = tree.scalar(key);
            let mut diagnostic = Diagnostic::error(Code::Duplicate, format!("the key {} is duplicated", Quoted(name)))
                .at(tree.span(key));
            if repeated.len() < 100
                && let Some((first, _)) = fields[..at].iter().find(|(first, _)| tree.scalar(*first) == name)
            {
                diagnostic = diagnostic.note("the first one is here", tree.span(*first));
            }
            self.report(diagnostic);
        }
    }

    /// Returns the items of an array; reports any other node.
    pub(super) fn items(&mut self, id: NodeId, what: &str) -> &'t [NodeId] {
        if self.tree.kind(id) == Kind::Sequence {
            let tree = self.tree;
            return tree.children(id);
        }
        self.wrong_kind(id, what, "an array");
        &[]
    }

    /// Returns a string; an unquoted number counts as one.
    pub(super) fn text(&mut self, id: NodeId, what: &str) -> Option<Text<'a>> {
        match self.tree.kind(id) {
            Kind::Plain | Kind::Quoted if !self.tree.is_null(id) => Some(self.text_of(id)),
            _ => {
                self.wrong_kind(id, what, "a string");
                None
            }
        }
    }

    /// Returns an informative string; ignores any other node.
    pub(super) fn sentence(&mut self, id: NodeId) -> Option<Text<'a>> {
        let is_scalar = matches!(self.tree.kind(id), Kind::Plain | Kind::Quoted);
        (is_scalar && !self.tree.is_null(id)).then(|| self.text_of(id))
    }

    pub(super) fn flag(&mut self, id: NodeId, what: &str) -> bool {
        if self.tree.kind(id) == Kind::Plain {
            match &**self.tree.scalar(id) {
                "true" | "True" | "TRUE" => return true,
                "false" | "False" | "FALSE" => return false,
                _ => {}
            }
        }
        self.wrong_kind(id, what, "true or false");
        false
    }

    /// Reads a map of named objects, such as `schemas` or `responses`.
    pub(super) fn named<T>(
        &mut self,
        id: NodeId,
        what: &str,
        mut read: impl FnMut(&mut Self, NodeId) -> Read<T>,
    ) -> Read<Vec<(Text<'a>, T)>> {
        let fields = self.fields(id, what);
        let mut list = Vec::with_capacity(fields.len());
        for (key, value) in fields {
            list.push((self.text_of(key), read(self, value)?));
        }
        Ok(list)
    }
}
