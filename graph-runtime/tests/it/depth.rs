//! Values nested in values of their own type, as deep as serde_json allows, on a stack of two megabytes, which is the
//! size for the threads of tests and of tokio.

use graph_runtime::{
    Object,
    codegen::{PropertyReader, PropertyWriter, Structured},
};

/// Declares a type as large as Graph's largest.
macro_rules! wide {
    ($($field:ident)*) => {
        struct Wide {
            next: Option<Object<Wide>>,
            list: Option<Vec<Object<Wide>>>,
            $($field: Option<String>,)*
        }

        impl Structured for Wide {
            const TYPE_NAME: &'static str = "example.wide";

            fn properties() -> &'static [&'static str] {
                &["next", "list", $(stringify!($field)),*]
            }

            fn build(from: &mut PropertyReader<'_>) -> Self {
                Self { next: from.property(), list: from.property(), $($field: from.property()),* }
            }

            fn write<'a>(&'a self, to: &mut PropertyWriter<'a>) {
                to.put(&self.next);
                to.put(&self.list);
                $(to.put(&self.$field);)*
            }
        }
    };
}

wide! {
    a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9
    e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 g0 g1 g2 g3 g4 g5 g6 g7 g8 g9
}

/// The nesting that serde_json allows.
const MAX_DEPTH: usize = 127;

fn on_a_small_stack(test: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(test).expect("a thread");
    thread.join().expect("the test passes");
}

#[test]
fn nested_objects() {
    on_a_small_stack(|| {
        let text = format!("{}{{\"a0\":\"x\"}}{}", "{\"next\":".repeat(MAX_DEPTH - 1), "}".repeat(MAX_DEPTH - 1));
        let read: Object<Wide> = serde_json::from_str(&text).expect("objects");
        assert_eq!(serde_json::to_string(&read.clone()).expect("JSON"), text);
    });
}

#[test]
fn nested_lists() {
    on_a_small_stack(|| {
        let levels = MAX_DEPTH / 2;
        let text = format!("{}{{\"a0\":\"x\"}}{}", "{\"list\":[".repeat(levels), "]}".repeat(levels));
        let read: Object<Wide> = serde_json::from_str(&text).expect("objects");
        assert_eq!(serde_json::to_string(&read.clone()).expect("JSON"), text);
    });
}
