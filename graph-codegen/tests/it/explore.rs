//! The page that `explore` writes, in a headless Chromium: what it says is what the library says.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use graph_codegen::{
    Builder, Selected,
    chain::Chains,
    clouds::Cloud,
    permissions::{LeastSet, PermissionTable, Scheme, SelectionPermissions},
    selection::{Method, SelectedRequest},
};
use serde_json::{Value, json};

/// A page in the target directory.
struct ExplorePage {
    file: PathBuf,
}

impl ExplorePage {
    fn new(name: &str, settings: Builder, arguments: &[&str]) -> Self {
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.html"));
        let out = file.to_str().expect("a path of text");
        let arguments = ["xtask", "explore", "--out", out].into_iter().chain(arguments.iter().copied());
        let (mut output, mut errors) = (Vec::new(), Vec::new());
        let code = graph_codegen::cli::run_with(settings, arguments, &mut output, &mut errors);
        assert_eq!(code, 0, "{}", String::from_utf8_lossy(&errors));
        Self { file }
    }

    /// Runs a script of `tests/explore` with the page.
    fn run(&self, script: &str, arguments: &[&str]) -> String {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/explore");
        let output = Command::new("node")
            .arg(directory.join(script))
            .arg(&self.file)
            .args(arguments)
            .output()
            .expect("Node starts");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
        text
    }

    /// Asks the page for facts; see `tests/explore/facts.js`.
    fn facts(&self, command: &str, input: Option<&Value>) -> Value {
        let input_file = self.file.with_extension(format!("{command}.json"));
        let text = match input {
            None => self.run("facts.js", &[command]),
            Some(input) => {
                fs::write(&input_file, input.to_string()).expect("a file");
                self.run("facts.js", &[command, input_file.to_str().expect("a path of text")])
            }
        };
        serde_json::from_str(&text).expect("JSON")
    }
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn id(request: &SelectedRequest) -> String {
    format!("{} {}", request.method.as_str(), request.template)
}

/// A request of the page's listing, and its selector.
fn of_listing(value: &Value) -> Option<(&str, &str)> {
    Some((value.get(0)?.as_str()?, value.get(1)?.as_str()?))
}

fn select(settings: &Builder, selectors: impl IntoIterator<Item = String>) -> Selected {
    let resolved = settings.resolve().unwrap_or_else(|error| panic!("{error}"));
    let text: Vec<String> = selectors.into_iter().collect();
    resolved.select([text.join("\n")]).unwrap_or_else(|error| panic!("{error}"))
}

/// Pseudorandom numbers that are the same in each run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound
    }
}

/// Chooses up to eight requests.
fn random_selection<'l>(listing: &[(&'l str, &'l str)], random: &mut Random) -> BTreeMap<&'l str, &'l str> {
    let size = 1 + random.below(8);
    (0..size).map(|_| listing[random.below(listing.len())]).collect()
}

#[needs::chromium]
#[test]
fn the_page_agrees_with_the_library() {
    let (listed, everything) = compare("explore", Builder::new, 30);
    assert!(listed > 16_000 && everything > 10_000, "{listed}, {everything}");
}

#[needs::chromium]
#[test]
fn pages_of_other_services_agree_with_the_library() {
    for name in ["addresses.csdl", "custom_options.csdl", "kinds.csdl", "mail.csdl", "paths.csdl", "tenant.csdl"] {
        let document = documents().join(name);
        compare(name, || Builder::new().metadata(&document), 6);
    }
}

#[cfg(feature = "openapi")]
#[needs::chromium]
#[test]
fn pages_of_openapi_documents_agree_with_the_library() {
    let document = documents().join("calendar.yml");
    compare("calendar.yml", || Builder::new().metadata(&document), 6);
}

#[cfg(feature = "openapi")]
#[test]
fn addresses_in_openapi_documents_are_on_the_page() {
    let document = r##"{"openapi": "3.0.3", "info": {"title": "Lamps", "version": "1"}, "paths": {
        "/lamps": {"get": {"operationId": "lamps.lamp.ListLamp", "x-ms-docs-operation-type": "operation", "responses": {
            "2XX": {"description": "Lamps", "content": {"application/json": {"schema": {
                "title": "Collection of lamp", "type": "object", "properties": {
                    "value": {"type": "array", "items": {"$ref": "#/components/schemas/lamps.lamp"}}}}}}}}}},
        "/lamps/{lamp-id}/lamps.dim": {"post": {"operationId": "lamps.lamp.dim", "x-ms-docs-operation-type": "action",
            "externalDocs": {"url": "https://example.org/dim"}, "responses": {"204": {"description": "Dimmed"}}},
            "parameters": [{"name": "lamp-id", "in": "path", "required": true, "schema": {"type": "string"}}]}},
        "components": {"schemas": {"lamps.lamp": {"title": "lamp", "type": "object", "properties": {
            "id": {"type": "string"}}}}}}"##;
    let page = ExplorePage::new("links", Builder::new().metadata_text("lamps.json", document), &[]);
    let page = fs::read_to_string(page.file).expect("the page");
    assert!(page.contains(r#""link":"https://example.org/dim""#));
}

#[needs::chromium]
#[test]
fn text_of_documents_is_text() {
    let page = ExplorePage::new("hostile", Builder::new().metadata(documents().join("hostile.csdl")), &[]);
    let texts = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)><!--", "&lt;b&gt; &#60;", "gnp.exe"];
    let output = page.run("visit.js", &texts);
    assert!(output.starts_with("ok "), "{output}");
}

#[needs::chromium]
#[test]
fn people_can_use_the_page() {
    let page = ExplorePage::new("use", Builder::new(), &[]);
    let output = page.run("use.js", &[]);
    assert_eq!(output.lines().filter(|line| line.starts_with("ok ")).count(), 13, "{output}");
}

/// Asks what `lookup.rs` asks the command line. The page lists `/me` as a path of its own.
#[needs::chromium]
#[test]
fn questions_are_answered_by_the_first_request() {
    let lines = include_str!("questions.tsv").lines();
    let questions: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once('\t')).collect();
    let page = ExplorePage::new("questions", Builder::new(), &[]);
    let asked: Vec<&str> = questions.iter().map(|(question, _)| *question).collect();
    let answers = page.facts("answers", Some(&json!(asked)));
    let of_any_user = |id: &str| id.replace(" /me/", " /users/{id}/");
    for ((question, expected), answer) in questions.iter().zip(strings(&answers)) {
        assert_eq!(of_any_user(answer), of_any_user(expected), "{question}");
    }
    assert_eq!(strings(&answers).len(), questions.len());
}

#[needs::chromium]
#[test]
fn the_page_opens_with_a_selection() {
    let arguments = ["--select", "/me/sendMail", "/users/delta()", "/users/{id}#GET,PATCH"];
    let page = ExplorePage::new("selected", Builder::new(), &arguments);
    let output = page.facts("selected", None);
    assert_eq!(strings(&output), ["POST /me/sendMail", "GET /users/delta()", "GET /users/{id}", "PATCH /users/{id}"]);
}

#[test]
fn the_page_is_written_without_a_browser() {
    let write = || fs::read_to_string(ExplorePage::new("written", Builder::new(), &[]).file).expect("the page");
    let page = write();
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    assert_eq!(page, write(), "the same bytes again");
}

fn documents() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/documents")
}

/// Compares what the page says of a service with what the library says, for some random selections. Returns the number
/// of requests that the page lists, and of those that `/**` selects.
fn compare(name: &str, settings: impl Fn() -> Builder, selections: usize) -> (usize, usize) {
    let page = ExplorePage::new(name, settings(), &[]);
    let listing = page.facts("listing", None);
    let listing: Vec<(&str, &str)> = listing.as_array().into_iter().flatten().filter_map(of_listing).collect();

    // Each listed request can be selected, and is selected by itself.
    let all = select(&settings(), listing.iter().map(|(_, selector)| (*selector).to_owned()));
    let selected: BTreeSet<String> = all.requests().iter().map(id).collect();
    let listed: BTreeSet<String> = listing.iter().map(|(id, _)| (*id).to_owned()).collect();
    assert_eq!(listed.difference(&selected).collect::<Vec<_>>(), Vec::<&String>::new(), "not selected");
    assert_eq!(selected.difference(&listed).collect::<Vec<_>>(), Vec::<&String>::new(), "not listed");

    // Each request that `/**` selects is found by its path.
    let everything: Vec<String> = select(&settings(), ["/**".to_owned()]).requests().iter().map(id).collect();
    let unknown = page.facts("known", Some(&json!(everything)));
    assert_eq!(strings(&unknown), Vec::<&str>::new());

    // Each listed request is the first that is found by its path.
    assert_eq!(strings(&page.facts("lost", None)), Vec::<&str>::new());

    // What the page says of random selections.
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let table = PermissionTable::of_model(&all.resolved.model);
    let is_known = |(id, _): &&(&str, &str)| {
        let (method, path) = id.split_once(' ').unwrap_or_default();
        Method::from_name(method).is_some_and(|method| table.request(method, path).is_some())
    };
    let mut known: Vec<(&str, &str)> = listing.iter().filter(is_known).copied().collect();
    if known.is_empty() {
        known.clone_from(&listing);
    }
    // Half of the selections are of requests whose permissions are known.
    let pools = [&listing, &known];
    let selections: Vec<BTreeMap<&str, &str>> =
        (0..selections).map(|number| random_selection(pools[number % 2], &mut random)).collect();
    let selectors = |selection: &BTreeMap<&str, &str>| selection.values().map(|selector| json!(selector)).collect();
    let input: Vec<Vec<Value>> = selections.iter().map(selectors).collect();
    let found = page.facts("selections", Some(&json!(input)));
    let found = found.as_array().expect("a list");
    assert_eq!(found.len(), selections.len());
    for (selection, found) in selections.iter().zip(found) {
        for (name, expected) in expected(settings(), selection).as_object().expect("an object") {
            assert_eq!(&found[name], expected, "{name} of {selection:?}");
        }
    }
    (listing.len(), everything.len())
}

/// The least sets, whether they are proven, and the requests that are unknown or unsupported.
fn least(permissions: &SelectionPermissions<'_>, scheme: Scheme) -> Value {
    let found = permissions.least(scheme);
    let names = |set: &LeastSet<'_>| -> Vec<String> {
        set.permissions.iter().map(|needed| needed.permission.name().to_owned()).collect()
    };
    let mut unknown: Vec<String> = found.unknown.iter().map(|request| id(request)).collect();
    let mut unsupported: Vec<String> = found.unsupported.iter().map(|unsupported| id(unsupported.request)).collect();
    unknown.sort();
    unsupported.sort();
    json!([found.sets.iter().map(names).collect::<Vec<_>>(), found.is_proven, unknown, unsupported])
}

/// What the library says of a selection, as `facts.js` prints it.
fn expected(settings: Builder, selection: &BTreeMap<&str, &str>) -> Value {
    let text: Vec<&str> = selection.values().copied().collect();
    let planned = settings.select_text("selection", text.join("\n")).plan();
    let planned = planned.unwrap_or_else(|error| panic!("{error}"));
    let selected = &planned.selected;
    let model = &selected.resolved.model;
    let chains = Chains::new(model, &planned.package);
    let by_id: BTreeMap<String, SelectedRequest> =
        selected.requests().into_iter().map(|request| (id(&request), request)).collect();
    let requests: Vec<&SelectedRequest> = selection.keys().map(|id| &by_id[*id]).collect();
    let call = |request: &&SelectedRequest| {
        let chain = chains.find(request.method, &request.template).unwrap_or_else(|problem| panic!("{problem:?}"));
        let variables: Vec<[&str; 2]> =
            chain.arguments.iter().map(|argument| [argument.name.as_str(), argument.rust_type.as_str()]).collect();
        json!([id(request), chain.expression, variables, chain.body, chain.returns, chain.is_long_running])
    };
    let mut clouds: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for found in selected.availability().into_iter().flat_map(|report| report.requests) {
        if let Some(availability) = found.availability {
            clouds.insert(id(&found.request), availability.iter().map(Cloud::name).collect());
        }
    }
    let selected_requests = selected.requests();
    let permissions = SelectionPermissions::of(PermissionTable::of_model(model), &selected_requests);
    let mut types: Vec<&str> = selected.selection.types.keys().map(|id| model.type_(*id).name.as_str()).collect();
    types.sort_unstable();
    json!({
        "requests": requests.iter().map(|request| id(request)).collect::<Vec<_>>(),
        "types": types,
        "calls": requests.iter().map(call).collect::<Vec<_>>(),
        "least": Scheme::ALL.map(|scheme| least(&permissions, scheme)),
        "clouds": requests.iter().map(|request| clouds.get(&id(request))).collect::<Vec<_>>(),
    })
}
