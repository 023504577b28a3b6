//! Temporary crates that a test builds with cargo, offline and with the crates of this workspace.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

/// A temporary crate in the target directory, separate from the workspace.
#[derive(Debug)]
pub struct Scratch {
    directory: PathBuf,
    target: PathBuf,
}

/// The result of a cargo command.
#[derive(Debug)]
pub struct Outcome {
    /// Whether cargo succeeded.
    pub is_success: bool,
    /// The text on standard output and standard error.
    pub output: String,
}

/// The only dependency of generated code.
pub const RUNTIME: &str = "graph-runtime = { path = \"{workspace}/graph-runtime\", default-features = false }";

/// The lints that `include_graph!` allows.
const ALLOWED: &str = "#[allow(missing_docs, dead_code, deprecated, non_camel_case_types, unused_imports)]";

impl Scratch {
    /// Creates an empty library crate in `root`, which is the `CARGO_TARGET_TMPDIR` of a test.
    ///
    /// `dependencies` are lines of `Cargo.toml`, in which `{workspace}` is replaced by the path to this workspace.
    ///
    /// # Errors
    ///
    /// Returns an error if the files cannot be written.
    pub fn new(root: &str, name: &str, dependencies: &str) -> io::Result<Self> {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
        let directory = Path::new(root).join(name);
        if directory.exists() {
            fs::remove_dir_all(&directory)?;
        }
        fs::create_dir_all(directory.join("src"))?;
        let dependencies = dependencies.replace("{workspace}", &workspace.display().to_string());
        fs::write(
            directory.join("Cargo.toml"),
            format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
                 [dependencies]\n{dependencies}\n\n[workspace]\n\n[profile.dev]\nincremental = false\n"
            ),
        )?;
        fs::write(directory.join("src/lib.rs"), "")?;
        // The versions in the lock file are available offline.
        fs::copy(workspace.join("Cargo.lock"), directory.join("Cargo.lock"))?;
        // Reuses the build artifacts of the workspace.
        let target = Path::new(root).parent().unwrap_or(Path::new(root)).to_owned();
        Ok(Self { directory, target })
    }

    /// Writes a file of the crate.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be written.
    pub fn write(&self, path: &str, text: &str) -> io::Result<()> {
        let path = self.directory.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)
    }

    /// Removes a file of the crate.
    ///
    /// # Errors
    ///
    /// Returns an error if the file does not exist.
    pub fn remove(&self, path: &str) -> io::Result<()> {
        fs::remove_file(self.directory.join(path))
    }

    /// Writes a library with a module for each generated file.
    ///
    /// Warnings are errors, except those of the lints that `include_graph!` allows.
    ///
    /// # Errors
    ///
    /// Returns an error if the files cannot be written.
    pub fn write_modules<'a>(&self, modules: impl IntoIterator<Item = (&'a str, &'a str)>) -> io::Result<()> {
        let mut library = String::from("#![deny(warnings)]\n\n");
        for (name, text) in modules {
            self.write(&format!("generated/{name}.rs"), text)?;
            library.push_str(&format!("{ALLOWED}\npub mod {name} {{ include!(\"../generated/{name}.rs\"); }}\n"));
        }
        self.write("src/lib.rs", &library)
    }

    /// Writes a generated file as an example, which cargo builds as a separate crate.
    ///
    /// Warnings are errors, as in [`write_modules`](Self::write_modules).
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be written.
    pub fn write_example(&self, name: &str, generated: &str) -> io::Result<()> {
        let text = format!("#![deny(warnings)]\n{ALLOWED}\npub mod generated {{\n{generated}\n}}\nfn main() {{}}\n");
        self.write(&format!("examples/{name}.rs"), &text)
    }

    /// Returns the directory of the crate.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Runs a cargo command on the crate, offline and with the target directory of the workspace.
    ///
    /// # Errors
    ///
    /// Returns an error if cargo cannot be started.
    pub fn cargo(&self, arguments: &[&str]) -> io::Result<Outcome> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(arguments)
            .args(["--offline", "--color", "never"])
            .current_dir(&self.directory)
            .env("CARGO_TARGET_DIR", &self.target)
            .env_remove("RUSTFLAGS")
            .output()?;
        let is_success = output.status.success();
        let output = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        Ok(Outcome { is_success, output })
    }
}
