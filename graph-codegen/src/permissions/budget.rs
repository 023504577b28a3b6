use std::collections::BTreeSet;

use super::{AlsoRequires, Alternative, PermissionTable, RequestPermissions, Scheme};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, FileId, Sources, Span, closest},
    edm::Model,
    selection::{Reason, SelectedRequest, Selection},
};

/// What diagnostics call the entries of a budget.
pub(crate) const SOURCE: &str = "allow_permissions";
/// The entry that allows requests whose permissions are not known.
const UNKNOWN: &str = "unknown";
/// How many alternatives a diagnostic names.
const MAX_SHOWN: usize = 4;

/// The permissions that an application has, and that its requests must not exceed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Budget {
    pub(crate) allowed: Vec<String>,
    pub(crate) scheme: Option<Scheme>,
}

/// A request that a budget does not allow, with its permissions if these are known.
type Excess<'t> = (&'t SelectedRequest, Option<RequestPermissions<'t>>);

impl Budget {
    /// Checks the requests of a selection. Does nothing if no permissions are set.
    pub(crate) fn check(
        &self,
        model: &Model,
        selection: &Selection,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) {
        if self.allowed.is_empty() {
            if self.scheme.is_some() {
                let help = "add `.allow_permissions([…])`, or remove `.permission_scheme(…)`";
                diagnostics.push(Diagnostic::error(Code::Setting, "no permissions are allowed").help(help));
            }
            return;
        }
        let entries: Vec<(&str, FileId)> =
            self.allowed.iter().map(|name| (name.as_str(), sources.add(SOURCE, name))).collect();
        let table = PermissionTable::of_model(model);
        let requests = selection.requests(model);
        let allowed = self.names(table, &requests, &entries, diagnostics);
        let schemes = self.schemes(table, &entries, diagnostics);
        let excess = schemes.into_iter().map(|scheme| (scheme, self.excess(table, &requests, &allowed, scheme)));
        // Without a scheme, all requests have to be allowed in one; the one in which most are is reported.
        let Some((scheme, excess)) = excess.min_by_key(|(_, excess)| excess.len()) else { return };
        for (request, permissions) in excess {
            diagnostics.push(diagnostic(request, permissions.as_ref(), &allowed, scheme));
        }
    }

    fn allows_unknown(&self) -> bool {
        self.allowed.iter().any(|name| name == UNKNOWN)
    }

    /// The allowed permissions, as the table spells them. Reports those that do not exist.
    fn names<'t>(
        &'t self,
        table: &'t PermissionTable,
        requests: &'t [SelectedRequest],
        entries: &[(&'t str, FileId)],
        diagnostics: &mut Diagnostics,
    ) -> BTreeSet<&'t str> {
        let annotated: BTreeSet<&str> = requests.iter().flat_map(|request| request.facts.scopes()).collect();
        let is_graph = table.permissions().next().is_some();
        let mut names = BTreeSet::new();
        for (name, file) in entries.iter().filter(|(name, _)| *name != UNKNOWN) {
            match table.permission(name) {
                Some(permission) => drop(names.insert(permission.name())),
                // Only annotations say which permissions other services have, and not all of them.
                None if annotated.contains(name) || !is_graph => drop(names.insert(name)),
                None => {
                    let known =
                        table.permissions().map(|permission| permission.name()).chain(annotated.iter().copied());
                    let mut diagnostic = Diagnostic::error(
                        Code::Permission,
                        format!("there is no permission `{name}`"),
                    )
                    .at(Span::new(*file, 0, name.len()));
                    if let Some(closest) = closest(name, known) {
                        diagnostic = diagnostic.help(format!("did you mean `{closest}`?"));
                    }
                    diagnostics.push(diagnostic);
                }
            }
        }
        names
    }

    /// The schemes in which all allowed permissions exist.
    fn schemes(
        &self,
        table: &PermissionTable,
        entries: &[(&str, FileId)],
        diagnostics: &mut Diagnostics,
    ) -> Vec<Scheme> {
        let missing = |scheme: Scheme| {
            entries
                .iter()
                .find(|(name, _)| table.permission(name).is_some_and(|permission| permission.grant(scheme).is_none()))
        };
        if let Some(scheme) = self.scheme {
            if let Some((name, file)) = missing(scheme) {
                diagnostics.push(
                    Diagnostic::error(Code::Permission, format!("`{name}` is not a permission of the scheme {scheme}"))
                        .at(Span::new(*file, 0, name.len())),
                );
            }
            return vec![scheme];
        }
        let both = [Scheme::DelegatedWork, Scheme::Application];
        let schemes: Vec<Scheme> = both.into_iter().filter(|scheme| missing(*scheme).is_none()).collect();
        if let ([], Some((delegated, file)), Some((application, _))) =
            (&schemes[..], missing(both[1]), missing(both[0]))
        {
            let message =
                format!("`{delegated}` is delegated only, and `{application}` is an application permission only");
            diagnostics.push(
                Diagnostic::error(Code::Permission, message)
                    .at(Span::new(*file, 0, delegated.len()))
                    .help("allow permissions of one scheme; `permission_scheme` says which"),
            );
        }
        schemes
    }

    /// The requests that need more in a scheme.
    fn excess<'t>(
        &self,
        table: &'t PermissionTable,
        requests: &'t [SelectedRequest],
        allowed: &BTreeSet<&str>,
        scheme: Scheme,
    ) -> Vec<Excess<'t>> {
        let mut excess = Vec::new();
        for request in requests {
            let found = table.selected_request(request).filter(|found| found.scheme(scheme).is_known());
            let is_allowed = match &found {
                None => self.allows_unknown(),
                Some(found) => {
                    let scheme = found.scheme(scheme);
                    let mut alternatives = scheme.alternatives().chain(&scheme.resource_specific);
                    alternatives.any(|alternative| missing(alternative, allowed).is_empty())
                }
            };
            if !is_allowed {
                excess.push((request, found));
            }
        }
        excess
    }
}

/// The permissions of an alternative that are not allowed.
fn missing<'t>(alternative: &Alternative<'t>, allowed: &BTreeSet<&str>) -> Vec<&'t str> {
    let names = alternative.permissions().map(|permission| permission.name());
    names.filter(|name| !allowed.contains(name)).collect()
}

fn diagnostic(
    request: &SelectedRequest,
    permissions: Option<&RequestPermissions<'_>>,
    allowed: &BTreeSet<&str>,
    scheme: Scheme,
) -> Diagnostic {
    let line = format!("`{} {}`", request.method.as_str(), request.template);
    let mut diagnostic = match permissions {
        None => Diagnostic::error(Code::Permission, format!("the permissions of {line} are not known"))
            .help(format!("add `{UNKNOWN}` to the allowed permissions to accept such requests")),
        Some(found) => {
            let of_scheme = found.scheme(scheme);
            let mut alternatives: Vec<&Alternative<'_>> = of_scheme.alternatives().collect();
            // The fewest additions first; among those, the least privileged ones.
            alternatives.sort_by_key(|alternative| missing(alternative, allowed).len());
            match alternatives.first() {
                None => {
                    Diagnostic::error(Code::Permission, format!("no permission of the scheme {scheme} allows {line}"))
                        .help("select it in an application that signs in otherwise")
                }
                Some(least) => {
                    let names = alternatives.iter().take(MAX_SHOWN).map(|alternative| written(alternative));
                    let more = if alternatives.len() > MAX_SHOWN { ", …" } else { "" };
                    let names = names.collect::<Vec<String>>().join(", ");
                    let added = missing(least, allowed).iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
                    Diagnostic::error(Code::Permission, format!("{line} needs more than the allowed permissions"))
                        .note(format!("{scheme}: one of {names}{more}"), None)
                        .help(format!("allow {}, or do not select the request", added.join(" and ")))
                }
            }
        }
    };
    if let Reason::Selector { span, .. } = &request.reason {
        diagnostic = diagnostic.at(*span);
    }
    diagnostic
}

/// An alternative as text: `A`, `A with B`, `A with B and perhaps C`.
fn written(alternative: &Alternative<'_>) -> String {
    let name = alternative.name();
    match &alternative.also {
        AlsoRequires::Nothing => name.to_owned(),
        AlsoRequires::One(also) => format!("{name} with {}", also.name()),
        AlsoRequires::Ambiguous(also) => {
            let names: Vec<&str> = also.iter().map(|permission| permission.name()).collect();
            format!("{name} with {} (all or one of them)", names.join(", "))
        }
    }
}
