//! A client of the service of `cap-users.xml`, with code generated from that document.
//!
//! `tests/it/odatapy/users.rs` compiles it, and runs it with the address of an odatapy server and the version of OData.

#[allow(missing_docs, clippy::all, dead_code, non_camel_case_types, unused_imports)]
mod graph {
    include!("graph.rs");
}

use graph::{EntityContainer, Groups, Memberships, MyGraphAssignedLicense, Users};
use graph_runtime::{Batch, Body, Client, ServiceProfile, profile::ODataVersion};

/// An error, which the test prints.
type Problem = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Problem> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().ok_or("usage: client ADDRESS VERSION")?;
    let version = match arguments.next().as_deref() {
        Some("4.01") => ODataVersion::V4_01,
        _ => ODataVersion::V4_0,
    };
    let of_version = move |profile: ServiceProfile| profile.with_version(Some(version)).with_max_version(Some(version));
    let client = Client::builder().base_url(address).profile(EntityContainer::PROFILE).adjust_profile(of_version).build()?;
    let service = EntityContainer::new(client.clone());
    assert!(client.profile().guards_deletions(), "groups require ETags");

    let license = Body::new().set(MyGraphAssignedLicense::SKU_ID, "c7df2760-2c81-4ef7-b578-5b5392b571df".parse::<graph_runtime::Guid>()?);
    let ada = Body::new()
        .set(Users::ID, "ada")
        .set(Users::DISPLAY_NAME, "Ada O'Brien")
        .set(Users::SCORE, "1234567.89".parse::<graph_runtime::Decimal>()?)
        .set(Users::BIRTHDAY, "1815-12-10".parse::<graph_runtime::Date>()?)
        .set(Users::BUSINESS_PHONES, [Some("+1"), None])
        .set(Users::ASSIGNED_LICENSES, [license]);
    let ada = service.users().create(ada).send().await?;
    assert_eq!(ada.score.as_ref().map(ToString::to_string).as_deref(), Some("1234567.89"));
    let phones = ada.business_phones.as_ref().ok_or("phones")?;
    assert_eq!(phones.len(), 2);
    let bob = Body::new().set(Users::ID, "bob").bind(Users::MANAGER, "/users('ada')");
    if version == ODataVersion::V4_0 {
        service.users().create(bob).send().await?;
        let bob = service.users().by_id("bob").get().expand(Users::MANAGER.select((Users::ID,))).send().await?;
        let manager = Users::MANAGER.read_as::<Users>(&bob).transpose()?.ok_or("a manager")?;
        assert_eq!(manager.id.as_deref(), Some("ada"));
    }
    println!("ok entities");

    let found = service.users().get().filter(Users::SCORE.gt("1000.5".parse::<graph_runtime::Decimal>()?) & Users::DISPLAY_NAME.contains("O'")).send().await?;
    assert_eq!(found.items().len(), 1);
    println!("ok filters");

    service.groups().create(Body::new().set(Groups::ID, "admins").set(Groups::DISPLAY_NAME, "Admins")).send().await?;
    let membership = Body::new().set(Memberships::USER_ID, "ada").set(Memberships::GROUP_ID, "admins");
    service.memberships().create(membership).send().await?;
    let membership = service.memberships().by_key("ada", "admins").get().send().await?;
    assert_eq!(membership.group_id.as_deref(), Some("admins"));
    println!("ok composite keys");

    let admins = service.groups().by_id("admins");
    let etag = admins.get().send().await?.extra.etag().ok_or("an ETag")?;
    admins.update(Body::new().set(Groups::DISPLAY_NAME, "A")).if_match(&etag).send().await?;
    let late = admins.delete().if_match(&etag).send().await;
    assert!(late.is_err_and(|error| error.is_precondition_failed()));
    admins.delete().send().await?;
    println!("ok entity tags");

    let mut batch = Batch::new(&client);
    let (first, second) = batch.change_set(|set| {
        let new = |id: &str| service.users().create(Body::new().set(Users::ID, id));
        (set.add(new("c1")), set.add(new("c2")))
    });
    let read = batch.add(service.users().by_id("ada").get());
    let mut responses = batch.send().await;
    responses.take(first)?;
    responses.take(second)?;
    assert_eq!(responses.take(read)?.id.as_deref(), Some("ada"));
    println!("ok batches");
    Ok(())
}
