use std::collections::{BTreeMap, HashMap};

use jsonc_parser::{
    ast::{ObjectProp, ObjectPropName, StringLit, Value},
    common::{Range, Ranged},
};

use super::Reader;
use crate::{
    csdl::{Ignored, Text},
    diagnostic::{Code, Diagnostic, Diagnostics, Quoted, Span, closest},
};

/// An object whose members are taken by name. Its annotations are taken by the name of what they annotate.
pub(super) struct Object<'t, 'a> {
    /// The element of CSDL that it represents, for messages.
    pub(super) kind: &'static str,
    /// The position of the element.
    pub(super) span: Span,
    pub(super) members: &'t [ObjectProp<'a>],
    is_taken: Vec<bool>,
    /// The indices of annotations, by the name of the annotated member; that of the object itself is empty.
    annotations: BTreeMap<&'t str, Vec<usize>>,
    /// The indices of members whose names begin with `$`, and of control information.
    keywords: Vec<usize>,
}

impl<'t, 'a> Object<'t, 'a> {
    /// Takes a member whose name begins with `$`, or control information such as `@type`.
    pub(super) fn take(&mut self, name: &str) -> Option<&'t ObjectProp<'a>> {
        let index = *self.keywords.iter().find(|index| self.members[**index].name.as_str() == name)?;
        self.is_taken[index] = true;
        Some(&self.members[index])
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.keywords.iter().any(|index| self.members[*index].name.as_str() == name)
    }

    /// Takes the members whose names are chosen by the document, in order.
    pub(super) fn named(&mut self) -> Vec<&'t ObjectProp<'a>> {
        let mut named = Vec::with_capacity(self.members.len());
        for (index, member) in self.members.iter().enumerate() {
            let name = member.name.as_str();
            if !name.starts_with('$') && !name.contains('@') && !self.is_taken[index] {
                self.is_taken[index] = true;
                named.push(member);
            }
        }
        named
    }

    /// Takes the annotations of a member, or those of the object itself if `of` is empty.
    pub(super) fn annotations(&mut self, of: &str) -> Vec<&'t ObjectProp<'a>> {
        let mut annotations = Vec::new();
        for index in self.annotations.remove(of).unwrap_or_default() {
            if !self.is_taken[index] {
                self.is_taken[index] = true;
                annotations.push(&self.members[index]);
            }
        }
        annotations
    }

    /// Takes all members, whatever their names are.
    pub(super) fn all(&mut self) -> &'t [ObjectProp<'a>] {
        self.is_taken.fill(true);
        self.members
    }
}

/// The name of a member as a string; the parser refuses other names.
fn name_of<'t, 'a>(member: &'t ObjectProp<'a>) -> Option<&'t StringLit<'a>> {
    match &member.name {
        ObjectPropName::String(name) => Some(name),
        ObjectPropName::Word(_) => None,
    }
}

/// Whether what follows `@` is not the qualified name of a term: `type`, `odata.type`.
fn is_control_information(name: &str) -> bool {
    let name = name.split('#').next().unwrap_or(name);
    !name.contains('.') || name.starts_with("odata.")
}

/// Members of CSDL JSON objects.
const KEYWORDS: [&str; 47] = [
    "$Abstract",
    "$Action",
    "$Alias",
    "$Annotations",
    "$AppliesTo",
    "$BaseTerm",
    "$BaseType",
    "$Collection",
    "$ContainsTarget",
    "$DefaultValue",
    "$EntityContainer",
    "$EntitySet",
    "$EntitySetPath",
    "$Extends",
    "$Function",
    "$HasStream",
    "$Include",
    "$IncludeAnnotations",
    "$IncludeInServiceDocument",
    "$IsBound",
    "$IsComposable",
    "$IsFlags",
    "$Key",
    "$Kind",
    "$MaxLength",
    "$Name",
    "$Namespace",
    "$NavigationPropertyBinding",
    "$Nullable",
    "$OnDelete",
    "$OpenType",
    "$Parameter",
    "$Partner",
    "$Precision",
    "$Qualifier",
    "$Reference",
    "$ReferentialConstraint",
    "$ReturnType",
    "$Scale",
    "$SRID",
    "$TargetNamespace",
    "$TermNamespace",
    "$Type",
    "$UnderlyingType",
    "$Unicode",
    "$Uri",
    "$Version",
];

/// The number of distinct unknown names that are compared with known ones.
const MAX_UNKNOWN: usize = 100;

impl<'a> Reader<'a, '_> {
    /// Prepares an object for reading, and reports members that it has twice.
    pub(super) fn object<'t>(
        &mut self,
        kind: &'static str,
        object: &'t jsonc_parser::ast::Object<'a>,
        span: Span,
    ) -> Object<'t, 'a> {
        let members = &object.properties;
        let mut is_taken = vec![false; members.len()];
        let mut annotations = BTreeMap::<_, Vec<_>>::new();
        let mut keywords = Vec::new();
        let mut names = HashMap::with_capacity(members.len());
        for (index, member) in members.iter().enumerate() {
            let name = member.name.as_str();
            if let Some(first) = names.insert(name, index) {
                names.insert(name, first);
                is_taken[index] = true;
                let message = format!("the object has two members {}", Quoted(name));
                let second = self.span(member.name.range());
                let first = self.span(members[first].name.range());
                let diagnostic = Diagnostic::error(Code::Duplicate, message).at(second);
                self.report(diagnostic.note("the first one is here", first));
            } else if let Some((target, term)) = name.rsplit_once('@')
                && !is_control_information(term)
            {
                annotations.entry(target).or_default().push(index);
            } else if name.starts_with(['$', '@']) {
                keywords.push(index);
            }
        }
        Object { kind, span, members, is_taken, annotations, keywords }
    }

    /// The name of a member, and its position without the quotation marks.
    pub(super) fn name_text(&self, member: &ObjectProp<'a>) -> Text<'a> {
        match name_of(member) {
            Some(name) => self.text(name),
            None => Text { value: member.name.as_str().to_owned().into(), span: self.span(member.name.range()) },
        }
    }

    /// The position of an element that is a member: from its name to the end of its value.
    pub(super) fn member_span(&self, member: &ObjectProp<'a>) -> Span {
        self.span(member.range)
    }

    /// The position of an element that has members of its own: from its name to the last member that describes it.
    pub(super) fn head_span(&self, member: &ObjectProp<'a>, object: &jsonc_parser::ast::Object<'a>) -> Span {
        let head = object.properties.iter().take_while(|member| member.name.as_str().starts_with('$'));
        let end = head.last().map_or(object.range.start + 1, |last| last.range.end);
        self.span(Range { start: member.range.start, end })
    }

    /// Records the members that have not been taken as ignored.
    pub(super) fn finish(&mut self, object: &Object<'_, 'a>) {
        for (member, is_taken) in object.members.iter().zip(&object.is_taken) {
            if !is_taken {
                self.ignore(object, member);
            }
        }
    }

    fn ignore(&mut self, object: &Object<'_, 'a>, member: &ObjectProp<'a>) {
        let name = member.name.as_str();
        let reason = match name.rsplit_once('@') {
            Some((_, term)) if is_control_information(term) => "control information",
            Some(_) => {
                self.warn_of_unknown(object.kind, member, None);
                "annotation of what is not there"
            }
            None if KEYWORDS.contains(&name) => {
                self.warn_of_unknown(object.kind, member, None);
                "not a member of this object"
            }
            None => {
                let meant = if name.len() > 40 { None } else { closest(name, KEYWORDS) };
                self.warn_of_unknown(object.kind, member, meant);
                "not in the specification"
            }
        };
        // Limits the memory that a hostile document can use.
        if self.ignored.len() < Diagnostics::KEPT {
            let name = format!("{}.{}", object.kind, Quoted(name)).replace('`', "");
            self.ignored.push(Ignored { name, reason, text: self.value_text(member) });
        }
    }

    /// The text of an ignored member's value if it is a string; its name otherwise.
    fn value_text(&self, member: &ObjectProp<'a>) -> Text<'a> {
        match &member.value {
            Value::StringLit(string) => self.text(string),
            _ => self.name_text(member),
        }
    }

    /// Warns of a member that is ignored. Warns once per name, since a service that adds its own members may add them
    /// everywhere.
    fn warn_of_unknown(&mut self, kind: &'static str, member: &ObjectProp<'a>, meant: Option<&str>) {
        let name = member.name.as_str();
        if self.unknown.len() >= MAX_UNKNOWN || !self.unknown.insert((kind, name.to_owned())) {
            return;
        }
        let message = format!("member {} of {} is ignored", Quoted(name), Quoted(kind));
        let mut warning = Diagnostic::warning(Code::Csdl, message).at(self.span(member.name.range()));
        if let Some(meant) = meant {
            warning = warning.help(format!("did you mean `{meant}`?"));
        }
        self.report(warning);
    }
}
