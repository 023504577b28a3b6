//! Limits on size and nesting.

use graph_codegen::{Builder, Limits};

use super::shown::{ROOT, shown, shown_by};

/// The start and end of every construct that can contain itself.
const CYCLES: [(&str, &str); 9] = [
    ("<Collection>", "</Collection>"),
    ("<If>", "</If>"),
    ("<Apply Function='f'>", "</Apply>"),
    ("<LabeledElement Name='n'>", "</LabeledElement>"),
    ("<Record><PropertyValue Property='p'>", "</PropertyValue></Record>"),
    ("<Record><Annotation Term='a.b'>", "</Annotation></Record>"),
    ("<Null><Annotation Term='a.b'>", "</Annotation></Null>"),
    ("<Annotation Term='a.b'>", "</Annotation>"),
    ("<Bool><Collection>", "</Collection></Bool>"),
];

/// Elements that the specification does not have, or does not allow here.
const MISPLACED: [(&str, &str); 4] = [
    ("<x>", "</x>"),
    ("<a:x xmlns:a='urn:a'>", "</a:x>"),
    ("<Schema Namespace='a'>", "</Schema>"),
    ("<EntityType Name='a'>", "</EntityType>"),
];

/// Runs on a thread with Rust's default stack size for tests, independent of the environment.
fn on_a_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap().join().unwrap()
}

fn nested(open: &str, close: &str, count: usize) -> String {
    format!("{ROOT}<Annotation Term='a.b'>{}{}</Annotation></Schema>", open.repeat(count), close.repeat(count))
}

#[test]
fn unlimited_nesting_is_an_error() {
    for (open, close) in CYCLES.into_iter().chain(MISPLACED) {
        let text = nested(open, close, 100_000);
        let (first, is_refused) = on_a_small_stack(move || shown("deep.csdl", &text));
        assert!(is_refused);
        let first = first.split("error[limit]: ").nth(1).unwrap_or_else(|| panic!("{open}: {first}"));
        assert!(first.starts_with("elements are nested more than 64 deep\n --> deep.csdl:1:"), "{first}");
        assert!(first.ends_with("  = help: `Limits::depth` allows more, up to 128\n"), "{first}");
        let without_ends = format!("{ROOT}<Annotation Term='a.b'>{}", open.repeat(100_000));
        let (first, is_refused) = on_a_small_stack(move || shown("deep.csdl", &without_ends));
        assert!(is_refused && first.starts_with("error[xml]: the document ends inside an element\n"), "{first}");
    }
}

#[test]
fn the_first_element_that_is_too_deep_is_marked() {
    let text = nested("<Collection>\n", "</Collection>", 100);
    let expected = "\
error[limit]: elements are nested more than 64 deep
  --> deep.csdl:63:1
   |
63 | <Collection>
   | ^^^^^^^^^^^^
   = help: `Limits::depth` allows more, up to 128
";
    assert_eq!(shown("deep.csdl", &text).0, expected);
}

/// Generates code for documents with the maximum depth.
#[test]
fn the_maximum_depth_fits_on_the_stack() {
    for (open, close) in CYCLES {
        let count = (Limits::DEEPEST - 2) / open.matches('<').count();
        let text = nested(open, close, count);
        on_a_small_stack(move || {
            let mut limits = Limits::default();
            limits.depth = usize::MAX;
            let builder = || Builder::new().limits(limits);
            let generated = builder().metadata_text("deep.csdl", &*text).select("**").generate();
            let refused = generated.err().map(|error| error.to_string()).unwrap_or_default();
            assert!(!refused.contains("error[limit]"), "{refused}");
            let deeper = nested(open, close, count + 2);
            let (shown, _) = shown_by(builder(), "deeper.csdl", &deeper);
            assert!(shown.contains("error[limit]: elements are nested more than 128 deep"), "{shown}");
        });
    }
}

#[test]
fn size_is_limited() {
    let mut limits = Limits::default();
    limits.size = 84;
    let text = format!("{ROOT}</Schema>\n");
    assert_eq!(text.len(), 85);
    let expected = "\
error[limit]: the document has 85 bytes; the limit is 84
 --> big.csdl:1:1
  |
1 | <Schema Namespace=\"sample\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\"></Schema>
  | ^
  = help: `Limits::size` allows more, up to 4 GiB
";
    assert_eq!(shown_by(Builder::new().limits(limits), "big.csdl", &text).0, expected);
    limits.size = 85;
    assert!(!shown_by(Builder::new().limits(limits), "big.csdl", &text).1);
}

#[test]
fn the_length_of_names_is_limited() {
    let text = |length: usize| format!("{ROOT}<ComplexType Name='{}'/></Schema>", "x".repeat(length));
    let (warned, is_refused) = shown("long.csdl", &text(512));
    assert!(!is_refused && warned.starts_with("warning[name]: the name has more than 128 characters\n"), "{warned}");
    let (refused, is_refused) = shown("long.csdl", &text(513));
    assert!(is_refused && refused.starts_with("error[name]: the name has more than 128 characters\n"), "{refused}");
}
