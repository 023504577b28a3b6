//! Operators: comparisons, `in`, `has`, `not`, `and`, `or`, paths, `any` and `all`.

use graph_runtime::{Date, DateTimeOffset, Decimal, Duration, Filter, Flags, Member, TimeOfDay, query::Expression};
use graph_tests::tenant::{
    AgeGroup, AssignedLicense, Device, EmailAddress, EmployeeOrgData, Group, Importance, ManagementFeatures, Message,
    ObjectIdentity, Recipient, User,
};

use super::{Comparison, disagreements};

/// Returns whether a value that may be missing meets a condition; a missing one does not.
fn is<V>(value: &Option<V>, holds: impl FnOnce(&V) -> bool) -> bool {
    value.as_ref().is_some_and(holds)
}

/// Parses a value.
fn value<V: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> V {
    text.parse().expect("a valid text")
}

pub async fn comparisons_of_texts(mut all: Comparison) {
    for text in [
        "Ada O'Brien",
        "''",
        "Jürgen Müller",
        "100% #1 & Co",
        "a/b\\c?d=e;f",
        "🦀 Ferris 👩‍👩‍👧",
        "",
        "  padded  ",
        "tab\tand\nline",
        "plus+sign (paren)",
        "\"quoted\"",
        "null",
        "true",
        "x1/x2",
        "%27 eq %20",
        "A,B:C@$it",
        "absent",
    ] {
        let name = format!("equals {text:?}");
        all.filter(&name, User::DISPLAY_NAME.eq(text), |user| is(&user.display_name, |name| name == text)).await;
    }
    all.filter("ne", User::DISPLAY_NAME.ne("null"), |user| user.display_name.as_deref() != Some("null")).await;
    all.filter("lt", User::DISPLAY_NAME.lt("Z"), |user| is(&user.display_name, |name| &**name < "Z")).await;
    all.filter("le", User::DISPLAY_NAME.le("true"), |user| is(&user.display_name, |name| &**name <= "true")).await;
    all.filter("gt", User::DISPLAY_NAME.gt("true"), |user| is(&user.display_name, |name| &**name > "true")).await;
    all.filter("ge", User::DISPLAY_NAME.ge("例え"), |user| is(&user.display_name, |name| &**name >= "例え")).await;
    all.filter("is_null", User::DISPLAY_NAME.is_null(), |user| user.display_name.is_none()).await;
    all.filter("is_not_null", User::DISPLAY_NAME.is_not_null(), |user| user.display_name.is_some()).await;
    let other = User::DEPARTMENT.eq(User::DISPLAY_NAME);
    all.filter("two properties", other, |user| user.department == user.display_name).await;
    all.finish(25);
}

pub async fn comparisons_of_other_values(mut all: Comparison) {
    all.filter("Boolean", User::ACCOUNT_ENABLED.eq(true), |user| user.account_enabled == Some(true)).await;
    all.filter("Boolean, ne", User::ACCOUNT_ENABLED.ne(true), |user| user.account_enabled != Some(true)).await;
    let property: Filter<User> = graph_runtime::query::Condition::into_filter(User::ACCOUNT_ENABLED);
    all.filter("Boolean property", property, |user| user.account_enabled == Some(true)).await;
    all.filter("Int32", User::SIGN_IN_COUNT.gt(1), |user| is(&user.sign_in_count, |count| *count > 1)).await;
    let least = User::SIGN_IN_COUNT.eq(i32::MIN);
    all.filter("Int32, least", least, |user| user.sign_in_count == Some(i32::MIN)).await;
    all.filter("Int32, negative", User::SIGN_IN_COUNT.le(-5), |user| is(&user.sign_in_count, |count| *count <= -5))
        .await;
    all.filter("Int16", User::FLOOR.ge(12i16), |user| is(&user.floor, |floor| *floor >= 12)).await;
    for number in [1i64 << 53, (1 << 53) + 1, i64::MAX] {
        let name = format!("Int64 {number}");
        all.filter(&name, User::QUOTA_USED.eq(number), |user| user.quota_used == Some(number)).await;
    }
    for number in [0.1, -2.5, 1e16, 1.5e-7, 3.5] {
        let name = format!("Double {number}");
        all.filter(&name, User::RISK_SCORE.eq(number), |user| user.risk_score == Some(number)).await;
        all.filter(&name, User::RISK_SCORE.lt(number), |user| is(&user.risk_score, |score| *score < number)).await;
    }
    for text in ["0", "12.50", "-0.01", "1234567890123456.78"] {
        let number: Decimal = value(text);
        let is_equal = |balance: &Decimal| balance.to_f64() == number.to_f64();
        let name = format!("Decimal {text}");
        all.filter(&name, User::BALANCE.eq(&number), |user| is(&user.balance, is_equal)).await;
    }
    all.filter("Decimal and i32", User::BALANCE.gt(12), |user| is(&user.balance, |number| number.to_f64() > 12.0))
        .await;
    for text in ["2019-12-31T23:59:59Z", "2020-02-29T12:30:45.123456Z", "2024-06-30T22:00:00Z", "9999-12-31T23:59:59Z"]
    {
        let time: DateTimeOffset = value(text);
        let (name, created) = (format!("DateTimeOffset {text}"), User::CREATED_DATE_TIME);
        all.filter(&name, created.eq(time), |user| user.created_date_time == Some(time)).await;
        all.filter(&name, created.lt(time), |user| is(&user.created_date_time, |created| *created < time)).await;
    }
    let offset: DateTimeOffset = value("2024-07-01T05:30:00+05:30");
    let before = User::CREATED_DATE_TIME.le(offset);
    all.filter("offset", before, |user| is(&user.created_date_time, |created| *created <= offset)).await;
    for text in ["1970-06-15", "2000-02-29", "0001-01-01"] {
        let date: Date = value(text);
        let name = format!("Date {text}");
        all.filter(&name, User::BIRTH_DATE.ge(date), |user| is(&user.birth_date, |birth| *birth >= date)).await;
    }
    for text in ["00:00:00", "08:30:00", "23:59:59.999"] {
        let time: TimeOfDay = value(text);
        let name = format!("TimeOfDay {text}");
        all.filter(&name, User::WORK_START.eq(time), |user| user.work_start == Some(time)).await;
    }
    // Not `PT0.5S`: see `disagreements`.
    for text in ["PT1H1M1S", "P1DT2H30M1S", "-PT5M1S"] {
        let duration: Duration = value(text);
        let name = format!("Duration {text}");
        let filter = User::SESSION_LIFETIME.eq(&duration);
        all.filter(&name, filter, |user| user.session_lifetime.as_ref() == Some(&duration)).await;
    }
    let guid: graph_runtime::Guid = value("6fd2c87f-b296-42f0-b197-1e91e994b900");
    all.filter("Guid", User::IMMUTABLE_ID.eq(guid), |user| user.immutable_id == Some(guid)).await;
    all.filter("Guid, ne", User::IMMUTABLE_ID.ne(guid), |user| user.immutable_id != Some(guid)).await;
    all.filter("Binary", Device::CERTIFICATE.is_null(), |device| device.certificate.is_none()).await;
    all.finish(40);
}

pub async fn members_of_enumerations(mut all: Comparison) {
    use ManagementFeatures::{Passcode, RemoteLock, RemoteWipe};
    let is_adult = |user: &User| is(&user.age_group, |group| *group == AgeGroup::Adult);
    all.filter("eq", User::AGE_GROUP.eq(AgeGroup::Adult), is_adult).await;
    all.filter("ne", User::AGE_GROUP.ne(AgeGroup::Adult), |user| !is_adult(user)).await;
    let known = [AgeGroup::Adult, AgeGroup::Minor];
    let is_known = |user: &User| is(&user.age_group, |group| known.iter().any(|known| *group == *known));
    all.filter("in", User::AGE_GROUP.is_in(known), is_known).await;
    all.filter("null", User::AGE_GROUP.is_null(), |user| user.age_group.is_none()).await;
    let is_high = |message: &Message| is(&message.importance, |importance| *importance == Importance::High);
    all.filter("another type", Message::IMPORTANCE.eq(Importance::High), is_high).await;
    let member: Member<Importance> = Importance::Low.into();
    let is_low = |message: &Message| message.importance == Some(Importance::Low.into());
    all.filter("a member", Message::IMPORTANCE.eq(member), is_low).await;

    let has = |wanted: &[ManagementFeatures], device: &Device| {
        is(&device.management_features, |features| wanted.iter().all(|member| features.has(*member)))
    };
    let features = Device::MANAGEMENT_FEATURES;
    all.filter("has one", features.has(RemoteWipe), |device| has(&[RemoteWipe], device)).await;
    let two: Flags<ManagementFeatures> = [RemoteWipe, RemoteLock].into();
    all.filter("has two", features.has(two.clone()), |device| has(&[RemoteWipe, RemoteLock], device)).await;
    let not = !features.has(Passcode);
    let is_known = |device: &Device| device.management_features.is_some();
    all.filter("not has", not, |device| is_known(device) && !has(&[Passcode], device)).await;
    all.filter("flags, eq", features.eq(two.clone()), |device| device.management_features == Some(two.clone())).await;
    all.finish(10);
}

pub async fn lists_of_values(mut all: Comparison) {
    let names = ["Ada O'Brien", "A,B:C@$it", "", "plus+sign (paren)"];
    let is_named = |user: &User| is(&user.display_name, |name| names.contains(&name.as_str()));
    all.filter("texts", User::DISPLAY_NAME.is_in(names), is_named).await;
    all.filter("one text", User::DISPLAY_NAME.is_in(["''"]), |user| user.display_name.as_deref() == Some("''")).await;
    all.filter("no text", User::DISPLAY_NAME.is_in::<&str>([]), |_| false).await;
    all.filter("none of no texts", !User::DISPLAY_NAME.is_in::<&str>([]), |_| true).await;
    let numbers = User::SIGN_IN_COUNT.is_in([0, -5, i32::MAX]);
    all.filter("numbers", numbers, |user| is(&user.sign_in_count, |count| [0, -5, i32::MAX].contains(count))).await;
    let is_null = |user: &User| user.display_name.is_none();
    all.filter_but(
        "not in",
        !User::DISPLAY_NAME.is_in(names),
        |user| !is_named(user),
        |user| disagreements::IN_NULL.is_about(is_null(user)),
    )
    .await;
    all.finish(6);
}

pub async fn precedence(mut all: Comparison) {
    let (enabled, sales) = (|| User::ACCOUNT_ENABLED.eq(true), || User::DEPARTMENT.eq("Sales"));
    let adult = || User::AGE_GROUP.eq(AgeGroup::Adult);
    let is_enabled = |user: &User| user.account_enabled == Some(true);
    let is_in_sales = |user: &User| user.department.as_deref() == Some("Sales");
    let is_adult = |user: &User| is(&user.age_group, |group| *group == AgeGroup::Adult);
    let (e, s, a) = (is_enabled, is_in_sales, is_adult);
    all.filter("or within and", (enabled() | sales()) & adult(), |user| (e(user) || s(user)) && a(user)).await;
    all.filter("and within or", enabled() | sales() & adult(), |user| e(user) || s(user) && a(user)).await;
    all.filter("and, or", enabled() & sales() | adult(), |user| e(user) && s(user) || a(user)).await;
    all.filter("or on the right", enabled() & (sales() | adult()), |user| e(user) && (s(user) || a(user))).await;
    all.filter("not and", !(enabled() & sales()), |user| !(e(user) && s(user))).await;
    all.filter("not, and", !enabled() & sales(), |user| !e(user) && s(user)).await;
    all.filter("not or", !(enabled() | sales()) | adult(), |user| !(e(user) || s(user)) || a(user)).await;
    all.filter("not not", !!enabled(), e).await;
    let raw = Filter::<User>::raw("accountEnabled eq true or department eq 'Sales'") & adult();
    all.filter("raw or", raw, |user| (e(user) || s(user)) && a(user)).await;
    let raw = !Filter::<User>::raw("accountEnabled eq true or department eq 'Sales'");
    all.filter("not raw or", raw, |user| !(e(user) || s(user))).await;
    let chain = (0..40).fold(enabled(), |filter, number| filter | User::SIGN_IN_COUNT.eq(number));
    all.filter("a long chain", chain, |user| e(user) || is(&user.sign_in_count, |count| (0..40).contains(count))).await;
    let nested = (0..8).fold(enabled(), |filter, _| !(filter & sales()));
    let nested_of = |user: &User| (0..8).fold(e(user), |value, _| !(value && s(user)));
    all.filter("nested", nested, nested_of).await;
    all.finish(12);
}

pub async fn missing_values(mut all: Comparison) {
    // A comparison with null is false, so its negation is true.
    let is_null = |user: &User| disagreements::COMPARED_NULL.is_about(user.sign_in_count.is_none());
    let above = || User::SIGN_IN_COUNT.gt(1);
    let is_above = |user: &User| is(&user.sign_in_count, |count| *count > 1);
    all.filter_but("not gt", !above(), |user| !is_above(user), is_null).await;
    all.filter("gt or", above() | User::SIGN_IN_COUNT.is_null(), |user| is_above(user) || user.sign_in_count.is_none())
        .await;
    // A function of null is null, and so is its negation.
    let starts = !User::DISPLAY_NAME.starts_with("A");
    all.filter("not startswith", starts, |user| is(&user.display_name, |name| !name.starts_with('A'))).await;
    let contains = !User::DISPLAY_NAME.contains("a") | User::DISPLAY_NAME.is_null();
    all.filter("or null", contains, |user| !is(&user.display_name, |name| name.contains('a'))).await;
    let sum = User::SIGN_IN_COUNT.plus(1).is_null();
    all.filter("null add", sum, |user| user.sign_in_count.is_none()).await;
    all.finish(5);
}

pub async fn paths_of_complex_values(mut all: Comparison) {
    let division = || User::EMPLOYEE_ORG_DATA.then(EmployeeOrgData::DIVISION);
    let division_of = |user: &User| user.employee_org_data.as_ref().and_then(|data| data.division.clone());
    all.filter("eq", division().eq("Jürgen Müller"), |user| is(&division_of(user), |text| text == "Jürgen Müller"))
        .await;
    all.filter("null", division().is_null(), |user| division_of(user).is_none()).await;
    all.filter("ne", division().ne("zz"), |user| division_of(user).as_deref() != Some("zz")).await;
    let two = User::EMPLOYEE_ORG_DATA.then(EmployeeOrgData::COST_CENTER).eq(division());
    let is_two =
        |user: &User| division_of(user) == user.employee_org_data.as_ref().and_then(|data| data.cost_center.clone());
    all.filter("two paths", two, is_two).await;
    let address = || Message::FROM.then(Recipient::EMAIL_ADDRESS).then(EmailAddress::ADDRESS);
    let address_of = |message: &Message| message.from.as_ref()?.email_address.as_ref()?.address.clone();
    all.filter("deep", address().contains("'"), |message| is(&address_of(message), |text| text.contains('\''))).await;
    all.filter("deep, null", address().is_null(), |message| address_of(message).is_none()).await;
    all.filter("complex, null", User::EMPLOYEE_ORG_DATA.is_null(), |user| user.employee_org_data.is_none()).await;
    all.finish(7);
}

pub async fn collections_of_values(mut all: Comparison) {
    let phones = |user: &User| user.business_phones.clone().unwrap_or_default();
    let item = Expression::<String, String>::item;
    for text in ["Ada O'Brien", "", "A,B:C@$it", "🦀 Ferris 👩‍👩‍👧"] {
        let name = format!("includes {text:?}");
        all.filter(&name, User::BUSINESS_PHONES.includes(text), |user| phones(user).iter().any(|phone| phone == text))
            .await;
    }
    let any = User::BUSINESS_PHONES.any(item().starts_with("a") | item().length().gt(12));
    all.filter("any", any, |user| phones(user).iter().any(|text| text.starts_with('a') || text.chars().count() > 12))
        .await;
    let every = User::BUSINESS_PHONES.all(item().ne("null"));
    all.filter("all", every, |user| phones(user).iter().all(|text| text != "null")).await;
    all.filter("empty", User::BUSINESS_PHONES.is_empty(), |user| phones(user).is_empty()).await;
    all.filter("not empty", User::BUSINESS_PHONES.is_not_empty(), |user| !phones(user).is_empty()).await;
    all.filter("count", User::BUSINESS_PHONES.count().eq(2), |user| phones(user).len() == 2).await;
    let none = !User::BUSINESS_PHONES.any(item().eq("zz")) & User::BUSINESS_PHONES.is_not_empty();
    all.filter("none", none, |user| !phones(user).is_empty() && !phones(user).iter().any(|text| text == "zz")).await;
    let unified = |group: &Group| is(&group.group_types, |types| types.iter().any(|text| text == "Unified"));
    all.filter("Graph's example", Group::GROUP_TYPES.includes("Unified"), unified).await;
    all.finish(11);
}

pub async fn collections_of_complex_values(mut all: Comparison) {
    let identities = |user: &User| user.identities.clone().unwrap_or_default();
    let licenses = |user: &User| user.assigned_licenses.clone().unwrap_or_default();
    let both = User::IDENTITIES.any(ObjectIdentity::ISSUER.ne("zz") & ObjectIdentity::SIGN_IN_TYPE.is_not_null());
    let has_both = |user: &User| {
        let holds =
            |identity: &ObjectIdentity| identity.issuer.as_deref() != Some("zz") && identity.sign_in_type.is_some();
        identities(user).iter().any(|identity| holds(identity))
    };
    all.filter("any, and", both, has_both).await;
    let every = User::IDENTITIES.all(ObjectIdentity::ISSUER.is_not_null());
    all.filter("all", every, |user| identities(user).iter().all(|identity| identity.issuer.is_some())).await;
    let sku: graph_runtime::Guid = value("05e9a617-0261-4cee-bb44-138d3ef5d965");
    let any = User::ASSIGNED_LICENSES.any(AssignedLicense::SKU_ID.eq(sku));
    all.filter("Guid", any, |user| licenses(user).iter().any(|license| license.sku_id == Some(sku))).await;
    let plans = |license: &AssignedLicense| license.disabled_plans.clone().unwrap_or_default();
    let nested = User::ASSIGNED_LICENSES.any(AssignedLicense::DISABLED_PLANS.includes(sku));
    all.filter("any within any", nested, |user| licenses(user).iter().any(|license| plans(license).contains(&sku)))
        .await;
    let nested = User::ASSIGNED_LICENSES.all(AssignedLicense::DISABLED_PLANS.is_empty());
    all.filter("empty within all", nested, |user| licenses(user).iter().all(|license| plans(license).is_empty())).await;
    let count =
        User::ASSIGNED_LICENSES.any(AssignedLicense::DISABLED_PLANS.count().ge(1) & AssignedLicense::SKU_ID.is_null());
    let counted = |license: &AssignedLicense| !plans(license).is_empty() && license.sku_id.is_none();
    all.filter("count within any", count, |user| licenses(user).iter().any(|license| counted(license))).await;
    let name = || Recipient::EMAIL_ADDRESS.then(EmailAddress::NAME);
    let to = Message::TO_RECIPIENTS.any(name().contains("O'") | name().eq("Straße"));
    let is_to = |recipient: &Recipient| {
        let name = recipient.email_address.as_ref().and_then(|address| address.name.clone());
        is(&name, |name| name.contains("O'") || name == "Straße")
    };
    all.filter("path within any", to, |message| is(&message.to_recipients, |to| to.iter().any(|to| is_to(to)))).await;
    all.finish(7);
}

pub async fn related_entities(mut all: Comparison) {
    let seed = all.seed;
    let manager = |user: &User| seed.manager(seed.index(user));
    let groups = |user: &User| seed.groups_of(seed.index(user));
    let devices = |user: &User| seed.devices_of(seed.index(user));
    let messages = |user: &User| seed.messages_of(seed.index(user));
    let cast = || User::MANAGER.cast::<User>();
    let is_name =
        |user: &User| manager(user).is_some_and(|manager| is(&manager.display_name, |name| name.contains("a")));
    all.filter("cast, path", cast().then(User::DISPLAY_NAME).contains("a"), is_name).await;
    let no_manager = User::MANAGER.then(graph_tests::tenant::DirectoryObject::ID).is_null();
    all.filter("no manager", no_manager, |user| manager(user).is_none()).await;
    let above = cast().follow(User::MANAGER).cast::<User>().then(User::ID).eq("o'brien");
    let is_above = |user: &User| {
        let top = manager(user).and_then(|user| seed.manager(seed.index(user)));
        top.is_some_and(|top| top.id.as_deref() == Some("o'brien"))
    };
    all.filter("two steps", above, is_above).await;
    let owns = User::OWNED_DEVICES.any(Device::OPERATING_SYSTEM.eq("Windows"));
    let is_windows = |device: &Device| device.operating_system.as_deref() == Some("Windows");
    all.filter("any", owns, |user| devices(user).iter().any(|device| is_windows(device))).await;
    let every = User::OWNED_DEVICES.all(Device::IS_COMPLIANT.eq(true));
    all.filter("all", every, |user| devices(user).iter().all(|device| device.is_compliant == Some(true))).await;
    let has = User::OWNED_DEVICES.any(Device::MANAGEMENT_FEATURES.has(ManagementFeatures::RemoteLock));
    let locks =
        |device: &Device| is(&device.management_features, |features| features.has(ManagementFeatures::RemoteLock));
    all.filter("has within any", has, |user| devices(user).iter().any(|device| locks(device))).await;
    all.filter("empty", User::OWNED_DEVICES.is_empty(), |user| devices(user).is_empty()).await;
    all.filter("count", User::MEMBER_OF.count().gt(1), |user| groups(user).len() > 1).await;
    let unified = User::MEMBER_OF.cast::<Group>().any(Group::GROUP_TYPES.includes("Unified"));
    let is_unified = |group: &Group| is(&group.group_types, |types| types.iter().any(|text| text == "Unified"));
    all.filter("cast, any within any", unified, |user| groups(user).iter().any(|group| is_unified(group))).await;
    let high = User::MESSAGES.any(Message::IMPORTANCE.eq(Importance::High) & Message::IS_READ.eq(false));
    let is_high = |message: &Message| {
        is(&message.importance, |importance| *importance == Importance::High) && message.is_read == Some(false)
    };
    all.filter("messages", high, |user| messages(user).iter().any(|message| is_high(message))).await;
    let managed = cast().follow(User::OWNED_DEVICES).any(Device::OPERATING_SYSTEM.ne("iOS"));
    let is_managed = |user: &User| {
        let devices = manager(user).map(|manager| devices(manager)).unwrap_or_default();
        devices.iter().any(|device| device.operating_system.as_deref() != Some("iOS"))
    };
    all.filter("any after a step", managed, is_managed).await;
    all.finish(11);
}
