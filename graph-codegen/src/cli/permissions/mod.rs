//! `permissions`: the least permissions for a selection.

mod json;
mod registration;
mod text;
mod token;

use super::{
    arguments::{Permissions, PermissionsFormat, ScopeForm},
    failure::Failure,
    output::Output,
};
use crate::{
    Builder, Resolved,
    diagnostic::{Code, Diagnostic, Rendered},
    permissions::{LeastPermissions, LeastSet, PartialResponses, PermissionTable, Scheme, SelectionPermissions},
    selection::SelectedRequest,
};

/// What is said of `/me` as an application.
const NEEDS_USER: &str = "these requests need a signed-in user; an application calls the other path";

/// The least permissions of a scheme, and what may be incomplete with the first set.
struct Report<'t> {
    least: LeastPermissions<'t>,
    /// `None` if there is no set, or if the output does not name them.
    partial: Option<PartialResponses<'t>>,
    /// Requests of an application without a user, each with the path to call instead.
    needs_user: Vec<(&'t SelectedRequest, String)>,
    /// Requests that have permissions, of which Microsoft marks none as least privileged.
    unmarked: Vec<&'t SelectedRequest>,
    /// Requests that the table does not have, each with close ones that it has.
    unknown: Vec<(&'t SelectedRequest, Vec<String>)>,
}

impl<'t> Report<'t> {
    /// The set that permits the fewest requests.
    fn set(&self) -> Option<&LeastSet<'t>> {
        self.least.sets.first()
    }
}

/// Other services than Graph have neither its identifiers nor its origin.
fn check_service(arguments: &Permissions, table: &PermissionTable) -> Result<(), Failure> {
    let forms = [
        ("--scopes", arguments.scopes == Some(ScopeForm::Full)),
        ("--manifest", arguments.manifest),
        ("--bicep", arguments.bicep),
        ("--terraform", arguments.terraform),
    ];
    match forms.into_iter().find(|(_, is_set)| *is_set) {
        Some((form, _)) if !std::ptr::eq(table, PermissionTable::embedded()) => Err(Failure::from(
            Diagnostic::error(Code::Setting, format!("`{form}` is only for Microsoft Graph"))
                .help("its identifier and origin are not those of another service; `--scopes=bare` prints the names"),
        )),
        _ => Ok(()),
    }
}

pub(super) fn run(settings: Builder, arguments: &Permissions, output: &mut Output<'_>) -> Result<(), Failure> {
    let settings = arguments.input.apply(settings);
    if !settings.has_selectors() {
        return Err(Failure::from(
            Diagnostic::error(Code::Setting, "nothing is selected")
                .help("select requests: `--select /me/messages`, or `--select-file metadata/selection.txt`"),
        ));
    }
    let selected = settings.selected()?;
    // Scopes whose names are not valid are ignored, so that the permissions may be incomplete.
    let Resolved { diagnostics, sources, .. } = &selected.resolved;
    output.print_error(&Rendered::new(diagnostics.list(), sources).to_string())?;
    let table = PermissionTable::of_model(&selected.resolved.model);
    check_service(arguments, table)?;
    if PermissionTable::is_of_other_version(&selected.resolved.model) {
        let warning = Diagnostic::warning(Code::Setting, "the permissions are those of v1.0; beta may need others");
        output.print_error(&Rendered::new(&[warning], sources).to_string())?;
    }
    let requests = selected.requests();
    let is_graph = selected.resolved.model.is_microsoft_graph();
    if !is_graph && !requests.iter().any(|request| table.selected_request(request).is_some()) {
        let message = "permissions are known for Microsoft Graph only, and the metadata is that of another service";
        return Err(Failure::from(Diagnostic::error(Code::Setting, message).help(
            "the metadata can declare permissions: annotate operations, entity sets and singletons with \
             `Org.OData.Capabilities.V1`, as `OperationRestrictions/Permissions` does",
        )));
    }
    let permissions = SelectionPermissions::of(table, &requests);
    if let Some(path) = &arguments.token {
        return token::run(path, &arguments.scheme, &permissions, output);
    }
    let is_request = arguments.scopes.is_some();
    let default = if is_request { &[Scheme::DelegatedWork][..] } else { &Scheme::ALL };
    let schemes = if arguments.scheme.is_empty() { default } else { &arguments.scheme };
    let is_registration = is_request || arguments.manifest || arguments.bicep || arguments.terraform;
    let report = |scheme: &Scheme| {
        let least = permissions.least(*scheme);
        let set = least.sets.first().filter(|_| !is_registration);
        let partial =
            set.map(|set| permissions.partial_responses(&selected.resolved.model, &selected.selection, *scheme, set));
        let needs_user = needs_user(&permissions, *scheme);
        let unmarked = permissions.requests().iter().filter(|(_, found)| {
            let of_scheme = found.as_ref().map(|found| found.scheme(*scheme));
            of_scheme.is_some_and(|found| found.least.is_empty() && !found.higher.is_empty())
        });
        let unmarked = unmarked.map(|(request, _)| *request).collect();
        let unknown = least.unknown.iter().map(|request| (*request, table.neighbours(&request.template))).collect();
        Report { partial, least, needs_user, unmarked, unknown }
    };
    let reports: Vec<Report<'_>> = schemes.iter().map(report).collect();
    let text = match () {
        () if arguments.manifest => registration::manifest(&reports),
        () if arguments.bicep => registration::bicep(&reports),
        () if arguments.terraform => registration::terraform(&reports),
        () if is_request => registration::scopes(&reports, arguments.cloud, arguments.scopes == Some(ScopeForm::Full)),
        () if arguments.format == PermissionsFormat::Json => {
            return output.print(&json::report(&permissions, &reports));
        }
        () => return output.print(&text::report(&permissions, &reports)),
    };
    output.print_error(&registration::remarks(&reports, !is_request))?;
    output.print(&text)
}

/// The requests below `/me`, which Microsoft's table also has for applications, though they have no signed-in user.
fn needs_user<'t>(permissions: &SelectionPermissions<'t>, scheme: Scheme) -> Vec<(&'t SelectedRequest, String)> {
    if scheme.is_delegated() {
        return Vec::new();
    }
    let known = permissions.requests().iter().filter(|(_, found)| found.is_some());
    let requests = known.filter_map(|(request, _)| {
        let rest = request.template.strip_prefix("/me").filter(|rest| rest.is_empty() || rest.starts_with('/'))?;
        Some((*request, format!("/users/{{id}}{rest}")))
    });
    requests.collect()
}
