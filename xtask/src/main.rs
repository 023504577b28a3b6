//! `cargo xtask`: the development commands of this workspace.
//!
//! Commands for any project that generates code are those of [`graph_codegen::cli`]. `check`, `ci`, `metadata`,
//! `tidy` and `public-api` are specific to this workspace.

mod check;
mod ci;
mod metadata;
mod public_api;
mod tidy;
mod workspace;

use std::{
    env,
    io::{self, Write},
    process::ExitCode,
};

use workspace::Workspace;

const HELP: &str = "
Commands of this workspace:
  ci          Run the steps of CI, or some of them
  tidy        Check the rules that no other tool checks: rooms, sizes, widths, wording, packages
  metadata    Make the files of metadata/ and metadata-beta/ from Microsoft's documents
  public-api  Compare the public API of each crate with its snapshot, or update the snapshot

Without paths, `check` also verifies the metadata against its record.
";

fn main() -> ExitCode {
    if let Some(rustdoc) = env::var_os(public_api::RUSTDOC) {
        return public_api::run_rustdoc(&rustdoc);
    }
    // `graph_codegen::cli` reports arguments that are not text.
    let arguments: Vec<String> =
        env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("", &[][..]),
    };
    let workspace = Workspace::new();
    match command {
        "check" if rest.is_empty() => check::main(&workspace),
        "ci" => ci::main(&workspace, rest),
        "metadata" => metadata::main(&workspace, rest),
        "tidy" => tidy::main(&workspace, rest),
        "public-api" => public_api::main(&workspace, rest),
        "help" | "--help" | "-h" if rest.is_empty() => {
            let code = graph_codegen::cli::main();
            // A closed pipe is not an error.
            let _ = io::stdout().write_all(HELP.as_bytes());
            code
        }
        _ => graph_codegen::cli::main(),
    }
}

/// Prints an error in the command line, and the usage.
fn usage(message: &str, help: &str) -> ExitCode {
    eprintln!("error: {message}\n\n{help}");
    ExitCode::from(2)
}
