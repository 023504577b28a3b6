use std::{
    ffi::OsString,
    path::{Component, Path, PathBuf},
};

/// The name this program is invoked by: `cargo xtask`, `cargo graph` for `cargo-graph`, or the name of the binary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Invocation {
    pub(super) name: String,
    /// The name of the binary: `xtask`.
    pub(super) binary: String,
}

impl Invocation {
    /// Returns the name, and the arguments of the command line without the word that cargo adds.
    ///
    /// For `cargo graph explain`, cargo runs `cargo-graph graph explain` (The Cargo Book, "Custom subcommands").
    pub(super) fn of(mut arguments: Vec<OsString>) -> (Self, Vec<OsString>) {
        let stem = arguments.first().and_then(|path| Path::new(path).file_stem()?.to_str());
        let binary = stem.unwrap_or("xtask").to_owned();
        let name = match binary.strip_prefix("cargo-") {
            Some(command) => {
                if arguments.get(1).is_some_and(|argument| argument == command) {
                    arguments.remove(1);
                }
                format!("cargo {command}")
            }
            None if binary == "xtask" => "cargo xtask".to_owned(),
            None => binary.clone(),
        };
        (Self { name, binary }, arguments)
    }

    /// Formats a command line, quoted for a shell.
    pub(super) fn command(&self, subcommand: &str, options: &[(&str, Vec<String>)]) -> String {
        let mut line = format!("{} {subcommand}", self.name);
        for (option, values) in options.iter().filter(|(_, values)| !values.is_empty()) {
            line.push(' ');
            line.push_str(option);
            for value in values {
                line.push(' ');
                line.push_str(&quoted(value));
            }
        }
        line
    }
}

/// Formats paths for a command line, relative to the current directory.
///
/// They have slashes on all platforms, so that headers of generated files do not differ.
pub(super) fn path_texts(paths: &[PathBuf]) -> Vec<String> {
    let current = std::env::current_dir().unwrap_or_default();
    let relative = paths.iter().map(|path| relative(path, &current));
    relative.map(|path| path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/")).collect()
}

/// Returns a path without `.`, and relative if it shares a directory with `current`.
///
/// Absolute paths differ between the machines on which code is generated.
fn relative(path: &Path, current: &Path) -> PathBuf {
    let is_here = |component: &Component<'_>| *component == Component::CurDir;
    if path.is_relative() {
        return path.components().filter(|component| !is_here(component)).collect();
    }
    let shared = path.components().zip(current.components()).take_while(|(left, right)| left == right);
    let is_named = |component: &Component<'_>| matches!(component, Component::Normal(_));
    let shared: Vec<_> = shared.map(|(component, _)| component).collect();
    if !shared.iter().any(is_named) {
        return path.to_owned();
    }
    let up = current.components().skip(shared.len()).map(|_| Component::ParentDir);
    up.chain(path.components().skip(shared.len())).collect()
}

/// Quotes a word for a shell, if it needs quotes.
pub(super) fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._/:=,@+%".contains(c);
    match !value.is_empty() && value.chars().all(plain) {
        true => value.to_owned(),
        false => format!("'{}'", value.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Invocation, relative};

    #[cfg(unix)]
    #[test]
    fn paths_are_relative_to_the_current_directory() {
        for (path, expected) in [
            ("./a/./b.csdl", "a/b.csdl"),
            ("../a", "../a"),
            ("/home/me/work/a", "a"),
            ("/home/me/a", "../a"),
            ("/tmp/a", "/tmp/a"),
        ] {
            assert_eq!(relative(Path::new(path), Path::new("/home/me/work")), Path::new(expected), "{path}");
        }
    }

    #[test]
    fn a_command_can_be_pasted_into_a_shell() {
        let (program, _) = Invocation::of(vec!["/target/debug/xtask".into()]);
        let options = [("--metadata", vec![]), ("--select", vec!["/users/{id}#GET".into(), "a'b".into()])];
        assert_eq!(program.command("generate", &options), r"cargo xtask generate --select '/users/{id}#GET' 'a'\''b'");
    }

    #[test]
    fn programs_have_the_name_that_users_type() {
        for (arguments, name, binary, rest) in [
            (&["bin/sdk-tool", "graph"][..], "sdk-tool", "sdk-tool", &["graph"][..]),
            (&[], "cargo xtask", "xtask", &[]),
            (&["/target/debug/xtask", "explain"], "cargo xtask", "xtask", &["explain"]),
            (&["bin/cargo-graph", "graph", "explain"], "cargo graph", "cargo-graph", &["explain"]),
            (&["bin/cargo-graph", "explain", "graph"], "cargo graph", "cargo-graph", &["explain", "graph"]),
            (&["bin/cargo-graph"], "cargo graph", "cargo-graph", &[]),
        ] {
            let (program, arguments) = Invocation::of(arguments.iter().map(Into::into).collect());
            assert_eq!((&*program.name, &*program.binary), (name, binary));
            assert!(arguments.iter().skip(1).eq(rest), "{arguments:?}");
        }
    }
}
