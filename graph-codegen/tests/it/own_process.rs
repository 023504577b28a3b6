//! Tests that run in their own process because they measure it.

use std::{env, fs, process::Command};

/// Returns whether this process runs only `test`. Otherwise, runs the test in its own process and checks that it
/// passes.
pub fn is_of(test: &str) -> bool {
    const VARIABLE: &str = "TEST_OF_THIS_PROCESS";
    if env::var(VARIABLE).is_ok_and(|name| name == test) {
        return true;
    }
    let mut command = Command::new(env::current_exe().unwrap());
    let output =
        command.args(["--exact", test, "--nocapture", "--include-ignored"]).env(VARIABLE, test).output().unwrap();
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    false
}

/// Returns the peak memory use of this process in MiB.
pub fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().parse::<u64>().unwrap() >> 10
}
