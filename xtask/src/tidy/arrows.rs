//! Checks which top-level module (room) of a crate uses which.
//!
//! A use (arrow) is a path that starts with `crate::`, or that leaves its room with `super::`. A name that the crate
//! root reexports counts as a use of the room that defines it. Test modules may use all rooms.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::{
    Finding,
    rooms::{Room, Table},
};
use crate::workspace::Workspace;

const RULE: &str = "room";

/// A use of one room by another.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Arrow {
    from: String,
    to: String,
    file: String,
    line: usize,
}

/// Compares the arrows of a crate with its table.
pub fn check(workspace: &Workspace, name: &str, table: &Table) -> Vec<Finding> {
    let sources = sources(workspace, name);
    check_sources(name, &sources, table)
}

/// Returns the current rooms and arrows of a crate as an entry of `rooms.rs`.
pub fn table(workspace: &Workspace, name: &str) -> String {
    let sources = sources(workspace, name);
    let arrows = arrows(&sources);
    let mut text = format!("    (\n        \"{name}\",\n        &Table {{\n            rooms: &[\n");
    for room in rooms(&sources) {
        let uses: BTreeSet<&str> =
            arrows.iter().filter(|arrow| arrow.from == room).map(|arrow| arrow.to.as_str()).collect();
        let uses: Vec<String> = uses.iter().map(|name| format!("\"{name}\"")).collect();
        text.push_str(&format!("                Room {{ name: \"{room}\", uses: &[{}] }},\n", uses.join(", ")));
    }
    let loose: Vec<String> = loose(&sources).iter().map(|name| format!("\"{name}\"")).collect();
    text.push_str(&format!("            ],\n            loose: &[{}],\n            cycles: &[\n", loose.join(", ")));
    for cycle in cycles(&arrows) {
        text.push_str(&format!("                &{cycle:?},\n"));
    }
    text.push_str("            ],\n        },\n    ),");
    text
}

/// Returns the source files of a crate with their texts.
fn sources(workspace: &Workspace, name: &str) -> Vec<(String, String)> {
    let files = workspace.files(&format!("{name}/src")).into_iter().filter(|file| file.ends_with(".rs"));
    files.filter_map(|file| Some((file.clone(), workspace.read(&file).ok()?))).collect()
}

fn check_sources(name: &str, sources: &[(String, String)], table: &Table) -> Vec<Finding> {
    let mut findings = Vec::new();
    let arrows = arrows(sources);
    let known: BTreeMap<&str, &Room> = table.rooms.iter().map(|room| (room.name, room)).collect();
    let root = format!("{name}/src/lib.rs");
    let found = rooms(sources);
    for room in &found {
        if !known.contains_key(room.as_str()) {
            let message =
                format!("the room `{room}` is not in the table; add it with its uses to xtask/src/tidy/rooms.rs");
            findings.push(Finding::new(RULE, &root, 0, message));
        }
    }
    let loose = loose(sources);
    for file in loose.iter().filter(|file| !table.loose.contains(&file.as_str())) {
        let message = "a loose file; move it into a room, or add it to `loose` in xtask/src/tidy/rooms.rs";
        findings.push(Finding::new(RULE, &format!("{name}/src/{file}.rs"), 0, message));
    }
    for file in table.loose.iter().filter(|file| !loose.iter().any(|found| found == *file)) {
        let message = format!("`loose` of `{name}` has `{file}`, which does not exist; remove it");
        findings.push(Finding::new(RULE, "xtask/src/tidy/rooms.rs", 0, message));
    }
    for arrow in &arrows {
        let Some(room) = known.get(arrow.from.as_str()) else { continue };
        if !room.uses.contains(&arrow.to.as_str()) {
            let message = format!(
                "`{0}` may not use `{1}`; move the used item or its caller, or, if the arrow is right, add it to \
                 xtask/src/tidy/rooms.rs with a reason",
                arrow.from, arrow.to
            );
            findings.push(Finding::new(RULE, &arrow.file, arrow.line, message));
        }
    }
    for room in table.rooms {
        if !found.iter().any(|name| name == room.name) {
            let message = format!("`{name}` has no room `{}`; remove it from the table", room.name);
            findings.push(Finding::new(RULE, "xtask/src/tidy/rooms.rs", 0, message));
        }
        for used in room.uses {
            if !arrows.iter().any(|arrow| arrow.from == room.name && arrow.to == *used) {
                let message =
                    format!("`{}` of `{name}` does not use `{used}`; remove the arrow from the table", room.name);
                findings.push(Finding::new(RULE, "xtask/src/tidy/rooms.rs", 0, message));
            }
        }
    }
    for cycle in cycles(&arrows) {
        let is_known = table.cycles.iter().any(|known| cycle.iter().all(|room| known.contains(&room.as_str())));
        if !is_known {
            let message = format!(
                "the rooms {} form a cycle; move what two of them share into a third",
                cycle.iter().map(|room| format!("`{room}`")).collect::<Vec<_>>().join(", ")
            );
            findings.push(Finding::new(RULE, &root, 0, message));
        }
    }
    findings
}

/// Returns the names of the folders and loose files beside `lib.rs`.
fn rooms(sources: &[(String, String)]) -> BTreeSet<String> {
    sources.iter().filter_map(|(file, _)| module(file).into_iter().next()).collect()
}

/// Returns the names of the loose files beside `lib.rs`.
fn loose(sources: &[(String, String)]) -> BTreeSet<String> {
    let depth_one = sources.iter().filter_map(|(file, _)| file.split_once("/src/")?.1.strip_suffix(".rs"));
    depth_one.filter(|file| !file.contains('/') && !matches!(*file, "lib" | "main")).map(str::to_owned).collect()
}

/// Returns the module path of a file, which is empty for `lib.rs`.
fn module(file: &str) -> Vec<String> {
    let inside = file.split_once("/src/").map_or(file, |(_, inside)| inside).trim_end_matches(".rs");
    let mut path: Vec<String> = inside.split('/').map(str::to_owned).collect();
    if path.last().is_some_and(|name| matches!(name.as_str(), "mod" | "lib" | "main")) {
        path.pop();
    }
    path
}

fn arrows(sources: &[(String, String)]) -> Vec<Arrow> {
    let rooms = rooms(sources);
    let root = sources.iter().find(|(file, _)| file.ends_with("/src/lib.rs"));
    let exports =
        root.and_then(|(_, text)| text.parse().ok()).map(|tokens| exports(tokens, &rooms)).unwrap_or_default();
    let mut arrows = Vec::new();
    for (file, text) in sources {
        let module = module(file);
        let (Some(from), Ok(tokens)) = (module.first(), text.parse::<TokenStream>()) else { continue };
        let mut scan = Scan { module: module.clone(), found: Vec::new() };
        scan.tokens(tokens);
        for (name, line) in scan.found {
            let to = if rooms.contains(&name) { Some(&name) } else { exports.get(&name) };
            if let Some(to) = to.filter(|to| *to != from) {
                arrows.push(Arrow { from: from.clone(), to: to.clone(), file: file.clone(), line });
            }
        }
    }
    arrows.dedup();
    arrows
}

/// Returns the names that a crate root reexports, each with its room.
fn exports(tokens: TokenStream, rooms: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut exports = BTreeMap::new();
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        if !is_ident(&tokens[at], "use") {
            at += 1;
            continue;
        }
        let end = (at..tokens.len()).find(|index| is_punct(&tokens[*index], ';')).unwrap_or(tokens.len());
        let path: Vec<TokenTree> =
            tokens[at + 1..end].iter().filter(|token| !is_ident(token, "self")).cloned().collect();
        let first = path.iter().find_map(|token| match token {
            TokenTree::Ident(ident) => Some(ident.to_string()),
            _ => None,
        });
        if let Some(room) = first.filter(|first| rooms.contains(first)) {
            let mut names = Vec::new();
            identifiers(path.into_iter().collect(), &mut names);
            exports.extend(
                names.into_iter().skip(1).filter(|name| !rooms.contains(name)).map(|name| (name, room.clone())),
            );
        }
        at = end;
    }
    exports
}

fn identifiers(tokens: TokenStream, names: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => names.push(ident.to_string()),
            TokenTree::Group(group) => identifiers(group.stream(), names),
            _ => {}
        }
    }
}

/// Finds paths that start at the crate root, in code and in macro bodies.
struct Scan {
    module: Vec<String>,
    /// The first name after the root, and the line.
    found: Vec<(String, usize)>,
}

impl Scan {
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            if is_test_attribute(&tokens, at)
                && let Some(end) = end_of_module(&tokens, at + 2)
            {
                at = end;
                continue;
            }
            match token {
                TokenTree::Ident(ident) if *ident == "mod" => {
                    if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body))) =
                        (tokens.get(at + 1), tokens.get(at + 2))
                    {
                        self.module.push(name.to_string());
                        self.tokens(body.stream());
                        self.module.pop();
                        at += 3;
                        continue;
                    }
                }
                // No path follows in `pub(crate)` and `pub(super)`.
                TokenTree::Ident(ident) if *ident == "crate" => self.path(&tokens, at + 1, 0),
                TokenTree::Ident(ident) if *ident == "super" && !is_after_colons(&tokens, at) => {
                    let mut count = 1;
                    let mut next = at + 1;
                    while is_colons(&tokens, next) && tokens.get(next + 2).is_some_and(|token| is_ident(token, "super"))
                    {
                        count += 1;
                        next += 3;
                    }
                    if let Some(left) = self.module.len().checked_sub(count) {
                        self.path(&tokens, next, left);
                    }
                }
                TokenTree::Group(group) => self.tokens(group.stream()),
                _ => {}
            }
            at += 1;
        }
    }

    /// Reads the path that continues at `at` with `::`, in a module at a depth.
    fn path(&mut self, tokens: &[TokenTree], at: usize, depth: usize) {
        if depth > 0 || !is_colons(tokens, at) {
            return;
        }
        match tokens.get(at + 2) {
            Some(TokenTree::Ident(ident)) => self.found.push((ident.to_string(), ident.span().start().line)),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let mut is_first = true;
                for token in group.stream() {
                    match token {
                        TokenTree::Ident(ident) if is_first => {
                            self.found.push((ident.to_string(), ident.span().start().line));
                            is_first = false;
                        }
                        TokenTree::Punct(punct) if punct.as_char() == ',' => is_first = true,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

fn is_ident(token: &TokenTree, name: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if *ident == name)
}

fn is_punct(token: &TokenTree, punct: char) -> bool {
    matches!(token, TokenTree::Punct(found) if found.as_char() == punct)
}

fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    let is_colon = |at: usize| tokens.get(at).is_some_and(|token| is_punct(token, ':'));
    is_colon(at) && is_colon(at + 1)
}

fn is_after_colons(tokens: &[TokenTree], at: usize) -> bool {
    at >= 2 && is_colons(tokens, at - 2)
}

/// Whether there is an attribute `#[cfg(…)]` with `test` at an index.
fn is_test_attribute(tokens: &[TokenTree], at: usize) -> bool {
    let Some(TokenTree::Group(group)) = tokens.get(at + 1) else { return false };
    let mut names = Vec::new();
    identifiers(group.stream(), &mut names);
    is_punct(&tokens[at], '#')
        && names.first().is_some_and(|name| name == "cfg")
        && names.iter().any(|name| name == "test")
}

/// Returns the index after the module that is declared at an index, if there is one.
fn end_of_module(tokens: &[TokenTree], at: usize) -> Option<usize> {
    let is_module = tokens.get(at).is_some_and(|token| is_ident(token, "mod"));
    is_module.then_some(at + 3)
}

/// Returns the sets of rooms that use each other, directly or indirectly. Each set is sorted.
fn cycles(arrows: &[Arrow]) -> Vec<Vec<String>> {
    let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for arrow in arrows {
        uses.entry(&arrow.from).or_default().insert(&arrow.to);
    }
    let reachable = |from: &str| {
        let mut found: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<&str> = uses.get(from).into_iter().flatten().copied().collect();
        while let Some(room) = open.pop() {
            if found.insert(room) {
                open.extend(uses.get(room).into_iter().flatten());
            }
        }
        found
    };
    let from_each: BTreeMap<&str, BTreeSet<&str>> = uses.keys().map(|room| (*room, reachable(room))).collect();
    let mut cycles: BTreeSet<Vec<String>> = BTreeSet::new();
    for (room, found) in &from_each {
        let cycle: Vec<String> = found
            .iter()
            .filter(|other| from_each.get(*other).is_some_and(|back| back.contains(room)))
            .map(|other| (*other).to_owned())
            .collect();
        if cycle.len() > 1 {
            cycles.insert(cycle);
        }
    }
    cycles.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::{Room, Table, check_sources};

    fn messages(sources: &[(&str, &str)], table: &Table) -> Vec<String> {
        let sources: Vec<(String, String)> =
            sources.iter().map(|(file, text)| (format!("c/src/{file}"), (*text).to_owned())).collect();
        check_sources("c", &sources, table).iter().map(ToString::to_string).collect()
    }

    const SOURCES: [(&str, &str); 3] = [
        ("lib.rs", "mod emit; mod plan; pub use plan::{Plan, types::Type as T};"),
        ("plan/mod.rs", "pub struct Plan;\n#[cfg(test)]\nmod tests { use crate::emit::emit; }"),
        ("emit/mod.rs", "use crate::{\n    T,\n};\npub(crate) fn emit() {}"),
    ];

    #[test]
    fn arrows_in_the_table_are_allowed() {
        let rooms = &[Room { name: "emit", uses: &["plan"] }, Room { name: "plan", uses: &[] }];
        assert_eq!(messages(&SOURCES, &Table { rooms, loose: &[], cycles: &[] }), [""; 0]);
    }

    #[test]
    fn other_arrows_are_findings() {
        let rooms = &[Room { name: "emit", uses: &[] }, Room { name: "plan", uses: &[] }];
        let found = messages(&SOURCES, &Table { rooms, loose: &[], cycles: &[] });
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("c/src/emit/mod.rs:2: room: `emit` may not use `plan`; move "), "{found:?}");
    }

    #[test]
    fn paths_in_macros_and_with_super_are_arrows() {
        let rooms = &[Room { name: "a", uses: &[] }, Room { name: "b", uses: &[] }];
        let sources = [
            ("lib.rs", ""),
            ("a/mod.rs", "macro_rules! m { () => { $crate::b::x() } }"),
            ("a/x.rs", "use super::y;\nuse super::super::b;"),
            ("b/mod.rs", ""),
        ];
        let found = messages(&sources, &Table { rooms, loose: &[], cycles: &[] });
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[1].starts_with("c/src/a/x.rs:2: "), "{found:?}");
    }

    #[test]
    fn cycles_are_findings_even_if_the_table_has_their_arrows() {
        let rooms = &[Room { name: "a", uses: &["b"] }, Room { name: "b", uses: &["a"] }];
        let sources = [("lib.rs", ""), ("a/mod.rs", "use crate::b::X;"), ("b/mod.rs", "use crate::a::X;")];
        let found = messages(&sources, &Table { rooms, loose: &[], cycles: &[] });
        assert!(found.len() == 1 && found[0].contains("the rooms `a`, `b` form a cycle"), "{found:?}");
        assert_eq!(messages(&sources, &Table { rooms, loose: &[], cycles: &[&["a", "b"]] }), [""; 0]);
    }

    #[test]
    fn entries_without_a_room_are_findings() {
        let rooms = &[Room { name: "gone", uses: &["a"] }];
        let found = messages(&[("lib.rs", ""), ("a.rs", "")], &Table { rooms, loose: &["b"], cycles: &[] });
        assert_eq!(found.len(), 5, "{found:?}");
    }
}
