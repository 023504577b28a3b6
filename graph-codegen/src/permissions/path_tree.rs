//! The paths of the table as a tree of segments.

use super::table::lower_bound;

/// Finds paths segment by segment.
pub(super) trait PathTree<'t> {
    /// A prefix of paths.
    type Node: Copy;

    fn root(&self) -> Self::Node;

    /// The node below another one, by a segment.
    fn child(&self, node: Self::Node, segment: &str) -> Option<Self::Node>;

    /// Whether a qualified name may follow a node, if that is known without a search.
    fn may_have_qualified(&self, _node: Self::Node) -> bool {
        true
    }

    /// The line of the path that ends at a node, if there is one: the path, and its methods with the keys of sets.
    fn line(&self, node: Self::Node) -> Option<(&'t str, &'t str)>;
}

/// The tree in sorted lines of text, of which nothing is parsed.
#[derive(Debug)]
pub(super) struct TextTree<'t> {
    section: &'t str,
}

/// Where the lines are that begin with a prefix.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextNode {
    /// The line of the path that ends here.
    line: Option<usize>,
    /// The lines below.
    low: usize,
    high: usize,
    /// The length of the prefix.
    length: usize,
}

impl<'t> TextTree<'t> {
    pub(super) const fn new(section: &'t str) -> Self {
        Self { section }
    }
}

impl<'t> PathTree<'t> for TextTree<'t> {
    type Node = TextNode;

    fn root(&self) -> TextNode {
        TextNode { line: None, low: 0, high: self.section.len(), length: 0 }
    }

    fn child(&self, node: TextNode, segment: &str) -> Option<TextNode> {
        let TextNode { low, high, length, .. } = node;
        if low == high {
            return None;
        }
        let mut path = String::with_capacity(length + segment.len() + 2);
        path.extend([&self.section[low..low + length], "/", segment]);
        let length = path.len();
        let mut bound = |end: &str, low: usize| {
            path.truncate(length);
            path.push_str(end);
            lower_bound(self.section, (low, high), &path)
        };
        // A space sorts before all other characters of a line, and `0` follows the slash.
        let line = bound(" ", low);
        let low = bound("/", line);
        let high = bound("0", low);
        path.truncate(length);
        let is_line = self.section[line..].strip_prefix(&path).is_some_and(|rest| rest.starts_with(' '));
        let line = is_line.then_some(line);
        (line.is_some() || low < high).then_some(TextNode { line, low, high, length })
    }

    fn line(&self, node: TextNode) -> Option<(&'t str, &'t str)> {
        self.section[node.line?..].split('\n').next()?.split_once(' ')
    }
}
