use super::{arguments::Explain, failure::Failure, output::Output};
use crate::{Builder, Selected, selection::Selection};

pub(super) fn run(settings: Builder, arguments: &Explain, output: &mut Output<'_>) -> Result<(), Failure> {
    let Explain { name, input, .. } = arguments;
    let settings = input.apply(settings);
    // Without selectors nothing is selected, and the explanation says what would select the element.
    let selected = match settings.has_selectors() {
        true => settings.selected()?,
        false => Selected { resolved: settings.resolve()?, selection: Selection::default() },
    };
    let explanations = selected.explain(name)?;
    let texts: Vec<String> = explanations.iter().map(ToString::to_string).collect();
    output.print(&texts.join("\n"))
}
