//! The navigation properties of `$expand`, with their options.

use super::{call, filter, item::Item, number, raw, tuple, without_spaces};
use crate::plan::NavigationConstant;

/// How deep expansions may be nested.
const MAX_DEPTH: usize = 8;

/// The expression of an expansion; `None` if a property of it has no constant, or an option no method.
pub(super) fn typed(value: &str, item: &Item<'_>) -> Option<String> {
    list(value, item, 0)
}

fn list(value: &str, item: &Item<'_>, depth: usize) -> Option<String> {
    if depth == MAX_DEPTH {
        return None;
    }
    tuple(parts(value, ',')?.into_iter().map(|part| one(part.trim(), item, depth)).collect::<Option<_>>()?)
}

fn one(part: &str, item: &Item<'_>, depth: usize) -> Option<String> {
    let Some((name, options)) = part.split_once('(') else { return Some(item.navigation(part)?.0) };
    let (mut expression, navigation) = item.navigation(name.trim_end())?;
    let mut known = Vec::new();
    for part in parts(options.strip_suffix(')')?, ';')? {
        let (name, value) = part.split_once('=')?;
        let (name, value) = (name.trim(), value.trim());
        if known.contains(&name) {
            return None;
        }
        known.push(name);
        expression.push_str(&option(name, value, navigation, item, depth)?);
    }
    Some(expression)
}

fn option(name: &str, value: &str, navigation: &NavigationConstant, outer: &Item<'_>, depth: usize) -> Option<String> {
    let path = navigation.target.as_ref();
    let target = path.and_then(|path| outer.types.item(path));
    let many = navigation.is_collection;
    match name {
        "$select" => {
            // A manager is a directory object, but its department is selected as well.
            let derived = || outer.derived_from(path?)?.selection(value);
            let typed = target.and_then(|target| target.selection(value)).or_else(derived);
            Some(call("select", typed).unwrap_or_else(|| raw("select_raw", &without_spaces(value))))
        }
        "$expand" => {
            let typed = target.and_then(|target| list(value, &target, depth + 1));
            Some(call("expand", typed).unwrap_or_else(|| raw("expand_raw", value)))
        }
        "$filter" if many => call("filter", filter::typed(value, &target?)),
        "$orderby" if many => call("order_by", target?.order(value)),
        "$top" if many => value.parse::<u32>().ok().map(|_| number("top", name, value)),
        "$skip" if many => value.parse::<u32>().ok().map(|_| number("skip", name, value)),
        "$count" if many && value == "true" => Some(".with_count()".to_owned()),
        "$levels" if value == "max" => Some(".levels_max()".to_owned()),
        "$levels" => value.parse::<u32>().ok().map(|levels| format!(".levels({levels})")),
        _ => None,
    }
}

/// Splits at a separator, except in quoted texts and parentheses; `None` if these are not closed.
pub(in crate::chain) fn parts(text: &str, separator: char) -> Option<Vec<&str>> {
    let (mut quoted, mut open) = (false, 0usize);
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, character) in text.char_indices() {
        match character {
            '\'' => quoted = !quoted,
            _ if quoted => {}
            '(' => open += 1,
            ')' => open = open.checked_sub(1)?,
            _ if character == separator && open == 0 => {
                parts.push(&text[start..at]);
                start = at + character.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    (!quoted && open == 0).then_some(parts)
}
