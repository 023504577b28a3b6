//! Rendered diagnostics are short and quick to create for any document.

use std::time::{Duration, Instant};

use super::shown::{ROOT, shown};

/// Generous, since the tests are unoptimized and may share the machine.
const SOON: Duration = Duration::from_secs(30);

#[test]
fn a_line_of_megabytes_is_cut() {
    let mut text = String::from(ROOT);
    let name = |index: usize| format!("<ComplexType Name=\"t{index}\"/>");
    (0..100_000).for_each(|index| text.push_str(&name(index)));
    let before = "<ComplexType Name=\"u\"><Property Name=\"größe\" Type=\"";
    let column = text.chars().count() + before.chars().count() + 1;
    text.push_str(before);
    text.push_str("sample.nothing\"/></ComplexType>");
    (100_000..200_000).for_each(|index| text.push_str(&name(index)));
    text.push_str("</Schema>");
    assert!(text.len() > 5_000_000);
    let start = Instant::now();
    let (shown, _) = shown("line.csdl", &text);
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    let expected = format!(
        "\
error[unresolved]: type `sample.nothing` is not declared
 --> line.csdl:1:{column}
  |
1 | … e Name=\"u\"><Property Name=\"größe\" Type=\"sample.nothing\"/></ComplexType>
  |                                           ^^^^^^^^^^^^^^
  = help: the schema `sample` does not declare this type: the document may be incomplete
"
    );
    let starts = |text: &str| text.lines().map(|line| line.chars().take(70).collect::<String>()).collect::<Vec<_>>();
    assert_eq!(starts(&shown), starts(&expected));
    assert!(shown.lines().all(|line| line.chars().count() < 140), "{shown}");
}

#[test]
fn many_reader_errors_are_counted() {
    let text = format!("{ROOT}{}</Schema>", "\n<ComplexType Name='-'/>".repeat(100_000));
    let (shown, _) = shown("many.csdl", &text);
    assert!(shown.ends_with("\n\n… and 99950 more errors\n"), "{}", &shown[shown.len() - 200..]);
    assert_eq!(shown.matches("error[name]: ").count(), 50);
    assert!(shown.len() < 20_000);
}

#[test]
fn many_resolver_errors_are_counted() {
    let property = |index: usize| format!("\n<Property Name='p{index}' Type='sample.t{index}'/>");
    let properties: String = (0..50_000).map(property).collect();
    let labels = "\n<Annotations Target='sample.nothing'/>".repeat(50_000);
    let text = format!("{ROOT}<ComplexType Name='a'>{properties}</ComplexType>{labels}</Schema>");
    let start = Instant::now();
    let (shown, _) = shown("many.csdl", &text);
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    let end = "\n\n… and 49950 more errors\n\n… and 49980 more warnings\n";
    assert!(shown.ends_with(end), "{}", &shown[shown.len() - 200..]);
    assert!(shown.len() < 40_000);
}
