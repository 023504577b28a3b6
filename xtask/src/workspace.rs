//! The workspace: where it is, which files it has, and the commands that run in it.

use std::{
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

/// The crates that are published.
pub const PUBLISHED: [(&str, &str); 5] = [
    ("graph-codegen", "graph-codegen"),
    ("graph-runtime", "graph-runtime"),
    ("graph-macros", "graph-macros"),
    ("graph-credentials", "graph-credentials"),
    ("graph-metadata", "metadata"),
];

/// Folders that have no source of ours.
const NOT_OURS: [&str; 3] = ["target", "node_modules", ".git"];

/// The root folder of the workspace.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The workspace that this program is a part of.
    pub fn of_this_crate() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_owned();
        Self { root }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    pub fn read(&self, name: &str) -> io::Result<String> {
        fs::read_to_string(self.path(name))
    }

    /// A command that runs in the root folder.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// Cargo; `toolchain` is a name as rustup knows it, or empty for the one in use.
    pub fn cargo(&self, toolchain: &str, arguments: &[&str]) -> Command {
        let mut command = self.command("cargo");
        if !toolchain.is_empty() {
            command.arg(format!("+{toolchain}")).env_remove("RUSTUP_TOOLCHAIN").env("RUSTUP_AUTO_INSTALL", "0");
        }
        command.args(arguments);
        command
    }

    /// Whether a command can be run, which it shows by telling its version.
    pub fn has(&self, mut command: Command) -> bool {
        command.arg("--version").output().is_ok_and(|output| output.status.success())
    }

    /// The version of Rust that the crates promise to build with.
    pub fn rust_version(&self) -> Option<String> {
        let manifest = self.read("Cargo.toml").ok()?;
        let value = manifest.lines().find_map(|line| line.strip_prefix("rust-version = \""))?;
        Some(value.trim_end_matches('"').to_owned())
    }

    /// The files below a folder, sorted, named from the root with slashes. Build output is left out.
    pub fn files(&self, folder: &str) -> Vec<String> {
        let mut files = Vec::new();
        let mut folders = vec![folder.trim_end_matches('/').to_owned()];
        while let Some(folder) = folders.pop() {
            let Ok(entries) = fs::read_dir(self.path(&folder)) else { continue };
            for entry in entries.filter_map(Result::ok) {
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() && !NOT_OURS.contains(&&*name) && !name.starts_with("target-") => {
                        folders.push(path);
                    }
                    Ok(kind) if kind.is_file() => files.push(path),
                    _ => {}
                }
            }
        }
        files.sort();
        files
    }
}
