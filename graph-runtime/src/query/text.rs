use std::borrow::Cow;

/// The text of an expression. Where it names properties of the item that is asked about, it has a hole: what stands there is known only
/// when the expression is used, by itself or within `any(x1: …)`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text {
    pieces: Vec<Piece>,
    /// How many `any` and `all` are within each other.
    depth: u32,
    /// Whether Graph's directory objects need their advanced query capabilities for it.
    is_advanced: bool,
}

#[derive(Clone, Debug)]
enum Piece {
    Written(Cow<'static, str>),
    /// What a path to a property of the item starts with.
    Start,
    /// The item itself.
    Item,
}

impl Text {
    /// A path to a property of the item.
    pub(crate) fn property(name: &'static str) -> Self {
        Self { pieces: vec![Piece::Start, Piece::Written(name.into())], ..Self::default() }
    }

    /// The item itself.
    pub(crate) fn item() -> Self {
        Self { pieces: vec![Piece::Item], ..Self::default() }
    }

    /// What is the same for every item.
    pub(crate) fn raw(text: impl Into<Cow<'static, str>>) -> Self {
        Self { pieces: vec![Piece::Written(text.into())], ..Self::default() }
    }

    /// The same with something behind.
    pub(crate) fn then(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.pieces.push(Piece::Written(text.into()));
        self
    }

    /// The same with another expression behind.
    pub(crate) fn join(mut self, other: Self) -> Self {
        self.depth = self.depth.max(other.depth);
        self.is_advanced |= other.is_advanced;
        self.pieces.extend(other.pieces);
        self
    }

    /// `name(self,…)`
    pub(crate) fn call(name: &'static str, arguments: impl IntoIterator<Item = Self>) -> Self {
        let mut text = Self::raw(name).then("(");
        for (index, argument) in arguments.into_iter().enumerate() {
            text = if index > 0 { text.then(",") } else { text }.join(argument);
        }
        text.then(")")
    }

    /// `(self)`
    pub(crate) fn enclosed(self) -> Self {
        Self::raw("(").join(self).then(")")
    }

    /// Says that Graph's directory objects need their advanced query capabilities for it.
    pub(crate) const fn advanced(mut self) -> Self {
        self.is_advanced = true;
        self
    }

    pub(crate) const fn is_advanced(&self) -> bool {
        self.is_advanced
    }

    /// What an expression about an item says, where this one leads to the item.
    pub(crate) fn join_path(&self, inner: Self) -> Self {
        let mut text = Self { pieces: Vec::new(), ..inner };
        text.depth = text.depth.max(self.depth);
        text.is_advanced |= self.is_advanced;
        for piece in inner.pieces {
            match piece {
                Piece::Written(_) => text.pieces.push(piece),
                Piece::Start => {
                    text.pieces.extend(self.pieces.iter().cloned());
                    text.pieces.push(Piece::Written("/".into()));
                }
                Piece::Item => text.pieces.extend(self.pieces.iter().cloned()),
            }
        }
        text
    }

    /// `self/any(x1:…)`, or `all`.
    pub(crate) fn quantified(self, quantifier: &'static str, inner: Self) -> Self {
        let depth = inner.depth + 1;
        let variable = format!("x{depth}");
        let mut text = self.then(quantifier).then("(").then(variable.clone()).then(":");
        text = text.join(Self::raw(variable).join_path(inner)).then(")");
        text.depth = text.depth.max(depth);
        text
    }

    /// The text, unencoded, where the items are those of the collection that a request reads.
    pub(crate) fn of_request(&self) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Written(written) => text.push_str(written),
                Piece::Start => {}
                Piece::Item => text.push_str("$it"),
            }
        }
        text
    }
}

/// How tightly the parts of a condition or of a search are bound together, loosely first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Precedence {
    Or,
    And,
    Whole,
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn paths_start_at_the_item_that_is_meant() {
        let inner = Text::property("c").then(" eq 1");
        assert_eq!(inner.of_request(), "c eq 1");
        let path = Text::property("a").join_path(Text::property("b"));
        assert_eq!(path.of_request(), "a/b");
        let any = path.quantified("/any", inner.join(Text::raw(" or ")).join(Text::item().then(" eq 2")));
        assert_eq!(any.of_request(), "a/b/any(x1:x1/c eq 1 or x1 eq 2)");
        let outer = Text::property("d").quantified("/all", any);
        assert_eq!(outer.of_request(), "d/all(x2:x2/a/b/any(x1:x1/c eq 1 or x1 eq 2))");
        assert_eq!(Text::item().of_request(), "$it");
    }
}
