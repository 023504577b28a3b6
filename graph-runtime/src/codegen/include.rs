/// Includes what a build script generated, as a module.
///
/// Without arguments it includes `graph.rs` from cargo's output directory as `pub mod graph`. Another file and name are given as
/// `include_graph!("northwind.rs" as northwind)`.
#[macro_export]
macro_rules! include_graph {
    () => {
        $crate::include_graph!("graph.rs" as graph);
    };
    ($file:literal as $name:ident) => {
        #[allow(
            missing_docs,
            clippy::all,
            clippy::pedantic,
            clippy::nursery,
            dead_code,
            deprecated,
            non_camel_case_types,
            unused_imports
        )]
        pub mod $name {
            ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/", $file));
        }
    };
}
