//! Tests of the whole workspace.

mod arbitrary;
mod cap;
mod compile_fail;
mod contract;
mod directory;
mod documented_response;
mod editor;
mod examples;
mod formatting;
mod golden;
mod golden_compiles;
mod hostile;
mod macro_and_build_script;
mod odatapy;
mod official_operations;
mod recorded;
mod scale;
mod shuffle;
mod single_operations;
mod wire;
mod wire_functions;
mod wire_queries;
mod writes;
