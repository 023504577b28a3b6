//! The members of objects that a projection reads.

use std::{any::TypeId, borrow::Cow, collections::HashMap, mem, rc::Rc};

use super::described::{Described, Kind, Related};
use crate::value::{
    codec::Value,
    item_type::ItemType,
    json::{JsonError, JsonReader},
    property_reader::ReadSlot,
    slot::Slot,
};

/// What reading needs to know of a [`Projection`](super::Projection).
#[derive(Clone, Copy, Debug)]
pub(super) struct ProjectionType {
    pub(super) id: TypeId,
    pub(super) describe: fn() -> Vec<Described>,
}

/// The shapes that a reader has met.
#[derive(Debug, Default)]
pub(in crate::value) struct Shapes {
    shapes: Vec<(TypeId, Rc<Shape>)>,
}

/// The members that a projection reads, and the number of their values.
#[derive(Debug, Default)]
pub(super) struct Shape {
    members: Vec<Member>,
    values: usize,
    /// Whether the type of an object decides what is read of it.
    depends_on_type: bool,
}

/// What one or several fields read of a member of an object.
#[derive(Debug)]
struct Member {
    name: Cow<'static, str>,
    /// The derived type that declares the property. Objects of other types may have another one of that name.
    declared_by: Option<ItemType>,
    content: Content,
    /// The index of the next element for the member of this name, and of the first one after the last.
    next: usize,
}

#[derive(Debug)]
enum Content {
    /// A value, which is read to the slot with this index.
    Value(usize, ReadSlot),
    /// A complex value, of which some members are read.
    Members(Vec<Member>),
}

/// What was found in an object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// The index of the first value among the reader's slots.
    pub(super) base: usize,
    /// Whether any member of the shape was there.
    pub(super) has_any: bool,
    /// Whether the object says that the entity was removed.
    pub(super) is_other_change: bool,
}

impl Shapes {
    pub(in crate::value) const fn len(&self) -> usize {
        self.shapes.len()
    }

    fn get(&mut self, of: &ProjectionType) -> Rc<Shape> {
        if let Some((_, shape)) = self.shapes.iter().find(|(id, _)| *id == of.id) {
            return Rc::clone(shape);
        }
        let shape = Rc::new(Shape::of((of.describe)()));
        self.shapes.push((of.id, Rc::clone(&shape)));
        shape
    }
}

impl Shape {
    fn of(fields: Vec<Described>) -> Self {
        let mut shape = Self::default();
        for field in fields {
            let of = field.declared_by;
            shape.depends_on_type |= of.is_some();
            match field.kind {
                Kind::Value { read, .. } => shape.add(of, field.path, read),
                Kind::Control { read, short } => {
                    shape.add(of, field.path, read);
                    shape.add_same(short.into());
                }
                Kind::Related(Related { read, is_collection, .. }) => {
                    let name = field.path.last().cloned().unwrap_or_default();
                    shape.add(of, field.path, read);
                    if is_collection {
                        shape.add(of, vec![format!("{name}@odata.nextLink").into()], String::read_slot);
                        shape.add_same(format!("{name}@nextLink").into());
                        shape.add(of, vec![format!("{name}@odata.count").into()], i64::read_slot);
                        shape.add_same(format!("{name}@count").into());
                    }
                }
            }
        }
        link(&mut shape.members);
        shape
    }

    /// Adds a value at a path.
    fn add(&mut self, declared_by: Option<ItemType>, path: Vec<Cow<'static, str>>, read: ReadSlot) {
        let mut members = &mut self.members;
        let last = path.len().saturating_sub(1);
        let mut declared_by = declared_by;
        for (step, name) in path.into_iter().enumerate() {
            // The rest of the path belongs to the types of complex values.
            let of = declared_by.take();
            if step == last {
                members.push(Member { name, declared_by: of, content: Content::Value(self.values, read), next: 0 });
                break;
            }
            let known = members.iter().position(|member| {
                let is_same = member.name == name && member.declared_by.map(|of| of.name) == of.map(|of| of.name);
                is_same && matches!(member.content, Content::Members(_))
            });
            let index = known.unwrap_or_else(|| {
                members.push(Member { name, declared_by: of, content: Content::Members(Vec::new()), next: 0 });
                members.len() - 1
            });
            match members.get_mut(index) {
                Some(Member { content: Content::Members(inner), .. }) => members = inner,
                _ => break,
            }
        }
        self.values += 1;
    }

    /// Adds another name of the last value.
    fn add_same(&mut self, name: Cow<'static, str>) {
        if let Some(Member { content: Content::Value(index, read), declared_by, .. }) = self.members.last() {
            let (declared_by, content) = (*declared_by, Content::Value(*index, *read));
            self.members.push(Member { name, declared_by, content, next: 0 });
        }
    }
}

/// Links the elements for members of the same name.
fn link(members: &mut [Member]) {
    // The first and the last element so far.
    let mut ends: HashMap<Cow<'static, str>, (usize, usize)> = HashMap::new();
    for index in 0..members.len() {
        let Some(member) = members.get_mut(index) else { break };
        if let Content::Members(inner) = &mut member.content {
            link(inner);
        }
        let (first, last) = ends.entry(member.name.clone()).or_insert((index, index));
        member.next = *first;
        let before = mem::replace(last, index);
        if let Some(before) = members.get_mut(before).filter(|_| before != index) {
            before.next = index;
        }
    }
}

impl Member {
    /// Returns whether an object of a type has the property. One that does not state its type may.
    fn is_of(&self, type_name: Option<&str>) -> bool {
        match (self.declared_by, type_name) {
            // A type of another document is a URL with its name as the fragment.
            (Some(of), Some(name)) => of.includes(name.rsplit_once('#').map_or(name, |(_, name)| name)),
            _ => true,
        }
    }
}

impl<'a> JsonReader<'a> {
    /// Reads the members of an object that a projection needs. Anything but an object is an error.
    pub(super) fn project(&mut self, of: &ProjectionType) -> Result<Found, JsonError> {
        if self.peek() != b'{' {
            return Err(self.refused(self.position(), "expected an object".to_owned()));
        }
        let shape = self.spare().shapes.get(of);
        let base = self.spare().slots.len();
        self.spare().slots.resize_with(base + shape.values, Slot::default);
        let mut found = Found { base, has_any: false, is_other_change: false };
        let type_name = if shape.depends_on_type { self.stated_type()? } else { None };
        self.members(&shape.members, type_name.as_deref(), &mut found)?;
        Ok(found)
    }

    /// Looks ahead for the type that an object states. It is its first member, unless the service orders them as it
    /// likes.
    fn stated_type(&mut self) -> Result<Option<Cow<'a, str>>, JsonError> {
        let (start, depth) = (self.position(), self.depth());
        self.enter()?;
        let mut stated = None;
        let mut has_next = !self.is_empty(b'}');
        while has_next && stated.is_none() {
            let is_type = matches!(self.name()?.as_deref(), Ok("@odata.type" | "@type"));
            if is_type && self.peek() == b'"' {
                stated = self.text()?;
            } else {
                self.raw()?;
            }
            has_next = self.next_entry(b'}')?;
        }
        self.go_back(start, depth);
        Ok(stated)
    }

    fn members(&mut self, members: &[Member], type_name: Option<&str>, found: &mut Found) -> Result<(), JsonError> {
        self.enter()?;
        if self.is_empty(b'}') {
            self.leave();
            return Ok(());
        }
        // Services send members in the order in which they are selected, or declared.
        let mut expected = 0;
        loop {
            let member = match members.get(expected) {
                Some(member) if self.is_name(&member.name) => Some(expected),
                _ => self.find_member(members, expected, found)?,
            };
            if let Some(index) = member {
                found.has_any = true;
                expected = index + 1;
                self.member(members, index, type_name, found)?;
            }
            if !self.next_entry(b'}')? {
                self.leave();
                return Ok(());
            }
        }
    }

    /// Reads a member for each field that it is the property of.
    fn member(
        &mut self,
        members: &[Member],
        first: usize,
        type_name: Option<&str>,
        found: &mut Found,
    ) -> Result<(), JsonError> {
        self.peek();
        let start = self.position();
        let (mut index, mut is_read) = (first, false);
        while let Some(member) = members.get(index) {
            if member.is_of(type_name) {
                self.go_to(start);
                self.content(&member.content, found)?;
                is_read = true;
            }
            index = member.next;
            if index == first {
                break;
            }
        }
        if !is_read {
            self.raw()?;
        }
        Ok(())
    }

    fn content(&mut self, content: &Content, found: &mut Found) -> Result<(), JsonError> {
        match content {
            Content::Value(index, read) => {
                let start = self.position();
                let value = read(self)?;
                if let Slot::Misfit(_) = value {
                    return Err(self.misfit_error(start));
                }
                self.put(found.base + index, value);
            }
            Content::Members(inner) => match self.peek() {
                b'{' => self.members(inner, None, found)?,
                b'n' => {
                    self.token()?;
                    self.put_nulls(inner, found.base);
                }
                _ => return Err(self.refused(self.position(), "expected an object".to_owned())),
            },
        }
        Ok(())
    }

    fn put(&mut self, index: usize, value: Slot) {
        if let Some(slot) = self.spare().slots.get_mut(index) {
            *slot = value;
        }
    }

    /// Makes the members of a complex value that is `null` so, too.
    fn put_nulls(&mut self, members: &[Member], base: usize) {
        for member in members {
            match &member.content {
                Content::Value(index, _) => self.put(base + index, Slot::Null),
                Content::Members(inner) => self.put_nulls(inner, base),
            }
        }
    }

    /// Reads a name, and returns the index of the member. The value of an unknown one is skipped.
    fn find_member(
        &mut self,
        members: &[Member],
        expected: usize,
        found: &mut Found,
    ) -> Result<Option<usize>, JsonError> {
        let Ok(name) = self.name()? else {
            self.raw()?;
            return Ok(None);
        };
        let (before, after) = members.split_at(expected.min(members.len()));
        let is_same = |member: &Member| member.name == name;
        let index = after.iter().position(is_same).map(|distance| before.len() + distance);
        if let Some(index) = index.or_else(|| before.iter().position(is_same)) {
            return Ok(Some(index));
        }
        let value = self.raw()?;
        found.is_other_change |= match &*name {
            "@removed" | "@odata.removed" => true,
            "@odata.context" | "@context" => {
                ["/$deletedEntity\"", "/$link\"", "/$deletedLink\""].iter().any(|end| value.ends_with(end))
            }
            _ => false,
        };
        Ok(None)
    }
}
