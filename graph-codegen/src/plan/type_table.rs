use std::{
    collections::{BTreeMap, HashMap},
    sync::OnceLock,
};

use super::{Method, MethodKind, Package, Path, RustType, StructureOrigin, ValueType};
use crate::{
    edm::{ItemType, Model, Primitive, TypeId, TypeKind},
    naming::Identifier,
    selection::ResourceShape,
};

/// The Rust types of the types of the metadata that generated code uses.
#[derive(Clone, Debug, Default)]
pub struct TypeTable {
    declared: BTreeMap<TypeId, ValueType>,
    primitives: BTreeMap<Primitive, ValueType>,
    builders: BTreeMap<ResourceShape, Path>,
    /// The types of fields, parameters, results and items that are not types of the metadata, by source name.
    elements: OnceLock<HashMap<String, RustType>>,
}

impl TypeTable {
    pub(super) fn new(
        model: &Model,
        names: BTreeMap<TypeId, Path>,
        mapped: BTreeMap<TypeId, String>,
        primitives: BTreeMap<Primitive, Option<String>>,
        builders: BTreeMap<ResourceShape, Path>,
    ) -> Self {
        let names = names.into_iter().map(|(id, path)| (id, structure_or_enumeration(&model.type_(id).kind, path)));
        let mapped = mapped.into_iter().map(|(id, path)| (id, ValueType::Custom(path)));
        let primitives = primitives.into_iter().filter_map(|(primitive, mapped)| {
            Some((primitive, mapped.map_or_else(|| primitive_type(primitive), |path| Some(ValueType::Custom(path)))?))
        });
        let (declared, primitives) = (names.chain(mapped).collect(), primitives.collect());
        Self { declared, primitives, builders, elements: OnceLock::new() }
    }

    /// Returns the Rust type of a type of the metadata, if generated code uses it.
    #[must_use]
    pub fn get(&self, item: &ItemType, model: &Model) -> Option<&ValueType> {
        let mut item = item;
        // A type definition can refer to another one. Resolving has ruled out cycles.
        loop {
            match item {
                ItemType::Primitive(primitive) => return self.primitives.get(primitive),
                ItemType::External(_) => return None,
                ItemType::Declared(id) => match (self.declared.get(id), &model.type_(*id).kind) {
                    (None, TypeKind::Definition(definition)) => item = &definition.underlying_type.item,
                    (found, _) => return found,
                },
            }
        }
    }

    /// Returns the request builder of a resource, generated or of another crate, if generated code uses it.
    #[must_use]
    pub fn builder(&self, shape: ResourceShape) -> Option<&Path> {
        self.builders.get(&shape)
    }

    /// Returns the type of a property or parameter, what a method returns, or an item, by source name.
    pub(crate) fn element(&self, package: &Package, source_name: &str) -> Option<&RustType> {
        self.elements.get_or_init(|| elements(package)).get(source_name)
    }
}

/// What the source names of methods have that no element of the metadata is called after.
const BUILDER_METHOD: &str = "RequestBuilder/";

/// The types of all elements of a package by source name. A property that is inherited has one for each type.
fn elements(package: &Package) -> HashMap<String, RustType> {
    let mut found = HashMap::new();
    package.service.iter().flat_map(|service| &service.methods).for_each(|method| add_method(method, &mut found));
    let mut modules = vec![(&package.root, Vec::new())];
    while let Some((module, modules_above)) = modules.pop() {
        let generated = |name: &Identifier| RustType::Generated(Path::new(modules_above.clone(), name.clone()));
        for structure in &module.structures {
            for field in &structure.fields {
                let value = field.value_type.value();
                found.insert(format!("{}/{}", structure.source, field.wire_name), value.clone());
                found.insert(field.source.clone(), value);
            }
            if let StructureOrigin::Parameters(_) = structure.origin {
                found.insert(format!("{}()", structure.source), generated(&structure.name));
            }
        }
        for enumeration in &module.enumerations {
            let members = enumeration.variants.iter();
            let members = members.map(|member| format!("{}/{}", enumeration.source, member.wire_name));
            found.extend(members.map(|member| (member, generated(&enumeration.name))));
        }
        found.extend(module.unions.iter().map(|union| (format!("{}/Union", union.source), generated(&union.name))));
        for method in module.builders.iter().flat_map(|builder| &builder.methods) {
            add_method(method, &mut found);
        }
        modules.extend(module.modules.iter().map(|inner| {
            let path: Vec<Identifier> = modules_above.iter().chain(&inner.name).cloned().collect();
            (inner, path)
        }));
    }
    found
}

/// Adds what the call of a method returns, and the types of a function's parameters.
fn add_method(method: &Method, found: &mut HashMap<String, RustType>) {
    let addresses_element = matches!(method.kind, MethodKind::Segment(_)) && !method.source.contains(BUILDER_METHOD);
    match method.kind.exchange() {
        Some(exchange) => drop(found.entry(method.source.clone()).or_insert_with(|| exchange.output.clone())),
        None if addresses_element => {}
        None => drop(found.entry(method.source.clone()).or_insert_with(|| method.signature.returns.clone())),
    }
    if let MethodKind::Function(function) = &method.kind {
        for argument in &function.call.arguments {
            let name = format!("{}/{}", method.source, argument.wire_name);
            found.entry(name).or_insert_with(|| argument.form.value());
        }
    }
}

/// The Rust type of an entity, complex or enumeration type for which code is generated.
pub(super) fn structure_or_enumeration(kind: &TypeKind, path: Path) -> ValueType {
    match kind {
        TypeKind::Enum(enumeration) if enumeration.is_flags == Some(true) => ValueType::Flags(path),
        TypeKind::Enum(_) => ValueType::Enumeration(path),
        _ => ValueType::Structure(path),
    }
}

/// The Rust type of a primitive type that is not mapped; `None` for a stream, which is not part of the JSON.
pub(super) fn primitive_type(primitive: Primitive) -> Option<ValueType> {
    Some(match primitive {
        Primitive::Stream => return None,
        Primitive::String => ValueType::Text,
        Primitive::Boolean => ValueType::Language("bool"),
        Primitive::Byte => ValueType::Language("u8"),
        Primitive::SByte => ValueType::Language("i8"),
        Primitive::Int16 => ValueType::Language("i16"),
        Primitive::Int32 => ValueType::Language("i32"),
        Primitive::Int64 => ValueType::Language("i64"),
        Primitive::Single => ValueType::Language("f32"),
        Primitive::Double => ValueType::Language("f64"),
        Primitive::Binary => ValueType::Runtime("Binary"),
        Primitive::Date => ValueType::Runtime("Date"),
        Primitive::DateTimeOffset => ValueType::Runtime("DateTimeOffset"),
        Primitive::Decimal => ValueType::Runtime("Decimal"),
        Primitive::Duration => ValueType::Runtime("Duration"),
        Primitive::Guid => ValueType::Runtime("Guid"),
        Primitive::TimeOfDay => ValueType::Runtime("TimeOfDay"),
        // Geographic, untyped and abstract types.
        _ => ValueType::Runtime("Json"),
    })
}
