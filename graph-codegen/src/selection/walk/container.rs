//! The first segment of a path: entity sets, singletons and operation imports.

use super::{At, End, Place};
use crate::{
    diagnostic::{Diagnostic, closest},
    edm::OperationId,
    selection::{Segment, surroundings::Import},
};

impl At<'_, '_> {
    pub(super) fn behind_container(&self, segment: &Segment) -> Result<Vec<Place>, Diagnostic> {
        let entrances = self.surroundings.entrances();
        let enter = |entrance: &crate::selection::surroundings::Entrance<'_>| Place {
            route: entrance.route(self.surroundings),
            end: End::Resource(entrance.shape),
        };
        match segment {
            Segment::Rest => Ok(vec![Place::at(&self.place.route, End::Everything)]),
            Segment::AnyOne => {
                let imports = self.surroundings.imports();
                let imports = imports.iter().map(|import| self.import(import, import.overloads.to_vec()));
                Ok(entrances.iter().map(enter).chain(imports).collect())
            }
            Segment::Key => Err(self.refuse("a path begins with an entity set, singleton or operation import")),
            Segment::Name(name) => {
                if let Some(entrance) = entrances.iter().find(|entrance| entrance.name == name) {
                    return Ok(vec![enter(entrance)]);
                }
                match self.surroundings.imports().iter().find(|import| import.name == name) {
                    Some(import) => {
                        Ok(vec![self.import(import, self.called_without_arguments(import.overloads.to_vec()))])
                    }
                    None => Err(self.no_child(name)),
                }
            }
            Segment::Call(name, arguments) => {
                if let Some(entrance) = entrances.iter().find(|entrance| entrance.name == name) {
                    let place = enter(entrance);
                    return self.keyed(&place.route, entrance.shape, arguments);
                }
                match self.surroundings.imports().iter().find(|import| import.name == name) {
                    Some(import) => {
                        let overloads = self.called_with(name, arguments, import.overloads.to_vec())?;
                        Ok(vec![self.import(import, overloads)])
                    }
                    None => Err(self.no_child(name)),
                }
            }
        }
    }

    fn import(&self, import: &Import<'_>, overloads: Vec<OperationId>) -> Place {
        let end = End::Operations { caller: None, import: Some(import.name.to_owned()), overloads };
        Place::at(&self.place.route, end)
    }

    fn no_child(&self, name: &str) -> Diagnostic {
        let Some(container) = self.surroundings.container() else {
            return self.refuse("the metadata has no entity container, so it has no paths");
        };
        let message = format!("`{}` has no entity set, singleton or operation import `{name}`", container.name.name());
        let diagnostic = self.refuse(message);
        let (entrances, imports) = (self.surroundings.entrances(), self.surroundings.imports());
        let names = entrances.iter().map(|entrance| entrance.name).chain(imports.iter().map(|import| import.name));
        match closest(name, names) {
            Some(suggestion) => diagnostic.help(format!("did you mean `{suggestion}`?")),
            None => diagnostic,
        }
    }
}
