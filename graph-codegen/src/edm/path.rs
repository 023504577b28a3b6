use super::{Model, NavigationProperty, Property, TypeId};

/// A segment of a path through types, such as `manager/microsoft.graph.user/mailboxSettings`.
#[derive(Clone, Copy, Debug)]
pub enum PathStep<'m> {
    /// A structural property, and the type that declares it.
    Property(TypeId, &'m Property),
    /// A navigation property, and the type that declares it.
    NavigationProperty(TypeId, &'m NavigationProperty),
    /// A cast to a derived type.
    Cast(TypeId),
}

impl PathStep<'_> {
    /// Returns the declared type that the step leads to.
    #[must_use]
    pub fn type_id(&self) -> Option<TypeId> {
        match self {
            Self::Property(_, property) => property.type_ref.type_id(),
            Self::NavigationProperty(_, property) => property.type_ref.type_id(),
            Self::Cast(id) => Some(*id),
        }
    }
}

impl Model {
    /// Resolves a path of properties, navigation properties and casts from a type. The path must not contain aliases;
    /// paths in the model do not.
    ///
    /// Returns `None` if a segment does not exist or follows a primitive or external type.
    #[must_use]
    pub fn path(&self, start: TypeId, path: &str) -> Option<Vec<PathStep<'_>>> {
        let mut steps = Vec::new();
        let mut at = Some(start);
        for segment in path.split('/') {
            let id = at?;
            let step = if segment.contains('.') {
                PathStep::Cast(self.find_type(segment)?)
            } else if let Some((declaring, property)) = self.property(id, segment) {
                PathStep::Property(declaring, property)
            } else {
                let (declaring, property) = self.navigation_property(id, segment)?;
                PathStep::NavigationProperty(declaring, property)
            };
            at = step.type_id();
            steps.push(step);
        }
        Some(steps)
    }
}
