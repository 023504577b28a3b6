use super::{arguments::Explain, failure::Failure, output::Output};
use crate::{
    Builder,
    diagnostic::{Code, Diagnostic},
};

pub(super) fn run(settings: Builder, arguments: &Explain, output: &mut Output<'_>) -> Result<(), Failure> {
    let Explain { name, input } = arguments;
    let mut settings = input.apply(settings);
    if !settings.has_selectors() {
        if settings.has_metadata() {
            return Err(Failure::from(
                Diagnostic::error(Code::Setting, "no selectors are set, so nothing is selected")
                    .help("pass the selectors that you generate with: `--select …` or `--select-file …`"),
            ));
        }
        settings = settings.select_text("metadata/selection.txt", graph_metadata::SELECTION);
    }
    let selected = settings.selected()?;
    let explanations = selected.explain(name)?;
    let texts: Vec<String> = explanations.iter().map(ToString::to_string).collect();
    output.print(&texts.join("\n"))
}
