use crate::{
    edm::{Model, TypeId},
    selection::{graph::TypeMap, result::Selection},
};

/// Marks the properties through which a type would contain itself by value as boxed.
///
/// These are the properties whose type is in one cycle with their owner, without a collection between. Inherited
/// properties are owned by the derived type too, since structs have no base.
pub(super) fn mark_boxed(model: &Model, selection: &mut Selection) {
    let mut cycles = Cycles::new(model, selection);
    let ids: Vec<TypeId> = selection.types.keys().copied().collect();
    for id in &ids {
        cycles.walk(*id);
    }
    for id in ids.iter().filter(|id| cycles.contain(**id)) {
        let Some(selected) = selection.types.get_mut(id) else { continue };
        for (_, property) in model.properties(*id) {
            let Some(target) = property.type_ref.type_id() else { continue };
            let is_boxed = !property.type_ref.is_collection
                && cycles.share_cycle(*id, target)
                && selected.members.contains(&property.name);
            if is_boxed {
                selected.boxed.insert(property.name.clone());
            }
        }
    }
}

/// Cycles of types that contain each other by value: strongly connected components, found by Tarjan's algorithm.
///
/// It is not recursive, since types can be nested to any depth.
#[derive(Debug)]
struct Cycles {
    types: TypeMap<Visited>,
    /// Visited types whose cycle is not complete.
    open: Vec<TypeId>,
    visited: usize,
}

#[derive(Debug)]
struct Visited {
    /// The types that values of this one contain.
    contains: Vec<TypeId>,
    /// The number of the visit; 0 before it.
    number: usize,
    /// The lowest number of the types that it reaches.
    lowest: usize,
    /// The number of its cycle, if that is complete.
    cycle: Option<usize>,
}

impl Cycles {
    fn new(model: &Model, selection: &Selection) -> Self {
        let mut types = TypeMap::new(model);
        for (id, selected) in &selection.types {
            let mut contains = Vec::new();
            for (_, property) in model.properties(*id) {
                if let Some(target) = property.type_ref.type_id()
                    && !property.type_ref.is_collection
                    && model.type_(target).structured().is_some()
                    && selected.members.contains(&property.name)
                {
                    contains.push(target);
                }
            }
            types.insert(*id, Visited { contains, number: 0, lowest: 0, cycle: None });
        }
        Self { types, open: Vec::new(), visited: 0 }
    }

    /// Whether values of a type contain a type of its cycle.
    fn contain(&self, id: TypeId) -> bool {
        self.types.get(id).is_some_and(|visited| visited.contains.iter().any(|target| self.share_cycle(id, *target)))
    }

    /// Whether two types are in the same cycle.
    fn share_cycle(&self, left: TypeId, right: TypeId) -> bool {
        let cycle = |id| self.types.get(id).and_then(|visited| visited.cycle);
        cycle(left).is_some() && cycle(left) == cycle(right)
    }

    /// Visits all types that a type reaches.
    fn walk(&mut self, from: TypeId) {
        // The path to the current type; each type with the index of the next type to visit.
        let mut open: Vec<(TypeId, usize)> = Vec::new();
        open.extend(self.visit(from).then_some((from, 0)));
        while let Some((id, next)) = open.last_mut() {
            let id = *id;
            let target = self.types.get(id).and_then(|visited| visited.contains.get(*next)).copied();
            *next += 1;
            match target {
                Some(target) if self.visit(target) => open.push((target, 0)),
                Some(target) => self.reach(id, target),
                None => {
                    open.pop();
                    self.complete(id);
                    if let Some((before, _)) = open.last() {
                        self.reach(*before, id);
                    }
                }
            }
        }
    }

    /// Visits a type. Returns false if it is not selected or was visited before.
    fn visit(&mut self, id: TypeId) -> bool {
        let Some(visited) = self.types.get_mut(id).filter(|visited| visited.number == 0) else { return false };
        self.visited += 1;
        (visited.number, visited.lowest) = (self.visited, self.visited);
        self.open.push(id);
        true
    }

    /// Records that a type contains a visited type.
    fn reach(&mut self, id: TypeId, target: TypeId) {
        // A complete cycle does not reach this type again.
        let Some(lowest) = self.types.get(target).filter(|target| target.cycle.is_none()).map(|target| target.lowest)
        else {
            return;
        };
        if let Some(visited) = self.types.get_mut(id) {
            visited.lowest = visited.lowest.min(lowest);
        }
    }

    /// Completes the cycle that begins with a type, if one does.
    fn complete(&mut self, id: TypeId) {
        let Some(number) = self.types.get(id).filter(|visited| visited.lowest == visited.number).map(|own| own.number)
        else {
            return;
        };
        while let Some(member) = self.open.pop() {
            if let Some(visited) = self.types.get_mut(member) {
                visited.cycle = Some(number);
            }
            if member == id {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::{Builder, Selected};

    fn selected(types: &str) -> Selected {
        let text = format!(
            r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
            <Schema Namespace="n" xmlns="http://docs.oasis-open.org/odata/ns/edm">{types}</Schema></edmx:DataServices></edmx:Edmx>"#
        );
        Builder::new().metadata_text("m", text).resolve().unwrap().select(["n.**"]).unwrap()
    }

    fn boxed(selected: &Selected) -> Vec<String> {
        let types = selected.selection.types.iter();
        let name = |id| selected.resolved.model.type_(id).name.name().to_owned();
        types.flat_map(|(id, own)| own.boxed.iter().map(move |property| format!("{}/{property}", name(*id)))).collect()
    }

    fn complex(name: &str, base: &str, properties: &[(&str, &str)]) -> String {
        let mut text = format!(r#"<ComplexType Name="{name}" {base}>"#);
        for (property, type_name) in properties {
            write!(text, r#"<Property Name="{property}" Type="{type_name}"/>"#).unwrap();
        }
        text + "</ComplexType>"
    }

    #[test]
    fn properties_within_a_cycle_are_boxed_and_others_are_not() {
        let types = [
            complex("a", "", &[("next", "n.b"), ("leaf", "n.leaf")]),
            complex("b", "", &[("next", "n.c"), ("many", "Collection(n.a)")]),
            complex("c", "", &[("back", "n.a"), ("self", "n.c"), ("leaf", "n.leaf")]),
            complex("leaf", "", &[("text", "Edm.String")]),
            complex("outside", "", &[("a", "n.a")]),
            complex("base", "", &[("derived", "n.derived")]),
            complex("derived", r#"BaseType="n.base""#, &[]),
        ];
        let selected = selected(&types.concat());
        assert_eq!(boxed(&selected), ["a/next", "b/next", "c/back", "c/self", "derived/derived"]);
    }

    #[test]
    fn cycles_can_be_long() {
        const DEPTH: usize = 20_000;
        let mut types = String::new();
        for at in 0..DEPTH {
            let (name, next) = (format!("t{at}"), format!("n.t{}", (at + 1) % DEPTH));
            types += &complex(&name, "", &[("next", &next)]);
        }
        assert_eq!(boxed(&selected(&types)).len(), DEPTH);
    }
}
