//! Measures reading and resolving Graph's OpenAPI description of users, relative to parsing it as YAML.

use std::process::ExitCode;

use graph_benches::{Work, compare, shared};
use graph_codegen::{
    Builder, Limits,
    diagnostic::{Diagnostics, Sources},
    internals::openapi,
    slice::Options,
};
use saphyr_parser::Parser;

fn main() -> ExitCode {
    let Some(path) = shared("metadata/openapi/by-root/users.yml") else { return ExitCode::SUCCESS };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("error: {}: {error}", path.display());
            return ExitCode::FAILURE;
        }
    };
    let selector = "/users/{id}/reprocessLicenseAssignment";
    // Only properties whose types are in this part of the description.
    let member = "microsoft.graph.user::{id, displayName, accountEnabled, mail, reprocessLicenseAssignment}";
    let select = |builder: Builder| builder.select(selector).select(member);
    let slice = match Builder::new().metadata(&path).resolve().and_then(|resolved| resolved.select([selector, member]))
    {
        Ok(selected) => selected.slice(&Options::default()),
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    let profile = if cfg!(debug_assertions) { "unoptimized" } else { "release" };
    println!("users.yml, {} bytes, its slice {} bytes, {profile}", text.len(), slice.len());
    let mut sources = Sources::default();
    let file = sources.add("users.yml", "");
    let times = compare(
        if cfg!(debug_assertions) { 5 } else { 21 },
        vec![
            Work::new("events of saphyr_parser::Parser", || Parser::new_from_str(&text).count()),
            Work::new("read", || openapi::read(file, &text, Limits::default(), &mut Diagnostics::default()).is_some()),
            Work::new("generate from the slice", || {
                select(Builder::new().metadata_text("slice", &slice)).generate().map(|generated| generated.text().len())
            }),
            Work::new("generate", || {
                select(Builder::new().metadata(&path)).generate().map(|generated| generated.text().len())
            }),
            Work::new("read and resolve", || Builder::new().metadata(&path).resolve().map(|_| ())),
        ],
    );
    let events = "events of saphyr_parser::Parser";
    times.row("reading and resolving OpenAPI / events of the YAML parser", "read and resolve", events, None);
    ExitCode::SUCCESS
}
