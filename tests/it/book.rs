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

/// How links begin that lead to files outside `docs`: the site of the book has no such files.
const REPOSITORY: &str = "https://github.com/graph-codegen/graph-codegen/";

/// Returns the targets of a page's links, with the text after `#`.
fn links(text: &str) -> Vec<(&str, Option<&str>)> {
    let mut links = Vec::new();
    let mut is_code = false;
    for line in text.lines() {
        is_code ^= line.starts_with("```");
        let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let targets = targets.filter(|target| !is_code && !target.contains(' '));
        links.extend(targets.map(|target| match target.split_once('#') {
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

/// Returns what is wrong with a link to a page of `docs`, by its path there.
fn check_page(pages: &BTreeMap<String, String>, target: &str, anchor: Option<&str>) -> Result<(), &'static str> {
    let text = pages.get(target).ok_or("is not a page of the book")?;
    let has_anchor = anchor.is_none_or(|anchor| anchors(text).contains(anchor));
    if has_anchor { Ok(()) } else { Err("has no such heading") }
}

/// Returns what is wrong with a link to a file of the repository, whose branch is `main`.
fn check_file(link: &str, anchor: Option<&str>) -> Result<(), &'static str> {
    let root = docs().join("..");
    let (path, is_folder) = match (link.strip_prefix("blob/main/"), link.strip_prefix("tree/main/")) {
        (Some(file), _) => (root.join(file), false),
        (_, Some(folder)) => (root.join(folder), true),
        _ => return Err("is neither a file nor a folder of `main`"),
    };
    match (path.is_dir(), path.is_file()) {
        (true, _) if is_folder => Ok(()),
        (_, true) if !is_folder => {
            let text = fs::read_to_string(&path).unwrap_or_default();
            let has_anchor = anchor.is_none_or(|anchor| anchors(&text).contains(anchor));
            if has_anchor { Ok(()) } else { Err("has no such heading") }
        }
        (false, false) => Err("does not exist"),
        _ => Err("is a file below `tree`, or a folder below `blob`"),
    }
}

#[test]
fn every_page_is_a_chapter() {
    let pages = pages();
    let summary: BTreeSet<&str> = links(&pages["SUMMARY.md"]).into_iter().map(|(file, _)| file).collect();
    let written = pages.keys().map(String::as_str).filter(|name| *name != "SUMMARY.md");
    // Decisions are for contributors, who read them in the repository.
    let written: BTreeSet<&str> = written.filter(|name| !name.starts_with("decisions/")).collect();
    assert_eq!(summary, written);
}

#[test]
fn every_decision_is_in_the_list_of_decisions() {
    let pages = pages();
    let listed: BTreeSet<&str> = links(&pages["decisions/README.md"]).into_iter().map(|(file, _)| file).collect();
    let written = pages.keys().filter_map(|name| name.strip_prefix("decisions/"));
    let written: BTreeSet<&str> = written.filter(|name| *name != "README.md").collect();
    assert_eq!(listed, written);
}

/// A site of the book has chapters only, so that links between them are relative and all others are whole.
#[test]
fn links_lead_to_chapters_and_files() {
    let pages = pages();
    let chapters: BTreeMap<String, String> =
        pages.clone().into_iter().filter(|(name, _)| !name.starts_with("decisions/")).collect();
    let mut wrong = Vec::new();
    for (name, text) in &pages {
        let linked = if name.starts_with("decisions/") { &pages } else { &chapters };
        for (link, anchor) in links(text) {
            let checked = match link.strip_prefix(REPOSITORY) {
                Some(file) => check_file(file, anchor),
                None if link.contains("://") => Ok(()),
                None if link.is_empty() => check_page(linked, name, anchor),
                None => normal(name, link).map_or(Err("leaves docs"), |page| check_page(linked, &page, anchor)),
            };
            if let Err(problem) = checked {
                wrong.push(format!("{name}: {link} {problem}"));
            }
        }
    }
    assert!(wrong.is_empty(), "write {REPOSITORY}blob/main/PATH for files outside the book: {wrong:#?}");
}

/// mdBook's preprocessor `index` would name the page of a README.md differently than links to it.
#[test]
fn pages_have_the_names_that_links_have() {
    let settings = fs::read_to_string(docs().join("book.toml")).expect("book.toml");
    assert!(settings.contains("\nuse-default-preprocessors = false\n"), "{settings}");
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
