use crate::{
    edm::{Model, TypeId},
    selection::{graph::TypeMap, result::Selection},
};

/// Finds the properties through which a type would contain itself by value, and marks them as boxed.
///
/// A property is boxed where its type contains the property's owner again without a collection between: both are in one
/// cycle. Base properties are flattened into the derived types, so a derived type owns them too.
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

/// The cycles of types that contain one another by value: the strongly connected components, by Tarjan's algorithm. It
/// has a stack of its own, since documents can nest types to any depth.
#[derive(Debug)]
struct Cycles {
    types: TypeMap<Visited>,
    /// Visited types that may belong to a cycle that is not complete.
    open: Vec<TypeId>,
    visited: usize,
}

#[derive(Debug)]
struct Visited {
    /// The types that values of this one contain.
    contains: Vec<TypeId>,
    /// The order of the visit; 0 before it.
    number: usize,
    /// The lowest number that is reached from it.
    lowest: usize,
    /// The number of its cycle, once that is complete.
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

    /// Whether values of a type contain one of its cycle.
    fn contain(&self, id: TypeId) -> bool {
        self.types.get(id).is_some_and(|visited| visited.contains.iter().any(|target| self.share_cycle(id, *target)))
    }

    /// Whether two types are in one cycle; a type is with itself.
    fn share_cycle(&self, left: TypeId, right: TypeId) -> bool {
        let cycle = |id| self.types.get(id).and_then(|visited| visited.cycle);
        cycle(left).is_some() && cycle(left) == cycle(right)
    }

    /// Visits what can be reached from a type.
    fn walk(&mut self, from: TypeId) {
        // The types from the first one to the current one, each with the next one to look at.
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

    /// Visits a type, and returns whether it is selected and was not visited before.
    fn visit(&mut self, id: TypeId) -> bool {
        let Some(visited) = self.types.get_mut(id).filter(|visited| visited.number == 0) else { return false };
        self.visited += 1;
        (visited.number, visited.lowest) = (self.visited, self.visited);
        self.open.push(id);
        true
    }

    /// Records that a type contains a visited one.
    fn reach(&mut self, id: TypeId, target: TypeId) {
        // A complete cycle does not lead back.
        let Some(lowest) = self.types.get(target).filter(|target| target.cycle.is_none()).map(|target| target.lowest)
        else {
            return;
        };
        if let Some(visited) = self.types.get_mut(id) {
            visited.lowest = visited.lowest.min(lowest);
        }
    }

    /// Completes the cycle that a type was the first of, if it was.
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
    fn what_leads_back_is_boxed_and_what_leads_away_is_not() {
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
    fn nesting_may_be_deep() {
        const DEPTH: usize = 20_000;
        let mut types = String::new();
        for at in 0..DEPTH {
            let (name, next) = (format!("t{at}"), format!("n.t{}", (at + 1) % DEPTH));
            types += &complex(&name, "", &[("next", &next)]);
        }
        assert_eq!(boxed(&selected(&types)).len(), DEPTH);
    }
}
