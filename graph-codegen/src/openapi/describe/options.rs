//! Query options and headers of a service's own.

use super::{resources::Resources, schemas::Schemas, template::Segment, types::scalar};
use crate::{
    csdl::Text,
    edm::Primitive,
    facts::OptionPlace,
    openapi::{Method, Operation, Parameter, PathItem},
};

/// A query option or header of a request that OData does not define.
#[derive(Clone, Debug)]
pub(super) struct CustomOption<'a> {
    pub(super) place: OptionPlace,
    pub(super) name: Text<'a>,
    pub(super) description: Option<Text<'a>>,
    pub(super) value: Primitive,
    pub(super) is_required: bool,
}

/// The options of requests to a resource, as far as all paths to it agree.
#[derive(Clone, Debug, Default)]
pub(super) struct ResourceOptions<'a> {
    pub(super) read: Option<Vec<CustomOption<'a>>>,
    pub(super) read_by_key: Option<Vec<CustomOption<'a>>>,
    pub(super) insert: Option<Vec<CustomOption<'a>>>,
    pub(super) update: Option<Vec<CustomOption<'a>>>,
    pub(super) delete: Option<Vec<CustomOption<'a>>>,
}

impl<'a> ResourceOptions<'a> {
    /// Records the requests of a path, and those of its items by key.
    pub(super) fn record<'d>(&mut self, schemas: &mut Schemas<'d, 'a, '_>, resources: &Resources<'d, 'a>, id: usize) {
        let key = resources.child(id, |segment| matches!(segment, Segment::Key(_)));
        for (at, is_keyed) in [(Some(id), false), (key, true)] {
            let Some(at) = at else { continue };
            for (document, item, operation) in resources.operations(at) {
                let known = match operation.method {
                    Method::Get if is_keyed => &mut self.read_by_key,
                    Method::Get => &mut self.read,
                    Method::Post => &mut self.insert,
                    Method::Patch | Method::Put => &mut self.update,
                    Method::Delete => &mut self.delete,
                    Method::Other => continue,
                };
                let options = schemas.options(document, item, operation);
                match known {
                    None => *known = Some(options),
                    Some(known) => agree(known, options),
                }
            }
        }
    }
}

/// Merges the options of another path: what one of the paths does not require is optional.
pub(super) fn agree<'a>(known: &mut Vec<CustomOption<'a>>, other: Vec<CustomOption<'a>>) {
    for option in known.iter_mut() {
        let same = other.iter().find(|other| option.is_same(other));
        option.is_required &= same.is_some_and(|same| same.is_required);
    }
    let new = other.into_iter().filter(|other| !known.iter().any(|option| option.is_same(other)));
    let new: Vec<CustomOption<'a>> = new.map(|option| CustomOption { is_required: false, ..option }).collect();
    known.extend(new);
}

impl CustomOption<'_> {
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.place == other.place && *self.name == *other.name
    }
}

impl<'d, 'a> Schemas<'d, 'a, '_> {
    /// Returns the options of an operation, without those that OData defines.
    pub(super) fn options(
        &mut self,
        document: usize,
        item: &'d PathItem<'a>,
        operation: &'d Operation<'a>,
    ) -> Vec<CustomOption<'a>> {
        let mut options: Vec<CustomOption<'a>> = Vec::new();
        // Parameters of the operation override those of the path.
        for parameter in operation.parameters.iter().chain(&item.parameters) {
            let Some((_, found)) = self.parameter(document, parameter) else { continue };
            let Some(option) = custom_option(found) else { continue };
            // Values of a function's arguments: `(userId='@userId')`.
            let is_alias = option.place == OptionPlace::Query && item.path.contains(&format!("@{}", &*option.name));
            if !is_alias && !options.iter().any(|known| known.is_same(&option)) {
                options.push(option);
            }
        }
        options
    }
}

fn custom_option<'a>(parameter: &Parameter<'a>) -> Option<CustomOption<'a>> {
    let name = parameter.name.clone()?;
    let place = match &**parameter.location.as_ref()? {
        "query" if !name.starts_with(['$', '@']) => OptionPlace::Query,
        "header" => OptionPlace::Header,
        _ => return None,
    };
    let value = parameter.schema.as_ref().map_or(Primitive::String, scalar);
    let description = parameter.description.clone();
    Some(CustomOption { place, name, description, value, is_required: parameter.is_required })
}
