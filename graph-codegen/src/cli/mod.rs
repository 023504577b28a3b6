//! A command line for a project's xtask: `generate`, `operations`, `explain`, `resolve`, `slice`,
//! `diff`, `check`, `fetch`.
//!
//! A project that commits generated code adds a crate `xtask` with this program, and the alias
//! `xtask = "run --quiet --package xtask --"` to `.cargo/config.toml`:
//!
//! ```no_run
//! fn main() -> std::process::ExitCode {
//!     graph_codegen::cli::main()
//! }
//! ```
//!
//! A project can set defaults for everyone who runs `cargo xtask generate --out src/graph.rs`. Arguments replace them:
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
//! The exit code is 0 on success, 1 if a command fails (the error is on standard error), and 2 if the arguments are not
//! valid. `diff` has 1 if it finds breaking changes, and 2 if it cannot compare. If the reader of standard output closes
//! the pipe, the command ends without an error.

mod arguments;
mod check;
mod counts;
mod diff;
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

/// Runs the command given by the process's arguments, with the embedded metadata as the default.
#[must_use]
pub fn main() -> ExitCode {
    run(Builder::new())
}

/// Runs the command given by the process's arguments, with `settings` as defaults.
#[must_use]
pub fn run(settings: Builder) -> ExitCode {
    let (mut out, mut err) = (io::stdout().lock(), io::stderr());
    let is_terminal = err.is_terminal();
    let output = Output { out: &mut out, err: &mut err, is_terminal };
    ExitCode::from(invoke(settings, std::env::args_os().collect(), output))
}

/// Runs the command given by `arguments` and returns the exit code.
///
/// This is [`run`] with other arguments and output streams. The first argument is the name of the program.
///
/// ```
/// let (mut out, mut err) = (Vec::new(), Vec::new());
/// let arguments = ["xtask", "explain", "microsoft.graph.assignedLicense", "--select", "/users"];
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
            let _ = if usage.use_stderr() { output.print_error(&text) } else { output.print(&text) };
            return code;
        }
    };
    let result = match command {
        Command::Generate(arguments) => generate::run(settings, &arguments, &program, &mut output),
        Command::Operations(arguments) => operations::run(settings, &arguments, &mut output),
        Command::Explain(arguments) => explain::run(settings, &arguments, &mut output),
        Command::Resolve(arguments) => resolve_call::run(settings, &arguments, &mut output),
        Command::Slice(arguments) => slice::run(settings, &arguments, &mut output),
        Command::Diff(arguments) => diff::run(settings, &arguments, &mut output),
        Command::Check(arguments) => check::run(&settings, &arguments, &program, &mut output),
        Command::Fetch(arguments) => fetch::run(&settings, &arguments, &mut output),
    };
    match result {
        Ok(()) | Err(Failure::ClosedPipe) => 0,
        Err(failure) => {
            let _ = output.print_error(&failure.to_string());
            failure.code()
        }
    }
}
