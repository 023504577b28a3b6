use std::cell::Cell;

use crate::{
    diagnostic::{Code, Diagnostic, Span},
    edm::{Annotation, Expression},
};

/// Limits work that grows with the product of two parts of a document, such as the overloads of a name and its
/// annotations or imports. Real documents need a few thousand steps.
pub(super) struct WorkBudget {
    remaining: Cell<usize>,
    is_reported: Cell<bool>,
}

const MAX_STEPS: usize = 1 << 24;
/// The cost of copying a value, in addition to its length.
const COPY_COST: usize = 64;

impl Default for WorkBudget {
    fn default() -> Self {
        Self { remaining: Cell::new(MAX_STEPS), is_reported: Cell::new(false) }
    }
}

impl WorkBudget {
    /// Spends steps; once it returns false because too few remain, it keeps doing so.
    pub(super) fn spend(&self, steps: usize) -> bool {
        let remaining = self.remaining.get().checked_sub(steps);
        self.remaining.set(remaining.unwrap_or(0));
        remaining.is_some()
    }

    /// Returns the error for an exhausted budget, once.
    pub(super) fn error(&self, span: Span) -> Option<Diagnostic> {
        if self.is_reported.replace(true) {
            return None;
        }
        let message = "too many annotations or imports of elements with too many overloads or properties; \
                       this and further ones are not resolved";
        let help = "no real service needs this many; check the program that wrote the document";
        Some(Diagnostic::error(Code::Limit, message).at(span).help(help))
    }
}

/// Returns the cost of copying annotations.
pub(super) fn weight(annotations: &[Annotation]) -> usize {
    let mut sum = 0;
    for annotation in annotations {
        sum += COPY_COST + annotation.qualifier.as_ref().map_or(0, String::len) + weight(&annotation.annotations);
        sum += annotation.value.as_ref().map_or(0, weight_of_expression);
    }
    sum
}

fn weight_of_expression(expression: &Expression) -> usize {
    COPY_COST
        + match expression {
            Expression::Text { value, .. } => value.len(),
            Expression::Collection(items) => items.iter().map(weight_of_expression).sum(),
            Expression::Record(record) => {
                let values = record.property_values.iter().map(|property| {
                    let value = property.value.as_ref().map_or(0, weight_of_expression);
                    COPY_COST + property.property.len() + value + weight(&property.annotations)
                });
                values.sum::<usize>() + weight(&record.annotations)
            }
            Expression::Null { annotations } => weight(annotations),
            Expression::Operator { attributes, operands, annotations, .. } => {
                attributes.iter().map(|(_, value)| COPY_COST + value.len()).sum::<usize>()
                    + operands.iter().map(weight_of_expression).sum::<usize>()
                    + weight(annotations)
            }
        }
}

#[cfg(test)]
mod tests {
    use super::{MAX_STEPS, WorkBudget};
    use crate::diagnostic::{FileId, Span};

    #[test]
    fn an_exhausted_budget_stays_exhausted_and_is_reported_once() {
        let budget = WorkBudget::default();
        assert!(budget.spend(MAX_STEPS - 1));
        assert!(!budget.spend(2));
        assert!(!budget.spend(1));
        let span = Span::new(FileId(0), 0, 0);
        assert!(budget.error(span).is_some());
        assert!(budget.error(span).is_none());
    }
}
