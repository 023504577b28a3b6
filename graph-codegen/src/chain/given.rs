//! The arguments of functions that a documented request gives.

use crate::{
    diagnostic::FileId,
    plan::{FunctionCall, Method, MethodKind},
    selection::{Keys, RequestLine, Segment, split},
};

/// The calls in a path, of which those that were found are removed.
#[derive(Debug, Default)]
pub(super) struct GivenArguments {
    /// The names and arguments of the calls, the last one first.
    calls: Vec<(String, Given)>,
}

/// The arguments of a call.
#[derive(Clone, Debug, Default)]
pub(super) struct Given {
    names: Vec<String>,
    /// Whether all parameters are given, without their names.
    is_positional: bool,
}

impl GivenArguments {
    pub(super) fn of(line: &RequestLine<'_>) -> Self {
        // A path that is not valid is reported where it is followed.
        let segments = split(line.path.trim_end_matches('/'), Keys::Values, FileId(0), 0).unwrap_or_default();
        let call = |(segment, _)| match segment {
            Segment::Call(name, arguments) => {
                let is_positional = arguments.iter().any(|argument| argument.name.is_none());
                let names = arguments.into_iter().filter_map(|argument| argument.name).collect();
                Some((name, Given { names, is_positional }))
            }
            Segment::Name(name) => Some((name, Given::default())),
            _ => None,
        };
        Self { calls: segments.into_iter().rev().filter_map(call).collect() }
    }

    /// Returns the arguments of the next call of a method; none if the method does not call a function.
    pub(super) fn next(&mut self, method: &Method) -> Given {
        let Some(call) = called(method) else { return Given::default() };
        let simple = |name: &str| name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let wanted = simple(&call.segment);
        let Some(at) = self.calls.iter().rposition(|(name, _)| simple(name) == wanted) else {
            return Given::default();
        };
        let given = self.calls.drain(at..).next();
        given.map(|(_, given)| given).unwrap_or_default()
    }
}

impl Given {
    /// Whether the call of a method gives an optional parameter.
    pub(super) fn has(&self, method: &Method, parameter: &str) -> bool {
        let arguments = called(method).map(|call| &call.arguments[..]).unwrap_or_default();
        let wire_name = arguments.iter().find(|argument| argument.name.as_str() == parameter);
        wire_name.is_some_and(|argument| {
            self.is_positional || self.names.iter().any(|name| name.eq_ignore_ascii_case(&argument.wire_name))
        })
    }
}

fn called(method: &Method) -> Option<&FunctionCall> {
    match &method.kind {
        MethodKind::Function(function) => Some(&function.call),
        MethodKind::FunctionResult(result) => Some(&result.call),
        _ => None,
    }
}
