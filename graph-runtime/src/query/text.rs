use std::borrow::Cow;

use crate::{
    path::{EnumSyntax, LiteralText, UrlLiteral},
    value::ItemType,
};

/// How a service writes expressions.
#[derive(Clone, Copy, Debug)]
pub struct QuerySyntax {
    pub(crate) enums: EnumSyntax,
    /// Whether properties that only a derived type has follow a cast to it.
    pub(crate) has_casts: bool,
}

impl QuerySyntax {
    pub(crate) const GRAPH: Self = Self { enums: EnumSyntax::Member, has_casts: false };
}

/// The text of an expression, with placeholders for the item.
///
/// What the placeholders are replaced with depends on where the expression is used: on its own, or within `any(x1: …)`.
#[derive(Clone, Debug, Default)]
pub struct Text {
    pieces: Vec<Piece>,
    /// The nesting depth of `any` and `all`.
    depth: u32,
    /// Whether Graph's directory objects need advanced query capabilities for it.
    is_advanced: bool,
}

#[derive(Clone, Debug)]
enum Piece {
    Written(Cow<'static, str>),
    /// A literal with another form in other services.
    Literal(LiteralText),
    /// The beginning of a path to a property of the item, whose name is next.
    Start,
    /// The derived type that has the next property, if the service requires that.
    Cast(&'static str),
    /// The item itself.
    Item,
    /// The item as the first argument of a function. Without it, such a function is about the request's own items.
    ItemArgument,
}

impl Text {
    /// Creates a path to a property of the item.
    pub(crate) fn property(name: &'static str) -> Self {
        Self { pieces: vec![Piece::Start, Piece::Written(name.into())], ..Self::default() }
    }

    /// Creates a path to a property of the type `of`, for items of a type that it may be derived from.
    pub(crate) fn property_of(name: &'static str, of: ItemType, item: ItemType) -> Self {
        let cast = item.cast_for(of, name).map(Piece::Cast);
        Self {
            pieces: [Piece::Start].into_iter().chain(cast).chain([Piece::Written(name.into())]).collect(),
            ..Self::default()
        }
    }

    /// Returns an expression about items of the type `of`, for items of a type that it may be derived from.
    pub(crate) fn about(self, of: ItemType, item: ItemType) -> Self {
        let mut pieces = Vec::with_capacity(self.pieces.len());
        let mut is_name = false;
        for piece in self.pieces {
            if is_name && let Piece::Written(name) = &piece {
                pieces.extend(item.cast_for(of, name).map(Piece::Cast));
            }
            is_name = matches!(piece, Piece::Start);
            pieces.push(piece);
        }
        Self { pieces, ..self }
    }

    /// Creates a reference to the item itself.
    pub(crate) fn item() -> Self {
        Self { pieces: vec![Piece::Item], ..Self::default() }
    }

    /// Creates `name(item,argument)`, or `name(argument)` if the item is one of the request's own collection.
    pub(crate) fn call_on_item(name: &'static str, argument: String) -> Self {
        Self { pieces: vec![Piece::Written(name.into()), Piece::ItemArgument], ..Self::default() }
            .then(argument)
            .then(")")
    }

    /// Creates a text that does not depend on the item.
    pub(crate) fn raw(text: impl Into<Cow<'static, str>>) -> Self {
        Self { pieces: vec![Piece::Written(text.into())], ..Self::default() }
    }

    /// Creates a literal.
    pub(crate) fn literal(value: &(impl UrlLiteral + ?Sized)) -> Self {
        match LiteralText::of(value).into_uniform() {
            Ok(text) => Self::raw(text),
            Err(text) => Self { pieces: vec![Piece::Literal(text)], ..Self::default() },
        }
    }

    /// Joins texts with separators.
    pub(crate) fn joined(texts: impl IntoIterator<Item = Self>, separator: &'static str) -> Self {
        let mut all = Self::default();
        for (index, text) in texts.into_iter().enumerate() {
            all = if index > 0 { all.then(separator) } else { all }.join(text);
        }
        all
    }

    /// Appends text.
    pub(crate) fn then(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.pieces.push(Piece::Written(text.into()));
        self
    }

    /// Appends another expression.
    pub(crate) fn join(mut self, other: Self) -> Self {
        self.depth = self.depth.max(other.depth);
        self.is_advanced |= other.is_advanced;
        self.pieces.extend(other.pieces);
        self
    }

    /// Creates `name(argument,…)`.
    pub(crate) fn call(name: &'static str, arguments: impl IntoIterator<Item = Self>) -> Self {
        let mut text = Self::raw(name).then("(");
        for (index, argument) in arguments.into_iter().enumerate() {
            text = if index > 0 { text.then(",") } else { text }.join(argument);
        }
        text.then(")")
    }

    /// Returns `(self)`.
    pub(crate) fn enclosed(self) -> Self {
        Self::raw("(").join(self).then(")")
    }

    /// Marks that Graph's directory objects need advanced query capabilities for it.
    pub(crate) const fn advanced(mut self) -> Self {
        self.is_advanced = true;
        self
    }

    pub(crate) const fn is_advanced(&self) -> bool {
        self.is_advanced
    }

    /// Returns `inner` about the item that this path refers to.
    pub(crate) fn join_path(&self, inner: Self) -> Self {
        let mut text = Self { pieces: Vec::new(), ..inner };
        text.depth = text.depth.max(self.depth);
        text.is_advanced |= self.is_advanced;
        for piece in inner.pieces {
            match piece {
                Piece::Written(_) | Piece::Literal(_) | Piece::Cast(_) => text.pieces.push(piece),
                Piece::Start => {
                    text.pieces.extend(self.pieces.iter().cloned());
                    text.pieces.push(Piece::Written("/".into()));
                }
                Piece::Item => text.pieces.extend(self.pieces.iter().cloned()),
                Piece::ItemArgument => {
                    text.pieces.push(Piece::Written("(".into()));
                    text.pieces.extend(self.pieces.iter().cloned());
                    text.pieces.push(Piece::Written(",".into()));
                }
            }
        }
        text
    }

    /// Returns `self/any(x1:…)`, or `self/all(x1:…)`.
    pub(crate) fn quantified(self, quantifier: &'static str, inner: Self) -> Self {
        let depth = inner.depth + 1;
        let variable = format!("x{depth}");
        let mut text = self.then(quantifier).then("(").then(variable.clone()).then(":");
        text = text.join(Self::raw(variable).join_path(inner)).then(")");
        text.depth = text.depth.max(depth);
        text
    }

    /// Returns the unencoded text of an expression about the items of the request's own collection.
    pub(crate) fn of_request(&self, syntax: QuerySyntax) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Written(written) => text.push_str(written),
                Piece::Literal(literal) => text.push_str(literal.in_form(syntax.enums)),
                Piece::Cast(name) if syntax.has_casts => {
                    text.push_str(name);
                    text.push('/');
                }
                Piece::Start | Piece::Cast(_) => {}
                Piece::Item => text.push_str("$it"),
                Piece::ItemArgument => text.push('('),
            }
        }
        text
    }
}

/// Operator precedence in a condition or search, loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Precedence {
    Or,
    And,
    Whole,
}

#[cfg(test)]
mod tests {
    use super::{QuerySyntax, Text};

    #[test]
    fn paths_start_at_the_item() {
        let inner = Text::property("c").then(" eq 1");
        assert_eq!(inner.of_request(QuerySyntax::GRAPH), "c eq 1");
        let path = Text::property("a").join_path(Text::property("b"));
        assert_eq!(path.of_request(QuerySyntax::GRAPH), "a/b");
        let any = path.quantified("/any", inner.join(Text::raw(" or ")).join(Text::item().then(" eq 2")));
        assert_eq!(any.of_request(QuerySyntax::GRAPH), "a/b/any(x1:x1/c eq 1 or x1 eq 2)");
        let outer = Text::property("d").quantified("/all", any);
        assert_eq!(outer.of_request(QuerySyntax::GRAPH), "d/all(x2:x2/a/b/any(x1:x1/c eq 1 or x1 eq 2))");
        assert_eq!(Text::item().of_request(QuerySyntax::GRAPH), "$it");
        let call = Text::call_on_item("isof", "'t'".to_owned());
        assert_eq!(call.of_request(QuerySyntax::GRAPH), "isof('t')");
        assert_eq!(
            Text::property("a").quantified("/any", call).of_request(QuerySyntax::GRAPH),
            "a/any(x1:isof(x1,'t'))"
        );
    }
}
