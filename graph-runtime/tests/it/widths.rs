//! Types of any width, and large values: each value is stored in its own field, in whatever order they arrive.

use std::{array, sync::LazyLock};

use graph_runtime::{
    Object,
    codegen::{PropertyReader, PropertyWriter, Structured},
};

static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| (0..100).map(|n| &*format!("p{n}").leak()).collect());

/// A type with `2 * N` properties, texts and numbers in turn.
struct Wide<const N: usize>([(Option<String>, Option<i64>); N]);

impl<const N: usize> Structured for Wide<N> {
    const TYPE_NAME: &'static str = "sample.wide";

    fn properties() -> &'static [&'static str] {
        &NAMES[..2 * N]
    }

    fn build(from: &mut PropertyReader<'_>) -> Self {
        Self(array::from_fn(|_| (from.property(), from.property())))
    }

    fn write<'a>(&'a self, to: &mut PropertyWriter<'a>) {
        for (text, number) in &self.0 {
            to.put(text);
            to.put(number);
        }
    }
}

/// Values in reverse order are stored in their own fields, and written in declared order.
fn comes_back<const N: usize>() {
    let pair = |n: usize| [format!(r#""p{}":"{n}""#, 2 * n), format!(r#""p{}":{n}"#, 2 * n + 1)];
    let values: Vec<String> = (0..N).flat_map(pair).collect();
    let sent: Vec<&str> = values.iter().rev().map(String::as_str).collect();
    let read: Object<Wide<N>> = serde_json::from_str(&format!("{{{}}}", sent.join(","))).unwrap();
    assert!(read.extra.is_empty());
    for (n, (text, number)) in read.0.iter().enumerate() {
        assert_eq!((text.clone(), *number), (Some(n.to_string()), i64::try_from(n).ok()), "{n} of {N}");
    }
    assert_eq!(serde_json::to_string(&read.clone()).unwrap(), format!("{{{}}}", values.join(",")));
    let nothing: Object<Wide<N>> = serde_json::from_str("{}").unwrap();
    assert!(nothing.0.iter().all(|(text, number)| text.is_none() && number.is_none()));
}

#[test]
fn types_of_any_width_are_read() {
    comes_back::<0>();
    comes_back::<1>();
    comes_back::<12>();
    comes_back::<13>();
    comes_back::<25>();
    comes_back::<50>();
}

/// Has a value that is larger than most.
struct Around {
    inside: Option<Object<Wide<5>>>,
    behind: Option<i32>,
}

impl Structured for Around {
    const TYPE_NAME: &'static str = "sample.around";

    fn properties() -> &'static [&'static str] {
        &["inside", "behind"]
    }

    fn build(from: &mut PropertyReader<'_>) -> Self {
        Self { inside: from.property(), behind: from.property() }
    }

    fn write<'a>(&'a self, to: &mut PropertyWriter<'a>) {
        to.put(&self.inside);
        to.put(&self.behind);
    }
}

#[test]
fn large_values_are_buffered() {
    for (sent, is_there, written) in [
        (r#"{"behind":1,"inside":{"p1":2,"p0":"a"}}"#, true, r#"{"inside":{"p0":"a","p1":2},"behind":1}"#),
        (r#"{"inside":null,"behind":1}"#, false, r#"{"inside":null,"behind":1}"#),
        (r#"{"inside":"x","behind":1}"#, true, r#"{"inside":"x","behind":1}"#),
        (r#"{"inside":{},"inside":null}"#, false, r#"{"inside":null}"#),
        (r#"{"inside":null,"inside":{}}"#, true, r#"{"inside":{}}"#),
        (r#"{"behind":1}"#, false, r#"{"behind":1}"#),
    ] {
        let read: Object<Around> = serde_json::from_str(sent).unwrap();
        assert_eq!(read.inside.is_some(), is_there, "{sent}");
        assert_eq!(serde_json::to_string(&read).unwrap(), written);
    }
}
