use super::{
    ResourceShape, RootKind, ServiceGraph,
    path_syntax::{self, ITEM_PATH},
};
use crate::edm::OperationId;

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step<'a> {
    /// To an entity set or singleton.
    Root {
        /// Its name.
        name: &'a str,
        /// Whether it is an entity set or a singleton.
        kind: RootKind,
        /// The resource.
        shape: ResourceShape,
    },
    /// From a collection to an entity, by key.
    Key {
        /// The collection.
        from: ResourceShape,
    },
    /// From a collection to an entity, by alternate key: `/users(userPrincipalName='…')`.
    AlternateKey {
        /// The collection.
        from: ResourceShape,
        /// The names of the key's parts.
        parts: Vec<&'a str>,
    },
    /// Along a navigation property.
    Navigation {
        /// The resource that has the property.
        from: ResourceShape,
        /// The property.
        property: &'a str,
        /// The target.
        to: ResourceShape,
    },
    /// To the value of a complex property.
    Property {
        /// The resource that has the property.
        from: ResourceShape,
        /// The property.
        property: &'a str,
        /// The target.
        to: ResourceShape,
    },
    /// To the same resource as a derived type: `/graph.group`.
    Cast {
        /// The resource.
        from: ResourceShape,
        /// The resource as the derived type.
        to: ResourceShape,
    },
    /// From an entity to the one at a path below it, as Graph addresses files and sites: `root:/A/B.txt`.
    ItemPath {
        /// The entity, and the shape of the one at the path.
        from: ResourceShape,
    },
    /// To the result of a function: `/range(address='A1')`.
    Function {
        /// The resource it is called on; `None` for a function import.
        from: Option<ResourceShape>,
        /// The name of the function import.
        import: Option<&'a str>,
        /// The overload.
        operation: OperationId,
        /// The result.
        to: ResourceShape,
    },
}

impl Step<'_> {
    /// Returns the resource at which the step ends.
    #[must_use]
    pub fn to(&self) -> ResourceShape {
        match self {
            Self::Root { shape, .. } => *shape,
            Self::ItemPath { from } => *from,
            Self::Key { from } | Self::AlternateKey { from, .. } => ResourceShape::Entity(from.entity_type()),
            Self::Navigation { to, .. }
            | Self::Property { to, .. }
            | Self::Cast { to, .. }
            | Self::Function { to, .. } => *to,
        }
    }

    /// Writes the segment of a path template.
    ///
    /// A key in parentheses is appended to the segment before it, and the path of an item is between colons.
    pub(crate) fn write(&self, template: &mut String, graph: &ServiceGraph<'_>) {
        match self {
            Self::AlternateKey { .. } => template.push('('),
            // The whole segment depends on the profile.
            Self::Key { .. } => {}
            Self::ItemPath { .. } => return template.push_str(ITEM_PATH),
            _ => path_syntax::end_resource(template),
        }
        match self {
            Self::Root { name, .. } => template.push_str(name),
            Self::Key { from } => graph.write_key(template, from.entity_type()),
            Self::AlternateKey { from, parts } => {
                for (index, part) in parts.iter().enumerate() {
                    template.push_str(if index == 0 { "" } else { "," });
                    graph.write_key_part(template, from.entity_type(), part);
                }
                template.push(')');
            }
            Self::Navigation { property, .. } | Self::Property { property, .. } => template.push_str(property),
            Self::Cast { to, .. } => graph.write_cast(template, to.entity_type()),
            Self::ItemPath { .. } => {}
            Self::Function { import, operation, .. } => graph.write_call(template, *operation, *import),
        }
    }
}
