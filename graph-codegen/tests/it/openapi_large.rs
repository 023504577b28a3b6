//! OpenAPI documents of 30 MB, as large as all of Graph's, need little memory. The test runs in its own process to
//! measure the peak.

use std::fmt::Write;

use crate::own_process::{self, peak};
use graph_codegen::Builder;

const SIZE: usize = 30 << 20;

/// Creates a document of that size with a type for each path; every tenth property is `odd`.
fn document(odd: &str) -> String {
    let mut schemas = String::new();
    let mut paths = String::new();
    let mut number = 0;
    while schemas.len() + paths.len() < SIZE {
        let response = format!("{{ $ref: '#/components/schemas/s.type{number}' }}");
        writeln!(
            paths,
            "  /things{number}/{{id}}:\n    get:\n      \
             description: A description of the thing and of other things, at length\n      \
             parameters: [ {{ name: $select, in: query, schema: {{ type: string }} }} ]\n      \
             responses: {{ 200: {{ description: Found, content: {{ application/json: {{ schema: {response} }} }} }} }}"
        )
        .unwrap();
        writeln!(schemas, "    s.type{number}:\n      type: object\n      properties:\n        id: {{ type: string }}")
            .unwrap();
        for property in 0..20 {
            let schema = if property % 10 == 9 { odd } else { "{ type: string, nullable: true }" };
            writeln!(schemas, "        property{property}: {schema}").unwrap();
        }
        number += 1;
    }
    format!("openapi: 3.0.4\npaths:\n{paths}components:\n  schemas:\n{schemas}")
}

#[test]
fn thirty_megabytes_need_bounded_memory() {
    if !own_process::is_of("openapi_large::thirty_megabytes_need_bounded_memory") {
        return;
    }
    let before = peak();
    let good = document("{ type: string, format: date-time }");
    let resolved = Builder::new().metadata_text("large.yml", good).resolve().unwrap();
    assert!(resolved.model.types().count() > 10_000);
    drop(resolved);
    // Every tenth property has a mistake.
    let error = Builder::new().metadata_text("bad.yml", document("{ type: 7, nullable: perhaps }")).resolve();
    let error = error.unwrap_err().to_string();
    assert!(error.len() < 80_000, "{} bytes are shown", error.len());
    // The text ends inside a value.
    let mut cut = document("{ type: string }").replace("    get:", "    get: [");
    cut.truncate(SIZE);
    let error = Builder::new().metadata_text("cut.yml", cut).resolve().unwrap_err().to_string();
    assert!(error.starts_with("error[yaml]"), "{error}");
    let after = peak();
    assert!(after - before < 1_500, "{before} MiB before, {after} MiB after");
}
