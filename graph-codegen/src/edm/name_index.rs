use super::{OperationId, Primitive, TypeId, name_table::NameTable};

/// The index for the model's look-ups, built once by the resolver.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    pub(super) elements: Elements,
    pub(super) members: Members,
    pub(super) simple_names: SimpleNames,
    /// For each type, the types directly derived from it.
    pub(super) derived: Groups,
    /// For each type, the overloads that are bound to it or to a collection of it.
    pub(super) bound: Groups,
    /// Whether a derived type redeclares a property of a base type.
    pub(super) has_redeclarations: bool,
}

/// Schema children by namespace and name.
#[derive(Clone, Debug, Default)]
pub(super) struct Elements {
    /// Namespaces, all in space 0.
    pub(super) namespaces: NameTable,
    /// Schema children; the space is the number of the namespace.
    pub(super) names: NameTable,
    /// The elements of each name in `names`.
    pub(super) list: Vec<Element>,
    /// For each overload, the next one with the same name.
    pub(super) next_overload: Vec<Option<OperationId>>,
}

/// The elements that share a name. The specification allows only one, but Graph has both a complex type and a function
/// `microsoft.graph.image`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Element {
    pub(super) primitive: Option<Primitive>,
    pub(super) type_id: Option<TypeId>,
    pub(super) first_overload: Option<OperationId>,
    pub(super) last_overload: Option<OperationId>,
    pub(super) term: Option<u32>,
    pub(super) container: Option<u32>,
}

/// Splits a qualified name at the last dot, since namespaces contain dots.
pub(super) fn split_qualified(name: &str) -> Option<(&str, &str)> {
    let bytes = name.as_bytes();
    let mut at = bytes.len();
    while at > 0 {
        at -= 1;
        if bytes[at] == b'.' {
            return Some((&name[..at], &name[at + 1..]));
        }
    }
    None
}

impl Elements {
    /// Finds an element by its qualified name, such as `microsoft.graph.user`.
    pub(super) fn find_qualified(&self, qualified_name: &str) -> Option<&Element> {
        let (namespace, name) = split_qualified(qualified_name)?;
        self.find(self.namespaces.find(0, namespace)?, name)
    }

    /// Finds an element by the number of its namespace and its name.
    pub(super) fn find(&self, namespace: u32, name: &str) -> Option<&Element> {
        Some(&self.list[self.names.find(namespace, name)? as usize])
    }

    /// Returns the entry of a name, which is created if necessary.
    pub(super) fn entry(&mut self, namespace: u32, name: &str) -> &mut Element {
        let (number, is_new) = self.names.insert(namespace, name);
        if is_new {
            self.list.push(Element::default());
        }
        &mut self.list[number as usize]
    }

    /// Returns the overloads of an element, in document order.
    pub(super) fn overloads(&self, element: Option<&Element>) -> Overloads<'_> {
        Overloads { next: element.and_then(|element| element.first_overload), list: &self.next_overload }
    }
}

/// An iterator over the overloads of one name.
#[derive(Clone, Debug)]
pub(super) struct Overloads<'m> {
    next: Option<OperationId>,
    list: &'m [Option<OperationId>],
}

impl Iterator for Overloads<'_> {
    type Item = OperationId;

    fn next(&mut self) -> Option<OperationId> {
        let id = self.next?;
        self.next = self.list[id.0 as usize];
        Some(id)
    }
}

/// A member of a type, by its index in the type's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Member {
    Property(u32),
    NavigationProperty(u32),
    EnumValue(u32),
}

/// Properties, navigation properties and enum members; the space is the number of the type.
#[derive(Clone, Debug, Default)]
pub(super) struct Members {
    pub(super) names: NameTable,
    pub(super) list: Vec<Member>,
    /// For each type, the number of its first member; the others follow.
    pub(super) starts: Vec<u32>,
}

impl Members {
    pub(super) fn find(&self, type_id: TypeId, name: &str) -> Option<Member> {
        Some(self.list[self.names.find(type_id.0, name)? as usize])
    }

    /// Returns the numbers of a type's members.
    pub(super) fn of(&self, type_id: TypeId) -> std::ops::Range<u32> {
        let end = self.starts.get(type_id.0 as usize + 1).map_or(self.list.len() as u32, |&end| end);
        self.starts.get(type_id.0 as usize).map_or(end, |&start| start)..end
    }
}

/// Types by their unqualified names.
#[derive(Clone, Debug, Default)]
pub(super) struct SimpleNames {
    pub(super) names: NameTable,
    /// The first and last type of each name.
    pub(super) ends: Vec<(TypeId, TypeId)>,
    /// For each type, the next one with the same name.
    pub(super) next: Vec<Option<TypeId>>,
}

impl SimpleNames {
    /// Adds the next type, in the order of identifiers.
    pub(super) fn push(&mut self, name: &str) {
        let id = TypeId(self.next.len() as u32);
        self.next.push(None);
        let (number, is_new) = self.names.insert(0, name);
        if is_new {
            self.ends.push((id, id));
        } else {
            let (_, last) = &mut self.ends[number as usize];
            self.next[last.0 as usize] = Some(id);
            *last = id;
        }
    }
}

/// Lists of numbers, each identified by a number and all stored contiguously.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Groups {
    /// Groups (group, item) pairs by group; the items of a group stay in order.
    pub(super) fn new(groups: usize, pairs: &[(u32, u32)]) -> Self {
        let mut starts = vec![0; groups + 1];
        for &(group, _) in pairs {
            starts[group as usize + 1] += 1;
        }
        let mut group = 0;
        while group < groups {
            starts[group + 1] += starts[group];
            group += 1;
        }
        let mut next = starts.clone();
        let mut items = vec![0; pairs.len()];
        for &(group, item) in pairs {
            let place = &mut next[group as usize];
            items[*place as usize] = item;
            *place += 1;
        }
        Self { starts, items }
    }

    /// Returns the items of a group.
    pub(super) fn of(&self, group: u32) -> &[u32] {
        let group = group as usize;
        match (self.starts.get(group), self.starts.get(group + 1)) {
            (Some(&start), Some(&end)) => &self.items[start as usize..end as usize],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Groups, SimpleNames, TypeId, split_qualified};

    #[test]
    fn qualified_names_are_split_at_the_last_dot() {
        assert_eq!(split_qualified("microsoft.graph.security.user"), Some(("microsoft.graph.security", "user")));
        assert_eq!(split_qualified("user"), None);
        assert_eq!(split_qualified("user."), Some(("user", "")));
    }

    #[test]
    fn groups_keep_the_order_of_their_items() {
        let groups = Groups::new(4, &[(2, 7), (0, 3), (2, 1), (3, 9)]);
        assert_eq!(groups.of(0), [3]);
        assert_eq!(groups.of(1), [] as [u32; 0]);
        assert_eq!(groups.of(2), [7, 1]);
        assert_eq!(groups.of(3), [9]);
        assert_eq!(groups.of(4), [] as [u32; 0]);
    }

    #[test]
    fn types_of_one_simple_name_are_chained() {
        let mut names = SimpleNames::default();
        for name in ["user", "group", "user", "user"] {
            names.push(name);
        }
        assert_eq!(names.ends, [(TypeId(0), TypeId(3)), (TypeId(1), TypeId(1))]);
        assert_eq!(names.next, [Some(TypeId(2)), None, Some(TypeId(3)), None]);
    }
}
