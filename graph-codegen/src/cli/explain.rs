use serde_json::Value;

use super::{
    arguments::{Explain, Format},
    failure::Failure,
    json,
    output::Output,
    page,
};
use crate::{
    Builder, Resolved, Selected,
    chain::{Chains, selectors},
    edm::Model,
    explain::{Explanation, find},
    lookup::{Page, Pages, Snippet},
    selection::{Method, Selection, ServiceGraph},
};

/// More elements of one name have no pages, only a line each.
const MAX_PAGES: usize = 4;

pub(super) fn run(settings: Builder, arguments: &Explain, output: &mut Output<'_>) -> Result<(), Failure> {
    let Explain { name, input, why, format } = arguments;
    let settings = input.apply(settings);
    // Without selectors nothing is selected, and the explanation says what would select the element.
    let selected = match settings.has_selectors() {
        true => settings.selected()?,
        false => Selected { resolved: settings.resolve()?, selection: Selection::default() },
    };
    let explanations = selected.explain(name)?;
    let Resolved { model, .. } = &selected.resolved;
    if *why {
        return output.print(&match format {
            Format::Text => joined(&explanations),
            Format::Json => json::text(&Value::Array(explanations.iter().map(page::explanation_json).collect())),
            Format::Tsv => page::explanations_separated(&explanations),
        });
    }
    if *format == Format::Text && explanations.len() > MAX_PAGES {
        let count = explanations.len();
        output.print(&joined(&explanations))?;
        return output.print(&format!("\n{count} elements have this name; name one by its type or path for a page\n"));
    }
    let pages = pages(&settings, model, name, explanations)?;
    output.print(&match format {
        Format::Text => pages.iter().map(|found| page::text(found, output.display)).collect::<Vec<_>>().join("\n"),
        Format::Json => json::text(&Value::Array(pages.iter().map(page::json).collect())),
        Format::Tsv => page::separated(&pages),
    })
}

fn joined(explanations: &[Explanation]) -> String {
    explanations.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn pages<'m>(
    settings: &Builder,
    model: &'m Model,
    name: &str,
    explanations: Vec<Explanation>,
) -> Result<Vec<Page<'m>>, Failure> {
    let graph = ServiceGraph::new(model);
    let elements = find(model, name)?;
    let writer = Pages::new(&graph);
    let mut pages: Vec<Page<'m>> = elements.iter().map(|element| writer.page(element)).collect();
    let calls: Vec<Option<(Method, String, String)>> = pages.iter().map(|page| call(page, model)).collect();
    let selectors: Vec<String> = calls.iter().flatten().map(|(.., selector)| selector.clone()).collect();
    if let Some(package) = settings.plan_for(model, &selectors) {
        let chains = Chains::new(model, &package);
        for (page, call) in pages.iter_mut().zip(calls) {
            let Some((method, path, selector)) = call else { continue };
            page.snippet = Snippet::new(&chains, &package, method, &path, selector).ok();
        }
    }
    for (page, mut explanation) in pages.iter_mut().zip(explanations) {
        let snippet = page.snippet.as_ref();
        if let Some(selector) = snippet.map(|snippet| snippet.selector.as_str()).filter(|_| name.contains('/')) {
            put_first(selector, &mut explanation.suggestions);
        }
        page.explanation = Some(explanation);
    }
    Ok(pages)
}

/// The request whose code a page shows, and its selector.
fn call(page: &Page<'_>, model: &Model) -> Option<(Method, String, String)> {
    let (method, path) = page.call()?;
    let selector = selectors(model, [(method, path)]).pop()?;
    Some((method, path.to_owned(), selector))
}

/// Makes the selector of the request that was asked for the first suggestion, if there are any.
fn put_first(selector: &str, suggestions: &mut Vec<String>) {
    let quoted = format!("`{selector}`");
    let Some(first) = suggestions.first().filter(|first| !first.contains(&quoted)) else { return };
    let others = first.strip_suffix(" selects it").map(|other| format!("so does {other}"));
    let Some(other) = others else { return };
    suggestions.retain(|suggestion| !suggestion.contains(&quoted));
    suggestions[0] = other;
    suggestions.insert(0, format!("{quoted} selects it"));
}

#[cfg(test)]
mod tests {
    use super::put_first;

    #[test]
    fn what_was_asked_for_is_first() {
        let mut suggestions = vec!["`n.user/send` selects it".to_owned(), "so does `/me/send`".to_owned()];
        for _ in 0..2 {
            put_first("/me/send", &mut suggestions);
            assert_eq!(suggestions, ["`/me/send` selects it", "so does `n.user/send`"]);
        }
        let mut none = Vec::new();
        put_first("/me/send", &mut none);
        assert!(none.is_empty(), "what is selected needs no suggestion");
    }
}
