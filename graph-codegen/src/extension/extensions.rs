use std::{fmt, rc::Rc};

use proc_macro2::TokenStream;

use super::{Element, Extension, View};
use crate::{
    customization::Customize,
    naming::Identifier,
    plan::{Enumeration, RequestBuilder, Structure},
};

/// The extensions of a run, in the order in which they were added.
#[derive(Clone, Default)]
pub struct Extensions {
    list: Vec<Rc<dyn Extension>>,
}

impl fmt::Debug for Extensions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extensions").field("count", &self.list.len()).finish()
    }
}

impl Extensions {
    /// Adds an extension, and returns the part of it that customizes single elements.
    pub(crate) fn add(&mut self, extension: impl Extension + 'static) -> Rc<dyn Customize> {
        let extension: Rc<dyn Extension> = Rc::new(extension);
        self.list.push(Rc::clone(&extension));
        Rc::new(Elements(extension))
    }

    pub(crate) fn items_beside_builder(&self, view: View<'_>, builder: &RequestBuilder) -> Vec<TokenStream> {
        let of_extension = |extension: &Rc<dyn Extension>| -> Vec<TokenStream> {
            builder.methods.iter().map(|method| extension.items_beside_method(view, builder, method)).collect()
        };
        self.list.iter().flat_map(of_extension).collect()
    }

    pub(crate) fn items_beside_structure(&self, view: View<'_>, structure: &Structure) -> Vec<TokenStream> {
        self.list.iter().map(|extension| extension.items_beside_structure(view, structure)).collect()
    }

    pub(crate) fn items_beside_enumeration(&self, view: View<'_>, enumeration: &Enumeration) -> Vec<TokenStream> {
        self.list.iter().map(|extension| extension.items_beside_enumeration(view, enumeration)).collect()
    }
}

/// The part of an extension that the plan uses.
struct Elements(Rc<dyn Extension>);

impl Customize for Elements {
    fn rename(&self, element: &Element<'_>, default: &str) -> Option<Identifier> {
        self.0.rename(element, default)
    }

    fn map_type(&self, qualified_name: &str) -> Option<TokenStream> {
        self.0.map_type(qualified_name)
    }

    fn attributes(&self, element: &Element<'_>) -> Vec<TokenStream> {
        self.0.attributes(element)
    }
}
