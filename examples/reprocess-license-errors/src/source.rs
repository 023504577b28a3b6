//! Where the users come from. They are never all in memory.

use graph_runtime::{Client, Items, Object};
use tokio::{
    fs::File,
    io::{AsyncBufReadExt, BufReader, Lines},
};

use crate::{
    Failure,
    arguments::Arguments,
    graph::{GraphService, LicenseAssignmentState, User},
};

/// A user to be reprocessed.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) id: String,
    /// How people call the user.
    pub(crate) name: Option<String>,
    /// The license errors, each as error and product.
    pub(crate) errors: Vec<(String, String)>,
}

/// The users, one after the other.
pub(crate) enum Source {
    /// Those of the tenant or of a group that have an error.
    Found(Box<Items<Object<User>>>),
    /// Those of a file.
    Listed(Lines<BufReader<File>>),
}

/// The largest page that Graph gives.
const PAGE: u32 = 999;

impl Source {
    pub(crate) async fn open(arguments: &Arguments, client: &Client) -> Result<Self, Failure> {
        let service = GraphService::new(client.clone());
        let fields = (User::ID, User::USER_PRINCIPAL_NAME, User::LICENSE_ASSIGNMENT_STATES);
        Ok(match (&arguments.ids, &arguments.group) {
            (Some(path), _) => {
                let file = File::open(path).await.map_err(|problem| format!("{}: {problem}", path.display()))?;
                Self::Listed(BufReader::new(file).lines())
            }
            (None, Some(group)) => {
                let members = service.groups().by_id(group).transitive_members().as_user();
                Self::Found(Box::new(members.get().select(fields).top(PAGE).items()))
            }
            (None, None) => Self::Found(Box::new(service.users().get().select(fields).top(PAGE).items())),
        })
    }

    /// What the journal calls it: runs of one journal have the same.
    pub(crate) fn name(arguments: &Arguments) -> String {
        match (&arguments.ids, &arguments.group) {
            (Some(path), _) => format!("ids {}", path.display()),
            (None, Some(group)) => format!("group {group}"),
            (None, None) => "all".to_owned(),
        }
    }

    /// The next user that is to be reprocessed.
    pub(crate) async fn next(&mut self) -> Option<Result<Candidate, Failure>> {
        match self {
            Self::Found(items) => loop {
                match items.next().await? {
                    Ok(user) => {
                        if let Some(candidate) = candidate(user) {
                            return Some(Ok(candidate));
                        }
                    }
                    Err(problem) => return Some(Err(problem.into())),
                }
            },
            Self::Listed(lines) => loop {
                match lines.next_line().await {
                    Ok(Some(line)) => {
                        let id = line.trim();
                        if !id.is_empty() && !id.starts_with('#') {
                            return Some(Ok(Candidate { id: id.to_owned(), name: None, errors: Vec::new() }));
                        }
                    }
                    Ok(None) => return None,
                    Err(problem) => return Some(Err(problem.into())),
                }
            },
        }
    }
}

/// A user who has license errors.
fn candidate(user: Object<User>) -> Option<Candidate> {
    let errors: Vec<_> = user.license_assignment_states.iter().flatten().filter_map(error).collect();
    let user = Object::into_value(user);
    let id = user.id.filter(|_| !errors.is_empty())?;
    Some(Candidate { id, name: user.user_principal_name, errors })
}

/// The error of a state, and the product that it is about.
pub(crate) fn error(state: &Object<LicenseAssignmentState>) -> Option<(String, String)> {
    let named = state.error.as_deref().filter(|error| !error.is_empty() && !error.eq_ignore_ascii_case("none"));
    let is_error = state.state.as_deref().is_some_and(|state| state.eq_ignore_ascii_case("error"));
    let error = named.or_else(|| is_error.then_some("Other"))?;
    let product = state.sku_id.map(|id| id.to_string());
    // An identifier that is no GUID is still one.
    let sent = || Some(state.extra.get("skuId")?.get().trim_matches('"').to_owned());
    Some((error.to_owned(), product.or_else(sent).unwrap_or_else(|| "unknown".to_owned())))
}
