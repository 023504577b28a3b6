//! The members of objects that a projection reads.

use std::{any::TypeId, borrow::Cow, rc::Rc};

use super::described::{Described, Kind, Related};
use crate::value::{
    codec::Value,
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
}

#[derive(Debug)]
struct Member {
    name: Cow<'static, str>,
    content: Content,
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
            match field.kind {
                Kind::Value { read, .. } => shape.add(field.path, read),
                Kind::Control { read, short } => {
                    shape.add(field.path, read);
                    shape.add_same(short.into());
                }
                Kind::Related(Related { read, is_collection, .. }) => {
                    let name = field.path.last().cloned().unwrap_or_default();
                    shape.add(field.path, read);
                    if is_collection {
                        shape.add(vec![format!("{name}@odata.nextLink").into()], String::read_slot);
                        shape.add_same(format!("{name}@nextLink").into());
                        shape.add(vec![format!("{name}@odata.count").into()], i64::read_slot);
                        shape.add_same(format!("{name}@count").into());
                    }
                }
            }
        }
        shape
    }

    /// Adds a value at a path.
    fn add(&mut self, path: Vec<Cow<'static, str>>, read: ReadSlot) {
        let mut members = &mut self.members;
        let last = path.len().saturating_sub(1);
        for (step, name) in path.into_iter().enumerate() {
            if step == last {
                members.push(Member { name, content: Content::Value(self.values, read) });
                break;
            }
            let known =
                members.iter().position(|member| member.name == name && matches!(member.content, Content::Members(_)));
            let index = known.unwrap_or_else(|| {
                members.push(Member { name, content: Content::Members(Vec::new()) });
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
        if let Some(Member { content: Content::Value(index, read), .. }) = self.members.last() {
            let content = Content::Value(*index, *read);
            self.members.push(Member { name, content });
        }
    }
}

impl JsonReader<'_> {
    /// Reads the members of an object that a projection needs. Anything but an object is an error.
    pub(super) fn project(&mut self, of: &ProjectionType) -> Result<Found, JsonError> {
        if self.peek() != b'{' {
            return Err(self.refused(self.position(), "expected an object".to_owned()));
        }
        let shape = self.spare().shapes.get(of);
        let base = self.spare().slots.len();
        self.spare().slots.resize_with(base + shape.values, Slot::default);
        let mut found = Found { base, has_any: false, is_other_change: false };
        self.members(&shape.members, &mut found)?;
        Ok(found)
    }

    fn members(&mut self, members: &[Member], found: &mut Found) -> Result<(), JsonError> {
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
                self.content(members.get(index), found)?;
            }
            if !self.next_entry(b'}')? {
                self.leave();
                return Ok(());
            }
        }
    }

    fn content(&mut self, member: Option<&Member>, found: &mut Found) -> Result<(), JsonError> {
        match member.map(|member| &member.content) {
            Some(Content::Value(index, read)) => {
                self.peek();
                let start = self.position();
                let value = read(self)?;
                if let Slot::Misfit(_) = value {
                    return Err(self.misfit_error(start));
                }
                self.put(found.base + index, value);
            }
            Some(Content::Members(inner)) => match self.peek() {
                b'{' => self.members(inner, found)?,
                b'n' => {
                    self.token()?;
                    self.put_nulls(inner, found.base);
                }
                _ => return Err(self.refused(self.position(), "expected an object".to_owned())),
            },
            None => {}
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
