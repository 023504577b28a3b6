//! Pages that the server decides on, and changes since an earlier request.

use graph_runtime::{Body, Change};
use graph_tests::tenant::{GraphService, User};

use super::{Comparison, Seeded, client, done, ids, seed, seed::USERS};

pub async fn pages(mut all: Comparison) {
    let service = all.service.clone();
    let in_order: Vec<&User> = User::of(all.seed);
    for size in [1, 7, 40, 41] {
        let prefer = format!("odata.maxpagesize={size}");
        let name = format!("items, {size} a page");
        all.list(&name, service.users().get().header("Prefer", &prefer), in_order.iter().copied()).await;
        let mut pages = service.users().get().header("Prefer", &prefer).pages();
        let mut sizes = Vec::new();
        while let Some(page) = pages.next().await {
            sizes.push(page.unwrap_or_else(|error| panic!("{error:#}")).items().len());
        }
        let full = vec![size; USERS / size];
        let rest = Some(USERS % size).filter(|rest| *rest > 0);
        all.equal("sizes", sizes, full.into_iter().chain(rest).collect());
    }
    let is_named =
        |user: &&User| user.display_name.as_ref().is_some_and(|name| name.contains('%') || name.contains('\''));
    let mut expected: Vec<&User> = in_order.iter().copied().filter(is_named).collect();
    expected.sort_by_key(|user| (std::cmp::Reverse(user.department.clone()), user.id.clone()));
    let filter = User::DISPLAY_NAME.contains("%") | User::DISPLAY_NAME.contains("'");
    let list = service.users().get().filter(filter).order_by((User::DEPARTMENT.desc(), User::ID));
    let list = list.select(User::ID).header("Prefer", "odata.maxpagesize=3");
    all.list("filter, order and selection on each page", list, expected).await;
    all.finish(9);
}

/// Graph's function `delta`, which the server answers with OData's tracked changes.
#[needs::odatapy]
#[tokio::test]
async fn changes() {
    let client = client("changes");
    let service = GraphService::new(client.clone());
    for user in &seed::Seed::get().users {
        done(service.users().create(seed::body(user)).send()).await;
    }
    let mut changes = service.users().delta().max_page_size(9).items();
    let mut found = Vec::new();
    while let Some(change) = changes.next().await {
        found.push(change.unwrap_or_else(|error| panic!("{error:#}")).item().id().to_owned());
    }
    assert_eq!(found, User::of(seed::Seed::get()).iter().map(|user| user.id()).collect::<Vec<_>>());
    let link = changes.delta_link().expect("a link").to_owned();
    let (nothing, link) = changed(&client, &link).await;
    assert!(nothing.is_empty(), "{nothing:?}");

    let name = |name: &str| Body::new().set(User::DISPLAY_NAME, name);
    done(service.users().by_id("o'brien").update(name("changed")).send()).await;
    done(service.users().by_id("a/b").update(name("changed first")).send()).await;
    done(service.users().by_id("a/b").delete().send()).await;
    done(service.users().create(name("new").set(User::ID, "new 1")).send()).await;
    done(service.users().create(Body::new().set(User::ID, "short-lived")).send()).await;
    done(service.users().by_id("short-lived").delete().send()).await;
    let (mut found, link) = changed(&client, &link).await;
    found.sort();
    let expected = ["changed o'brien: changed", "changed new 1: new", "removed a/b')", "removed short-lived')"];
    let mut expected = expected.map(str::to_owned);
    expected.sort();
    assert_eq!(found, expected);
    let (nothing, _) = changed(&client, &link).await;
    assert!(nothing.is_empty(), "{nothing:?}");
    assert_eq!(ids(service.users().get()).await.map(|ids| ids.len()), Ok(USERS));
}

/// Returns the changes since a link, and the next link.
async fn changed(client: &graph_runtime::Client, link: &str) -> (Vec<String>, String) {
    let mut changes = client.resume_delta::<User>(link).items();
    let mut found = Vec::new();
    while let Some(change) = changes.next().await {
        found.push(match change.unwrap_or_else(|error| panic!("{error:#}")) {
            Change::Item(user) => {
                format!("changed {}: {}", user.id(), user.display_name.as_deref().unwrap_or_default())
            }
            Change::Link(link) => panic!("{link:?}"),
            Change::Removed(removed) => {
                let url = removed.id().unwrap_or_default();
                format!("removed {}", url.split_once("/users('").map_or(url.as_str(), |(_, key)| key))
            }
        });
    }
    (found, changes.delta_link().expect("a link").to_owned())
}
