//! Deprecations and dates of removal (`Core.Revisions`).

use crate::{
    diff::{
        Date, Notice, Rule,
        comparison::{Comparison, Draft},
    },
    edm::{Annotation, Expression, Record, vocabulary::REVISIONS},
    explain::Element,
};

/// How long Graph serves what it deprecated without a date of removal, by its policy.
const YEARS_OF_NOTICE: u16 = 2;

/// A revision of the kind `Deprecated`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deprecation<'a> {
    record: &'a Record,
    annotation: &'a Annotation,
}

impl<'a> Deprecation<'a> {
    pub(super) fn of(annotations: &'a [Annotation]) -> Option<Self> {
        let annotation = Annotation::find(annotations, REVISIONS)?;
        let record = annotation.value.as_ref()?.records().find(|record| {
            let kind = record.get("Kind").and_then(Expression::as_enum_member);
            kind.is_some_and(|kind| kind.rsplit('/').next() == Some("Deprecated"))
        })?;
        Some(Self { record, annotation })
    }

    fn text(&self, name: &str) -> Option<&'a str> {
        self.record.get(name).and_then(Expression::as_constant).filter(|text| !text.is_empty())
    }

    fn date(&self, name: &str) -> Option<Date> {
        // Some dates are written as the time of midnight.
        self.text(name)?.get(..10)?.parse().ok()
    }

    /// When the element may be removed.
    fn removal(&self) -> Option<Date> {
        self.date("RemovalDate").or_else(|| Some(self.date("Date")?.after_years(YEARS_OF_NOTICE)))
    }
}

impl<'a> Draft<'a> {
    /// Says whether a removal was announced, according to the annotations of the elements that were removed with it.
    pub(super) fn removal_of(mut self, levels: &[&[Annotation]], today: Date) -> Self {
        let Some(deprecation) = levels.iter().find_map(|level| Deprecation::of(level)) else {
            self.notice = Notice::NotGiven;
            return self;
        };
        let since = deprecation.text("Date").map(|date| format!(" since {date}")).unwrap_or_default();
        let (notice, note) = match (deprecation.removal(), deprecation.text("RemovalDate")) {
            (Some(due), Some(_)) if due <= today => {
                (Notice::Given, format!("it was deprecated{since}, to be removed on {due}"))
            }
            (Some(due), None) if due <= today => {
                (Notice::Given, format!("it was deprecated{since}, more than {YEARS_OF_NOTICE} years ago"))
            }
            (Some(due), Some(_)) => {
                (Notice::TooShort, format!("it was deprecated{since}, to be removed only on {due}"))
            }
            (Some(due), None) => {
                (Notice::TooShort, format!("it was deprecated{since}, which allows its removal from {due} on"))
            }
            (None, _) => (Notice::TooShort, format!("it was deprecated{since}, without a valid date")),
        };
        self.notice = notice;
        self.note(note)
    }
}

/// Compares the deprecations of an element that still exists.
pub(super) fn compare<'a>(
    comparison: &mut Comparison<'a>,
    element: &str,
    subject: Option<Element<'a>>,
    old: &'a [Annotation],
    new: &'a [Annotation],
) {
    // Most OpenAPI documents do not say what is deprecated.
    if comparison.crosses_formats() {
        return;
    }
    let (before, after) = (Deprecation::of(old), Deprecation::of(new));
    let draft = match (before, after) {
        (None, None) => return,
        (None, Some(after)) => {
            let removal =
                after.text("RemovalDate").map(|date| format!(", to be removed on {date}")).unwrap_or_default();
            let message = format!("{element} was deprecated{removal}");
            let description = after.text("Description");
            let draft = Draft::new(Rule::Deprecated, element, message).at(None, after.annotation.span);
            description.into_iter().fold(draft, |draft, text| draft.note(text))
        }
        (Some(before), None) => {
            let message = format!("{element} is no longer deprecated");
            Draft::new(Rule::DeprecationWithdrawn, element, message).at(before.annotation.span, None)
        }
        (Some(before), Some(after)) => {
            let (from, to) = (before.text("RemovalDate").unwrap_or(""), after.text("RemovalDate").unwrap_or(""));
            if from == to {
                return;
            }
            let message = match (from, to) {
                ("", to) => format!("{element} is to be removed on {to}"),
                (from, "") => format!("{element} is no longer to be removed on {from}"),
                (from, to) => format!("{element} is to be removed on {to} instead of {from}"),
            };
            Draft::new(Rule::RemovalDateChanged, element, message)
                .at(before.annotation.span, after.annotation.span)
                .values(from, to)
        }
    };
    comparison.push(Draft { subject, ..draft });
}
