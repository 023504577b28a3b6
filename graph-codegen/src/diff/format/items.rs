//! Writes JSON with one long list, an item at a time: a value for all of them takes ten times the memory of the text.

use std::fmt::{self, Write};

use serde_json::Value;

/// Writes an object, pretty-printed, with items in its member `list`, which is empty in `object`.
pub(super) fn write_with_items(
    out: &mut dyn Write,
    object: &Value,
    list: &str,
    items: impl Iterator<Item = Value>,
) -> fmt::Result {
    let empty = format!("\"{list}\": []");
    let mut items = items.peekable();
    for (number, line) in format!("{object:#}").lines().enumerate() {
        if number > 0 {
            out.write_char('\n')?;
        }
        // Strings have no line breaks, so that a line with nothing else is the list itself.
        let rest = line.trim_start().strip_prefix(&empty).filter(|rest| rest.is_empty() || *rest == ",");
        let Some(rest) = rest.filter(|_| items.peek().is_some()) else {
            out.write_str(line)?;
            continue;
        };
        let indent = &line[..line.len() - line.trim_start().len()];
        write!(out, "{indent}\"{list}\": [")?;
        while let Some(item) = items.next() {
            for line in format!("{item:#}").lines() {
                write!(out, "\n{indent}  {line}")?;
            }
            out.write_str(if items.peek().is_some() { "," } else { "" })?;
        }
        write!(out, "\n{indent}]{rest}")?;
    }
    out.write_char('\n')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::write_with_items;

    #[test]
    fn items_are_written_as_in_one_value() {
        for items in [vec![], vec![json!(1)], vec![json!({"a": [1, "\"items\": []\n"]}), json!([])]] {
            let object = |items| json!({"a": "\"items\": []", "b": [{"items": items, "z": []}]});
            let mut text = String::new();
            write_with_items(&mut text, &object(json!([])), "items", items.clone().into_iter()).unwrap();
            assert_eq!(text, format!("{:#}\n", object(items.into())));
        }
    }
}
