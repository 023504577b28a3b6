//! Manual pages.

use std::fs;

use super::{
    arguments::{Man, command},
    failure::Failure,
    invocation::Invocation,
    output::Output,
};

/// Writes a page for the program and one for each command: `xtask.1`, `xtask-explain.1`.
pub(super) fn run(arguments: &Man, program: &Invocation, output: &mut Output<'_>) -> Result<(), Failure> {
    let directory = &arguments.out;
    fs::create_dir_all(directory).map_err(|problem| Failure::writing(directory, &problem))?;
    let mut root = command(program).name(program.binary.clone()).disable_help_subcommand(true);
    root.build();
    let commands: Vec<clap::Command> = root.get_subcommands().cloned().collect();
    for page in std::iter::once(root).chain(commands) {
        let name = page.get_display_name().unwrap_or(page.get_name()).to_owned();
        let path = directory.join(format!("{name}.1"));
        let mut text = Vec::new();
        clap_mangen::Man::new(page.name(name))
            .render(&mut text)
            .map_err(|problem| Failure::writing(&path, &problem))?;
        fs::write(&path, text).map_err(|problem| Failure::writing(&path, &problem))?;
        output.print(&format!("{} written\n", path.display()))?;
    }
    Ok(())
}
