//! The command line that a project's xtask offers: `generate`, `operations`, `explain`, `resolve`, `slice`, `fetch`.
//!
//! A project that keeps generated code in its repository adds a crate `xtask` with this program, and the alias
//! `xtask = "run --quiet --package xtask --"` to `.cargo/config.toml`:
//!
//! ```no_run
//! fn main() -> std::process::ExitCode {
//!     graph_codegen::cli::main()
//! }
//! ```
//!
//! A project with settings of its own starts from those. What is given on the command line comes before them, so
//! everyone writes `cargo xtask generate --out src/graph.rs` and gets the same:
//!
//! ```no_run
//! fn main() -> std::process::ExitCode {
//!     graph_codegen::cli::run(
//!         graph_codegen::Builder::new()
//!             .metadata("metadata/v1.0.csdl")
//!             .select_file("metadata/selection.txt")
//!             .rename("microsoft.graph.user", "Person"),
//!     )
//! }
//! ```
//!
//! Exit codes: 0; 1 where a command failed, the reason on standard error; 2 where the command line is wrong. A reader
//! that closes the pipe early ends a command quietly.

mod arguments;
mod counts;
mod explain;
mod failure;
mod fetch;
mod generate;
mod invocation;
mod operations;
mod output;
mod resolve_call;
mod slice;

use std::{
    ffi::OsString,
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use self::{arguments::Command, failure::Failure, invocation::Invocation, output::Output};
use crate::Builder;

/// Runs the command that the process's arguments name, with the embedded metadata as default.
#[must_use]
pub fn main() -> ExitCode {
    run(Builder::new())
}

/// Runs the command that the process's arguments name, starting from settings.
#[must_use]
pub fn run(settings: Builder) -> ExitCode {
    let (mut out, mut err) = (io::stdout().lock(), io::stderr());
    let is_terminal = err.is_terminal();
    let output = Output { out: &mut out, err: &mut err, is_terminal };
    ExitCode::from(invoke(settings, std::env::args_os().collect(), output))
}

/// Runs the command that `arguments` names, the first of them being the program; returns the exit code. This is
/// [`run`] for programs that have arguments and streams of their own.
///
/// ```
/// let (mut out, mut err) = (Vec::new(), Vec::new());
/// let arguments = ["xtask", "explain", "microsoft.graph.assignedLicense"];
/// let code = graph_codegen::cli::run_with(graph_codegen::Builder::new(), arguments, &mut out, &mut err);
/// assert_eq!(code, 0);
/// assert!(String::from_utf8(out).unwrap().contains("is the type of microsoft.graph.user/assignedLicenses"));
/// ```
pub fn run_with<A: Into<OsString>>(
    settings: Builder,
    arguments: impl IntoIterator<Item = A>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    let output = Output { out, err, is_terminal: false };
    invoke(settings, arguments.into_iter().map(Into::into).collect(), output)
}

fn invoke(settings: Builder, arguments: Vec<OsString>, mut output: Output<'_>) -> u8 {
    let program = Invocation::of(arguments.first());
    let command = match arguments::parse(&program, arguments) {
        Ok(command) => command,
        Err(usage) => {
            let code = u8::try_from(usage.exit_code()).unwrap_or(2);
            let text = usage.render().to_string();
            let _ = if usage.use_stderr() { output.complain(&text) } else { output.say(&text) };
            return code;
        }
    };
    let done = match command {
        Command::Generate(arguments) => generate::run(settings, &arguments, &program, &mut output),
        Command::Operations(arguments) => operations::run(settings, &arguments, &mut output),
        Command::Explain(arguments) => explain::run(settings, &arguments, &mut output),
        Command::Resolve(arguments) => resolve_call::run(settings, &arguments, &mut output),
        Command::Slice(arguments) => slice::run(settings, &arguments, &mut output),
        Command::Fetch(arguments) => fetch::run(&settings, &arguments, &mut output),
    };
    match done {
        Ok(()) | Err(Failure::ClosedPipe) => 0,
        Err(failure) => {
            let _ = output.complain(&failure.to_string());
            1
        }
    }
}
