//! Limits on the structure of a text, which are checked before anything is allocated for it.

use crate::{
    csdl::Limits,
    diagnostic::{Code, Diagnostic, FileId, Span},
};

/// The maximum number of values. Each takes some 100 bytes while a document is read; Graph's own document has 500,000.
const MAX_VALUES: usize = 4 << 20;

/// Checks how deeply a JSON text is nested, and how many values it has.
///
/// # Errors
///
/// Returns a diagnostic if a limit is exceeded. Text that is not JSON may pass.
pub(super) fn check(file: FileId, base: usize, text: &str, max_depth: usize) -> Result<(), Diagnostic> {
    let (mut depth, mut values, mut in_string) = (0_usize, 0_usize, false);
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if in_string => at += 1,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => {
                depth += 1;
                values += 1;
                if depth > max_depth {
                    let message = format!("the document is nested more than {max_depth} deep");
                    let diagnostic = Diagnostic::error(Code::Limit, message);
                    let help = format!("`Limits::depth` allows more, up to {}", Limits::DEEPEST);
                    return Err(diagnostic.at(Span::new(file, base + at, base + at + 1)).help(help));
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' => {
                values += 1;
                if values > MAX_VALUES {
                    let message = format!("the document has more than {MAX_VALUES} values");
                    return Err(Diagnostic::error(Code::Limit, message).at(Span::new(file, base + at, base + at + 1)));
                }
            }
            _ => {}
        }
        at += 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{MAX_VALUES, check};
    use crate::diagnostic::FileId;

    #[test]
    fn depth_and_number_are_limited() {
        let check = |text: &str| check(FileId(0), 0, text, 3).is_ok();
        assert!(check("[[[]], [[]]]"));
        assert!(!check("[[[[]]]]"));
        assert!(check(r#"["[[[[", "\"[[[["]"#));
        assert!(check("]]]]"));
        assert!(!check(&"1,".repeat(MAX_VALUES + 1)));
    }
}
