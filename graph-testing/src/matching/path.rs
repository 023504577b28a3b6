use std::fmt;

use super::difference::Difference;
use crate::text::path_segments;

/// The decoded segments of a path, some of which may have holes for keys: `/v1.0/users/{id}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathPattern(Vec<Segment>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Text(String),
    /// The texts around the holes, as in `range(address='{address}')`.
    Holes {
        shown: String,
        around: Vec<String>,
    },
}

impl PathPattern {
    /// Reads a path without holes, as in a URL.
    pub(crate) fn exact(path: &str) -> Self {
        Self(path_segments(path).into_iter().map(Segment::Text).collect())
    }

    /// Reads a path with holes, as in a description.
    pub(crate) fn with_holes(path: &str) -> Self {
        Self(path_segments(path).into_iter().map(Segment::read).collect())
    }

    /// Puts the holes of a template into the last segments. `None` if the path has other segments.
    pub(crate) fn with_keys_of(&self, template: &str) -> Option<Self> {
        let template: Vec<Segment> = path_segments(template).into_iter().map(Segment::read).collect();
        let start = self.0.len().checked_sub(template.len())?;
        let mut segments = self.0.clone();
        for (segment, other) in segments[start..].iter_mut().zip(template) {
            if let Segment::Holes { .. } = other {
                *segment = other;
            }
        }
        Some(Self(segments))
    }

    /// Returns the segments, if none has a hole.
    pub(crate) fn texts(&self) -> Option<Vec<&str>> {
        let texts = self.0.iter().map(|segment| match segment {
            Segment::Text(text) => Some(text.as_str()),
            Segment::Holes { .. } => None,
        });
        texts.collect()
    }

    /// Returns whether decoded segments are those of the path.
    pub(crate) fn matches(&self, received: &[String]) -> bool {
        self.0.len() == received.len() && self.0.iter().zip(received).all(|(segment, text)| segment.matches(text))
    }

    /// Returns how decoded segments differ, if they do.
    pub(crate) fn difference(&self, received: &[String], shown: &str, shown_expected: &str) -> Option<Difference> {
        let same = self.0.iter().zip(received).filter(|(segment, text)| segment.matches(text)).count();
        let differing = self.0.len().max(received.len()) - same;
        let weight = 4 * u32::try_from(differing).unwrap_or(u32::MAX / 8);
        (differing > 0).then(|| Difference::new("path", Some(shown_expected.into()), Some(shown.into()), weight))
    }

    /// Returns the segments after the root's.
    pub(crate) fn below(&self, root: &str) -> String {
        let root = Self::exact(root);
        let rest = self.0.strip_prefix(root.0.as_slice()).unwrap_or(&self.0);
        Self(rest.to_vec()).to_string()
    }
}

impl Segment {
    fn read(text: String) -> Self {
        let mut around = Vec::new();
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let Some((_, after)) = after.split_once('}') else { break };
            around.push(before.to_owned());
            rest = after;
        }
        if around.is_empty() {
            return Self::Text(text);
        }
        around.push(rest.to_owned());
        Self::Holes { shown: text, around }
    }

    fn matches(&self, text: &str) -> bool {
        match self {
            Self::Text(expected) => expected == text,
            Self::Holes { around, .. } => {
                let [first, between @ .., last] = around.as_slice() else { return false };
                let Some(rest) = text.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str()))
                else {
                    return false;
                };
                let found = between.iter().try_fold(rest, |rest, part| Some(rest.split_once(part.as_str())?.1));
                found.is_some() && !rest.is_empty()
            }
        }
    }
}

impl fmt::Display for PathPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for segment in &self.0 {
            match segment {
                Segment::Text(text) | Segment::Holes { shown: text, .. } => write!(f, "/{text}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{PathPattern, path_segments};

    fn matches(pattern: &PathPattern, path: &str) -> bool {
        let segments = path_segments(path);
        let is_match = pattern.matches(&segments);
        assert_eq!(pattern.difference(&segments, "", "").is_none(), is_match);
        is_match
    }

    #[test]
    fn paths_are_compared_decoded() {
        let pattern = PathPattern::exact("/v1.0/users/a%40b");
        assert!(matches(&pattern, "/v1.0/users/a@b"));
        assert!(!matches(&pattern, "/v1.0/users/a@b/manager"));
        assert_eq!(pattern.below("/v1.0"), "/users/a@b");
    }

    #[test]
    fn holes_match_any_key() {
        let pattern =
            PathPattern::exact("/v1.0/users/a/messages/b").with_keys_of("/users/{id}/messages/{id1}").unwrap();
        assert_eq!(pattern.to_string(), "/v1.0/users/{id}/messages/{id1}");
        assert!(matches(&pattern, "/v1.0/users/x/messages/y"));
        assert!(!matches(&pattern, "/v1.0/users//messages/y"), "a key is not empty");
        assert!(!matches(&pattern, "/v1.0/users/x/events/y"));
        let pattern = PathPattern::with_holes("/sheets/range(address='{address}')");
        assert!(matches(&pattern, "/sheets/range(address='A1')"));
        assert!(!matches(&pattern, "/sheets/cell(address='A1')"));
        assert!(PathPattern::exact("/a").with_keys_of("/users/{id}").is_none());
    }
}
