//! Requests as Graph's documentation writes them: method and URL, with literal keys and queries.
//!
//! Each resolves to code, or has a reason. Those that do not resolve are committed, with their reasons.

use std::{collections::BTreeMap, env, fs, path::PathBuf};

use graph_codegen::{
    Builder, Planned,
    chain::{Chains, selectors},
    selection::Method,
};
use graph_tests::shared;

/// The requests in the examples of the documentation, in its order.
pub(crate) fn documented() -> Vec<(Method, String)> {
    let examples: serde_json::Value =
        serde_json::from_str(&shared::text("examples/examples.json")).expect("the examples are JSON");
    let requests = examples.as_array().expect("a list").iter().filter(|example| example["kind"] == "request");
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    requests
        .filter_map(|request| Some((Method::from_name(&text(&request["method"])?)?, text(&request["url"])?)))
        .collect()
}

/// Other forms of the same kinds, which documentation has elsewhere.
const FORMS: [&str; 42] = [
    "GET users/{id | userPrincipalName}/messages/{message-id}/$value",
    "GET /users/<id>/manager/$ref",
    "GET /users/:id/photo/$value",
    "GET V1.0/me/mailfolders/inbox/messages/delta?$select=Subject&$filter=receivedDateTime ge 2026-01-01T00:00:00Z",
    "GET HTTPS://GRAPH.MICROSOFT.COM/v1.0/Users/ HTTP/1.1",
    "GET graph.microsoft.com/v1.0/users('adele@contoso.com')",
    "GET /users(userPrincipalName='adele@contoso.com')/manager",
    "PATCH /applications(appId='{appId}')",
    "GET /sites/root/lists",
    "GET /sites?search={query}",
    "GET /groups/{id}/members/microsoft.graph.user/$count?$filter=startswith(displayName,'a')",
    "DELETE /groups/{group-id}/members/{user-id}/$ref",
    "GET /servicePrincipals/{id}/owners/$ref?$top=3",
    "GET /reports/getOffice365ActiveUserDetail(period='{period_value}')?$format=text/csv",
    "GET /reports/getOffice365ActiveUserDetail(period=@p)?@p='D7'",
    "GET /reports/getOffice365ActiveUserDetail('D7')",
    "GET /me/drive/items/{id}/workbook/worksheets/{id|name}/range(address='<address>')/format",
    "GET /me/drive/items/{id}/workbook/worksheets('{id|name}')/cell(row=<row>,column=<column>)",
    "PATCH /me/drive/items/{id}/workbook/names(<name>)/range",
    "GET /me/drive/items/{id}/workbook/worksheets/{id}/charts/{name}/Image(width=0,height=0,fittingMode='fit')",
    "POST /me/drive/items/{id}/workbook/worksheets/{id}/range(address='A1:B2')/clear",
    "GET /me/outlook/supportedTimeZones(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')",
    "GET /users?$count=true&$search=\"displayName:al\"&$filter=endsWith(mail,'a@contoso.com')&$orderBy=displayName asc",
    "GET /users?$filter=accountEnabled eq true or mail ne null&$expand=manager($select=id)&$skip=2",
    "GET /users?$filter=displayName eq 'O''Brien' and id in ('a','b')&$select=id,extension_x&$expand=memberOf",
    "GET /users/$count?$filter=accountEnabled%20eq%20false",
    "POST /users?customOption=1",
    "DELETE /users/{id}?$deltaLink=%22",
    "GET /me/onenote/pages/{id}/content[?includeIDs=true]",
    "GET /directory/deletedItems/microsoft.graph.user?$orderby=deletedDateTime desc,id&$top=10",
    "GET /users?$filter=accountEnabled eq true or mail eq 'a' and not (department in ('a','b') or endswith(mail,'c'))",
    "GET /me/messages?$filter=from/emailAddress/address eq 'a@b.c' and importance eq 'high'&$orderby=from/emailAddress/name desc,subject",
    "GET /me/messages?$filter=receivedDateTime ge 2026-01-31T00:00:00Z and toRecipients/any(r:r/emailAddress/name ne null)",
    "GET /me/messages?$filter=importance in ('low',microsoft.graph.importance'high') and not toRecipients/any()",
    "GET /me/messages?$filter=categories/any(c:c eq 'a' or startswith(c,'b')) and toRecipients/$count gt 1",
    "GET /users?$filter=assignedLicenses/any(x:x/skuId eq 184efa21-98c3-4e5d-95ab-d07053a96e67)",
    "GET /users?$filter=employeeOrgData/division eq 'a' and manager/id eq 'b'",
    "GET /users?$expand=manager($select=id,displayName;$levels=max),directReports($select=unknown;$top=5)",
    "GET /groups?$expand=members($filter=id eq 'a';$orderby=id desc;$select=id)&$filter=members/any(m:m/id eq 'b')",
    "GET /me/drive/root/children?$filter=size gt 5 and fileSystemInfo/createdDateTime lt 2026-01-31T00:00:00.5+05:30",
    "POST /me/drive/items/{item-id}/copy?@microsoft.graph.conflictBehavior=rename",
    "PUT /me/drive/root:/{path}:/content?@microsoft.graph.conflictBehavior=fail",
];

/// The requests of [`FORMS`].
pub(crate) fn forms() -> impl Iterator<Item = (Method, String)> {
    FORMS.iter().filter_map(|line| {
        let (method, path) = line.split_once(' ')?;
        Some((Method::from_name(method)?, path.to_owned()))
    })
}

#[needs::shared]
#[test]
fn documented_requests_have_code_or_a_reason() {
    let requests = documented();
    let builder = Builder::new().metadata_text("v1.0.csdl", shared::text("metadata/v1.0/Prod.csdl"));
    let model = builder.resolve().unwrap_or_else(|error| panic!("{error}")).model;
    let all: Vec<(Method, String)> = requests.iter().cloned().chain(forms()).collect();
    let calls = all.iter().map(|(method, url)| (*method, url.as_str()));
    let builder = builder.select_text("requests", selectors(&model, calls).join("\n"));
    let Planned { selected, package, .. } = builder.plan().unwrap_or_else(|error| panic!("{error}"));
    let chains = Chains::new(&selected.resolved.model, &package);
    for (method, url) in forms() {
        let found = chains.find(method, &url);
        assert!(found.is_ok(), "{} {url}: {}", method.as_str(), found.unwrap_err().message);
    }
    let (mut resolved, mut elsewhere) = (0usize, 0usize);
    let mut reasons: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (method, url) in &requests {
        let Err(diagnostic) = chains.find(*method, url) else {
            resolved += 1;
            continue;
        };
        // These are right answers: the metadata is of v1.0, and other hosts are not Graph.
        let is_elsewhere = ["the request is one of `beta`", "is not a host of Microsoft Graph"];
        elsewhere += usize::from(is_elsewhere.iter().any(|part| diagnostic.message.contains(part)));
        let request = format!("{} {url}", method.as_str());
        reasons.entry(diagnostic.message).or_default().push(request);
    }
    let share = |part: usize| part as f64 * 100.0 / requests.len() as f64;
    let mut report = format!(
        "{} requests\n{resolved} resolved ({:.2} %)\n{elsewhere} to another version or host\n",
        requests.len(),
        share(resolved)
    );
    for (reason, requests) in &reasons {
        report.push_str(&format!("\n{reason}\n  {}\n", requests.join("\n  ")));
    }
    println!("{report}");
    assert!(share(resolved + elsewhere) >= 97.0, "{report}");
    compare(&report);
}

fn compare(report: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/documented_requests.txt");
    let committed = fs::read_to_string(&path).unwrap_or_default();
    if committed != report {
        if env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
            fs::write(&path, report).expect("the file is written");
            return;
        }
        panic!(
            "golden/documented_requests.txt differs; to accept it, run `UPDATE_GOLDEN=1 cargo test -p graph-tests \
             documented_requests`\n--- now\n{report}"
        );
    }
}
