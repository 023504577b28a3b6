//! The command line of `cargo graph`, and of a project's own xtask: `generate`, `operations`, `explain`, `explore`,
//! `resolve`, `clouds`, `slice`, `diff`, `check`, `permissions`, `fetch`, `completions`, `man`.
//!
//! `cargo install cargo-graph` installs it for all projects, with the embedded metadata as the default. A project that
//! commits generated code adds a crate `xtask` with this program, and the alias
//! `xtask = "run --quiet --package xtask --"` to `.cargo/config.toml`:
//!
//! ```no_run
//! fn main() -> std::process::ExitCode {
//!     graph_codegen::cli::main()
//! }
//! ```
//!
//! The name of the program is in its messages, and in the headers of generated files: `cargo xtask` for a program
//! called `xtask`, `cargo sdk` for one called `cargo-sdk`.
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
//! The exit code is 0 on success, 1 if a command fails (the error is on standard error) or a check finds something,
//! and 2 if the arguments are not valid. `diff` has 1 if it finds breaking changes, and 2 if it cannot compare. If the
//! reader of standard output closes the pipe, the command ends without an error.
//!
//! # Output
//!
//! Text for people has colours only on a terminal, and follows `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE`; its lines
//! are as long as the terminal is wide (or `COLUMNS`), and whole if there is none. It may change in any release.
//!
//! `operations`, `explain` and `resolve` have `--format json` and `--format tsv` for programs. New fields and columns
//! may be added, in any place; a fact that is not known is `null`, which does not mean that nothing is needed.
//!
//! | command | JSON |
//! |---|---|
//! | `operations` | `{operations: [{method, path, parameters, returns, type, operation}]}` |
//! | `operations --search` | `{query, total, unmatched: [word], requests: [{method, path, also: [path], operation, resource, permissions, clouds, deprecated}]}` |
//! | `explain` | `[{name, kind, description, deprecated, facts: {name: value}, paths, morePaths, request, requests: [{method, path, permissions, clouds}], queries: [sentence], members: [{name, kind, value, notes, deprecated, inheritedFrom}], documentation, rust: {selector, code}, selection}]` |
//! | `explain`, of a request | `request: {method, path, parameters: [{name, in, type, optional, nullable, description}], body, returns, permissions, permissionsOf, permissionsVersion, roles, rolePermissions, clouds, summary}` |
//! | `explain --why` | `[{element, kind, selected, reasons, suggestions}]`, which is `selection` above |
//! | `resolve` | `[{method, path, template, expression, arguments: [{name, type}], body, returns, longRunning, selector}]`, or `[{method, path, reason}]` where there is no code |
//!
//! - `permissions` is `{DelegatedWork, DelegatedPersonal, Application}`. Each is `null` if the scheme is not supported,
//!   or `{least, higher, resourceSpecific}`, lists of which each item suffices. An item is a permission, or `A with B`
//!   if both are needed.
//! - `clouds` are names of [`Cloud`](crate::clouds::Cloud).
//! - `deprecated` is `{since, removal, description, version}`.

mod arguments;
mod check;
mod clouds;
mod completions;
mod counts;
mod diff;
mod display;
mod explain;
mod explore;
mod failure;
mod fetch;
mod generate;
mod invocation;
mod json;
mod man;
mod operations;
mod output;
mod page;
mod permissions;
mod resolve_call;
mod search;
mod slice;

use std::{
    ffi::OsString,
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use anstream::{AutoStream, ColorChoice};

use self::{arguments::Command, display::Display, failure::Failure, invocation::Invocation, output::Output};
use crate::Builder;

/// Counts the elements of a CSDL document by kind.
pub(crate) fn counts(text: &str) -> Result<String, crate::Error> {
    slice::counts(text).map(|counts| counts.to_string())
}

/// Runs the command given by the process's arguments, with the embedded metadata as the default.
#[must_use]
pub fn main() -> ExitCode {
    run(Builder::new())
}

/// Runs the command given by the process's arguments, with `settings` as defaults.
#[must_use]
pub fn run(settings: Builder) -> ExitCode {
    let display = Display::of_stdout();
    let mut out: Box<dyn Write> = match display.is_colored {
        true => Box::new(AutoStream::new(io::stdout().lock(), ColorChoice::Always)),
        false => Box::new(io::stdout().lock()),
    };
    let mut err = io::stderr();
    let is_terminal = err.is_terminal();
    let output = Output { out: &mut *out, err: &mut err, is_terminal, display };
    ExitCode::from(invoke(settings, std::env::args_os().collect(), output))
}

/// Runs the command given by `arguments` and returns the exit code.
///
/// This is [`run`] with other arguments and output streams, without colours and with lines of any length. The first
/// argument is the name of the program.
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
    let output = Output { out, err, is_terminal: false, display: Display::default() };
    invoke(settings, arguments.into_iter().map(Into::into).collect(), output)
}

fn invoke(settings: Builder, arguments: Vec<OsString>, mut output: Output<'_>) -> u8 {
    let (program, arguments) = Invocation::of(arguments);
    let command = match arguments::parse(&program, arguments) {
        Ok(command) => command,
        Err(usage) => {
            let code = u8::try_from(usage.exit_code()).unwrap_or(2);
            let text = usage.render();
            let _ = match (usage.use_stderr(), output.display.is_colored) {
                (true, _) => output.print_error(&text.to_string()),
                (false, true) => output.print(&text.ansi().to_string()),
                (false, false) => output.print(&text.to_string()),
            };
            return code;
        }
    };
    let result = match command {
        Command::Generate(arguments) => generate::run(settings, &arguments, &program, &mut output),
        Command::Operations(arguments) => operations::run(settings, &arguments, &mut output),
        Command::Explain(arguments) => explain::run(settings, &arguments, &mut output),
        Command::Explore(arguments) => explore::run(settings, &arguments, &mut output),
        Command::Resolve(arguments) => resolve_call::run(settings, &arguments, &mut output),
        Command::Clouds(arguments) => clouds::run(settings, &arguments, &mut output),
        Command::Slice(arguments) => slice::run(settings, &arguments, &mut output),
        Command::Diff(arguments) => diff::run(settings, &arguments, &mut output),
        Command::Check(arguments) => check::run(&settings, &arguments, &program, &mut output),
        Command::Permissions(arguments) => permissions::run(settings, &arguments, &mut output),
        Command::Fetch(arguments) => fetch::run(&settings, &arguments, &mut output),
        Command::Completions(arguments) => completions::run(&arguments, &program, &mut output),
        Command::Man(arguments) => man::run(&arguments, &program, &mut output),
    };
    match result {
        Ok(()) | Err(Failure::ClosedPipe) => 0,
        Err(failure) => {
            let _ = output.print_error(&failure.text(&program));
            failure.code()
        }
    }
}
