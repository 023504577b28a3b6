use std::{collections::HashMap, sync::Arc};

use super::Identifier;

/// The elements that have the names of a scope, and the chosen names that an element does not get, or takes from
/// another one.
#[derive(Debug, Default)]
pub(super) struct Holders {
    by_name: HashMap<Arc<str>, Holder>,
    clashes: Vec<Clash>,
}

#[derive(Debug)]
struct Holder {
    source: String,
    is_chosen: bool,
}

/// An identifier that a customization chose, although something else has it or wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clash {
    pub(crate) identifier: Identifier,
    /// The source name of the element that is renamed.
    pub(crate) renamed: String,
    /// The source name of the other element; `None` if the name is reserved.
    pub(crate) other: Option<String>,
    /// Whether the other element is renamed too.
    pub(crate) is_other_renamed: bool,
}

impl Holders {
    /// Records that an element wanted a name, and which one it got.
    pub(super) fn add(&mut self, source: String, wanted: &Identifier, got: &Identifier, is_chosen: bool) {
        if wanted != got {
            let clash = |renamed: String, other, is_other_renamed| Clash {
                identifier: wanted.clone(),
                renamed,
                other,
                is_other_renamed,
            };
            match self.by_name.get(wanted.as_str()) {
                // Overloads share a source name.
                Some(holder) if holder.source == source => {}
                Some(holder) if is_chosen => {
                    self.clashes.push(clash(source.clone(), Some(holder.source.clone()), holder.is_chosen));
                }
                Some(holder) if holder.is_chosen => {
                    self.clashes.push(clash(holder.source.clone(), Some(source.clone()), false));
                }
                None if is_chosen => self.clashes.push(clash(source.clone(), None, false)),
                _ => {}
            }
        }
        self.by_name.insert(got.shared(), Holder { source, is_chosen: is_chosen && wanted == got });
    }

    pub(super) fn take_clashes(&mut self) -> Vec<Clash> {
        std::mem::take(&mut self.clashes)
    }
}
