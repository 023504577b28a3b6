//! Scripts that complete commands and options in a shell.

use super::{
    arguments::{Completions, command},
    failure::Failure,
    invocation::Invocation,
    output::Output,
};

/// Writes the script for a shell, to be sourced by it.
///
/// It completes the program itself. For `cargo xtask`, whose completion is cargo's own, it completes `xtask`, which an
/// alias of the shell can name.
pub(super) fn run(arguments: &Completions, program: &Invocation, output: &mut Output<'_>) -> Result<(), Failure> {
    let name = &program.binary;
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command(program), name, &mut script);
    output.print(&String::from_utf8_lossy(&script))
}
