//! Generates a page of users with all properties, as Graph sends it, from the metadata and a fixed seed.

use graph_codegen::edm::{ItemType, Model, Primitive, Property, TypeId, TypeKind};
use serde_json::{Map, Value, json};

/// Properties that Graph sends only for a single user, or only with a special permission.
const NOT_IN_LISTS: [&str; 13] = [
    "aboutMe",
    "birthday",
    "deviceEnrollmentLimit",
    "hireDate",
    "interests",
    "mailboxSettings",
    "mySite",
    "pastProjects",
    "preferredName",
    "print",
    "responsibilities",
    "schools",
    "skills",
];

/// Properties that all users of an organization have. About a fifth of the others is null.
const NEVER_NULL: [&str; 6] =
    ["id", "accountEnabled", "displayName", "userPrincipalName", "createdDateTime", "userType"];

const GIVEN_NAMES: [&str; 8] = ["Adele", "Alex", "Zoë", "Grady", "Isaiah", "Lidia", "Miriam", "Nestor"];
const SURNAMES: [&str; 8] = ["Vance", "Wilber", "Müller", "Archie", "Langer", "Holloway", "Graham", "O'Brien"];
const CITIES: [&str; 6] = ["Seattle", "Redmond", "São Paulo", "Zürich", "Kraków", "Pittsburgh"];
const DEPARTMENTS: [&str; 5] = ["Retail", "Sales & Marketing", "Engineering", "Legal", "Finance"];
const TITLES: [&str; 5] =
    ["Retail Manager", "Marketing Assistant", "\"Special\" Projects Lead", "Paralegal", "Director"];
const WORDS: [&str; 8] = ["contoso", "north", "exchange", "member", "standard", "directory", "primary", "sync"];

/// Returns a page of users, with the properties that the model declares, as JSON.
#[must_use]
pub fn page(model: &Model, user: TypeId, count: u64) -> Vec<u8> {
    let users: Vec<Value> = (0..count)
        .map(|number| {
            let mut generator = UserGenerator { model, rng: Rng(number + 1), number };
            Value::Object(generator.object(user, &NOT_IN_LISTS))
        })
        .collect();
    let page = json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users",
        "@odata.nextLink": "https://graph.microsoft.com/v1.0/users?$top=999&$skiptoken=RFNwdAIAAQAAABg6QWRlbGVW",
        "value": users,
    });
    page.to_string().into_bytes()
}

struct UserGenerator<'a> {
    model: &'a Model,
    rng: Rng,
    number: u64,
}

impl UserGenerator<'_> {
    /// The recursion ends, since the types of Graph's user do not contain themselves.
    fn object(&mut self, id: TypeId, without: &[&str]) -> Map<String, Value> {
        let model = self.model;
        let mut object = Map::new();
        for (_, property) in model.properties(id) {
            if !without.contains(&property.name.as_str()) {
                object.insert(property.name.clone(), self.property(property));
            }
        }
        object
    }

    fn property(&mut self, property: &Property) -> Value {
        if property.type_ref.is_collection {
            let longest = match property.name.as_str() {
                "assignedPlans" => 6,
                "onPremisesProvisioningErrors" | "serviceProvisioningErrors" => 1,
                _ => 3,
            };
            let count = self.rng.below(longest + 1);
            return (0..count).map(|_| self.item(property)).collect();
        }
        let may_be_null = property.nullable != Some(false) && !NEVER_NULL.contains(&property.name.as_str());
        if may_be_null && self.rng.below(5) == 0 {
            return Value::Null;
        }
        self.item(property)
    }

    fn item(&mut self, property: &Property) -> Value {
        let model = self.model;
        match &property.type_ref.item {
            ItemType::Primitive(primitive) => self.primitive(*primitive, &property.name),
            ItemType::Declared(id) => match &model.type_(*id).kind {
                TypeKind::Entity(_) | TypeKind::Complex(_) => Value::Object(self.object(*id, &[])),
                TypeKind::Enum(enumeration) => {
                    self.rng.of(&enumeration.members).map_or(Value::Null, |member| json!(member.name))
                }
                TypeKind::Definition(_) => Value::Null,
            },
            ItemType::External(_) => Value::Null,
        }
    }

    fn primitive(&mut self, primitive: Primitive, name: &str) -> Value {
        match primitive {
            Primitive::Boolean => json!(self.rng.below(3) > 0),
            Primitive::Int32 | Primitive::Int64 => json!(self.rng.below(1000)),
            Primitive::Guid => json!(self.guid()),
            Primitive::DateTimeOffset => json!(self.instant()),
            _ => json!(self.text(name)),
        }
    }

    fn text(&mut self, name: &str) -> String {
        let given = GIVEN_NAMES[self.number as usize % GIVEN_NAMES.len()];
        let surname = SURNAMES[self.number as usize / GIVEN_NAMES.len() % SURNAMES.len()];
        let account = format!("{}{}{}", ascii(given), ascii(surname), self.number);
        match name {
            "id" | "assignedByGroup" | "identityParentId" => self.guid(),
            "givenName" => given.to_owned(),
            "surname" => surname.to_owned(),
            "displayName" => format!("{given} {surname}"),
            "mailNickname" | "onPremisesSamAccountName" => account,
            "proxyAddresses" => format!("smtp:{account}@contoso.onmicrosoft.com"),
            "city" | "state" => self.word(&CITIES),
            "department" => self.word(&DEPARTMENTS),
            "jobTitle" => self.word(&TITLES),
            "country" | "usageLocation" | "preferredDataLocation" => "US".to_owned(),
            "preferredLanguage" => "en-US".to_owned(),
            "userType" => "Member".to_owned(),
            "businessPhones" | "mobilePhone" | "faxNumber" => format!("+1 425 555 {:04}", self.rng.below(10_000)),
            "onPremisesDistinguishedName" => format!("CN={given} {surname},OU=People,DC=corp,DC=contoso,DC=com"),
            "securityIdentifier" | "onPremisesSecurityIdentifier" => {
                format!("S-1-12-1-{}-{}", self.rng.below(1 << 32), self.rng.below(1 << 32))
            }
            _ if name.to_ascii_lowercase().contains("mail")
                || name.ends_with("PrincipalName")
                || name == "imAddresses" =>
            {
                format!("{account}@contoso.onmicrosoft.com")
            }
            _ => format!("{} {}", self.word(&WORDS), self.word(&WORDS)),
        }
    }

    fn word(&mut self, words: &[&str]) -> String {
        self.rng.of(words).map_or_else(String::new, |word| (*word).to_owned())
    }

    fn guid(&mut self) -> String {
        uuid::Uuid::from_u64_pair(self.rng.next(), self.rng.next()).to_string()
    }

    fn instant(&mut self) -> String {
        let (month, day) = (1 + self.rng.below(12), 1 + self.rng.below(28));
        let (hour, minute) = (self.rng.below(24), self.rng.below(60));
        format!("202{}-{month:02}-{day:02}T{hour:02}:{minute:02}:{minute:02}Z", self.rng.below(6))
    }
}

fn ascii(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphabetic).collect()
}

/// SplitMix64, which generates the same numbers on all machines.
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        if list.is_empty() { None } else { list.get(self.below(list.len() as u64) as usize) }
    }
}
