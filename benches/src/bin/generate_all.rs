//! Measures generating `**` from Graph's full metadata, relative to parsing it with roxmltree.

use std::process::ExitCode;

use graph_benches::{Work, compare, shared};
use graph_codegen::Builder;

fn main() -> ExitCode {
    let Some(path) = shared("metadata/v1.0/Prod.csdl") else { return ExitCode::SUCCESS };
    let Ok(text) = std::fs::read_to_string(&path) else { return ExitCode::FAILURE };
    let all = || Builder::new().metadata(&path).select("**").generate();
    match all() {
        Ok(generated) => println!("{} lines, {} bytes", generated.text().lines().count(), generated.text().len()),
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    }
    let times = compare(
        5,
        vec![
            Work::new("roxmltree::Document::parse", || {
                roxmltree::Document::parse(&text).map(|tree| tree.root().range())
            }),
            Work::new("generate **", || all().map(|generated| generated.text().len())),
        ],
    );
    times.row("generating ** / roxmltree", "generate **", "roxmltree::Document::parse", Some(5.0));
    ExitCode::SUCCESS
}
