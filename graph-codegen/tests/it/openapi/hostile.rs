//! Documents that are made to use much time or memory. Exponential and quadratic costs would show here.

use std::fmt::Write;

use super::bad::shown;

const HEAD: &str = "openapi: 3.0.4\npaths:\n  /p: { get: { parameters: [ { name: $top, in: query } ] } }\n";

/// Concatenates `line` for each number below `count`.
fn each(count: usize, line: impl Fn(&mut String, usize)) -> String {
    let mut text = String::new();
    (0..count).for_each(|index| line(&mut text, index));
    text
}

fn assert_bounded(text: &str) -> String {
    let (shown, _) = shown("hostile.yml", text);
    let head: String = text.chars().take(300).collect();
    assert!(shown.len() < 80_000, "{} bytes are shown for {head}", shown.len());
    shown
}

/// Runs on a thread with Rust's default stack size for tests, independent of the environment.
fn on_a_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap().join().unwrap()
}

#[test]
fn exponential_aliases_are_an_error() {
    let mut text = format!("{HEAD}x-bomb:\n  a0: &a0 {{ type: object }}\n");
    for level in 1..40 {
        let items = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(text, "  a{level}: &a{level} {{ allOf: [ {items} ] }}").unwrap();
    }
    // The content of an extension is not read.
    assert!(assert_bounded(&text).contains("error[not-odata]"));
    let used = format!("{text}components: {{ schemas: {{ s.a: *a20 }} }}\n");
    let shown = on_a_small_stack(move || assert_bounded(&used));
    assert!(shown.contains("error[limit]: aliases expand this document far beyond its size"), "{shown}");
    let deep = each(30, |text, level| {
        let inner = if level == 0 { "text".to_owned() } else { format!("*b{}", level - 1) };
        writeln!(text, "  b{level}: &b{level} {{ items: {{ items: {{ items: {{ items: {inner} }} }} }} }}").unwrap();
    });
    let used = format!("{HEAD}x-deep:\n{deep}components: {{ schemas: {{ s.a: *b29 }} }}\n");
    let shown = on_a_small_stack(move || assert_bounded(&used));
    assert!(shown.contains("error[limit]: aliases nest the document more than 64 deep"), "{shown}");
}

#[test]
fn unlimited_nesting_is_an_error() {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("{\"items\":", "}"), ("- ", ""), ("? ", "")] {
        for close in [close, ""] {
            let text = format!("{HEAD}components: {}{}", open.repeat(20_000), close.repeat(20_000));
            let shown = on_a_small_stack(move || assert_bounded(&text));
            let is_refused = shown.contains("error[limit]: the document is nested more than 64 deep")
                || shown.contains("error[yaml]");
            assert!(is_refused, "{open}: {shown}");
        }
    }
}

#[test]
fn schemas_are_cheap() {
    const COUNT: usize = 5_000;
    let schemas = |of: &dyn Fn(usize) -> String| {
        let list = each(COUNT, |text, index| writeln!(text, "    s.t{index}: {{ {} }}", of(index)).unwrap());
        format!("{HEAD}components:\n  schemas:\n{list}")
    };
    let reference = |to: usize| format!("$ref: '#/components/schemas/s.t{to}'");
    let texts = [
        schemas(&|index| reference((index + 1) % COUNT)),
        schemas(&|index| format!("allOf: [ {{ {} }}, {{ type: object }} ]", reference((index + 1) % COUNT))),
        schemas(&|index| format!("allOf: [ {{ {} }}, {{ type: object }} ]", reference(index + 1))),
        schemas(&|index| format!("type: object, properties: {{ p: {{ $ref: '#/components/schemas/no{index}' }} }}")),
        schemas(&|index| format!("type: object, field{index}: 1, propertie: 2")),
        schemas(&|_| "type: object, type: object".to_owned()),
        schemas(&|_| "type: nothing".to_owned()),
        schemas(&|_| "type: object, properties: { a: {}, a: {}, a: {} }".to_owned()),
        format!("{HEAD}components:\n  schemas:\n{}", "    s.t: {}\n".repeat(COUNT)),
        format!(
            "{HEAD}components:\n  schemas:\n    s.t:\n      properties:\n{}",
            each(COUNT, |text, index| writeln!(text, "        p{index}: {{ type: string }}").unwrap())
        ),
    ];
    for text in texts {
        on_a_small_stack(move || assert_bounded(&text));
    }
}

#[test]
fn paths_are_cheap() {
    const COUNT: usize = 3_000;
    let schema =
        "components: { schemas: { s.t: { type: object, properties: { t: { $ref: '#/components/schemas/s.t' } } } } }\n";
    let get =
        "{ get: { responses: { 200: { content: { a/json: { schema: { $ref: '#/components/schemas/s.t' } } } } } } }";
    let texts = [
        format!("{HEAD}  {}: {get}\n{schema}", "/t".repeat(100_000)),
        format!(
            "{HEAD}  /t: {get}\n{}{schema}",
            each(500, |text, index| writeln!(text, "  /t{}: {get}", "/t".repeat(index)).unwrap())
        ),
        format!("{HEAD}{}{schema}", each(COUNT, |text, index| writeln!(text, "  /t{index}/{{id}}: {get}").unwrap())),
        format!(
            "{HEAD}  /t: {get}\n{}{schema}",
            each(COUNT, |text, index| {
                writeln!(text, "  /t/s.f(a{index}={{a}}): {get}").unwrap();
            })
        ),
        format!("{HEAD}  /t: {get}\n  /t/s.f({}): {get}\n{schema}", "a={a},".repeat(20_000)),
        format!(
            "{HEAD}  /t: {get}\n{}{schema}",
            each(COUNT, |text, index| {
                writeln!(text, "  /t/act{index}: {{ post: {{ responses: {{}}, x-ms-docs-operation-type: action }} }}")
                    .unwrap();
            })
        ),
    ];
    for text in texts {
        on_a_small_stack(move || assert_bounded(&text));
    }
}

#[test]
fn scalars_are_cheap() {
    let long = "x".repeat(1 << 20);
    let texts = [
        format!("{HEAD}  {long}: {{}}\n"),
        format!("{HEAD}{long}: {{}}\n"),
        format!("{HEAD}  /{long}({long}={{{long}}}): {{ get: {{ x-ms-docs-operation-type: {long} }} }}\n"),
        format!("{HEAD}x: >-\n{}", "  a\n\n".repeat(100_000)),
        format!("{HEAD}x: \"{}\"\n", "\\n".repeat(200_000)),
        format!("{HEAD}x: '{}'\n", "''".repeat(200_000)),
        format!("{HEAD}{}", "# comment\n".repeat(100_000)),
        format!("{HEAD}x: {}\n", "!t ".repeat(100_000)),
        format!("{HEAD}{}\n", "&a ".repeat(100_000)),
        "openapi: ".repeat(100_000),
        "- ".repeat(100_000),
        format!("{{\"openapi\":{}", " ".repeat(1 << 20)),
    ];
    for text in texts {
        on_a_small_stack(move || assert_bounded(&text));
    }
}

#[test]
fn size_is_limited() {
    let mut limits = graph_codegen::Limits::default();
    limits.size = 100;
    let builder =
        graph_codegen::Builder::new().limits(limits).metadata_text("large.yml", format!("{HEAD}{}", " ".repeat(100)));
    let error = builder.resolve().unwrap_err().to_string();
    assert!(error.starts_with("error[limit]: the document has 183 bytes; the limit is 100\n"), "{error}");
}
