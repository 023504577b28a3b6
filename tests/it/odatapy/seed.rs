//! Users, groups, devices and messages with texts that are hard to send.

use std::sync::LazyLock;

use graph_runtime::{Binary, Body, Flags, Member, Object, codegen::Structured, empty};
use graph_tests::{
    seeded::Seeded as Random,
    tenant::{
        AgeGroup, AssignedLicense, Device, EmailAddress, EmployeeOrgData, GraphService, Group, Importance,
        ManagementFeatures, Message, ObjectIdentity, Recipient, User,
    },
};

/// Texts with characters that URLs, literals and JSON treat in special ways.
pub const TEXTS: [&str; 20] = [
    "Ada O'Brien",
    "''",
    "Jürgen Müller",
    "100% #1 & Co",
    "a/b\\c?d=e;f",
    "🦀 Ferris 👩‍👩‍👧",
    "例え",
    "",
    "  padded  ",
    "tab\tand\nline",
    "plus+sign (paren)",
    "\"quoted\"",
    "null",
    "true",
    "x1/x2",
    "%27 eq %20",
    "Straße",
    "ada o'brien",
    "A,B:C@$it",
    "zz",
];

/// Keys with characters that have to be encoded in paths.
const KEYS: [&str; 12] =
    ["o'brien", "a/b", "100%", "q?x=1&y#z", "ü", "🦀", "a b+c", "(1)", "it,em=1;x", "\\", "@$it", "delta()"];

const SKUS: [&str; 3] = [
    "05e9a617-0261-4cee-bb44-138d3ef5d965",
    "6fd2c87f-b296-42f0-b197-1e91e994b900",
    "f30db892-07e9-47e9-837c-80727f46fd3d",
];

pub const USERS: usize = 40;

/// The entities of the seeded tenant, in the order in which they are created, and how they are related.
pub struct Seed {
    pub users: Vec<Object<User>>,
    pub groups: Vec<Object<Group>>,
    pub devices: Vec<Object<Device>>,
    /// Message `n` is in the mailbox of user `n % MAILBOXES`.
    pub messages: Vec<Object<Message>>,
}

pub const MAILBOXES: usize = 7;

impl Seed {
    pub fn get() -> &'static Self {
        static SEED: LazyLock<Seed> = LazyLock::new(Seed::new);
        &SEED
    }

    fn new() -> Self {
        let mut random = Random::new(20_261_129);
        Self {
            users: (0..USERS).map(|index| user(index, &mut random)).collect(),
            groups: (0..8).map(|index| group(index, &mut random)).collect(),
            devices: (0..16).map(|index| device(index, &mut random)).collect(),
            messages: (0..42).map(|index| message(index, &mut random)).collect(),
        }
    }

    /// The manager of a user; the first user and each fifth have none.
    pub fn manager(&self, user: usize) -> Option<&Object<User>> {
        if user.is_multiple_of(5) { None } else { self.users.get((user - 1) / 2) }
    }

    /// The groups that have a user as a member.
    pub fn groups_of(&self, user: usize) -> Vec<&Object<Group>> {
        let is_member = |group: usize| (user + group).is_multiple_of(4) && !user.is_multiple_of(7);
        self.groups.iter().enumerate().filter(|(group, _)| is_member(*group)).map(|(_, group)| group).collect()
    }

    pub fn devices_of(&self, user: usize) -> Vec<&Object<Device>> {
        self.devices.iter().enumerate().filter(|(device, _)| device * 3 % 20 == user).map(|(_, found)| found).collect()
    }

    pub fn messages_of(&self, user: usize) -> Vec<&Object<Message>> {
        let is_in = |message: usize| message % MAILBOXES == user;
        self.messages.iter().enumerate().filter(|(message, _)| is_in(*message)).map(|(_, found)| found).collect()
    }

    pub fn sender(&self, message: usize) -> &Object<User> {
        &self.users[message * 5 % USERS]
    }

    /// The position of a user.
    pub fn index(&self, user: &User) -> usize {
        self.users.iter().position(|known| known.id == user.id).expect("a user of the seed")
    }
}

/// Returns one of the values, or nothing in one of four cases.
fn some<T: Clone>(random: &mut Random, values: &[T]) -> Option<T> {
    if random.below(4) == 0 { None } else { values.get(random.below(values.len())).cloned() }
}

fn parsed<T: std::str::FromStr>(random: &mut Random, texts: &[&str]) -> Option<T> {
    some(random, texts).and_then(|text| text.parse().ok())
}

fn text(random: &mut Random) -> Option<String> {
    some(random, &TEXTS).map(str::to_owned)
}

fn texts(random: &mut Random, most: usize) -> Vec<String> {
    (0..random.below(most + 1)).map(|_| TEXTS[random.below(TEXTS.len())].to_owned()).collect()
}

fn user(index: usize, random: &mut Random) -> Object<User> {
    let id = KEYS.get(index).map_or_else(|| format!("user{index}"), |key| (*key).to_owned());
    let licenses = (0..random.below(3)).map(|_| {
        let plans = (0..random.below(3)).filter_map(|plan| SKUS[plan].parse().ok()).collect();
        AssignedLicense { disabled_plans: Some(plans), sku_id: parsed(random, &SKUS) }.into()
    });
    let licenses = licenses.collect();
    let identities = (0..random.below(3)).map(|_| ObjectIdentity { issuer: text(random), sign_in_type: text(random) });
    let identities = identities.map(Object::from).collect();
    let organization = EmployeeOrgData { cost_center: text(random), division: text(random) };
    let age_groups = [AgeGroup::Unknown, AgeGroup::Minor, AgeGroup::Adult].map(Member::Known);
    User {
        id: Some(id),
        display_name: text(random),
        department: some(random, &["Sales", "R&D", "Legal", ""]).map(str::to_owned),
        mail: some(random, &["a@b.example", "o'b+1@x.example", "ü@ü.example"]).map(str::to_owned),
        account_enabled: some(random, &[true, false]),
        age_group: some(random, &age_groups),
        business_phones: Some(texts(random, 3)),
        created_date_time: parsed(
            random,
            &[
                "2019-12-31T23:59:59Z",
                "2020-01-01T00:00:00Z",
                "2020-02-29T12:30:45.123Z",
                "2020-02-29T12:30:45.123456Z",
                "2024-07-01T00:00:00+02:00",
                "9999-12-31T23:59:59Z",
            ],
        ),
        birth_date: parsed(random, &["1999-12-31", "2000-02-29", "0001-01-01", "1970-06-15"]),
        work_start: parsed(random, &["00:00:00", "08:30:00", "23:59:59.999", "12:00:01"]),
        session_lifetime: parsed(random, &["PT1H1M1S", "P1DT2H30M1S", "PT0.5S", "-PT5M1S"]),
        sign_in_count: some(random, &[0, 1, 7, 42, -5, i32::MAX, i32::MIN]),
        floor: some(random, &[0, 1, -2, i16::MAX, 12]),
        quota_used: some(random, &[0, 1 << 53, (1 << 53) + 1, i64::MAX, -9]),
        risk_score: some(random, &[0.0, 0.1, -2.5, 3.5, 1e16, 1.5e-7]),
        balance: parsed(random, &["0", "12.50", "-0.01", "1234567890123456.78", "12.5"]),
        immutable_id: parsed(random, &SKUS),
        employee_org_data: if random.below(4) == 0 { None } else { Some(organization.into()) },
        identities: Some(identities),
        assigned_licenses: Some(licenses),
        ..empty()
    }
    .into()
}

fn group(index: usize, random: &mut Random) -> Object<Group> {
    let types = [&[][..], &["Unified"], &["Unified", "DynamicMembership"], &["DynamicMembership", "O'Type"]];
    Group {
        id: Some(format!("group{index}")),
        display_name: text(random),
        description: text(random),
        group_types: Some(types[random.below(4)].iter().map(|&text| text.to_owned()).collect()),
        security_enabled: some(random, &[true, false]),
        ..empty()
    }
    .into()
}

fn device(index: usize, random: &mut Random) -> Object<Device> {
    use ManagementFeatures::{Passcode, RemoteLock, RemoteWipe};
    let features: [&[ManagementFeatures]; 5] =
        [&[RemoteWipe], &[RemoteWipe, RemoteLock], &[Passcode], &[RemoteWipe, RemoteLock, Passcode], &[RemoteLock]];
    let features = features.map(|members| members.iter().copied().map(Member::Known).collect::<Flags<_>>());
    Device {
        id: Some(format!("device{index}")),
        display_name: text(random),
        operating_system: some(random, &["Windows", "iOS", "Linux", "macOS"]).map(str::to_owned),
        is_compliant: some(random, &[true, false]),
        management_features: some(random, &features),
        physical_ids: Some(texts(random, 2)),
        certificate: some(random, &[vec![0, 255, 254, 62, 63], Vec::new(), vec![7]]).map(Binary::from),
        ..empty()
    }
    .into()
}

fn recipient(random: &mut Random) -> Object<Recipient> {
    let address = EmailAddress { address: text(random), name: text(random) };
    Recipient { email_address: if random.below(5) == 0 { None } else { Some(address.into()) } }.into()
}

fn message(index: usize, random: &mut Random) -> Object<Message> {
    let importance = [Importance::Low, Importance::Normal, Importance::High].map(Member::Known);
    let times = ["2026-01-01T00:00:00Z", "2026-03-29T01:59:59.5Z", "2026-11-29T04:45:00Z", "2025-12-31T23:00:00-01:00"];
    Message {
        id: Some(format!("AAMk=_-{index}==")),
        subject: text(random),
        importance: some(random, &importance),
        is_read: some(random, &[true, false]),
        received_date_time: parsed(random, &times),
        categories: Some(texts(random, 2)),
        from: if random.below(4) == 0 { None } else { Some(recipient(random)) },
        to_recipients: Some((0..random.below(3)).map(|_| recipient(random)).collect()),
    }
    .into()
}

/// Returns a body that creates an entity with these values.
pub fn body<T: Structured>(entity: &Object<T>) -> Body<T> {
    Body::changes(&Object::default(), entity)
}

/// Returns a path to an entity of a set, with its key in parentheses.
pub fn path(set: &str, id: &str) -> String {
    let id = id.replace('\'', "''");
    let encoded = percent_encoding::utf8_percent_encode(&id, percent_encoding::NON_ALPHANUMERIC);
    format!("/{set}('{encoded}')")
}

/// Creates all entities, and relates them.
pub async fn fill(service: &GraphService) {
    use super::done;
    let seed = Seed::get();
    for user in &seed.users {
        done(service.users().create(body(user)).send()).await;
    }
    for group in &seed.groups {
        done(service.groups().create(body(group)).send()).await;
    }
    for device in &seed.devices {
        done(service.devices().create(body(device)).send()).await;
    }
    for (index, user) in seed.users.iter().enumerate() {
        let id = user.id.as_deref().expect("an id");
        let builder = service.users().by_id(id);
        if let Some(manager) = seed.manager(index).and_then(|manager| manager.id.as_deref()) {
            done(builder.manager().set_reference(path("users", manager)).send()).await;
        }
        for group in seed.groups_of(index) {
            let group = group.id.as_deref().expect("an id");
            done(builder.member_of().add_reference(path("groups", group)).send()).await;
            done(service.groups().by_id(group).members().add_reference(path("users", id)).send()).await;
        }
        for device in seed.devices_of(index) {
            let device = device.id.as_deref().expect("an id");
            done(builder.owned_devices().add_reference(path("devices", device)).send()).await;
        }
    }
    for (index, message) in seed.messages.iter().enumerate() {
        let user = seed.users[index % MAILBOXES].id.as_deref().expect("an id");
        done(service.users().by_id(user).messages().create(body(message)).send()).await;
        let sender = path("users", seed.sender(index).id.as_deref().expect("an id"));
        let id = message.id.as_deref().expect("an id");
        done(service.messages().by_id(id).sender().set_reference(sender).send()).await;
    }
}
