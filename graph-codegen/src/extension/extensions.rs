use std::{fmt, rc::Rc};

use proc_macro2::TokenStream;

use super::{Element, Extension, ExtensionFile, Item, Pattern, View, decoration::visit};
use crate::{
    customization::{Customize, ElementKind},
    diagnostic::{Code, Diagnostic, Diagnostics, Sources, Span, closest},
    naming::Identifier,
    plan::Package,
};

/// The extensions of a run, in the order in which they were added, and the methods that hand-written code replaces.
#[derive(Clone, Default)]
pub struct Extensions {
    pub(super) list: Vec<Rc<dyn Extension>>,
    replaced: Vec<Pattern>,
}

impl fmt::Debug for Extensions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extensions").field("count", &self.list.len()).field("replaced", &self.replaced).finish()
    }
}

impl Extensions {
    /// Adds an extension, and returns the part of it that the plan depends on.
    pub(crate) fn add(&mut self, extension: impl Extension + 'static) -> Rc<dyn Customize> {
        let extension: Rc<dyn Extension> = Rc::new(extension);
        self.list.push(Rc::clone(&extension));
        Rc::new(Elements(extension))
    }

    /// Leaves methods to hand-written code.
    pub(crate) fn replace(&mut self, methods: Pattern) {
        self.replaced.push(methods);
    }

    /// Whether nothing changes the plan.
    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty() && self.replaced.is_empty()
    }

    /// Whether settings leave a method to hand-written code.
    pub(super) fn is_replaced(&self, item: Item<'_>) -> bool {
        !self.replaced.is_empty() && {
            let name = item.source_name();
            self.replaced.iter().any(|pattern| pattern.matches(item.kind(), &name))
        }
    }

    /// Reports patterns of replaced methods that match none.
    pub(super) fn check_replacements(&self, package: &Package, sources: &mut Sources, diagnostics: &mut Diagnostics) {
        if self.replaced.is_empty() {
            return;
        }
        let mut names = Vec::new();
        visit(package, |item, _| {
            if let Item::Method(..) = item {
                names.push(item.source_name());
            }
        });
        let unused = |pattern: &&Pattern| !names.iter().any(|name| pattern.matches(ElementKind::Method, name));
        for pattern in self.replaced.iter().filter(unused) {
            let message = format!("`{}` is to be replaced, but no generated method has this name", pattern.as_str());
            // Patterns are not in a file, so they are the excerpts of diagnostics.
            let file = sources.add("replace", pattern.as_str());
            let span = Span::new(file, 0, pattern.as_str().len());
            let diagnostic = Diagnostic::error(Code::Extension, message).at(span);
            diagnostics.push(match closest(pattern.as_str(), names.iter().map(String::as_str)) {
                Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
                None => diagnostic.help("select the method, and write its name as in `microsoft.graph.user/sendMail`"),
            });
        }
    }

    /// Reports items that extensions add and that are not valid Rust.
    ///
    /// It calls the hook again, so it is for generated code that is not valid.
    pub(crate) fn check_items(&self, view: View<'_>, diagnostics: &mut Diagnostics) {
        visit(view.package, |item, modules| {
            for tokens in self.items(view.in_module(modules), item) {
                let Err(problem) = syn::parse2::<syn::File>(tokens) else { continue };
                let message = format!(
                    "the items that an extension adds beside {} are not valid Rust: {problem}",
                    described(item)
                );
                diagnostics
                    .push(Diagnostic::error(Code::Extension, message).help("return whole items, as in `quote!`"));
            }
        });
    }

    /// The items that extensions add beside an item.
    pub(crate) fn items<'v>(&self, view: View<'v>, item: Item<'v>) -> impl Iterator<Item = TokenStream> {
        self.list.iter().map(move |extension| extension.items(view, item))
    }

    /// The files that extensions add.
    pub(crate) fn files(&self, view: View<'_>) -> Vec<ExtensionFile> {
        self.list.iter().flat_map(|extension| extension.files(view)).collect()
    }
}

/// What diagnostics call an item.
pub(super) fn described(item: Item<'_>) -> String {
    match item.source_name() {
        name if name.is_empty() => "the root module".to_owned(),
        name => format!("`{name}`"),
    }
}

/// The part of an extension that the plan depends on.
struct Elements(Rc<dyn Extension>);

impl Customize for Elements {
    fn rename(&self, element: &Element<'_>, default: &str) -> Option<Identifier> {
        self.0.rename(element, default)
    }

    fn map_type(&self, qualified_name: &str) -> Option<TokenStream> {
        self.0.map_type(qualified_name)
    }
}
