//! Plans methods that address an entity by its path below another one.

use super::super::builder::BuilderPlanner;
use crate::{
    facts::has_host_key,
    naming::Identifier,
    plan::{ItemPath, Method, MethodKind, Parameter, RustType, Signature},
    selection::ResourceShape,
};

impl BuilderPlanner<'_, '_> {
    /// Adds `by_path`, if it is selected; to a collection of entities that are below hosts, `by_host_path`.
    pub(in crate::plan::lower) fn add_item_paths(&mut self) {
        let id = self.type_id();
        let entity = self.planner.selection.resources.get(&ResourceShape::Entity(id));
        if entity.is_none_or(|entity| entity.by_path.is_none()) {
            return;
        }
        let of = self.noun().singular;
        match self.shape {
            ResourceShape::Entity(_) => {
                let docs = format!("Addresses the {of} at a path below this one, whose segments are percent-encoded.");
                self.add_item_path("by_path", None, &["path"], docs);
            }
            ResourceShape::Collection(_) if self.resource.by_key.is_some() && has_host_key(self.planner.model, id) => {
                let key = self.planner.graph.key_placeholder(id).to_owned();
                let docs = format!(
                    "Addresses the {of} at a path of a host, such as `contoso.sharepoint.com` and `/teams/hr`."
                );
                self.add_item_path("by_host_path", Some(key), &["host", "path"], docs);
            }
            ResourceShape::Collection(_) => {}
        }
    }

    fn add_item_path(&mut self, name: &str, host_key: Option<String>, parameters: &[&str], docs: String) {
        let Some(builder) = self.builders.get(&ResourceShape::Entity(self.type_id())) else { return };
        let mut signature = Signature::returning(RustType::Generated(builder.clone()));
        for parameter in parameters {
            let name = Identifier::forced(parameter);
            signature = signature.with(Parameter::new(name, RustType::Plain("&str"), RustType::Plain("&str")));
        }
        let kind = MethodKind::ItemPath(ItemPath { host_key, builder: builder.clone() });
        let named = self.own_method(Identifier::forced(name), Some("_method"), signature, kind);
        self.methods.push(Method { docs: vec![docs], ..named });
    }
}
