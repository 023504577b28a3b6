//! What extensions change in a plan that is complete otherwise: attributes, documentation, and which methods are left
//! to hand-written code.

use proc_macro2::TokenStream;
use syn::parse::Parser;

use super::{Extensions, Item, Owner, View, extensions::described};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Sources},
    edm::Model,
    naming::Identifier,
    plan::{Module, Package},
    selection::Selection,
};

/// What extensions say of an item.
#[derive(Debug)]
struct Decoration {
    attributes: Vec<TokenStream>,
    /// The documentation, if it was changed.
    docs: Option<Vec<String>>,
    is_replaced: bool,
}

/// Applies extensions to a plan.
pub(crate) fn decorate(
    model: &Model,
    selection: &Selection,
    package: &mut Package,
    extensions: &Extensions,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    if extensions.is_empty() {
        return;
    }
    // Extensions see the whole plan, so all decorations are collected before the first one is applied.
    let mut decorations = Vec::new();
    let view = View::new(model, selection, package);
    visit(package, |item, modules| {
        // Modules have no attributes or documentation of their own.
        if !matches!(item, Item::Module(_)) {
            let decoration = extensions.decoration(view.in_module(modules), item);
            decoration.check(item, diagnostics);
            decorations.push(decoration);
        }
    });
    extensions.check_replacements(package, sources, diagnostics);
    let mut decorations = decorations.into_iter();
    apply(package, &mut decorations);
    debug_assert!(decorations.next().is_none(), "both walks have the same items");
}

impl Extensions {
    fn decoration(&self, view: View<'_>, item: Item<'_>) -> Decoration {
        let attributes = self.list.iter().flat_map(|extension| extension.attributes(view, item)).collect();
        let mut docs = item.docs().to_vec();
        self.list.iter().for_each(|extension| extension.docs(view, item, &mut docs));
        let docs = (docs != item.docs()).then_some(docs);
        let is_replaced = matches!(item, Item::Method(..))
            && (self.is_replaced(item) || self.list.iter().any(|extension| extension.replaces(view, item)));
        Decoration { attributes, docs, is_replaced }
    }
}

impl Decoration {
    /// Reports attributes that are not valid Rust.
    fn check(&self, item: Item<'_>, diagnostics: &mut Diagnostics) {
        for tokens in &self.attributes {
            if let Err(problem) = syn::Attribute::parse_outer.parse2(tokens.clone()) {
                let message = format!(
                    "the attribute `{tokens}` that an extension adds to {} is not valid Rust: {problem}",
                    described(item)
                );
                diagnostics.push(Diagnostic::error(Code::Extension, message).help("write it as in `#[must_use]`"));
            }
        }
    }
}

/// Calls a function for each item, with the path of its module.
pub(super) fn visit<'a>(package: &'a Package, mut each: impl FnMut(Item<'a>, &[Identifier])) {
    if let Some(service) = &package.service {
        each(Item::Service(service), &[]);
        service.methods.iter().for_each(|method| each(Item::Method(Owner::Service(service), method), &[]));
    }
    // Not recursive: namespaces can be nested to any depth.
    let mut pending: Vec<(&Module, Vec<Identifier>)> = vec![(&package.root, Vec::new())];
    while let Some((module, path)) = pending.pop() {
        each(Item::Module(module), &path);
        for builder in &module.builders {
            each(Item::RequestBuilder(builder), &path);
            let owner = Owner::RequestBuilder(builder);
            builder.methods.iter().for_each(|method| each(Item::Method(owner, method), &path));
        }
        for structure in &module.structures {
            each(Item::Structure(structure), &path);
            structure.fields.iter().for_each(|field| each(Item::Field(structure, field), &path));
        }
        module.unions.iter().for_each(|union| each(Item::Union(union), &path));
        for enumeration in &module.enumerations {
            each(Item::Enumeration(enumeration), &path);
            enumeration.variants.iter().for_each(|variant| each(Item::Variant(enumeration, variant), &path));
        }
        let below = |module: &'a Module| (module, path.iter().chain(&module.name).cloned().collect());
        pending.extend(module.modules.iter().map(below));
    }
}

/// Applies decorations in the order of [`visit`].
fn apply(package: &mut Package, decorations: &mut impl Iterator<Item = Decoration>) {
    let mut next = |attributes: &mut Vec<TokenStream>, docs: &mut Vec<String>| {
        let Some(decoration) = decorations.next() else { return false };
        attributes.extend(decoration.attributes);
        decoration.docs.into_iter().for_each(|changed| *docs = changed);
        decoration.is_replaced
    };
    if let Some(service) = &mut package.service {
        next(&mut service.attributes, &mut service.docs);
        for method in &mut service.methods {
            method.is_replaced = next(&mut method.attributes, &mut method.docs);
        }
    }
    let mut pending = vec![&mut package.root];
    while let Some(module) = pending.pop() {
        for builder in &mut module.builders {
            next(&mut builder.attributes, &mut builder.docs);
            for method in &mut builder.methods {
                method.is_replaced = next(&mut method.attributes, &mut method.docs);
            }
        }
        for structure in &mut module.structures {
            next(&mut structure.attributes, &mut structure.docs);
            for field in &mut structure.fields {
                next(&mut field.attributes, &mut field.docs);
            }
        }
        for union in &mut module.unions {
            next(&mut union.attributes, &mut union.docs);
        }
        for enumeration in &mut module.enumerations {
            next(&mut enumeration.attributes, &mut enumeration.docs);
            for variant in &mut enumeration.variants {
                next(&mut variant.attributes, &mut variant.docs);
            }
        }
        pending.extend(&mut module.modules);
    }
}
