use std::{
    cell::Cell,
    collections::{BTreeMap, HashSet},
};

use super::names::matching_types;
use crate::{
    edm::{KeySyntax, Model, TypeId},
    selection::selector::{Argument, Glob, NamePattern, PathPattern, Pattern, Segment, Selector},
};

/// The elements that selectors with `!` exclude.
#[derive(Debug, Default)]
pub(super) struct Exclusions {
    types: BTreeMap<TypeId, Vec<Number>>,
    members: BTreeMap<TypeId, Vec<(Glob, Number)>>,
    paths: Vec<(PathPattern, Number)>,
    names: Names,
    /// Whether a selector has excluded something that others select, by its number.
    has_effect: Vec<Cell<bool>>,
}

/// The index of a selector among those with `!`.
type Number = usize;

impl Exclusions {
    pub(super) fn of(selectors: &[Selector], model: &Model) -> Self {
        let mut exclusions = Self::default();
        for (number, selector) in selectors.iter().filter(|selector| selector.is_exclusion).enumerate() {
            exclusions.has_effect.push(Cell::new(false));
            match &selector.pattern {
                Pattern::Path(path) => exclusions.paths.push((path.clone(), number)),
                Pattern::Name(name) => exclusions.add_name(name, number, model),
            }
        }
        if !exclusions.paths.is_empty() {
            exclusions.names = Names::of(model);
        }
        exclusions
    }

    fn add_name(&mut self, name: &NamePattern, number: Number, model: &Model) {
        for (id, _) in matching_types(name, model) {
            match &name.members {
                None => self.types.entry(id).or_default().push(number),
                Some(members) => self.members.entry(id).or_default().extend(
                    members.iter().filter(|member| !member.is_exclusion).map(|member| (member.name.clone(), number)),
                ),
            }
        }
    }

    /// Whether a type that is selected otherwise is excluded.
    pub(super) fn has_type(&self, id: TypeId) -> bool {
        self.any(self.types.get(&id).into_iter().flatten().copied())
    }

    /// Whether a property or operation is excluded, by the name of its type or of a base type.
    pub(super) fn has_member(&self, model: &Model, id: TypeId, member: &str) -> bool {
        if self.members.is_empty() {
            return false;
        }
        let globs = model.lineage(id).filter_map(|(id, _)| self.members.get(&id)).flatten();
        self.any(globs.filter(|(glob, _)| glob.matches(member, '.')).map(|(_, number)| *number))
    }

    /// Whether any type or member is excluded.
    pub(super) fn has_names(&self) -> bool {
        !self.types.is_empty() || !self.members.is_empty()
    }

    /// Like [`has_path`](Self::has_path), but builds the path only if selectors exclude paths.
    pub(super) fn has_path_that(&self, template: impl FnOnce() -> String) -> bool {
        !self.paths.is_empty() && self.has_path(&template())
    }

    /// Whether a path is excluded, or everything below a path to it.
    pub(super) fn has_path(&self, template: &str) -> bool {
        let covering = self.paths.iter().filter(|(pattern, _)| self.names.covers(pattern, template));
        self.any(covering.map(|(_, number)| *number))
    }

    /// Whether there are any selectors, which have an effect then.
    fn any(&self, numbers: impl Iterator<Item = Number>) -> bool {
        numbers.map(|number| self.has_effect[number].set(true)).count() > 0
    }

    /// The selectors among those with `!` that have excluded nothing.
    pub(super) fn unused<'s>(&self, selectors: &'s [Selector]) -> impl Iterator<Item = &'s Selector> {
        let exclusions = selectors.iter().filter(|selector| selector.is_exclusion);
        exclusions.zip(&self.has_effect).filter(|(_, has_effect)| !has_effect.get()).map(|(selector, _)| selector)
    }
}

/// A segment of a template or a pattern, where a key is a segment, however it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'t> {
    Name(&'t str),
    Key,
    ItemPath,
    AnyOne,
    Rest,
}

/// What the names in templates mean.
#[derive(Debug, Default)]
struct Names {
    /// The simple names of operations, in lower case.
    operations: HashSet<String>,
    /// Whether parentheses after other names than those of operations are keys.
    has_keys_in_parentheses: bool,
}

impl Names {
    fn of(model: &Model) -> Self {
        let operations = model.operations().map(|(_, operation)| operation.name.name().to_ascii_lowercase());
        let has_keys_in_parentheses = model.profile().key_syntax() == KeySyntax::Parentheses;
        Self { operations: operations.collect(), has_keys_in_parentheses }
    }

    fn is_operation(&self, name: &str) -> bool {
        self.operations.contains(&simple(name).to_ascii_lowercase())
    }

    /// The tokens of a template.
    fn template<'t>(&self, template: &'t str) -> Vec<Token<'t>> {
        let mut tokens = Vec::new();
        // A colon is before and after the path of an item.
        let mut is_next_item_path = false;
        for written in template.split('/').skip(1) {
            let segment = written.strip_suffix(':').unwrap_or(written);
            let opens = !is_next_item_path && segment.len() < written.len();
            if std::mem::replace(&mut is_next_item_path, opens) {
                tokens.push(Token::ItemPath);
            } else if segment.starts_with('{') {
                tokens.push(Token::Key);
            } else {
                let (name, arguments) = segment.split_once('(').unwrap_or((segment, ""));
                tokens.push(Token::Name(name));
                let is_key = match self.is_operation(name) {
                    true => arguments.contains(")("),
                    false => !arguments.is_empty(),
                };
                tokens.extend((self.has_keys_in_parentheses && is_key).then_some(Token::Key));
            }
        }
        tokens
    }

    /// The tokens of a pattern.
    fn pattern<'t>(&self, pattern: &'t PathPattern) -> Vec<Token<'t>> {
        let mut tokens = Vec::new();
        for (segment, _) in &pattern.segments {
            tokens.push(match segment {
                Segment::Rest => Token::Rest,
                Segment::AnyOne => Token::AnyOne,
                Segment::ItemPath => Token::ItemPath,
                Segment::Key | Segment::KeyPredicate(_) => Token::Key,
                Segment::Name(name) | Segment::Call(name, _) => Token::Name(name),
            });
            if let Segment::Call(name, arguments) = segment
                && !self.is_operation(name)
                && is_key(arguments, self.has_keys_in_parentheses)
            {
                tokens.push(Token::Key);
            }
        }
        tokens
    }

    /// Whether two names are the same, where those of operations may be qualified or not.
    fn are_same(&self, left: &str, right: &str) -> bool {
        left.eq_ignore_ascii_case(right)
            || simple(left).eq_ignore_ascii_case(simple(right))
                && left.contains('.') != right.contains('.')
                && self.is_operation(left)
    }

    /// Whether a pattern is that of a template, or of everything below a path to it.
    fn covers(&self, pattern: &PathPattern, template: &str) -> bool {
        let template = self.template(template);
        let mut segments = template.iter();
        for expected in self.pattern(pattern) {
            let matched = match (expected, segments.next()) {
                (Token::Rest, _) => return true,
                (_, None) => false,
                (Token::AnyOne, Some(segment)) => *segment != Token::ItemPath,
                (Token::Name(expected), Some(Token::Name(name))) => self.are_same(expected, name),
                (expected, Some(segment)) => expected == *segment,
            };
            if !matched {
                return false;
            }
        }
        segments.next().is_none()
    }
}

/// Whether arguments in parentheses after a collection are its key.
///
/// Where keys are segments, named ones are alternate keys, which templates have in parentheses as well.
fn is_key(arguments: &[Argument], has_keys_in_parentheses: bool) -> bool {
    match arguments {
        [] => false,
        [only] if only.name.is_none() => true,
        _ => has_keys_in_parentheses,
    }
}

/// The last part of a name.
fn simple(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
