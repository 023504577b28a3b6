use std::{collections::BTreeMap, sync::Arc};

use crate::{
    customization::{Customizations, Element, ScopeKind},
    naming::{Identifier, Scope, Wanted, snake},
};

/// The path of a module from the generated root.
pub(super) type Modules = Arc<[Identifier]>;

/// The modules that namespaces become.
#[derive(Debug)]
pub(super) struct Namespaces {
    root: String,
    modules: BTreeMap<String, Modules>,
    /// The modules within a module, each with its namespace.
    within: BTreeMap<Modules, Vec<(Wanted, String)>>,
}

impl Namespaces {
    /// Assigns a module to each namespace.
    ///
    /// `root` becomes the generated root. Namespaces below it become modules named after the rest of their name, others
    /// after their whole name.
    pub(super) fn new<'a>(
        root: &str,
        namespaces: impl IntoIterator<Item = &'a str>,
        customizations: &Customizations,
    ) -> Self {
        let mut sorted: Vec<&str> = namespaces.into_iter().filter(|namespace| *namespace != root).collect();
        sorted.sort_unstable();
        sorted.dedup();
        // If modules collide, the closest name comes first.
        let wanted = |part: &str| Wanted::default(part, Identifier::forced(&snake(part)));
        sorted.sort_by_cached_key(|name| (name.split('.').map(|part| wanted(part).distance).max(), *name));
        let mut scopes: BTreeMap<Vec<Identifier>, (Scope, BTreeMap<String, Identifier>)> = BTreeMap::new();
        let mut modules = BTreeMap::new();
        let mut within: BTreeMap<Modules, Vec<(Wanted, String)>> = BTreeMap::new();
        modules.insert(root.to_owned(), Modules::default());
        for namespace in sorted {
            let rest = namespace.strip_prefix(root).and_then(|rest| rest.strip_prefix('.')).unwrap_or(namespace);
            let mut path: Vec<Identifier> = Vec::new();
            let parts: Vec<&str> = rest.split('.').collect();
            let mut end = namespace.len() - rest.len();
            for (index, part) in parts.iter().enumerate() {
                end += part.len();
                // Every generated module imports the runtime as `rt`.
                let (scope, known) = scopes
                    .entry(path.clone())
                    .or_insert_with(|| (Scope::with(&["rt"]).watched(customizations.choose_names()), BTreeMap::new()));
                let name = match known.get(*part) {
                    Some(name) => name.clone(),
                    None => {
                        let default = Identifier::forced(&snake(part));
                        let source = &namespace[..end];
                        let wanted = match index + 1 == parts.len() {
                            true => customizations.wanted(&Element::Namespace(namespace), Wanted::own(default)),
                            false => Wanted::own(default),
                        };
                        let name = scope.claim_wanted(wanted.clone(), "2", part, || source.to_owned());
                        known.insert((*part).to_owned(), name.clone());
                        let found = Wanted { identifier: name.clone(), ..wanted };
                        within.entry(path.clone().into()).or_default().push((found, source.to_owned()));
                        name
                    }
                };
                path.push(name);
                // The dot.
                end += 1;
            }
            modules.insert(namespace.to_owned(), path.into());
        }
        for (mut scope, _) in scopes.into_values() {
            customizations.collide(scope.take_clashes(), ScopeKind::Modules);
        }
        Self { root: root.to_owned(), modules, within }
    }

    /// The namespace of the generated root.
    pub(super) fn root(&self) -> &str {
        &self.root
    }

    /// The modules within a module, each with its namespace.
    pub(super) fn within(&self, modules: &Modules) -> &[(Wanted, String)] {
        self.within.get(modules).map(Vec::as_slice).unwrap_or_default()
    }

    /// The path of a namespace's module from the root.
    pub(super) fn path(&self, namespace: &str) -> Modules {
        self.modules.get(namespace).cloned().unwrap_or_default()
    }
}
