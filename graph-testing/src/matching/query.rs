//! Query options, compared by meaning.

use super::difference::Difference;
use crate::text::{HIDDEN, is_secret_option, split};

/// How much a missing, additional or different query option weighs.
const WEIGHT: u32 = 2;

/// Returns the differences of query options, whose order does not matter. Those in `any` are not compared.
pub(super) fn differences(
    expected: &[(String, String)],
    received: &[(String, String)],
    any: &[String],
) -> Vec<Difference> {
    let mut found = Vec::new();
    let values = |options: &[(String, String)], name: &str| -> Vec<String> {
        options.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
    };
    let mut names: Vec<&str> = expected.iter().chain(received).map(|(name, _)| name.as_str()).collect();
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(*name) && !any.iter().any(|any| any == name));
    for name in names {
        let (wanted, sent) = (values(expected, name), values(received, name));
        let meaning = |values: &[String]| values.iter().map(|value| meaning(name, value)).collect::<Vec<_>>();
        if meaning(&wanted) != meaning(&sent) {
            let show = |values: Vec<String>| {
                let text = if is_secret_option(name) { HIDDEN.to_owned() } else { values.join("&") };
                (!values.is_empty()).then(|| format!("`{text}`"))
            };
            found.push(Difference::new(format!("query option {name}"), show(wanted), show(sent), WEIGHT));
        }
    }
    found
}

/// The depth of expansions whose order does not matter; deeper ones are compared as texts.
const MAX_DEPTH: usize = 50;

/// Returns a value in a form that is equal for values of the same meaning: `$select` and `$expand` have no order.
fn meaning(name: &str, value: &str) -> Vec<String> {
    meaning_within(name, value, MAX_DEPTH)
}

fn meaning_within(name: &str, value: &str, depth: usize) -> Vec<String> {
    if depth == 0 || !["$select", "$expand", "select", "expand"].contains(&name) {
        return vec![value.to_owned()];
    }
    let mut items: Vec<String> = split(value, ',')
        .into_iter()
        .map(|item| match item.split_once('(') {
            // The options of an expansion are separated by semicolons.
            Some((path, options)) if item.ends_with(')') && name.ends_with("expand") => {
                let options = split(&options[..options.len() - 1], ';').into_iter();
                let options = options.map(|option| match option.split_once('=') {
                    Some((name, value)) => {
                        format!("{}={}", name.trim(), meaning_within(name.trim(), value, depth - 1).join(","))
                    }
                    None => option.to_owned(),
                });
                let mut options: Vec<String> = options.collect();
                options.sort();
                format!("{path}({})", options.join(";"))
            }
            _ => item.trim().to_owned(),
        })
        .collect();
    items.sort();
    items
}

#[cfg(test)]
mod tests {
    use super::differences;
    use crate::text::option_pairs;

    fn differ(expected: &str, received: &str) -> Vec<String> {
        let found = differences(&option_pairs(expected), &option_pairs(received), &["$any".to_owned()]);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn order_and_encoding_do_not_matter() {
        assert!(differ("$select=id,mail&$top=5", "%24top=5&$select=mail,id").is_empty());
        assert!(
            differ(
                "$expand=a($select=x,y;$top=2),b($filter=n eq 'x;y,')",
                "$expand=b($filter=n eq 'x;y,'),a($top=2;$select=y,x)"
            )
            .is_empty()
        );
        assert!(differ("", "$any=5").is_empty());
    }

    #[test]
    fn expansions_may_be_nested_to_any_depth() {
        const DEPTH: usize = 100_000;
        let nested = format!("$expand={}a{}", "a($expand=".repeat(DEPTH), ")".repeat(DEPTH));
        assert!(differ(&nested, &nested).is_empty());
        assert_eq!(differ(&nested, "$expand=a").len(), 1);
    }

    #[test]
    fn differences_name_the_option() {
        assert_eq!(
            differ("$top=5&$filter=a eq 1", "$top=6&$orderby=a"),
            [
                "query option $top: expected `5`, received `6`",
                "query option $filter: expected `a eq 1`, received none",
                "query option $orderby: expected none, received `a`",
            ]
        );
        assert_eq!(differ("$orderby=a,b", "$orderby=b,a").len(), 1, "the order of an order matters");
        assert!(!differ("sig=1", "sig=2")[0].contains(['1', '2']));
    }
}
