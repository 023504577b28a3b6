//! The request for an HTTP method at the end of a path.

use super::{ArenaTarget, End, Target};
use crate::{
    facts::OperationFacts,
    selection::{
        graph::{PathArena, ResourceShape, Restrictions, RootKind, ServiceGraph, Step},
        result::ResourceMethod,
        selector::Method,
    },
};

/// An HTTP method that a path does not support.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnsupportedMethod {
    /// The reason.
    pub message: String,
    /// What to do instead, if known.
    pub help: Option<String>,
}

impl ResourceMethod {
    /// Returns the request for an HTTP method on a target.
    ///
    /// # Errors
    ///
    /// Returns the reason if the target does not support the method, or the metadata says that the service does not.
    pub fn at(target: &Target<'_>, method: Method, graph: &ServiceGraph<'_>) -> Result<Self, UnsupportedMethod> {
        let steps = target.path.steps.iter().rev();
        Lookup { end: &target.end, template: &target.path.template, graph }.method(method, steps)
    }

    /// Like [`at`](Self::at), for a path in an arena.
    pub(crate) fn at_path(
        target: &ArenaTarget<'_>,
        method: Method,
        arena: &PathArena<'_>,
    ) -> Result<Self, UnsupportedMethod> {
        let steps = arena.steps_backwards(target.path);
        Lookup { end: &target.end, template: arena.template(target.path), graph: arena.graph() }.method(method, steps)
    }

    /// Returns the permissions for the request on a target, according to annotations.
    #[must_use]
    pub fn facts(&self, target: &Target<'_>, graph: &ServiceGraph<'_>) -> OperationFacts {
        self.facts_under(&Restrictions::of(target.path.steps.iter().rev(), graph)).unwrap_or_default()
    }
}

/// A target, independent of how its path is stored.
struct Lookup<'t> {
    end: &'t End<'t>,
    /// The template of the resource.
    template: &'t str,
    graph: &'t ServiceGraph<'t>,
}

impl Lookup<'_> {
    fn method<'s>(
        &self,
        method: Method,
        steps: impl Iterator<Item = &'s Step<'s>> + Clone,
    ) -> Result<ResourceMethod, UnsupportedMethod> {
        let found = self.named(method, steps.clone().next())?;
        let Some(capability) = found.capability() else { return Ok(found) };
        let restrictions = Restrictions::of(steps, self.graph);
        if restrictions.allow(capability) == Some(false) {
            return Err(self.denied(method, &capability.denied(), "remove it from the selection".to_owned()));
        }
        match self.other_update(&found, &restrictions) {
            None => Ok(found),
            Some(other) => {
                let why = format!("`UpdateRestrictions/UpdateMethod` is {}", other.as_str());
                Err(self.denied(method, &why, format!("write `{}#{}`", self.path(), other.as_str())))
            }
        }
    }

    fn denied(&self, method: Method, why: &str, help: String) -> UnsupportedMethod {
        let message = format!("the service does not support {} on `{}`: {why}", method.as_str(), self.path());
        UnsupportedMethod { message, help: Some(help) }
    }

    /// The only method of updates that the service supports, if a request uses another one.
    ///
    /// Graph accepts more than its metadata says.
    fn other_update(&self, found: &ResourceMethod, restrictions: &Restrictions<'_>) -> Option<Method> {
        if self.graph.model().is_microsoft_graph() {
            return None;
        }
        let supported = restrictions.update_methods()?;
        match found {
            ResourceMethod::Update if !supported.patch => Some(Method::Put),
            ResourceMethod::Replace if !supported.put => Some(Method::Patch),
            _ => None,
        }
    }

    fn named(&self, method: Method, last: Option<&Step<'_>>) -> Result<ResourceMethod, UnsupportedMethod> {
        let no = |why: &str, help: Option<String>| {
            let message = format!("{}: {why}", method.as_str());
            let help = help.or_else(|| Some("write `#GET`, or omit the method".to_owned()));
            Err(UnsupportedMethod { message, help })
        };
        match (self.end, method) {
            (End::Resource(_), Method::Get) => Ok(ResourceMethod::Get),
            (End::Resource(ResourceShape::Collection(id)), _) => {
                let is_entity = self.graph.model().type_(*id).is_entity();
                match method {
                    Method::Post if is_entity => Ok(ResourceMethod::Create),
                    _ if is_entity => {
                        let key = self.graph.key_segment(*id);
                        let help = format!("add the key: `{}{key}#{}`", self.path(), method.as_str());
                        no("this needs one entity, not a collection", Some(help))
                    }
                    _ => no("a collection of complex values is changed with its entity", None),
                }
            }
            (End::Resource(ResourceShape::Entity(_)), Method::Patch) => Ok(ResourceMethod::Update),
            (End::Resource(ResourceShape::Entity(_)), Method::Put) => Ok(ResourceMethod::Replace),
            (End::Resource(ResourceShape::Entity(_)), Method::Delete) => match last {
                Some(Step::Root { kind: RootKind::Singleton, .. }) => no("a singleton cannot be deleted", None),
                _ => Ok(ResourceMethod::Delete),
            },
            (End::Resource(ResourceShape::Entity(id)), Method::Post) => {
                let path = self.path();
                let help = match last {
                    Some(Step::Key { .. }) => {
                        let collection = path.strip_suffix(&self.graph.key_segment(*id)).unwrap_or_default();
                        format!("omit the key: `{collection}#POST`")
                    }
                    _ => format!("to change it, write `{path}#PATCH`; to replace or create it, `{path}#PUT`"),
                };
                no("this needs a collection, not one entity", Some(help))
            }
            (End::Count(_), Method::Get) => Ok(ResourceMethod::Count),
            // Not restricted to entities that are not contained: Graph has references to contained ones, such as
            // `…/managedDevices/{id}/deviceCategory/$ref`.
            (End::Reference(shape), _) => {
                let method = reference_method(*shape, method, last);
                method.map_or_else(|| no("references do not support this method", None), Ok)
            }
            (End::Value(_), Method::Get) => Ok(ResourceMethod::Download(None)),
            (End::Value(_), Method::Put) => Ok(ResourceMethod::Upload(None)),
            (End::Value(_), Method::Delete) => Ok(ResourceMethod::DeleteStream(None)),
            (End::Stream { property, .. }, Method::Get) => Ok(ResourceMethod::Download(Some((*property).to_owned()))),
            (End::Stream { property, .. }, Method::Put) => Ok(ResourceMethod::Upload(Some((*property).to_owned()))),
            (End::Stream { property, .. }, Method::Delete) => {
                Ok(ResourceMethod::DeleteStream(Some((*property).to_owned())))
            }
            _ => no("the path does not support this method", None),
        }
    }

    fn path(&self) -> String {
        self.end.template(self.template, self.graph)
    }
}

fn reference_method(shape: ResourceShape, method: Method, last: Option<&Step<'_>>) -> Option<ResourceMethod> {
    let is_collection = matches!(shape, ResourceShape::Collection(_));
    let by_key = matches!(last, Some(Step::Key { .. } | Step::AlternateKey { .. }));
    match method {
        Method::Get if is_collection => Some(ResourceMethod::ListReferences),
        Method::Get => Some(ResourceMethod::GetReference),
        Method::Post if is_collection => Some(ResourceMethod::AddReference),
        Method::Put if !is_collection && !by_key => Some(ResourceMethod::SetReference),
        Method::Delete if is_collection => Some(ResourceMethod::RemoveReferenceById),
        Method::Delete => Some(ResourceMethod::RemoveReference),
        _ => None,
    }
}
