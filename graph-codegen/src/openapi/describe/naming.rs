//! The OData names of schemas.

use std::collections::{BTreeMap, HashSet};

use super::{odata_traits::is_qualified, references::pointer, schemas::is_structured};
use crate::{
    csdl::is_identifier,
    openapi::{Document, Schema},
};

/// How a document names its schemas.
#[derive(Debug)]
pub(super) enum Naming {
    /// With qualified names, such as `microsoft.graph.user`.
    Qualified,
    /// With names of its own, such as `User`; only the discriminators are qualified.
    Renamed {
        /// The most frequent namespace.
        namespace: String,
        /// Whether the first letters of type names were capitalized.
        is_capitalized: bool,
        /// The schemas from which others derive.
        bases: HashSet<String>,
    },
}

impl Naming {
    /// Returns `None` for a document without namespaces.
    pub(super) fn of(document: &Document<'_>) -> Option<Self> {
        let schemas = &document.components.schemas;
        if schemas.iter().any(|(name, _)| is_qualified(name)) {
            return Some(Self::Qualified);
        }
        let mut namespaces: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut same, mut capitalized) = (0, 0);
        for (component, schema) in schemas {
            let Some((namespace, simple)) = discriminator(schema).and_then(|name| name.rsplit_once('.')) else {
                continue;
            };
            *namespaces.entry(namespace).or_default() += 1;
            same += usize::from(simple == &**component);
            capitalized += usize::from(simple != &**component && simple == lower_first(component));
        }
        let (namespace, _) = namespaces.into_iter().max_by_key(|(_, count)| *count)?;
        let references =
            schemas.iter().flat_map(|(_, schema)| &schema.all_of).filter_map(|part| part.reference.as_ref());
        let bases = references.filter_map(|reference| Some(pointer(reference)?.name.into_owned())).collect();
        Some(Self::Renamed { namespace: namespace.to_owned(), is_capitalized: capitalized > same, bases })
    }

    /// Returns the qualified name of the type that a schema declares; `None` for an auxiliary schema.
    pub(super) fn type_name(&self, component: &str, schema: &Schema<'_>) -> Option<String> {
        match self {
            Self::Qualified => is_qualified(component).then(|| component.to_owned()),
            Self::Renamed { bases, .. } => {
                if let Some(name) = discriminator(schema) {
                    return Some(name.to_owned());
                }
                let is_type = has_discriminator(schema) || bases.contains(component) || !schema.enumeration.is_empty();
                if is_type && (is_structured(schema) || !schema.enumeration.is_empty()) {
                    return self.name_of(component);
                }
                None
            }
        }
    }

    /// Returns the qualified name of an undeclared schema; `None` if the name is not valid.
    pub(super) fn name_of(&self, component: &str) -> Option<String> {
        match self {
            Self::Qualified => is_qualified(component).then(|| component.to_owned()),
            Self::Renamed { namespace, is_capitalized, .. } => {
                let simple = if *is_capitalized { lower_first(component) } else { component.to_owned() };
                is_identifier(&simple).then(|| format!("{namespace}.{simple}"))
            }
        }
    }
}

/// Returns `x-ms-discriminator-value` or the default value of `@odata.type` (`#microsoft.graph.user`), without the `#`.
fn discriminator<'s>(schema: &'s Schema<'_>) -> Option<&'s str> {
    let parts = || std::iter::once(schema).chain(&schema.all_of);
    let written = parts().find_map(|part| part.discriminator_value.as_ref());
    let default = || {
        let mut properties = parts().flat_map(|part| &part.properties);
        properties.find(|(name, _)| &**name == "@odata.type").and_then(|(_, schema)| schema.default_value.as_ref())
    };
    let name = written.or_else(default)?.strip_prefix('#')?;
    is_qualified(name).then_some(name)
}

fn has_discriminator(schema: &Schema<'_>) -> bool {
    let mut parts = std::iter::once(schema).chain(&schema.all_of);
    parts.any(|part| part.properties.iter().any(|(name, _)| &**name == "@odata.type"))
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}
