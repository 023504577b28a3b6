//! Reading: keys, lists, pages, navigation.

use graph_runtime::{Client, Items, Object};

use crate::{
    Problem,
    graph::{EntityContainer, Users},
};

/// Reads entities whose keys need encoding.
pub async fn keys(service: &EntityContainer) -> Result<(), Problem> {
    for id in ["ada", "name_contoso.com#EXT#@fabrikam.onmicrosoft.com", "o'brien"] {
        let user = service.users().by_id(id).get().send().await?;
        assert_eq!(user.id.as_deref(), Some(id));
    }
    let counter = service.counters().by_number(7).get().send().await?;
    assert_eq!((counter.number, counter.label.as_deref()), (Some(7), Some("seven")));
    let minus = service.counters().by_number(-1).get().send().await?;
    assert_eq!(minus.label.as_deref(), Some("minus one"));
    Ok(())
}

/// Reads pages of four items, whose next links are relative.
pub async fn lists_and_pages(client: &Client) -> Result<(), Problem> {
    let service = EntityContainer::new(client.clone());
    let list = service.users().get().select((Users::ID, Users::SCORE, Users::BIRTHDAY));
    let (mut pages, mut seen, mut links) = (list.clone().pages(), Vec::new(), Vec::new());
    while let Some(page) = pages.next().await {
        let page = page?;
        assert!(page.items().len() <= 4);
        for user in page.items() {
            assert!(user.display_name.is_none(), "not selected");
            seen.extend(user.id.clone());
        }
        links.extend(pages.next_link().map(str::to_owned));
    }
    // Reads the same as items, and the rest of them from a stored link.
    let all = ids(list.items()).await?;
    assert_eq!(all, seen);
    assert_eq!(links.len(), 2, "{links:?}");
    assert_eq!(ids(client.resume(&links[1]).items()).await?, seen[8..]);
    assert_eq!(seen.len(), 10, "{seen:?}");
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 10);
    assert_eq!(service.users().get().top(2).send().await?.items().len(), 2);
    Ok(())
}

async fn ids(mut users: Items<Object<Users>>) -> Result<Vec<String>, Problem> {
    let mut ids = Vec::new();
    while let Some(user) = users.next().await {
        ids.extend(Object::into_value(user?).id);
    }
    Ok(ids)
}

/// Navigates to an entity and to a collection.
pub async fn navigation(client: &Client) -> Result<(), Problem> {
    let service = EntityContainer::new(client.clone());
    let manager = service.users().by_id("bob").manager().get().send().await?;
    assert_eq!(manager.id.as_deref(), Some("ada"));
    let memberships = service.users().by_id("ada").memberships().get().send().await?;
    assert_eq!(memberships.items().len(), 2);
    Ok(())
}
