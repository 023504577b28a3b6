//! Measures reading a page of 999 users with ten properties into a projection, relative to a struct with serde derives.

use std::{error::Error, process::ExitCode};

use bytes::Bytes;
use graph_benches::{
    Work, compare,
    readers::{Page, graph},
    users,
};
use graph_runtime::{DateTimeOffset, Operation, Projection, http};
use serde_json::{Value, from_slice};

#[derive(Projection)]
#[projection(graph::User)]
struct Row {
    id: String,
    display_name: Option<String>,
    mail: Option<String>,
    account_enabled: Option<bool>,
    created_date_time: Option<DateTimeOffset>,
    business_phones: Vec<String>,
    department: Option<String>,
    job_title: Option<String>,
    office_location: Option<String>,
    user_principal_name: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Derived {
    id: String,
    display_name: Option<String>,
    mail: Option<String>,
    account_enabled: Option<bool>,
    created_date_time: Option<jiff::Timestamp>,
    business_phones: Vec<String>,
    department: Option<String>,
    job_title: Option<String>,
    office_location: Option<String>,
    user_principal_name: Option<String>,
}

const SELECTED: [&str; 10] = [
    "id",
    "displayName",
    "mail",
    "accountEnabled",
    "createdDateTime",
    "businessPhones",
    "department",
    "jobTitle",
    "officeLocation",
    "userPrincipalName",
];

fn main() -> ExitCode {
    graph_benches::exit_code(run())
}

fn run() -> Result<(), Box<dyn Error>> {
    let resolved = graph_codegen::Builder::new().resolve()?;
    let user =
        resolved.model.find_type("microsoft.graph.user").ok_or("the metadata has no type `microsoft.graph.user`")?;
    let all = users::page(&resolved.model, user, 999);
    drop(resolved);
    let mut page: Value = from_slice(&all)?;
    for user in page["value"].as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        user.retain(|name, _| SELECTED.contains(&name.as_str()));
    }
    let page = serde_json::to_vec(&page)?;
    println!("999 users with ten properties, {} bytes; with all, {} bytes", page.len(), all.len());
    let client = graph_runtime::Client::builder().build()?;
    let projected = graph::GraphService::new(client.clone()).users().get().project::<Row>();
    let generated = graph::GraphService::new(client).users().get();
    let (selected, whole) = (Bytes::from(page.clone()), Bytes::from(all.clone()));
    let response = |body: &Bytes| http::Response::new(body.clone());
    check(&projected.read(response(&selected))?, &from_slice::<Page<Derived>>(&page)?.value)?;
    let (derive, projection) = ("serde derive", "projection");
    let times = compare(
        41,
        vec![
            Work::new(derive, || from_slice::<Page<Derived>>(&page)),
            Work::new("generated", || generated.read(response(&selected))),
            Work::new(projection, || projected.read(response(&selected))),
        ],
    );
    times.row("page of 999 users with ten properties, projected / serde derives", projection, derive, Some(1.0));
    let times = compare(
        41,
        vec![
            Work::new(derive, || from_slice::<Page<Derived>>(&all)),
            Work::new(projection, || projected.read(response(&whole))),
        ],
    );
    let what = "the same, if the service ignores `$select` / serde derives";
    times.row(what, projection, derive, Some(1.0));
    Ok(())
}

/// Checks that both readers read the same values, since the figures are not comparable otherwise.
fn check(rows: &[Row], derived: &[Derived]) -> Result<(), Box<dyn Error>> {
    let is_same = |(row, derived): (&Row, &Derived)| {
        let instant = row.created_date_time.as_ref().and_then(|instant| instant.to_string().parse().ok());
        row.id == derived.id
            && row.display_name == derived.display_name
            && row.mail == derived.mail
            && row.account_enabled == derived.account_enabled
            && instant == derived.created_date_time
            && row.business_phones == derived.business_phones
            && row.department == derived.department
            && row.job_title == derived.job_title
            && row.office_location == derived.office_location
            && row.user_principal_name == derived.user_principal_name
    };
    match rows.len() == derived.len() && rows.iter().zip(derived).all(is_same) {
        true => Ok(()),
        false => Err("the readers read different values".into()),
    }
}
