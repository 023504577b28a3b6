//! `$orderby`, `$top`, `$skip`, `$count`, `$search`, `$select` and `$expand`.

use std::cmp::Reverse;

use graph_runtime::{Object, Search};
use graph_tests::tenant::{Device, DirectoryObject, EmployeeOrgData, Group, Importance, Message, User};

use super::{
    Comparison, Seeded, done, ids_of,
    seed::{MAILBOXES, USERS},
};

/// Sorts users as `$orderby` does, with the key as the last criterion.
fn sorted<'a, K: Ord>(all: &Comparison, key: impl Fn(&'a User) -> K) -> Vec<&'a User> {
    let mut users = User::of(all.seed);
    users.sort_by_key(|user| (key(user), user.id.clone()));
    users
}

pub async fn orders(mut all: Comparison) {
    let service = all.service.clone();
    let users = || service.users().get();
    // Null is less than any value: OData 4.01, part 1, section 11.2.6.2.
    let expected = sorted(&all, |user| user.display_name.clone());
    all.list("ascending", users().order_by((User::DISPLAY_NAME, User::ID)), expected).await;
    let expected = sorted(&all, |user| (Reverse(user.department.clone()), user.display_name.clone()));
    let order = (User::DEPARTMENT.desc(), User::DISPLAY_NAME.asc(), User::ID);
    all.list("descending, ascending", users().order_by(order), expected).await;
    let expected = sorted(&all, |user| (Reverse(user.created_date_time), user.sign_in_count));
    let order = (User::CREATED_DATE_TIME.desc(), User::SIGN_IN_COUNT, User::ID);
    all.list("times and numbers", users().order_by(order), expected).await;
    let expected = sorted(&all, |user| Reverse(user.display_name.as_ref().map(|name| name.chars().count())));
    let order = (User::DISPLAY_NAME.length().desc(), User::ID);
    all.list("an expression", users().order_by(order), expected).await;
    let division = |user: &User| user.employee_org_data.as_ref().and_then(|data| data.division.clone());
    let expected = sorted(&all, |user| Reverse(division(user)));
    let order = (User::EMPLOYEE_ORG_DATA.then(EmployeeOrgData::DIVISION).desc(), User::ID);
    all.list("a path", users().order_by(order), expected).await;
    let expected = sorted(&all, |user| all.seed.manager(all.seed.index(user)).and_then(|manager| manager.id.clone()));
    let order = (User::MANAGER.then(DirectoryObject::ID), User::ID);
    all.list("a related entity", users().order_by(order), expected).await;
    all.finish(6);
}

pub async fn windows_and_counts(mut all: Comparison) {
    let service = all.service.clone();
    let by_id = sorted(&all, |_| ());
    let list = || service.users().get().order_by(User::ID);
    all.list("top", list().top(5), by_id[..5].iter().copied()).await;
    all.list("skip", list().skip(33), by_id[33..].iter().copied()).await;
    all.list("skip, top", list().skip(7).top(3), by_id[7..10].iter().copied()).await;
    all.list("too far", list().skip(1000), []).await;
    let is_enabled = |user: &&&User| user.account_enabled == Some(true);
    let enabled: Vec<&User> = by_id.iter().filter(is_enabled).copied().collect();
    let page = done(list().filter(User::ACCOUNT_ENABLED.eq(true)).top(2).skip(1).with_count().send()).await;
    all.equal("a page", ids_of(page.items()), enabled[1..3].iter().map(|user| user.id()).collect());
    all.equal("its count", page.count(), i64::try_from(enabled.len()).ok());
    all.equal("$count", done(service.users().count().send()).await, i64::try_from(USERS).expect("a small number"));
    let count = service.users().count().filter(User::ACCOUNT_ENABLED.eq(true)).send();
    all.equal("filtered $count", usize::try_from(done(count).await).ok(), Some(enabled.len()));
    for (index, user) in all.seed.users.iter().enumerate().take(13) {
        let builder = service.users().by_id(user.id());
        let count = usize::try_from(done(builder.member_of().count().send()).await).ok();
        all.equal("$count of a navigation property", count, Some(all.seed.groups_of(index).len()));
    }
    all.finish(20);
}

pub async fn searches(mut all: Comparison) {
    let service = all.service.clone();
    let texts = |group: &Group| {
        let optional = [&group.display_name, &group.description].into_iter().flatten().cloned();
        let texts = optional.chain([group.id().to_owned()]).chain(group.group_types.clone().unwrap_or_default());
        texts.map(|text| text.to_lowercase()).collect::<Vec<_>>()
    };
    let has = |group: &Group, text: &str| texts(group).iter().any(|known| known.contains(text));
    type Holds<'a> = &'a dyn Fn(&Group) -> bool;
    let searches: [(&str, Search, Holds<'_>); 8] = [
        ("phrase", "group3".into(), &|group| has(group, "group3")),
        ("apostrophe", "O'".into(), &|group| has(group, "o'")),
        ("quotes", Search::phrase("\"quoted\""), &|group| has(group, "\"quoted\"")),
        ("two words", "eq %20".into(), &|group| has(group, "eq %20")),
        ("and", Search::phrase("unified") & Search::phrase("dynamic"), &|group| {
            has(group, "unified") && has(group, "dynamic")
        }),
        ("or", Search::phrase("group1") | Search::phrase("group2"), &|group| {
            has(group, "group1") || has(group, "group2")
        }),
        ("not", !Search::phrase("unified"), &|group| !has(group, "unified")),
        ("precedence", (Search::phrase("group1") | Search::phrase("unified")) & !Search::phrase("dynamic"), &|group| {
            (has(group, "group1") || has(group, "unified")) && !has(group, "dynamic")
        }),
    ];
    for (name, search, holds) in searches {
        let expected: Vec<&Group> = Group::of(all.seed).into_iter().filter(|group| holds(group)).collect();
        all.list(name, service.groups().get().search(search), expected).await;
    }
    all.finish(8);
}

pub async fn selections(mut all: Comparison) {
    let service = all.service.clone();
    let list = service.users().get().select((User::ID, User::DEPARTMENT, User::EMPLOYEE_ORG_DATA));
    let (mut users, mut index) = (list.items(), 0);
    while let Some(user) = users.next().await {
        let user = user.expect("a user");
        let seed = &all.seed.users[index];
        let names = (user.id.clone(), user.department.clone(), user.employee_org_data.clone());
        all.equal("selected", names, (seed.id.clone(), seed.department.clone(), seed.employee_org_data.clone()));
        let others = (user.display_name.is_none(), user.business_phones.is_none(), user.identities.is_none());
        all.equal("not selected", others, (true, true, true));
        index += 1;
    }
    all.equal("users", index, USERS);
    all.finish(2 * USERS + 1);
}

pub async fn expansions(mut all: Comparison) {
    let service = all.service.clone();
    let devices = User::OWNED_DEVICES
        .filter(Device::OPERATING_SYSTEM.ne("iOS") | Device::DISPLAY_NAME.eq("100% #1 & Co; (a)"))
        .order_by(Device::ID.desc())
        .select((Device::ID, Device::OPERATING_SYSTEM))
        .top(2);
    let messages = User::MESSAGES.order_by((Message::SUBJECT.desc(), Message::ID)).skip(1).top(3).with_count();
    let manager = User::MANAGER.select_raw("id,tenant.user/displayName");
    let list = service.users().get().expand((devices, messages, User::MEMBER_OF, manager));
    let (mut users, mut index) = (list.items(), 0);
    while let Some(user) = users.next().await {
        let user = user.unwrap_or_else(|error| panic!("{error:#}"));
        compare_expansions(&mut all, index, &user);
        index += 1;
    }
    all.equal("users", index, USERS);
    all.finish(5 * USERS);
}

/// Compares what was expanded of a user.
fn compare_expansions(all: &mut Comparison, index: usize, user: &Object<User>) {
    let seed = all.seed;
    let found = User::OWNED_DEVICES.read(user).and_then(Result::ok).unwrap_or_default();
    let mut expected: Vec<&str> = seed
        .devices_of(index)
        .into_iter()
        .filter(|device| device.operating_system.as_deref() != Some("iOS"))
        .map(|device| device.id())
        .collect();
    expected.sort_unstable();
    let expected: Vec<&str> = expected.into_iter().rev().take(2).collect();
    all.equal("filtered, sorted and limited", ids_of(&found), expected);
    let is_trimmed = found.iter().all(|device| device.physical_ids.is_none() && device.display_name.is_none());
    all.equal("selected", is_trimmed, true);

    let found = User::MESSAGES.read(user).and_then(Result::ok).unwrap_or_default();
    let mut expected = seed.messages_of(index);
    expected.sort_by(|one, other| (&other.subject, &one.id).cmp(&(&one.subject, &other.id)));
    let count = user.extra.value("messages@odata.count").and_then(|count| count.as_u64());
    all.equal("count", count, u64::try_from(expected.len()).ok());
    let expected: Vec<&str> = expected.iter().skip(1).take(3).map(|message| message.id()).collect();
    all.equal("skipped", ids_of(&found), expected);

    let groups = User::MEMBER_OF.read_as::<Group>(user).and_then(Result::ok).unwrap_or_default();
    all.equal("of another type", ids_of(&groups), seed.groups_of(index).iter().map(|group| group.id()).collect());
    let names: Vec<_> = groups.iter().map(|group| group.display_name.clone()).collect();
    all.equal("their names", names, seed.groups_of(index).iter().map(|group| group.display_name.clone()).collect());

    let found = User::MANAGER.read_as::<User>(user).and_then(Result::ok);
    let expected = seed.manager(index);
    all.equal("one", found.as_ref().map(|found| found.id()), expected.map(|manager| manager.id()));
    let names = (found.map(|found| found.display_name.clone()), expected.map(|manager| manager.display_name.clone()));
    all.equal("its name", names.0, names.1);
}

pub async fn nested_expansions(mut all: Comparison) {
    let seed = all.seed;
    let service = all.service.clone();
    for index in 0..MAILBOXES {
        let devices = User::OWNED_DEVICES.filter(Device::IS_COMPLIANT.ne(true)).order_by(Device::ID).select(Device::ID);
        let sender = Message::SENDER.select((User::ID, User::DEPARTMENT)).expand((devices, User::MANAGER));
        let messages = User::MESSAGES.filter(Message::IMPORTANCE.ne(Importance::Low)).expand(sender);
        let get = service.users().by_id(seed.users[index].id()).get().select(User::ID).expand(messages);
        let user = done(get.send()).await;
        let found = User::MESSAGES.read(&user).and_then(Result::ok).unwrap_or_default();
        let mut expected = seed.messages_of(index);
        expected.retain(|message| message.importance != Some(Importance::Low.into()));
        all.equal("messages", ids_of(&found), expected.iter().map(|message| message.id()).collect());
        for (found, expected) in found.iter().zip(expected) {
            let at = seed.messages.iter().position(|known| known.id == expected.id).expect("a message");
            let found = Message::SENDER.read(found).and_then(Result::ok).expect("a sender");
            let sender = seed.sender(at);
            all.equal("sender", (found.id(), &found.department), (sender.id(), &sender.department));
            let devices = User::OWNED_DEVICES.read(&found).and_then(Result::ok).unwrap_or_default();
            let mut expected = seed.devices_of(seed.index(sender));
            expected.retain(|device| device.is_compliant != Some(true));
            expected.sort_by_key(|device| device.id.clone());
            all.equal("devices of the sender", ids_of(&devices), expected.iter().map(|device| device.id()).collect());
            let manager = User::MANAGER.read_as::<User>(&found).and_then(Result::ok);
            let expected = seed.manager(seed.index(sender));
            all.equal("manager of the sender", manager.as_ref().map(|user| user.id()), expected.map(|user| user.id()));
        }
    }
    all.finish(60);
}
