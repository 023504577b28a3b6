//! Types of other crates.

use super::{code::Code, expression::Expression, names::Names};
use crate::plan::ExternType;

/// Writes a check for each type of another crate, and what it implements for base types that are generated here.
pub(super) fn extern_types(code: &mut Code, names: Names<'_>, types: &[ExternType]) {
    if types.is_empty() {
        return;
    }
    code.gap();
    code.line(&[
        "// The types of other crates, and their names in the metadata. Select them where they are generated.",
    ]);
    for planned in types {
        let function = if planned.is_enumeration { "extern_enumeration" } else { "extern_structure" };
        let check = format!("rt::{function}::<{}>", names.path(&planned.path));
        let check = Expression::call(check, vec![Expression::literal(&planned.source)]);
        code.expression("const _: () = ", &check, ";");
    }
    for planned in types {
        for base in &planned.generated_bases {
            code.empty_implementation(&format!("rt::DerivedFrom<{}>", names.path(base)), &names.path(&planned.path));
        }
    }
}
