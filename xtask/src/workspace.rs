//! The workspace: its root, its files, and commands that run in it.

use std::{
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

/// The published crates, each with its folder.
pub const PUBLISHED: [(&str, &str); 10] = [
    ("graph-codegen", "graph-codegen"),
    ("graph-runtime", "graph-runtime"),
    ("graph-derive", "graph-derive"),
    ("graph-macros", "graph-macros"),
    ("graph-credentials", "graph-credentials"),
    ("graph-notifications", "graph-notifications"),
    ("graph-testing", "graph-testing"),
    ("graph-metadata", "metadata"),
    ("graph-metadata-beta", "metadata-beta"),
    ("cargo-graph", "cargo-graph"),
];

/// Folders without source files of this workspace.
const EXCLUDED: [&str; 3] = ["target", "node_modules", ".git"];

/// A handle to the workspace.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Returns the workspace that contains this program.
    pub fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_owned();
        Self { root }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    pub fn read(&self, name: &str) -> io::Result<String> {
        fs::read_to_string(self.path(name))
    }

    /// Returns a command that runs in the root folder.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// Returns a cargo command. `toolchain` is a name of rustup, or empty for the current toolchain.
    pub fn cargo(&self, toolchain: &str, arguments: &[&str]) -> Command {
        let mut command = self.command("cargo");
        if !toolchain.is_empty() {
            command.arg(format!("+{toolchain}")).env_remove("RUSTUP_TOOLCHAIN").env("RUSTUP_AUTO_INSTALL", "0");
        }
        command.args(arguments);
        command
    }

    /// Whether a command is installed, which is the case if it prints its version.
    pub fn has(&self, mut command: Command) -> bool {
        command.arg("--version").output().is_ok_and(|output| output.status.success())
    }

    /// Returns the minimum supported version of Rust.
    pub fn rust_version(&self) -> Option<String> {
        self.setting("rust-version")
    }

    /// Returns the version of the published crates.
    pub fn version(&self) -> Option<String> {
        self.setting("version")
    }

    /// Returns the text of the first line `key = "text"` of the root manifest.
    fn setting(&self, key: &str) -> Option<String> {
        let manifest = self.read("Cargo.toml").ok()?;
        let value = manifest.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""))?;
        Some(value.trim_end_matches('"').to_owned())
    }

    /// Returns the files in a folder and its subfolders, without build output.
    ///
    /// They are sorted paths from the root, separated by slashes.
    pub fn files(&self, folder: &str) -> Vec<String> {
        let mut files = Vec::new();
        let mut folders = vec![folder.trim_end_matches('/').to_owned()];
        while let Some(folder) = folders.pop() {
            let Ok(entries) = fs::read_dir(self.path(&folder)) else { continue };
            for entry in entries.filter_map(Result::ok) {
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() && !EXCLUDED.contains(&&*name) && !name.starts_with("target-") => {
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
