//! Sentences about a service's own query options and headers.

use super::plain;
use crate::{
    facts::{CustomOption, OptionPlace},
    plan::RequiredOption,
};

/// Documents the options of a request: those that parameters set, and those that applications may add.
pub(in crate::plan) fn option_docs(options: &[CustomOption], required: &[RequiredOption]) -> Vec<String> {
    let mut docs = Vec::new();
    for option in options {
        let what = match option.place {
            OptionPlace::Query => "query option",
            OptionPlace::Header => "header",
        };
        let is_this = |known: &&RequiredOption| known.place == option.place && known.wire_name == option.name;
        let mut sentence = match (required.iter().find(is_this), option.place) {
            (Some(known), _) => format!("`{}` is the {what} {}.", known.parameter.as_str(), code(&option.name)),
            (None, OptionPlace::Query) => {
                format!("The {what} {} is set with `query_option`.", code(&option.name))
            }
            (None, OptionPlace::Header) => format!("The {what} {} is set with `header`.", code(&option.name)),
        };
        if let Some(description) = option.description.as_deref().map(plain).filter(|text| !text.is_empty()) {
            sentence.push(' ');
            sentence.push_str(&description);
        }
        docs.push(sentence);
    }
    docs
}

/// Documents the options that a request to a resource requires, where no parameter sets them.
pub(in crate::plan) fn required_docs(request: &str, options: &[CustomOption]) -> Option<String> {
    let required: Vec<String> = options
        .iter()
        .filter(|option| option.is_required)
        .map(|option| match option.place {
            OptionPlace::Query => format!("the query option {} (`query_option`)", code(&option.name)),
            OptionPlace::Header => format!("the header {} (`header`)", code(&option.name)),
        })
        .collect();
    (!required.is_empty()).then(|| format!("{request} requires {}.", required.join(", ")))
}

/// A name of a document in backticks, without characters that would end them.
fn code(name: &str) -> String {
    let clean: String = name.chars().filter(|c| c.is_ascii_graphic() && *c != '`').take(100).collect();
    format!("`{clean}`")
}
