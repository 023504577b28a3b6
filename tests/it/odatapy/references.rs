//! `$ref`: list, add, set and remove references.

use graph_runtime::{Body, List};
use graph_tests::tenant::{GraphService, Group, User};

use super::{client, done, ids, ids_of, seed::path};

/// Keys of users, some with reserved characters.
const IDS: [&str; 5] = ["ada", "o'brien", "ü/1", "a,b", "100%"];

async fn filled(tenant: &str) -> GraphService {
    let service = GraphService::new(client(tenant));
    done(service.groups().create(Body::new().set(Group::ID, "g")).send()).await;
    for id in IDS {
        done(service.users().create(Body::new().set(User::ID, id)).send()).await;
    }
    service
}

/// Returns the keys in the URLs of references.
async fn listed(list: List<graph_runtime::Link>) -> Vec<String> {
    let (mut links, mut keys) = (list.items(), Vec::new());
    while let Some(link) = links.next().await {
        let id = link.unwrap_or_else(|error| panic!("{error:#}")).id.clone().expect("a URL");
        let (_, key) = id.rsplit_once("/users('").expect("a user");
        let key = percent_encoding::percent_decode_str(key).decode_utf8().expect("UTF-8").replace("''", "'");
        keys.push(key.strip_suffix("')").expect("a key").to_owned());
    }
    keys
}

#[needs::odatapy]
#[tokio::test]
async fn collections() {
    let service = filled("references").await;
    let members = service.groups().by_id("g").members();
    for id in IDS {
        done(members.add_reference(path("users", id)).send()).await;
    }
    assert_eq!(listed(members.list_references()).await, IDS);
    assert_eq!(ids(members.as_user().get()).await, Ok(IDS.map(str::to_owned).to_vec()));
    // By the URL of the entity, and by its key.
    done(members.remove_reference(path("users", "o'brien")).send()).await;
    done(members.remove_reference(path("users", "ü/1")).send()).await;
    assert_eq!(listed(members.list_references()).await, ["ada", "a,b", "100%"]);
    let unknown = members.add_reference(path("users", "nobody")).send().await;
    assert!(unknown.is_err_and(|error| error.is_not_found()));
    // The users still exist.
    assert_eq!(done(service.users().count().send()).await, 5);
}

#[needs::odatapy]
#[tokio::test]
async fn single() {
    let service = filled("reference").await;
    let manager = service.users().by_id("ada").manager();
    assert!(manager.get_reference().send().await.is_err_and(|error| error.is_not_found()));
    done(manager.set_reference(path("users", "o'brien")).send()).await;
    done(manager.set_reference(path("users", "100%")).send()).await;
    assert_eq!(done(manager.as_user().get().send()).await.id.as_deref(), Some("100%"));
    let link = done(manager.get_reference().send()).await;
    assert!(link.id.as_ref().is_some_and(|id| id.contains("/users(")));
    let managed = done(
        service.users().get().filter(User::MANAGER.then(graph_tests::tenant::DirectoryObject::ID).is_not_null()).send(),
    )
    .await;
    assert_eq!(ids_of(managed.items()), ["ada"]);
    done(manager.remove_reference().send()).await;
    assert!(manager.get().send().await.is_err_and(|error| error.is_not_found()));
}
