//! Checks that `graph_runtime::codegen` exports what generated code names, and nothing else without a reason.

use std::{collections::BTreeSet, fs, path::PathBuf};

/// What `codegen` has although the generated code that is looked at here does not name it.
const NOT_NAMED: &[(&str, &str)] = &[
    ("AllOptions", "the default of `List`'s and `Get`'s second parameter"),
    ("ApiKey", "named where settings say that applications sign in with a key"),
    ("Basic", "named where settings say that applications sign in with a password"),
    ("CollectionBuilder", "what generic code can send with request builders"),
    ("EntityBuilder", "what generic code can send with request builders"),
    ("BatchFormat", "named where the metadata of a service says which batches it has"),
    ("BindSyntax", "named where settings say how a body refers to an entity"),
    ("BodyProperty", "bounds `Body::set`"),
    ("BodyValue", "bounds `Body::set`"),
    ("Change", "named by extensions: what `Delta` gives"),
    ("Countable", "bounds `List::with_count`"),
    ("Created", "what `prefer(Preference::MINIMAL)` of a request that creates returns"),
    ("EnumSyntax", "named where settings say how enumeration members are written"),
    ("Expandable", "bounds `expand`"),
    ("Filterable", "bounds `filter`"),
    ("ForUpdate", "the default of `Body`'s second parameter"),
    ("FromResource", "implemented by request builders that other crates use"),
    ("Key", "what `IntoKey` returns, and the parameter for a key whose type is not known"),
    ("KeySyntax", "named where the metadata of a service says how keys are written"),
    ("Limitable", "bounds `top`"),
    ("MinimalPreference", "the type of `Preference::MINIMAL`"),
    ("NoOrderBy", "no type of these documents denies `$orderby`"),
    ("PreferenceFor", "bounds `Write::prefer`"),
    ("Readable", "bounds what a service supports of queries"),
    ("References", "bounds `Body::bind`"),
    ("Searchable", "bounds `search`"),
    ("SessionItem", "bounds `Client::upload_session`"),
    ("SettableIn", "bounds `Body::set`"),
    ("Skippable", "bounds `skip`"),
    ("Sortable", "bounds `order_by`"),
    ("Writable", "the default of `Property`'s third parameter"),
    ("extern_enumeration", "named where another crate has an enumeration type"),
    ("extern_structure", "named where another crate has an entity or complex type"),
    ("from_resource", "named where another crate has a request builder"),
    ("version_0_1", "this module, by the name that generated code imports"),
];

/// The most names that the root of the runtime has, macros and modules aside.
const LARGEST_ROOT: usize = 93;

fn path(relative: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(relative)
}

fn read(relative: &str) -> String {
    fs::read_to_string(path(relative)).unwrap_or_else(|error| panic!("{relative}: {error}"))
}

/// The names that a module's source re-exports with `pub use` at its top level.
fn exports(source: &str) -> BTreeSet<String> {
    let file = syn::parse_file(source).expect("Rust");
    let mut names = BTreeSet::new();
    for item in file.items {
        if let syn::Item::Use(item) = item
            && matches!(item.vis, syn::Visibility::Public(_))
        {
            collect(&item.tree, &mut names);
        }
    }
    names
}

fn collect(tree: &syn::UseTree, names: &mut BTreeSet<String>) {
    match tree {
        syn::UseTree::Path(path) => collect(&path.tree, names),
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| collect(tree, names)),
        syn::UseTree::Name(name) => drop(names.insert(name.ident.to_string())),
        syn::UseTree::Rename(rename) => drop(names.insert(rename.rename.to_string())),
        syn::UseTree::Glob(_) => panic!("a glob hides what is exported"),
    }
}

/// The names behind `rt::` in generated code.
fn named(text: &str, names: &mut BTreeSet<String>) {
    for (index, _) in text.match_indices("rt::") {
        let is_whole = !text[..index].ends_with(|before: char| before.is_alphanumeric() || matches!(before, '_' | ':'));
        let name: String = text[index + 4..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if is_whole && !name.is_empty() {
            names.insert(name);
        }
    }
}

#[test]
fn generated_code_names_what_codegen_has() {
    let mut used = BTreeSet::new();
    let mut texts: Vec<String> = [
        include_str!(concat!(env!("OUT_DIR"), "/all.rs")),
        include_str!(concat!(env!("OUT_DIR"), "/paths.rs")),
        include_str!(concat!(env!("OUT_DIR"), "/queries.rs")),
    ]
    .map(str::to_owned)
    .into();
    texts.push(read("../examples/committed-code/src/graph.rs"));
    for entry in fs::read_dir(path("golden")).expect("golden files") {
        let file = entry.expect("a file").path();
        if file.extension().is_some_and(|extension| extension == "rs") {
            texts.push(fs::read_to_string(file).expect("a golden file"));
        }
    }
    for text in &texts {
        assert!(
            text.contains("::graph_runtime::codegen::version_0_1 as rt;"),
            "generated code begins with the contract"
        );
        named(text, &mut used);
    }
    let exported = exports(&read("../graph-runtime/src/codegen/mod.rs"));
    let missing: Vec<_> = used.difference(&exported).collect();
    assert!(missing.is_empty(), "generated code names what `graph_runtime::codegen` does not have: {missing:?}");
    let unnamed: BTreeSet<&str> = exported.difference(&used).map(String::as_str).collect();
    let known: BTreeSet<&str> = NOT_NAMED.iter().map(|(name, _)| *name).collect();
    assert_eq!(unnamed, known, "what `codegen` has and generated code does not name is listed, with a reason");
}

#[test]
fn the_root_of_the_runtime_is_small() {
    let names = exports(&read("../graph-runtime/src/lib.rs"));
    assert!(names.len() <= LARGEST_ROOT, "{} names, {LARGEST_ROOT} at most: {names:?}", names.len());
}
