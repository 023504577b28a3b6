//! The step that runs the examples that take no input, and checks each feature of the SDK of several crates.

use super::{Outcome, run_all};
use crate::workspace::Workspace;

const USER: &str = "047dd774-f1c4-40f2-82f0-278de79f9b83";

pub fn run(workspace: &Workspace) -> Outcome {
    let programs: [&[&str]; 4] = [
        &["reprocess-license-assignment", "--", "--user", USER],
        &["graph-macro"],
        &["committed-code"],
        &["notifications"],
    ];
    let programs = programs.map(|program| {
        let mut command = workspace.cargo("", &["run", "--locked", "--quiet", "--package"]);
        command.args(program);
        command
    });
    let areas = ["airlines", "airports", "people"].map(|feature| {
        let arguments = ["check", "--locked", "--quiet", "--package", "split-sdk", "--no-default-features"];
        let mut command = workspace.cargo("", &arguments);
        command.args(["--features", feature]);
        command
    });
    run_all(programs.into_iter().chain(areas))
}
