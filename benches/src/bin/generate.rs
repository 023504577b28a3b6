//! Measures generating code from Graph's full metadata, relative to parsing it with roxmltree.

use std::process::ExitCode;

use graph_benches::{Work, compare, shared};
use graph_codegen::Builder;

const PARSE: &str = "roxmltree::Document::parse";
const GENERATE: &str = "generate reprocessLicenseAssignment";

fn main() -> ExitCode {
    let Some(path) = shared("metadata/v1.0/Prod.csdl") else { return ExitCode::SUCCESS };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("error: {}: {error}", path.display());
            return ExitCode::FAILURE;
        }
    };
    let profile = if cfg!(debug_assertions) { "unoptimized" } else { "release" };
    println!("generate from Prod.csdl, {} bytes, {profile}", text.len());
    let generate = |selector: &'static str| {
        let path = path.clone();
        move || Builder::new().metadata(&path).select(selector).generate().map(|generated| generated.text().len())
    };
    let times = compare(
        if cfg!(debug_assertions) { 7 } else { 21 },
        vec![
            Work::new(PARSE, || roxmltree::Document::parse(&text).map(|tree| tree.root().range())),
            Work::new("resolve the whole document", || Builder::new().metadata(&path).resolve().map(|_| ())),
            Work::new(GENERATE, generate("/users/{id}/reprocessLicenseAssignment")),
            Work::new("generate the actions and types of user", generate("microsoft.graph.user::*")),
        ],
    );
    times.row("generating one operation / roxmltree", GENERATE, PARSE, Some(1.5));
    ExitCode::SUCCESS
}
