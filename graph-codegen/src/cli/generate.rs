use std::path::{Path, PathBuf};

use super::{
    arguments::{Generate, Searched},
    failure::{Failure, option_names},
    invocation::{Invocation, path_texts},
    output::Output,
};
use crate::{Builder, Difference, Error, Generated, builder::COMMAND, diagnostic::one_line};

pub(super) fn run(
    settings: Builder,
    arguments: &Generate,
    program: &Invocation,
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    let command = command(arguments, program);
    let (generated, directory) = generated(settings, arguments, &command)?;
    output.print_error(&generated.mapped_warnings(option_names))?;
    let files = generated.files();
    let reading = |problem| Failure::io("cannot read the output", &problem);
    if arguments.check {
        return check(&generated, &directory, &files.compare(&directory).map_err(reading)?, &command);
    }
    let differences = files.compare_bytes(&directory).map_err(reading)?;
    files.write(&directory).map_err(|problem| Failure::writing(&arguments.out, &problem))?;
    // For a directory, only changed files are listed.
    let all = differences.len();
    let same = differences.iter().filter(|(_, difference)| *difference == Difference::Same).count();
    for (path, difference) in differences {
        if difference == Difference::Same && all > 1 {
            continue;
        }
        let done = match difference {
            Difference::Same => "is up to date",
            Difference::Changed | Difference::Missing => "written",
            Difference::Stale => "removed",
        };
        output.print(&format!("{} {done}\n", directory.join(path).display()))?;
    }
    if all > 1 {
        output.print(&format!("{} of {all} files were up to date\n", same))?;
    }
    Ok(())
}

/// The command that generates the same again.
fn command(arguments: &Generate, program: &Invocation) -> String {
    let out = path_texts(std::slice::from_ref(&arguments.out));
    let [service_root, scope, user_agent, sign_in] = arguments.service.options();
    let [annotations, extern_types, extern_namespaces, extern_builders] = arguments.crates.options();
    let mut line = program.command(
        "generate",
        &[
            ("--metadata", path_texts(&arguments.input.metadata)),
            ("--version", arguments.input.version.iter().map(|version| version.name()).collect()),
            ("--profile", arguments.input.profile.iter().map(ToString::to_string).collect()),
            ("--search-metadata", arguments.input.search_metadata.iter().map(Searched::text).collect()),
            ("--reference-dir", path_texts(&arguments.input.reference_dir)),
            ("--select", arguments.input.select.clone()),
            ("--select-file", path_texts(&arguments.input.select_file)),
            annotations,
            extern_types,
            extern_namespaces,
            extern_builders,
            ("--allow-permission", arguments.allow_permission.clone()),
            (
                "--permission-scheme",
                arguments.permission_scheme.iter().map(|scheme| scheme.as_str().to_owned()).collect(),
            ),
            ("--cloud", arguments.cloud.iter().map(ToString::to_string).collect()),
            service_root,
            scope,
            user_agent,
            sign_in,
            ("--max-output", arguments.max_output.iter().map(u16::to_string).collect()),
            ("--out", out),
        ],
    );
    if arguments.allow_unknown_availability {
        line.push_str(" --allow-unknown-availability");
    }
    if arguments.crates.export {
        line.push_str(" --export");
    }
    if arguments.crates.types_only {
        line.push_str(" --types-only");
    }
    line
}

/// Generates in memory. Also returns the directory of the files.
pub(super) fn generated(settings: Builder, arguments: &Generate, command: &str) -> Result<(Generated, PathBuf), Error> {
    let settings =
        arguments.crates.apply(arguments.input.apply(settings)).command(command).max_output(arguments.max_output);
    let settings = settings.allow_permissions(arguments.allow_permission.iter().cloned());
    let settings = arguments.permission_scheme.into_iter().fold(settings, Builder::permission_scheme);
    let mut settings = arguments.service.apply(settings).clouds(arguments.cloud.iter().copied());
    if arguments.allow_unknown_availability {
        settings = settings.allow_unknown_availability();
    }
    settings.generate_at(&arguments.out)
}

/// Fails if a file is not up to date, with the command that updates it.
fn check(
    generated: &Generated,
    directory: &Path,
    differences: &[(String, Difference)],
    command: &str,
) -> Result<(), Failure> {
    let outdated = outdated(directory, differences);
    match outdated.is_empty() {
        true => Ok(()),
        false => Err(Failure::Different(format!(
            "error: {}; run:\n\n    {command}\n{}",
            outdated.join(", "),
            changes(generated, directory, differences)
        ))),
    }
}

/// What is not up to date, in words.
pub(super) fn outdated(directory: &Path, differences: &[(String, Difference)]) -> Vec<String> {
    let described = differences.iter().filter_map(|(path, difference)| {
        let path = directory.join(path);
        match difference {
            Difference::Same => None,
            Difference::Changed => Some(format!("`{}` is out of date", path.display())),
            Difference::Missing => Some(format!("`{}` is missing", path.display())),
            Difference::Stale => Some(format!("`{}` is no longer generated", path.display())),
        }
    });
    described.collect()
}

/// How many lines of a file are shown that differ.
const SHOWN_LINES: usize = 3;
/// How many files are shown that differ.
const SHOWN_FILES: usize = 3;

/// The first lines that differ, of files that are out of date.
pub(super) fn changes(generated: &Generated, directory: &Path, differences: &[(String, Difference)]) -> String {
    let changed = differences.iter().filter(|(_, difference)| *difference == Difference::Changed);
    let changed: Vec<&str> = changed.map(|(path, _)| path.as_str()).collect();
    let files = generated.files().iter().filter(|(path, _)| changed.contains(path)).take(SHOWN_FILES);
    let is_own = |path: &Path| {
        // A symbolic link may lead to a file that nobody meant to show.
        let own = if directory.as_os_str().is_empty() { Path::new(".") } else { directory }.canonicalize().ok();
        own.zip(path.canonicalize().ok()).is_some_and(|(own, path)| path.starts_with(own))
    };
    let files = files.map(|(path, text)| (directory.join(path), text)).filter(|(path, _)| is_own(path));
    files.map(|(path, text)| changed_lines(&path, text)).collect()
}

/// The first lines of a file that are not those of `text`. The command in the header does not count.
fn changed_lines(path: &Path, text: &str) -> String {
    let shown = |sign: char, line: Option<&str>| match line {
        Some(line) => format!("    {sign} {}\n", one_line(line)),
        None => String::new(),
    };
    // What is not a regular file was compared as an empty one.
    let written =
        std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).and_then(|_| std::fs::read(path).ok());
    let written = String::from_utf8_lossy(&written.unwrap_or_default()).into_owned();
    let (mut old, mut new) = (written.lines(), text.lines());
    let pairs = std::iter::from_fn(|| match (old.next(), new.next()) {
        (None, None) => None,
        pair => Some(pair),
    });
    let is_command = |line: Option<&str>| line.is_some_and(|line| line.starts_with(COMMAND));
    let differing = pairs
        .enumerate()
        .filter(|(number, (old, new))| old != new && !(*number == 1 && is_command(*old) && is_command(*new)));
    let lines: Vec<_> = differing.take(SHOWN_LINES).collect();
    let Some((first, _)) = lines.first() else { return String::new() };
    let old: String = lines.iter().map(|(_, (old, _))| shown('-', *old)).collect();
    let new: String = lines.iter().map(|(_, (_, new))| shown('+', *new)).collect();
    format!("\n`{}` differs from line {}; `-` is what it has:\n{old}{new}", path.display(), first + 1)
}
