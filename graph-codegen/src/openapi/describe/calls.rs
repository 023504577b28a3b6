use std::collections::BTreeMap;

use super::{
    operations::CallParameter,
    options::{CustomOption, agree},
    schemas::Schemas,
    types::Found,
};
use crate::{csdl::OperationKind, diagnostic::Span, openapi::Operation};

/// An action or function as declared by a path.
#[derive(Clone, Debug)]
pub(super) struct Call<'d, 'a> {
    pub(super) kind: OperationKind,
    /// Namespace and name.
    pub(super) name: (String, String),
    /// The type that it is bound to, and whether it is bound to a collection; `None` if it is called from the root.
    pub(super) binding: Option<(String, bool)>,
    pub(super) parameters: Vec<CallParameter>,
    pub(super) returned: Option<Found>,
    /// Query options and headers, without those that the resource requires for reading.
    pub(super) options: Vec<CustomOption<'a>>,
    /// Whether paths continue after it.
    pub(super) is_composable: bool,
    pub(super) operation: &'d Operation<'a>,
    pub(super) span: Span,
}

/// The name, the kind, whether it is bound to a collection, the parameters and the return type.
type Signature = ((String, String), bool, Option<bool>, Vec<(String, String)>, Option<String>);

impl Call<'_, '_> {
    fn signature(&self) -> Signature {
        (
            self.name.clone(),
            self.kind == OperationKind::Action,
            self.binding.as_ref().map(|(_, is_collection)| *is_collection),
            self.parameters.iter().map(|parameter| (parameter.name.clone(), parameter.found.written())).collect(),
            self.returned.as_ref().map(Found::written),
        )
    }
}

/// Merges the calls that several paths declare. Equal calls on one type are one overload; equal calls on a type and on
/// one of its base types are bound to the base type. OpenAPI does not say which base type OData binds a call to if no
/// path leads to that type.
pub(super) fn merge<'d, 'a>(schemas: &Schemas<'d, 'a, '_>, calls: Vec<Call<'d, 'a>>) -> Vec<Call<'d, 'a>> {
    let mut groups: BTreeMap<Signature, Vec<usize>> = BTreeMap::new();
    let mut kept: Vec<Option<Call<'d, 'a>>> = Vec::with_capacity(calls.len());
    for call in calls {
        let number = kept.len();
        let group = groups.entry(call.signature()).or_default();
        let bound = |other: &usize| kept[*other].as_ref().is_some_and(|other| other.binding == call.binding);
        if let Some(&same) = group.iter().find(|other| bound(other)) {
            if let Some(same) = &mut kept[same] {
                same.is_composable |= call.is_composable;
                agree(&mut same.options, call.options);
            }
            continue;
        }
        group.push(number);
        kept.push(Some(call));
    }
    for group in groups.values().filter(|group| group.len() > 1) {
        let types: Vec<String> =
            group.iter().filter_map(|&number| Some(kept[number].as_ref()?.binding.as_ref()?.0.clone())).collect();
        for &number in group {
            let binding = kept[number].as_ref().and_then(|call| call.binding.clone());
            let Some((own, _)) = binding else { continue };
            let has_base = schemas.ancestors(&own).skip(1).any(|base| types.iter().any(|other| other == base));
            if has_base {
                kept[number] = None;
            }
        }
    }
    kept.into_iter().flatten().collect()
}
