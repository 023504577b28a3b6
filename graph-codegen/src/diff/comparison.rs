//! The state of a comparison: both sides, and the findings so far.

use super::{
    Date, Finding, Location, Notice, Rule, Side, Verdict, Verdicts,
    finding::fingerprint,
    scope::{Requests, Scope},
};
use crate::{
    diagnostic::{Sources, Span, one_line},
    edm::TypeId,
    explain::Element,
};

/// A finding before its position and its reasons are written out.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub(super) rule: Rule,
    pub(super) element: String,
    pub(super) message: String,
    pub(super) verdicts: Verdicts,
    pub(super) notice: Notice,
    pub(super) old: Option<Span>,
    pub(super) new: Option<Span>,
    /// The element whose reason is the finding's.
    pub(super) subject: Option<Element<'a>>,
    /// Whether the subject is of the new model.
    pub(super) is_of_new: bool,
    pub(super) notes: Vec<String>,
    /// The type of the resources that the element leads to, if requests to them may change.
    pub(super) target: Option<String>,
    /// What changed, for the fingerprint.
    pub(super) values: [String; 2],
    /// The term of the capabilities vocabulary that the finding is about, such as `InsertRestrictions`.
    pub(super) capability: Option<&'static str>,
    /// Whether code may still compile if a signature changes, since the new type has what the old one had.
    pub(super) may_compile: bool,
}

impl<'a> Draft<'a> {
    pub(super) fn new(rule: Rule, element: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            rule,
            element: element.into(),
            message: message.into(),
            verdicts: rule.verdicts(),
            notice: Notice::NotNeeded,
            old: None,
            new: None,
            subject: None,
            is_of_new: false,
            notes: Vec::new(),
            target: None,
            values: Default::default(),
            capability: None,
            may_compile: false,
        }
    }

    pub(super) fn at(mut self, old: impl Into<Option<Span>>, new: impl Into<Option<Span>>) -> Self {
        (self.old, self.new) = (old.into(), new.into());
        self
    }

    pub(super) fn of(mut self, subject: Element<'a>) -> Self {
        self.subject = Some(subject);
        self
    }

    /// Sets an element of the new model as the subject.
    pub(super) fn of_new(self, subject: Element<'a>) -> Self {
        Self { is_of_new: true, ..self.of(subject) }
    }

    /// Sets what the value was and is, for the fingerprint.
    pub(super) fn values(mut self, old: impl Into<String>, new: impl Into<String>) -> Self {
        self.values = [old.into(), new.into()];
        self
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Lowers the verdict on the wire.
    pub(super) fn wire(mut self, wire: Verdict) -> Self {
        self.verdicts.wire = wire;
        self
    }

    /// Says that source code still compiles, as far as the metadata tells.
    pub(super) fn compiles_if(mut self, compiles: bool) -> Self {
        if compiles {
            self.verdicts.source = Verdict::Safe;
        }
        self
    }

    /// Lowers the verdicts if a value's type was replaced by one that its values fit, with a verdict on the wire.
    pub(super) fn fits(mut self, wire: Option<Verdict>) -> Self {
        if let Some(wire) = wire {
            (self.verdicts.wire, self.verdicts.source, self.may_compile) = (wire, Verdict::Maybe, true);
        }
        self
    }

    /// Makes the verdicts safe, except for source code, if values do not go in the direction that matters.
    pub(super) fn only_if(mut self, matters: bool) -> Self {
        if !matters {
            (self.verdicts.wire, self.verdicts.behaviour) = (Verdict::Safe, Verdict::Safe);
        }
        self
    }
}

/// Two models while they are compared.
#[derive(Debug)]
pub(super) struct Comparison<'a> {
    pub(super) old: Side<'a>,
    pub(super) new: Side<'a>,
    pub(super) old_scope: Scope<'a>,
    pub(super) new_scope: Scope<'a>,
    pub(super) today: Date,
    pub(super) drafts: Vec<Draft<'a>>,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(old: Side<'a>, new: Side<'a>, today: Date) -> Self {
        let (old_scope, new_scope) = (Scope::new(old), Scope::new(new));
        Self { old, new, old_scope, new_scope, today, drafts: Vec::new() }
    }

    pub(super) fn push(&mut self, draft: Draft<'a>) {
        self.drafts.push(draft);
    }

    /// The requests that are sent to resources of a type, before or after: a request may be possible in one only.
    pub(super) fn requests(&self, old: TypeId, new: TypeId) -> Requests {
        let (old, new) = (self.old_scope.requests(old), self.new_scope.requests(new));
        Requests {
            read: old.read || new.read,
            insert: old.insert || new.insert,
            update: old.update || new.update,
            delete: old.delete || new.delete,
        }
    }

    /// Whether both documents say what only CSDL can express.
    pub(super) fn is_csdl(&self) -> bool {
        !self.old.is_openapi && !self.new.is_openapi
    }

    /// Whether one document is CSDL and the other OpenAPI, which describes a part of a service, cannot always tell
    /// properties from navigation properties, and has keys where CSDL has none.
    pub(super) fn crosses_formats(&self) -> bool {
        self.old.is_openapi != self.new.is_openapi
    }
}

/// Writes out the findings, sorted and each once.
pub(super) fn finish(
    drafts: Vec<Draft<'_>>,
    [old, new]: [&Sources; 2],
    reasons: impl Fn(&Draft<'_>) -> Vec<String>,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = drafts
        .into_iter()
        .map(|draft| Finding {
            fingerprint: fingerprint(draft.rule, &draft.element, [&draft.values[0], &draft.values[1]]),
            reasons: reasons(&draft),
            rule: draft.rule,
            element: one_line(&draft.element),
            message: one_line(&draft.message),
            verdicts: draft.verdicts,
            notice: draft.notice,
            old: draft.old.and_then(|span| location(old, span)),
            new: draft.new.and_then(|span| location(new, span)),
            notes: draft.notes.iter().map(|note| one_line(note)).collect(),
        })
        .collect();
    let key = |finding: &Finding| (std::cmp::Reverse(finding.level()), finding.rule);
    findings.sort_by(|left, right| {
        let of_element = || left.element.cmp(&right.element).then_with(|| left.message.cmp(&right.message));
        key(left).cmp(&key(right)).then_with(of_element)
    });
    findings.dedup_by(|left, right| left.fingerprint == right.fingerprint && left.element == right.element);
    findings
}

fn location(sources: &Sources, span: Span) -> Option<Location> {
    let source = sources.get(span.file)?;
    let position = source.position(span.start);
    Some(Location { file: source.name().to_owned(), line: position.line, column: position.column })
}
