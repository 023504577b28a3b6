//! `cargo xtask …`: this workspace's development commands. Those of any project that generates code come from [`graph_codegen::cli`];
//! `ci`, `tidy` and `public-api` are of this workspace alone.

mod ci;
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
Commands of this workspace alone:
  ci          Run what CI runs, or single steps of it
  tidy        Check the rules that no other tool checks: rooms, sizes, widths, wording, packages
  public-api  Compare each crate's public API with its snapshot, or write it anew
";

fn main() -> ExitCode {
    if let Some(rustdoc) = env::var_os(public_api::RUSTDOC) {
        return public_api::run_rustdoc(&rustdoc);
    }
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("", &[][..]),
    };
    let workspace = Workspace::of_this_crate();
    match command {
        "ci" => ci::main(&workspace, rest),
        "tidy" => tidy::main(&workspace, rest),
        "public-api" => public_api::main(&workspace, rest),
        "help" | "--help" | "-h" if rest.is_empty() => {
            let code = graph_codegen::cli::main();
            // A reader that closes the pipe early is not a failure.
            let _ = io::stdout().write_all(HELP.as_bytes());
            code
        }
        _ => graph_codegen::cli::main(),
    }
}

/// Says what is wrong with a command line.
fn usage(message: &str, help: &str) -> ExitCode {
    eprintln!("error: {message}\n\n{help}");
    ExitCode::from(2)
}
