//! The steps that check code, in a process of their own beside the steps that run it.
//!
//! The two groups share no output of the compiler. Checks mostly keep one core busy and the tests wait for servers and
//! for cargo, so that both together take little longer than the tests.

use std::{
    env,
    fs::{self, File},
    io,
    process::{Child, Stdio},
    time::{Duration, Instant},
};

use super::{Outcome, Step};
use crate::workspace::Workspace;

/// The file with the output of the checks, which is printed after the other steps.
const LOG: &str = "target/checks.log";

/// The process that runs the checks.
pub struct Checks {
    start: Instant,
    child: Child,
}

impl Checks {
    /// Starts the steps with a target folder of their own, since cargo locks it.
    pub fn start<'a>(workspace: &Workspace, steps: impl IntoIterator<Item = &'a Step>) -> io::Result<Self> {
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.path("target"), Into::into);
        fs::create_dir_all(workspace.path("target"))?;
        let log = File::create(workspace.path(LOG))?;
        // The other steps may build this program again, which removes its file while the checks still start it.
        let target = target.join("checks");
        fs::create_dir_all(&target)?;
        let program = target.join(format!("xtask-checks{}", env::consts::EXE_SUFFIX));
        fs::copy(env::current_exe()?, &program)?;
        let mut command = workspace.command(program);
        command.arg("ci").args(steps.into_iter().map(|step| step.name)).env("CARGO_TARGET_DIR", &target);
        let child = command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn()?;
        Ok(Self { start: Instant::now(), child })
    }

    /// Waits for the steps, prints their output, and returns their time and result.
    pub fn finish(mut self, workspace: &Workspace) -> (Duration, Outcome) {
        let status = self.child.wait();
        let time = self.start.elapsed();
        let output = workspace.read(LOG).unwrap_or_default();
        println!("{output}");
        // The last line of the table has the counts.
        let counts = output.lines().last().and_then(|line| line.strip_prefix("all")).unwrap_or_default();
        let counts = counts.trim_start().split_once("  ").map_or("", |(_, counts)| counts).to_owned();
        match status {
            Ok(status) if status.success() => (time, Outcome::Passed(counts)),
            Ok(status) if counts.is_empty() => (time, Outcome::Failed(status.to_string())),
            Ok(_) => (time, Outcome::Failed(counts)),
            Err(error) => (time, Outcome::Failed(error.to_string())),
        }
    }
}
