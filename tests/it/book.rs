//! The book has all of its chapters, and its links lead to files and headings.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Component, Path, PathBuf},
};

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs")
}

/// Returns the pages of the book by their path in `docs`, without the decisions' pages.
fn pages() -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    for folder in ["", "services/", "decisions/"] {
        for entry in fs::read_dir(docs().join(folder)).expect("a folder").map_while(Result::ok) {
            let name = format!("{folder}{}", entry.file_name().to_string_lossy());
            if name.ends_with(".md") {
                pages.insert(name, fs::read_to_string(entry.path()).expect("a page"));
            }
        }
    }
    pages
}

/// Returns the targets of a page's links that are in this repository, with the text after `#`.
fn links(text: &str) -> Vec<(&str, Option<&str>)> {
    let mut links = Vec::new();
    let mut is_code = false;
    for line in text.lines() {
        is_code ^= line.starts_with("```");
        let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let local = targets.filter(|target| !is_code && !target.contains("://") && !target.contains(' '));
        links.extend(local.map(|target| match target.split_once('#') {
            Some((file, anchor)) => (file, Some(anchor)),
            None => (target, None),
        }));
    }
    links
}

/// Returns the anchors of headings as GitHub and mdBook make them.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut is_code = false;
    let headings = text.lines().filter(|line| {
        is_code ^= line.starts_with("```");
        !is_code && line.starts_with('#')
    });
    let kept = |character: &char| character.is_alphanumeric() || matches!(character, '-' | '_' | ' ');
    let anchor = |heading: &str| heading.trim_start_matches('#').trim().to_lowercase().chars().filter(kept).collect();
    headings
        .map(|heading| {
            let text: String = anchor(heading);
            text.replace(' ', "-")
        })
        .collect()
}

/// Returns a path in `docs` without `.` and `..`, or `None` if it is outside.
fn normal(page: &str, target: &str) -> Option<String> {
    let mut parts = Vec::new();
    for component in Path::new(page).parent()?.join(target).components() {
        match component {
            Component::Normal(part) => parts.push(part.to_str()?.to_owned()),
            Component::ParentDir => drop(parts.pop()?),
            _ => {}
        }
    }
    Some(parts.join("/"))
}

#[test]
fn every_page_is_a_chapter() {
    let pages = pages();
    let summary: BTreeSet<&str> = links(&pages["SUMMARY.md"]).into_iter().map(|(file, _)| file).collect();
    let written = pages.keys().map(String::as_str).filter(|name| *name != "SUMMARY.md");
    // Each decision is linked from their list.
    let written: BTreeSet<&str> = written.filter(|name| !name.starts_with("decisions/0")).collect();
    assert_eq!(summary, written);
}

#[test]
fn links_lead_to_files_and_headings() {
    let pages = pages();
    let mut wrong = Vec::new();
    for (name, text) in pages.iter().filter(|(name, _)| !name.starts_with("decisions/0")) {
        for (file, anchor) in links(text) {
            let target = if file.is_empty() { Some(name.clone()) } else { normal(name, file) };
            let exists = docs().join(name).parent().is_some_and(|folder| folder.join(file).exists());
            let page = target.as_ref().and_then(|target| pages.get(target));
            let has_anchor = anchor.is_none_or(|anchor| page.is_none_or(|text| anchors(text).contains(anchor)));
            if !exists || !has_anchor {
                wrong.push(format!("{name}: {file}#{}", anchor.unwrap_or_default()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn code_of_every_chapter_is_compiled() {
    let library = include_str!("../src/lib.rs");
    let pages = pages();
    let has_code = |text: &str| text.contains("```rust");
    for (name, _) in pages.iter().filter(|(name, text)| has_code(text) && !name.starts_with("decisions/")) {
        assert!(library.contains(&format!("docs/{name}\")")), "{name} is not compiled as a doc test");
    }
}
