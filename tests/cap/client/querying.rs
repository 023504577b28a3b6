//! Typed queries.

use graph_runtime::{Client, Object, Search, query::Expression};

use crate::{
    Problem,
    graph::{EntityContainer, Groups, Memberships, Users},
};

/// Returns the sorted ids of the users that a query finds.
async fn found(list: graph_runtime::List<Users>) -> Result<Vec<String>, Problem> {
    let (mut users, mut ids) = (list.items(), Vec::new());
    while let Some(user) = users.next().await {
        ids.extend(Object::into_value(user?).id);
    }
    ids.sort();
    Ok(ids)
}

/// Filters with comparisons, functions, literals that need encoding, and conditions on collections.
pub async fn filters(client: &Client) -> Result<(), Problem> {
    let service = EntityContainer::new(client.clone());
    let users = || service.users().get();
    let named = Users::DISPLAY_NAME.starts_with("Dan & Co+1 #2 100%") & Users::ACCOUNT_ENABLED.eq(true);
    assert_eq!(found(users().filter(named)).await?, ["dan"]);
    assert_eq!(found(users().filter(Users::DISPLAY_NAME.eq("Ada O'Brien"))).await?, ["ada"]);
    assert_eq!(found(users().filter(Users::DISPLAY_NAME.contains("例"))).await?, ["carol"]);
    assert_eq!(found(users().filter(Users::ID.is_in(["bob", "eve", "o'brien"]))).await?, ["bob", "eve", "o'brien"]);
    let combined = Users::SENSITIVITY.le(0) | (Users::SENSITIVITY.gt(2) & !Users::DISPLAY_NAME.eq("Grace"));
    assert_eq!(found(users().filter(combined)).await?, ["bob", "carol", "heidi"]);
    assert_eq!(found(users().filter(Users::BIRTHDAY.lt("1900-01-01".parse::<graph_runtime::Date>()?))).await?, ["ada"]);
    assert_eq!(found(users().filter(Users::SCORE.ge(7))).await?, ["ada", "carol", "dan"]);
    assert_eq!(found(users().filter(Users::BIRTHDAY.year().eq(1999))).await?, ["bob"]);
    assert_eq!(found(users().filter(Users::DISPLAY_NAME.to_lower().length().eq(3))).await?, ["bob", "eve"]);
    assert_eq!(found(users().filter(Users::MANAGER.then(Users::ID).is_null())).await?, ["ada"]);
    let is_member = Users::MEMBERSHIPS.any(Memberships::ROLE.eq("member"));
    assert_eq!(found(users().filter(is_member)).await?, ["ada", "bob"]);
    let nested = Users::MEMBERSHIPS.any(Memberships::GROUP.then(Groups::DISPLAY_NAME).eq("Administrators"));
    assert_eq!(found(users().filter(nested)).await?, ["ada"]);
    assert_eq!(found(users().filter(Expression::<Users, bool>::raw("accountEnabled eq false"))).await?, ["bob", "eve"]);
    assert_eq!(found(users().search(Search::phrase("Heidi"))).await?, ["heidi"]);
    Ok(())
}

/// Orders, skips, limits and counts.
pub async fn windows(client: &Client) -> Result<(), Problem> {
    let service = EntityContainer::new(client.clone());
    let list = service.users().get().order_by((Users::SENSITIVITY.desc(), Users::ID)).skip(1).top(3).with_count();
    let page = list.send().await?;
    let ids: Vec<_> = page.items().iter().filter_map(|user| user.id.as_deref()).collect();
    assert_eq!((ids, page.count()), (vec!["heidi", "carol", "dan"], Some(10)));
    assert_eq!(service.users().count().send().await?, 10);
    Ok(())
}

/// Expands navigation properties, with nested options.
pub async fn expansions(client: &Client) -> Result<(), Problem> {
    let service = EntityContainer::new(client.clone());
    let groups = Memberships::GROUP.select(Groups::DISPLAY_NAME);
    let memberships = Users::MEMBERSHIPS.filter(Memberships::ROLE.eq("owner")).expand(groups);
    let ada = service.users().by_id("ada").get().expand((memberships, Users::MANAGER)).send().await?;
    let read = Users::MEMBERSHIPS.read(&ada).ok_or("no memberships")??;
    assert_eq!(read.len(), 1);
    let group = Memberships::GROUP.read(&read[0]).ok_or("no group")??;
    assert_eq!(group.display_name.as_deref(), Some("Administrators"));
    assert!(Users::MANAGER.read(&ada).is_none(), "ada has no manager");
    let bob = service.users().by_id("bob").get().expand(Users::MANAGER.select(Users::DISPLAY_NAME)).send().await?;
    let manager = Users::MANAGER.read(&bob).ok_or("no manager")??;
    assert_eq!(manager.display_name.as_deref(), Some("Ada O'Brien"));
    Ok(())
}
