//! Create, update and delete, with entity tags.

use graph_runtime::{Body, Client, Object};

use crate::{
    Problem,
    graph::{EntityContainer, Groups, Users},
};

/// Creates a group, and updates and deletes it with its current entity tag.
pub async fn entity_tags(client: &Client) -> Result<(), Problem> {
    let service = EntityContainer::new(client.clone());
    let body = Body::new().set(Groups::ID, "new").set(Groups::DISPLAY_NAME, "New");
    let created = service.groups().create(body).send().await?;
    assert_eq!(created.display_name.as_deref(), Some("New"));
    let group = service.groups().by_id("new");
    let first = group.get().send().await?.extra.etag().ok_or("no entity tag")?;
    let renamed = Body::new().set(Groups::DISPLAY_NAME, "Renamed");
    // The server requires `If-Match`, which an upsert does not send.
    let untagged = group.update(renamed.clone()).upsert().send().await.expect_err("without a tag");
    assert_eq!(untagged.status().map(|status| status.as_u16()), Some(428), "{untagged:#}");
    // Tags are timestamps with millisecond precision.
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    let updated = group.update(renamed.clone()).if_match(&first).send().await?;
    assert_eq!(updated.and_then(|group| Object::into_value(group).display_name).as_deref(), Some("Renamed"));
    let stale = group.update(renamed).if_match(&first).send().await.expect_err("an old tag");
    assert!(stale.is_precondition_failed(), "{stale:#}");
    let second = group.get().send().await?.extra.etag().ok_or("no entity tag")?;
    assert_ne!(first, second);
    group.update(Body::new().set(Groups::DISPLAY_NAME, "Whatever it was")).send().await?;
    let outdated = group.delete().if_match(&second).send().await.expect_err("an old tag");
    assert!(outdated.is_precondition_failed(), "{outdated:#}");
    group.delete().send().await?;
    assert!(group.get().send().await.is_err_and(|error| error.is_not_found()));
    Ok(())
}

/// Keeps absent properties, and removes null properties.
pub async fn bodies(client: &Client) -> Result<(), Problem> {
    let service = EntityContainer::new(client.clone());
    let frank = service.users().by_id("frank");
    let body = Body::new().null(Users::USER_PRINCIPAL_NAME).set(Users::BUSINESS_PHONES, ["+5 6"]);
    frank.update(body).send().await?;
    let read = frank.get().send().await?;
    assert_eq!((read.display_name.as_deref(), read.user_principal_name.as_deref()), (Some("Frank"), None));
    assert_eq!(read.business_phones.as_deref(), Some(&[Some("+5 6".to_owned())][..]));
    Ok(())
}
