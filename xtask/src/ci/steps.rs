//! The steps that run one command.

use std::process::Command;

use super::{Outcome, run_all, run_command};
use crate::{
    public_api,
    tidy::Report,
    workspace::{PUBLISHED, Workspace},
};

/// The features of each crate, none and most alone, in addition to all features. utoipa, chrono and time are about
/// different types.
const FEATURES: [(&str, &[&str]); 7] = [
    (
        "graph-runtime",
        &["", "gzip", "reqwest", "blocking", "tracing", "derive", "serde", "schemars", "utoipa,chrono,time"],
    ),
    ("graph-codegen", &["", "openapi", "tools", "cli"]),
    ("graph-macros", &[""]),
    ("graph-credentials", &["", "azure", "pkcs12"]),
    ("graph-notifications", &["", "rich"]),
    ("graph-testing", &["", "loopback"]),
    ("graph-metadata", &[""]),
];

pub fn format(workspace: &Workspace) -> Outcome {
    run_command(workspace.cargo("", &["fmt", "--all", "--check"]))
}

pub fn tidy(workspace: &Workspace) -> Outcome {
    let report = Report::new(workspace);
    report.failing.iter().for_each(|finding| println!("{finding}"));
    if report.failing.is_empty() { Outcome::Passed(report.summary()) } else { Outcome::Failed(report.summary()) }
}

pub fn clippy(workspace: &Workspace) -> Outcome {
    let arguments = ["clippy", "--workspace", "--all-targets", "--all-features", "--locked", "--", "-D", "warnings"];
    run_command(workspace.cargo("", &arguments))
}

pub fn features(workspace: &Workspace) -> Outcome {
    let lints = FEATURES.iter().flat_map(|(name, sets)| {
        sets.iter().map(|set| {
            let arguments =
                ["clippy", "--quiet", "--package", name, "--no-default-features", "--features", set, "--locked", "--"];
            let mut command = workspace.cargo("", &arguments);
            command.args(["-D", "warnings"]);
            command
        })
    });
    let tests = ["graph-runtime", "graph-codegen", "graph-notifications"].map(|name| {
        let arguments = ["clippy", "--quiet", "--package", name, "--no-default-features", "--tests", "--locked", "--"];
        let mut command = workspace.cargo("", &arguments);
        command.args(["-D", "warnings"]);
        command
    });
    run_all(lints.chain(tests))
}

pub fn docs(workspace: &Workspace) -> Outcome {
    let mut command = workspace.cargo("", &["doc", "--workspace", "--no-deps", "--all-features", "--locked"]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    run_command(command)
}

/// Runs the entry functions of the fuzz targets, which needs no fuzzer.
pub fn fuzz(workspace: &Workspace) -> Outcome {
    // With the packages of the step `test`, nothing is compiled twice.
    let mut command = workspace.cargo("", &["test", "--workspace", "--locked", "--all-features", "--test", "it"]);
    command.args(["--", "the_corpus_of_"]).env("FUZZ_RUNS", "2000");
    run_command(command)
}

pub fn public_api(workspace: &Workspace) -> Outcome {
    match public_api::run(workspace, false) {
        public_api::Outcome::Same(summary) => Outcome::Passed(summary),
        public_api::Outcome::Skipped(reason) => Outcome::Skipped(reason),
        public_api::Outcome::Different(difference) => {
            println!("{difference}");
            Outcome::Failed("the public API differs from tests/public-api".to_owned())
        }
    }
}

/// Runs the command in the header of the committed file with `--check`.
pub fn drift(workspace: &Workspace) -> Outcome {
    let out = "examples/committed-code/src/graph.rs";
    let Ok(text) = workspace.read(out) else { return Outcome::Failed(format!("failed to read {out}")) };
    let command = text.lines().find_map(|line| line.strip_prefix("// To generate it again: cargo xtask generate "));
    let (Some(options), Ok(this)) = (command, std::env::current_exe()) else {
        return Outcome::Failed(format!("the header of {out} has no command"));
    };
    let mut command = workspace.command(this);
    command.args(["generate", "--check"]);
    command.args(options.split(' ').map(|word| word.trim_matches('\'')));
    run_command(command)
}

/// Returns the cargo arguments that select the published crates.
pub fn published() -> Vec<&'static str> {
    PUBLISHED.iter().flat_map(|(name, _)| ["--package", *name]).collect()
}

pub fn msrv(workspace: &Workspace) -> Outcome {
    let Some(version) = workspace.rust_version() else {
        return Outcome::Failed("Cargo.toml has no `rust-version`".to_owned());
    };
    if !workspace.has(workspace.cargo(&version, &[])) {
        return Outcome::Skipped(format!("Rust {version} is not installed"));
    }
    let mut command = workspace.cargo(&version, &["check", "--all-features", "--locked"]);
    // In a shared target folder, the two compilers would rebuild everything in turn.
    command.args(published()).env("CARGO_TARGET_DIR", workspace.path("target/msrv"));
    run_command(command)
}

pub fn deny(workspace: &Workspace) -> Outcome {
    tool(workspace, "deny", workspace.cargo("", &["deny", "--all-features", "check"]))
}

pub fn semver(workspace: &Workspace) -> Outcome {
    let tag = workspace.command("git").args(["describe", "--tags", "--abbrev=0"]).output();
    let Some(tag) = tag.ok().filter(|output| output.status.success()) else {
        return Outcome::Skipped("there is no release tag yet".to_owned());
    };
    let tag = String::from_utf8_lossy(&tag.stdout).trim().to_owned();
    tool(workspace, "semver-checks", workspace.cargo("", &["semver-checks", "--baseline-rev", &tag]))
}

/// Runs a cargo subcommand that is installed separately.
fn tool(workspace: &Workspace, name: &str, command: Command) -> Outcome {
    match workspace.has(workspace.cargo("", &[name])) {
        true => run_command(command),
        false => Outcome::Skipped(format!("cargo-{name} is not installed")),
    }
}
