//! The users to reprocess, read one at a time.

use graph_runtime::{Client, Items, Object};
use tokio::{
    fs::File,
    io::{AsyncBufReadExt, BufReader, Lines},
};

use crate::{
    BoxError,
    arguments::Arguments,
    graph::{GraphService, LicenseAssignmentState, User},
};

/// A user to reprocess.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) id: String,
    /// The user principal name, if it was read.
    pub(crate) name: Option<String>,
    /// The license errors, each with the id of the product.
    pub(crate) errors: Vec<(String, String)>,
}

/// Where the users come from.
pub(crate) enum Source {
    /// The users of the tenant or of a group, of whom those with a license error are reprocessed.
    Query(Box<Items<Object<User>>>),
    /// The ids in a file.
    File(Lines<BufReader<File>>),
}

/// The largest page size of Graph.
const PAGE_SIZE: u32 = 999;

impl Source {
    pub(crate) async fn open(arguments: &Arguments, client: &Client) -> Result<Self, BoxError> {
        let service = GraphService::new(client.clone());
        let fields = (User::ID, User::USER_PRINCIPAL_NAME, User::LICENSE_ASSIGNMENT_STATES);
        Ok(match (&arguments.ids, &arguments.group) {
            (Some(path), _) => {
                let file = File::open(path).await.map_err(|error| format!("{}: {error}", path.display()))?;
                Self::File(BufReader::new(file).lines())
            }
            (None, Some(group)) => {
                let members = service.groups().by_id(group).transitive_members().as_user();
                Self::Query(Box::new(members.get().select(fields).top(PAGE_SIZE).items()))
            }
            (None, None) => Self::Query(Box::new(service.users().get().select(fields).top(PAGE_SIZE).items())),
        })
    }

    /// Returns the name that identifies the source in the journal.
    pub(crate) fn name(arguments: &Arguments) -> String {
        match (&arguments.ids, &arguments.group) {
            (Some(path), _) => format!("ids {}", path.display()),
            (None, Some(group)) => format!("group {group}"),
            (None, None) => "all".to_owned(),
        }
    }

    /// Returns the next user to reprocess, or `None` at the end.
    pub(crate) async fn next(&mut self) -> Option<Result<Candidate, BoxError>> {
        match self {
            Self::Query(items) => loop {
                match items.next().await? {
                    Ok(user) => {
                        if let Some(candidate) = candidate(user) {
                            return Some(Ok(candidate));
                        }
                    }
                    Err(error) => return Some(Err(error.into())),
                }
            },
            Self::File(lines) => loop {
                match lines.next_line().await {
                    Ok(Some(line)) => {
                        let id = line.trim();
                        if !id.is_empty() && !id.starts_with('#') {
                            return Some(Ok(Candidate { id: id.to_owned(), name: None, errors: Vec::new() }));
                        }
                    }
                    Ok(None) => return None,
                    Err(error) => return Some(Err(error.into())),
                }
            },
        }
    }
}

/// Returns the user as a candidate if it has a license error.
fn candidate(user: Object<User>) -> Option<Candidate> {
    let errors: Vec<_> = user.license_assignment_states.iter().flatten().filter_map(license_error).collect();
    let user = Object::into_value(user);
    let id = user.id.filter(|_| !errors.is_empty())?;
    Some(Candidate { id, name: user.user_principal_name, errors })
}

/// Returns the error of a license assignment and the id of its product, if the assignment failed.
pub(crate) fn license_error(state: &Object<LicenseAssignmentState>) -> Option<(String, String)> {
    let named = state.error.as_deref().filter(|error| !error.is_empty() && !error.eq_ignore_ascii_case("none"));
    let is_error = state.state.as_deref().is_some_and(|state| state.eq_ignore_ascii_case("error"));
    let error = named.or_else(|| is_error.then_some("Other"))?;
    let product = state.sku_id.map(|id| id.to_string());
    // An id that is not a GUID is in `extra`.
    let raw = || Some(state.extra.get("skuId")?.get().trim_matches('"').to_owned());
    Some((error.to_owned(), product.or_else(raw).unwrap_or_else(|| "unknown".to_owned())))
}
