//! Damage to documents, for the property tests of the CSDL and OpenAPI readers.

use proptest::{prelude::*, sample::select};

/// A way to damage a document. Offsets are taken modulo the length of the document, and lengths are in characters.
#[derive(Clone, Debug)]
pub enum Mutation {
    Truncate(usize),
    Remove(usize, usize),
    Insert(usize, &'static str),
    Replace(usize, &'static str),
    Double(usize, usize),
    /// Copies a line to another position.
    CopyLine(usize, usize),
}

/// Generates any mutation; `pieces` are inserted into documents.
pub fn mutation(pieces: &'static [&'static str]) -> impl Strategy<Value = Mutation> {
    let at = 0usize..100_000;
    prop_oneof![
        1 => at.clone().prop_map(Mutation::Truncate),
        3 => (at.clone(), 1usize..20).prop_map(|(at, length)| Mutation::Remove(at, length)),
        6 => (at.clone(), select(pieces)).prop_map(|(at, piece)| Mutation::Insert(at, piece)),
        4 => (at.clone(), select(pieces)).prop_map(|(at, piece)| Mutation::Replace(at, piece)),
        1 => (at.clone(), 1usize..200).prop_map(|(at, length)| Mutation::Double(at, length)),
        3 => (at.clone(), at).prop_map(|(from, to)| Mutation::CopyLine(from, to)),
    ]
}

/// Applies mutations to a document, one after the other.
pub fn mutated(text: &str, mutations: &[Mutation]) -> String {
    let mut text = text.to_owned();
    for mutation in mutations {
        let boundary = |offset: usize| {
            let mut offset = offset % (text.len() + 1);
            while !text.is_char_boundary(offset) {
                offset -= 1;
            }
            offset
        };
        let further =
            |from: usize, count: usize| text[from..].char_indices().nth(count).map_or(text.len(), |(at, _)| from + at);
        match *mutation {
            Mutation::Truncate(at) => {
                let at = boundary(at);
                text.truncate(at);
            }
            Mutation::Remove(at, length) => {
                let from = boundary(at);
                let to = further(from, length);
                text.replace_range(from..to, "");
            }
            Mutation::Insert(at, piece) => {
                let at = boundary(at);
                text.insert_str(at, piece);
            }
            Mutation::Replace(at, piece) => {
                let from = boundary(at);
                let to = further(from, 1);
                text.replace_range(from..to, piece);
            }
            Mutation::Double(at, length) => {
                let from = boundary(at);
                let to = further(from, length);
                let copy = text[from..to].to_owned();
                text.insert_str(from, &copy);
            }
            Mutation::CopyLine(from, to) => {
                let mut lines: Vec<&str> = text.lines().collect();
                if let Some(line) = lines.get(from % lines.len().max(1)).copied() {
                    lines.insert(to % lines.len(), line);
                    text = lines.join("\n");
                }
            }
        }
    }
    text
}
