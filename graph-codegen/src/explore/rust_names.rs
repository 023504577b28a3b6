//! The methods of generated request builders, as the plan for the whole service names them.
//!
//! A signature is a method name, arguments, the type of the body, and the type of the result. Most builders have one
//! signature for the same segment, operation or request, which is the default; the others are exceptions.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};

use super::{requests::kind, texts::Texts};
use crate::{
    chain::{Argument, application_type, variable_stem},
    edm::Model,
    facts::is_long_running,
    naming::{Identifier, snake},
    plan::{
        FunctionCall, KeyKind, Method, MethodKind, Module, Package, Path, RequestBuilder, RustType, StructureOrigin,
    },
    selection::{ResourceMethod, ResourceShape},
};

/// What the path of a builder's own type is replaced by in signatures, so that builders share them.
const OWN_TYPE: &str = "{T}";

/// What the name of that type in variables is replaced by: `user_id` is `{t}_id`.
const OWN_STEM: &str = "{t}";

/// The signatures of methods, by key.
#[derive(Debug)]
struct Signatures<'a> {
    model: &'a Model,
    list: Vec<Value>,
    numbers: HashMap<Value, usize>,
}

/// The signatures of a builder's methods, by key.
type Keyed = BTreeMap<String, usize>;

/// Returns the signatures of the service and of all request builders.
pub(super) fn rust_names(model: &Model, package: &Package, texts: &mut Texts) -> Value {
    let mut signatures = Signatures { model, list: Vec::new(), numbers: HashMap::new() };
    let mut service = Keyed::new();
    for method in package.service.iter().flat_map(|service| &service.methods) {
        signatures.add(method, None, &mut service, texts);
    }
    let mut builders: Vec<(ResourceShape, Keyed)> = Vec::new();
    let mut modules: Vec<&Module> = vec![&package.root];
    while let Some(module) = modules.pop() {
        for builder in &module.builders {
            let mut keyed = Keyed::new();
            for method in &builder.methods {
                signatures.add(method, Some(builder), &mut keyed, texts);
            }
            builders.push((builder.shape, keyed));
        }
        modules.extend(&module.modules);
    }
    let mut stems = Map::new();
    for (shape, keyed) in &builders {
        if keyed.keys().any(|key| key.starts_with("key")) {
            let id = shape.entity_type();
            stems.insert(id.index().to_string(), Value::from(variable_stem(model, id)));
        }
    }
    builders.sort_by_key(|(shape, _)| *shape);
    let is_collection = |shape: &ResourceShape| matches!(shape, ResourceShape::Collection(_));
    let defaults = [false, true].map(|wanted| {
        defaults(builders.iter().filter(|(shape, _)| is_collection(shape) == wanted).map(|(_, keyed)| keyed))
    });
    let mut exceptions = Map::new();
    for (shape, keyed) in &builders {
        let default = &defaults[usize::from(is_collection(shape))];
        let differing: Map<String, Value> = keyed
            .iter()
            .filter(|(key, signature)| default.get(*key) != Some(*signature))
            .map(|(key, signature)| (key.clone(), Value::from(*signature)))
            .collect();
        if !differing.is_empty() {
            let number = shape.entity_type().index() * 2 + usize::from(is_collection(shape));
            exceptions.insert(number.to_string(), Value::Object(differing));
        }
    }
    json!({
        "service": service,
        "serviceName": package.service.as_ref().map(|service| service.name.written()),
        "signatures": signatures.list,
        "defaults": defaults,
        "exceptions": exceptions,
        "stems": stems,
        "types": type_paths(package),
    })
}

/// The most frequent signature of each key.
fn defaults<'k>(builders: impl Iterator<Item = &'k Keyed>) -> Keyed {
    let mut counts: BTreeMap<&str, BTreeMap<usize, usize>> = BTreeMap::new();
    for (key, signature) in builders.flatten() {
        *counts.entry(key).or_default().entry(*signature).or_default() += 1;
    }
    let most_frequent = |counts: BTreeMap<usize, usize>| counts.into_iter().max_by_key(|(_, count)| *count);
    counts.into_iter().filter_map(|(key, counts)| Some((key.to_owned(), most_frequent(counts)?.0))).collect()
}

/// The path of the struct or enum of each type, by the type's number.
fn type_paths(package: &Package) -> Value {
    let mut paths = Map::new();
    let mut modules: Vec<(Vec<Identifier>, &Module)> = vec![(Vec::new(), &package.root)];
    while let Some((path, module)) = modules.pop() {
        let structures = module.structures.iter().filter_map(|structure| match structure.origin {
            StructureOrigin::Entity(id) | StructureOrigin::Complex(id) => Some((id, &structure.name)),
            StructureOrigin::Parameters(_) => None,
        });
        let enumerations = module.enumerations.iter().map(|enumeration| (enumeration.origin, &enumeration.name));
        for (id, name) in structures.chain(enumerations) {
            let rust_type = RustType::Generated(Path::new(path.clone(), name.clone()));
            paths.insert(id.index().to_string(), Value::from(application_type(&rust_type)));
        }
        modules.extend(module.modules.iter().map(|inner| (path.iter().chain(&inner.name).cloned().collect(), inner)));
    }
    Value::Object(paths)
}

/// The type of a builder's resource, if it is generated.
fn own_type(builder: &RequestBuilder) -> Option<String> {
    builder.item.as_ref().map(|item| application_type(&item.property()))
}

impl Signatures<'_> {
    /// Adds a method; `builder` is the one that has it, unless the service does.
    fn add(&mut self, method: &Method, builder: Option<&RequestBuilder>, keyed: &mut Keyed, texts: &mut Texts) {
        let signature = self.number(method, &method.name, builder, texts);
        let (key, alone) = match &method.kind {
            MethodKind::Key(key) if key.kind == KeyKind::Own => ("key".to_owned(), None),
            MethodKind::Key(key) => (format!("key:{}", key.parts.join(",")), None),
            MethodKind::ItemPath(path) if path.host_key.is_none() => ("path".to_owned(), None),
            // The page writes such a path with a key.
            MethodKind::ItemPath(_) => return,
            MethodKind::Segment(segment) => (format!("/{}", segment.segment), None),
            MethodKind::FunctionResult(result) => {
                let key = format!("result:{}", result.origin.index());
                (key, without_parameters(&method.name, &result.call, "_result"))
            }
            // The page shows the request that sends properties.
            MethodKind::Request(request) if request.sends_content => return,
            MethodKind::Request(request) => (request_key(&request.method), None),
            MethodKind::Action(action) => (format!("op:{}", action.origin.index()), None),
            MethodKind::Function(function) => {
                let key = format!("op:{}", function.origin.index());
                (key, without_parameters(&method.name, &function.call, ""))
            }
        };
        if let Some(name) = alone {
            keyed.insert(format!("alone:{key}"), self.number(method, &name, builder, texts));
        }
        keyed.insert(key, signature);
    }

    fn number(
        &mut self,
        method: &Method,
        name: &Identifier,
        builder: Option<&RequestBuilder>,
        texts: &mut Texts,
    ) -> usize {
        let own = builder.and_then(own_type);
        let mut text = |text: &str| {
            let text = own.as_ref().map_or_else(|| text.to_owned(), |own| text.replace(own, OWN_TYPE));
            texts.number(&text)
        };
        let is_key = matches!(method.kind, MethodKind::Key(_));
        let mut parameters = Vec::new();
        for parameter in &method.signature.parameters {
            parameters.push(match Argument::of(parameter) {
                Some(argument) if is_key => {
                    json!([text(&format!("{OWN_STEM}_{}", argument.name)), text(&argument.rust_type)])
                }
                Some(argument) => json!([text(&argument.name), text(&argument.rust_type)]),
                None => Value::Null,
            });
        }
        let mut record = vec![json!(text(name.written())), Value::Array(parameters)];
        if let Some(exchange) = method.kind.exchange() {
            let body = exchange.body.as_ref().map(|body| text(&application_type(body)));
            let options: Vec<usize> = method.kind.options().iter().map(|option| text(&option.wire_name)).collect();
            let is_long_running =
                matches!(&method.kind, MethodKind::Action(action) if is_long_running(self.model, action.origin));
            record.extend([
                json!(body),
                json!(text(&application_type(&exchange.output))),
                json!(options),
                json!(u8::from(is_long_running)),
            ]);
        }
        let record = Value::Array(record);
        let next = self.list.len();
        let number = *self.numbers.entry(record.clone()).or_insert(next);
        if number == next {
            self.list.push(record);
        }
        number
    }
}

/// The key of a request on the resource itself: its kind, and the segment that it appends.
fn request_key(method: &ResourceMethod) -> String {
    match method.segment() {
        Some(segment) => format!("{}:{segment}", kind(method)),
        None => kind(method).to_owned(),
    }
}

/// The name of a method that calls a function if no other overload is selected; `None` if it is the same.
fn without_parameters(name: &Identifier, call: &FunctionCall, suffix: &str) -> Option<Identifier> {
    let names: Vec<String> = call.arguments.iter().map(|argument| snake(&argument.wire_name)).collect();
    let with = format!("_with_{}{suffix}", names.join("_and_"));
    Some(Identifier::forced(name.as_str().strip_suffix(&with)?).with_suffix(suffix))
}
