//! Types of other crates.

use super::{code::Code, literal::escaped, names::Names};
use crate::plan::ExternType;

/// Writes a check for each type of another crate, and what it implements for base types that are generated here.
///
/// rustc shows the line if the other crate has no such type, so that the comment is a hint.
pub(super) fn extern_types(code: &mut Code, names: Names<'_>, types: &[ExternType]) {
    if types.is_empty() {
        return;
    }
    code.gap();
    code.line(&["// The types of other crates, with their names in the metadata."]);
    for planned in types {
        let function = if planned.is_enumeration { "extern_enumeration" } else { "extern_structure" };
        let path = names.path(&planned.path);
        let source = escaped(&planned.source);
        let hint = [" // select `", &source, "` where it is generated"].concat();
        code.line(&["const _: () = rt::", function, "::<", &path, ">(\"", &source, "\");", &hint]);
    }
    for planned in types {
        for base in &planned.generated_bases {
            code.empty_implementation(&format!("rt::DerivedFrom<{}>", names.path(base)), &names.path(&planned.path));
        }
    }
}
