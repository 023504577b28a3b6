//! Crates that a test writes to disk and gives to cargo, offline and against this workspace's own crates.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

/// A crate of its own below the target directory, and so with nothing of the workspace but the dependencies it names.
#[derive(Debug)]
pub struct Scratch {
    directory: PathBuf,
    target: PathBuf,
}

/// What cargo answered.
#[derive(Debug)]
pub struct Outcome {
    /// Whether cargo came to a good end.
    pub is_success: bool,
    /// What it said on both of its outputs.
    pub said: String,
}

/// What generated code depends on, and no more.
pub const RUNTIME: &str = "graph-runtime = { path = \"{workspace}/graph-runtime\", default-features = false }";

/// What `include_graph!` allows of generated code.
const ALLOWED: &str = "#[allow(missing_docs, dead_code, deprecated, non_camel_case_types, unused_imports)]";

impl Scratch {
    /// Makes an empty library crate called `name`, below `root` (the `CARGO_TARGET_TMPDIR` of a test). `dependencies` are lines of
    /// `Cargo.toml`, where `{workspace}` stands for the path to this workspace.
    ///
    /// # Errors
    ///
    /// Where the files cannot be written.
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
        // The versions that this workspace was built with are the ones that are there without a network.
        fs::copy(workspace.join("Cargo.lock"), directory.join("Cargo.lock"))?;
        // What the workspace's own build left is used again.
        let target = Path::new(root).parent().unwrap_or(Path::new(root)).to_owned();
        Ok(Self { directory, target })
    }

    /// Writes a file of the crate.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
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
    /// Where there is none.
    pub fn remove(&self, path: &str) -> io::Result<()> {
        fs::remove_file(self.directory.join(path))
    }

    /// Makes a library of modules out of generated files, where every warning is an error that `include_graph!` does not allow.
    ///
    /// # Errors
    ///
    /// Where the files cannot be written.
    pub fn write_modules<'a>(&self, modules: impl IntoIterator<Item = (&'a str, &'a str)>) -> io::Result<()> {
        let mut library = String::from("#![deny(warnings)]\n\n");
        for (name, text) in modules {
            self.write(&format!("generated/{name}.rs"), text)?;
            library.push_str(&format!("{ALLOWED}\npub mod {name} {{ include!(\"../generated/{name}.rs\"); }}\n"));
        }
        self.write("src/lib.rs", &library)
    }

    /// Adds a generated file as an example, which is a crate of its own that cargo builds beside the others; warnings as above.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written.
    pub fn write_example(&self, name: &str, generated: &str) -> io::Result<()> {
        let text = format!("#![deny(warnings)]\n{ALLOWED}\npub mod generated {{\n{generated}\n}}\nfn main() {{}}\n");
        self.write(&format!("examples/{name}.rs"), &text)
    }

    /// The crate's directory.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Runs a cargo command on the crate, without a network and in this workspace's target directory.
    ///
    /// # Errors
    ///
    /// Where cargo cannot be started.
    pub fn cargo(&self, arguments: &[&str]) -> io::Result<Outcome> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(arguments)
            .args(["--offline", "--color", "never"])
            .current_dir(&self.directory)
            .env("CARGO_TARGET_DIR", &self.target)
            .env_remove("RUSTFLAGS")
            .output()?;
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        Ok(Outcome { is_success: output.status.success(), said })
    }
}
