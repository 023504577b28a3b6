use std::{fs, path::PathBuf};

use clap::Args;

use super::{arguments::Input, failure::Failure, output::Output};
use crate::{Builder, Selected, explore::page, selection::Selection};

/// The arguments of `explore`.
#[derive(Debug, Args)]
pub(super) struct Explore {
    #[command(flatten)]
    pub(super) input: Input,
    /// The HTML file to write
    #[arg(long, value_name = "FILE")]
    pub(super) out: PathBuf,
}

pub(super) fn run(settings: Builder, arguments: &Explore, output: &mut Output<'_>) -> Result<(), Failure> {
    let settings = arguments.input.apply(settings);
    let selected = match settings.has_selectors() {
        true => settings.selected()?,
        false => Selected { resolved: settings.resolve()?, selection: Selection::default() },
    };
    let package = settings.plan_of_everything(&selected.resolved.model);
    let text = page(&selected.resolved.model, &package, &selected.selection);
    fs::write(&arguments.out, &text).map_err(|problem| Failure::writing(&arguments.out, &problem))?;
    let sha256 = super::fetch::hex_sha256(text.as_bytes());
    output.print(&format!("{}: {} bytes, sha256 {sha256}\n", arguments.out.display(), text.len()))
}
