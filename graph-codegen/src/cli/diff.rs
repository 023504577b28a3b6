use std::path::{Path, PathBuf};

use super::{
    arguments::{Diff, FailOn, ReportFormat},
    display::Display,
    failure::Failure,
    output::{Output, Stream},
};
use crate::{
    Builder, Error,
    diagnostic::{Code, Diagnostic, Diagnostics, Sources},
    diff::{Date, IgnoreList, Level, Options, Report, Rule, format},
    permissions::PermissionTable,
};

/// The name of the embedded metadata on the command line.
const EMBEDDED: &str = "embedded";

pub(super) fn run(settings: Builder, arguments: &Diff, output: &mut Output<'_>) -> Result<(), Failure> {
    if arguments.rules {
        return output.print(&rules());
    }
    let (Some(old), Some(new)) = (&arguments.old, &arguments.new) else {
        // clap requires both.
        return Ok(());
    };
    let settings = arguments.apply(settings);
    let today = arguments.today.unwrap_or_else(Date::today);
    let newer = settings.clone().replace_metadata_with(path(new));
    let tables = match (&arguments.old_permissions, &arguments.new_permissions) {
        (None, None) => None,
        (old, new) => Some((permissions(old.as_deref())?, permissions(new.as_deref())?)),
    };
    let mut options = Options::default().today(today);
    if let Some((old, new)) = &tables {
        options = options.permissions(old, new);
    }
    let report = settings.replace_metadata_with(path(old)).diff(&newer, &options);
    let mut report = report.map_err(Failure::Unusable)?;
    if let Some(path) = &arguments.ignore {
        ignore(path, &mut report, today, output)?;
    }
    let width = output.display.width;
    let change = if arguments.format == ReportFormat::Text { headed } else { unchanged };
    Stream::write(output, change, |out| match arguments.format {
        ReportFormat::Text => {
            let options = format::TextOptions::default().width(width).verbose(arguments.verbose);
            format::write_text(&report, options, out)
        }
        ReportFormat::Json => format::write_json(&report, out),
        ReportFormat::Sarif => format::write_sarif(&report, out),
        ReportFormat::Github => format::write_github(&report, out),
        ReportFormat::Markdown => format::write_markdown(&report, out),
        ReportFormat::Junit => format::write_junit(&report, out),
    })?;
    let threshold = match arguments.fail_on {
        FailOn::Breaking => Some(Level::Error),
        FailOn::Maybe => Some(Level::Warning),
        FailOn::Any => Some(Level::Note),
        FailOn::Never => None,
    };
    match threshold.is_some_and(|threshold| report.level() >= Some(threshold)) {
        true => Err(Failure::Found),
        false => Ok(()),
    }
}

fn path(argument: &Path) -> Option<PathBuf> {
    (argument != Path::new(EMBEDDED)).then(|| argument.to_owned())
}

/// Reads a table of permissions; the embedded one if there is no path.
fn permissions(path: Option<&Path>) -> Result<PermissionTable, Failure> {
    match path.filter(|path| *path != Path::new(EMBEDDED)) {
        Some(path) => PermissionTable::from_text(read(path)?).map_err(Failure::Unusable),
        None => Ok(PermissionTable::embedded().clone()),
    }
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|problem| {
        let message = format!("cannot read `{}`: {problem}", path.display());
        Failure::Unusable(Error::one(Diagnostic::error(Code::Io, message)))
    })
}

fn unchanged(text: &str, _: Display) -> String {
    text.to_owned()
}

/// The text with the lines of rules as headings.
fn headed(text: &str, display: Display) -> String {
    let is_heading =
        |line: &str| line.starts_with("error[") || line.starts_with("warning[") || line.starts_with("note[");
    let lines = text.lines().map(|line| match is_heading(line) {
        true => display.heading(line),
        false => line.to_owned(),
    });
    lines.fold(String::with_capacity(text.len()), |text, line| text + &line + "\n")
}

/// Hides the findings that an ignore file lists.
fn ignore(path: &Path, report: &mut Report, today: Date, output: &mut Output<'_>) -> Result<(), Failure> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let text = read(path)?;
    let file = sources.add(path.display().to_string(), text);
    let list = IgnoreList::parse(file, &sources, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(Failure::Unusable(Error::new(diagnostics, sources)));
    }
    list.apply(report, today, &sources, &mut diagnostics);
    output.print_error(&diagnostics.rendered(&sources).to_string())
}

/// The table of rules, in Markdown.
fn rules() -> String {
    let mut text = String::from("| rule | finds | wire | source | behaviour | version |\n|---|---|---|---|---|---|\n");
    for rule in Rule::ALL {
        let verdicts = rule.verdicts();
        text.push_str(&format!(
            "| `{rule}` | {} | {} | {} | {} | {} |\n",
            rule.description(),
            verdicts.wire,
            verdicts.source,
            verdicts.behaviour,
            rule.bump(verdicts)
        ));
    }
    text
}
