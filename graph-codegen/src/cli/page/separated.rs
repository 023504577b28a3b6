//! A page as tab-separated lines.

use super::text::{access_text, deprecation_sentence, described};
use crate::{cli::output::cell, explain::Explanation, lookup::Page};

/// One fact a line: the element, what the fact is, its name, its value.
pub(in crate::cli) fn separated(pages: &[Page<'_>]) -> String {
    let mut text = String::from("element\tfact\tname\tvalue\n");
    for page in pages {
        let mut row = |fact: &str, name: &str, value: &str| {
            text.push_str(&[page.name.as_str(), fact, name, value].map(cell).join("\t"));
            text.push('\n');
        };
        row("kind", "", page.kind);
        row_if(&mut row, "description", page.description);
        if let Some(deprecation) = page.deprecation {
            row("deprecated", "", &deprecation_sentence(deprecation));
        }
        page.facts.iter().for_each(|(name, value)| row("fact", name, value));
        page.paths.paths.iter().for_each(|path| row("path", "", path));
        if let Some(request) = &page.request {
            request.parameters.iter().for_each(|parameter| row("parameter", &parameter.name, &described(parameter)));
            row_if(&mut row, "body", request.body.as_deref());
            row("returns", "", &request.returns);
            for access in &request.known.permissions {
                row("permissions", access.scheme.as_str(), &access_text(access));
            }
            request.known.roles.iter().for_each(|role| row("role", "", role));
            request.known.cloud_names().into_iter().flatten().for_each(|cloud| row("cloud", "", cloud));
        }
        page.requests.iter().for_each(|(method, path, _)| row("request", method.as_str(), path));
        page.capabilities.iter().for_each(|sentence| row("query", "", sentence));
        page.members.iter().for_each(|member| row(member.kind, member.name, &member.value));
        row_if(&mut row, "documentation", page.documentation.as_deref());
        row_if(&mut row, "selector", page.snippet.as_ref().map(|snippet| snippet.selector.as_str()));
    }
    text
}

fn row_if(row: &mut impl FnMut(&str, &str, &str), fact: &str, value: Option<&str>) {
    if let Some(value) = value {
        row(fact, "", value);
    }
}

/// One reason or suggestion a line.
pub(in crate::cli) fn explanations_separated(explanations: &[Explanation]) -> String {
    let mut text = String::from("element\tkind\tselected\treason\n");
    for explanation in explanations {
        let selected = if explanation.is_selected() { "yes" } else { "no" };
        for reason in explanation.reasons.iter().chain(&explanation.suggestions) {
            let cells = [explanation.element.as_str(), explanation.kind, selected, reason];
            text.push_str(&cells.map(cell).join("\t"));
            text.push('\n');
        }
    }
    text
}
