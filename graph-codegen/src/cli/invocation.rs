use std::{
    ffi::OsString,
    path::{Component, Path, PathBuf},
};

/// The name this program is invoked by: `cargo xtask`, or the name of the binary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Invocation {
    pub(super) name: String,
}

impl Invocation {
    pub(super) fn of(argument: Option<&OsString>) -> Self {
        let stem = argument.and_then(|path| Path::new(path).file_stem()?.to_str());
        Self { name: stem.filter(|stem| *stem != "xtask").map_or_else(|| "cargo xtask".to_owned(), str::to_owned) }
    }

    /// The name of the binary: `xtask`.
    pub(super) fn binary(&self) -> &str {
        self.name.rsplit(' ').next().unwrap_or(&self.name)
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
        let program = Invocation::of(Some(&"/target/debug/xtask".into()));
        let options = [("--metadata", vec![]), ("--select", vec!["/users/{id}#GET".into(), "a'b".into()])];
        assert_eq!(program.command("generate", &options), r"cargo xtask generate --select '/users/{id}#GET' 'a'\''b'");
        assert_eq!(Invocation::of(Some(&"bin/sdk-tool".into())).name, "sdk-tool");
        assert_eq!(Invocation::of(None).name, "cargo xtask");
    }
}
