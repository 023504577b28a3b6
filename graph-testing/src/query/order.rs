use std::cmp::Ordering;

use serde_json::Value;

use super::{compare::Case, condition::Condition, cursor::Cursor, error::QueryError};

/// What is sorted by: expressions, each from low to high or from high to low.
#[derive(Clone, Debug, Default)]
pub(super) struct Order(Vec<(Condition, bool)>);

impl Order {
    pub(super) fn read(text: &str) -> Result<Self, QueryError> {
        let mut cursor = Cursor::new(text);
        let mut all = Vec::new();
        loop {
            let by = Condition::read_some(&mut cursor)?;
            let is_descending = cursor.eat_word("desc");
            if !is_descending {
                cursor.eat_word("asc");
            }
            all.push((by, is_descending));
            cursor.skip_space();
            if !cursor.eat(",") {
                break;
            }
        }
        // `desc` and `asc` may be followed by a comma.
        if cursor.is_at_end() { Ok(Self(all)) } else { Err(cursor.problem("`asc`, `desc` or `,` is expected")) }
    }

    pub(super) fn compare(&self, a: &Value, b: &Value, case: Case) -> Ordering {
        let orders = self.0.iter().map(|(by, is_descending)| {
            let order = case.compare(&by.value(a, case), &by.value(b, case));
            if *is_descending { order.reverse() } else { order }
        });
        orders.fold(Ordering::Equal, Ordering::then)
    }

    pub(super) fn expressions(&self) -> impl Iterator<Item = &Condition> {
        self.0.iter().map(|(by, _)| by)
    }
}
