use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    edm::{
        ItemType, Model, QualifiedName, TypeId, TypeKind,
        resolver::declarations::{Declarations, DeclaredType},
    },
};

/// The maximum number of base types of a type. Exceeds that of any real model (Graph: 6), and bounds the work of
/// everything that visits base types.
const MAX_BASE_TYPES: u32 = 100;

/// Computes the length of each chain and calls `report` for chains that are too long or form a cycle.
fn find_chains(count: usize, next: impl Fn(usize) -> Option<usize>, mut report: impl FnMut(&[usize], Fault)) {
    const UNKNOWN: u32 = u32::MAX;
    const OPEN: u32 = u32::MAX - 1;
    let mut depths = vec![UNKNOWN; count];
    let mut chain = Vec::new();
    for start in 0..count {
        let mut at = Some(start);
        let mut depth = 0;
        while let Some(number) = at {
            match depths[number] {
                UNKNOWN => {
                    depths[number] = OPEN;
                    chain.push(number);
                    at = next(number);
                }
                OPEN => {
                    let first = chain.iter().position(|&open| open == number).unwrap_or(0);
                    report(&chain[first..], Fault::Cycle);
                    break;
                }
                known => {
                    depth = known + 1;
                    break;
                }
            }
        }
        while let Some(number) = chain.pop() {
            if depth > MAX_BASE_TYPES {
                report(&[number], Fault::TooDeep);
                depth = 0;
            }
            depths[number] = depth;
            depth += 1;
        }
    }
}

enum Fault {
    Cycle,
    TooDeep,
}

/// Breaks cycles of base types, and chains that are too long.
pub(super) fn check(model: &mut Model, declared: &Declarations<'_, '_>, diagnostics: &mut Diagnostics) {
    let mut breaks = Vec::new();
    let bases: Vec<Option<usize>> =
        model.types.iter().map(|declared| Some(declared.structured()?.base_type?.0 as usize)).collect();
    find_chains(
        bases.len(),
        |number| bases[number],
        |chain, fault| {
            let location = |number: usize| match declared.types[number] {
                DeclaredType::Structured(written) => written.base_type.as_ref().map(|base| base.span),
                DeclaredType::Enum(_) | DeclaredType::Definition(_) => None,
            };
            let name = |number: usize| model.types[number].name.clone();
            diagnostics.push(match fault {
                Fault::Cycle => cycle("type", "derives from", chain, &name, &location),
                Fault::TooDeep => too_deep(&name(chain[0]), location(chain[0])),
            });
            breaks.push(*chain.last().unwrap_or(&0));
        },
    );
    for number in breaks {
        if let TypeKind::Entity(structured) | TypeKind::Complex(structured) = &mut model.types[number].kind {
            structured.base_type = None;
        }
    }
}

/// Breaks cycles of type definitions.
pub(super) fn check_definitions(model: &mut Model, declared: &Declarations<'_, '_>, diagnostics: &mut Diagnostics) {
    let is_definition = |number: usize| matches!(model.types[number].kind, TypeKind::Definition(_));
    let next = |number: usize| match &model.types[number].kind {
        TypeKind::Definition(definition) => {
            definition.underlying_type.type_id().map(|TypeId(id)| id as usize).filter(|&id| is_definition(id))
        }
        _ => None,
    };
    let mut breaks = Vec::new();
    find_chains(model.types.len(), next, |chain, fault| {
        let location = |number: usize| match declared.types[number] {
            DeclaredType::Definition(written) => Some(written.underlying_type.span),
            DeclaredType::Structured(_) | DeclaredType::Enum(_) => None,
        };
        let name = |number: usize| model.types[number].name.clone();
        diagnostics.push(match fault {
            Fault::Cycle => cycle("type definition", "is based on", chain, &name, &location),
            Fault::TooDeep => too_deep(&name(chain[0]), location(chain[0])),
        });
        breaks.push(*chain.last().unwrap_or(&0));
    });
    for number in breaks {
        let name = model.types[number].name.clone();
        if let TypeKind::Definition(definition) = &mut model.types[number].kind {
            definition.underlying_type.item = ItemType::External(name);
        }
    }
}

fn cycle(
    kind: &str,
    verb: &str,
    chain: &[usize],
    name: &dyn Fn(usize) -> QualifiedName,
    location: &dyn Fn(usize) -> Option<Span>,
) -> Diagnostic {
    let mut diagnostic =
        Diagnostic::error(Code::InheritanceCycle, format!("{kind} `{}` {verb} itself", name(chain[0])))
            .at(location(chain[0]));
    for (at, &number) in chain.iter().enumerate().skip(1).take(8) {
        let next = chain[(at + 1) % chain.len()];
        diagnostic = diagnostic.note(format!("`{}` {verb} `{}` here", name(number), name(next)), location(number));
    }
    match chain.len() {
        1 => diagnostic.help("use another type here"),
        _ => diagnostic.help("use another type in one of these places"),
    }
}

fn too_deep(name: &QualifiedName, location: Option<Span>) -> Diagnostic {
    Diagnostic::error(Code::Limit, format!("`{name}` has more than {MAX_BASE_TYPES} base types")).at(location)
}
