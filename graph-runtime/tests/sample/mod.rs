//! Types in the shape that the generator emits, with every kind of property; and request builders for users.
#![allow(dead_code)] // each test uses its own part

use graph_runtime as rt;

/// What the generator writes out for a structured type. Wire names are given sorted, with their indices.
macro_rules! structured_type {
    ($type:ident, $name:literal, [$($index:literal $wire:literal $field:ident: $value:ty,)*]) => {
        #[derive(Default)]
        pub struct $type {
            $(pub $field: Option<$value>,)*
            pub extra: rt::Extra,
        }

        impl rt::Structured for $type {
            const TYPE_NAME: &'static str = $name;
            const PROPERTIES: &'static [&'static str] = &[$($wire),*];

            fn extra(&self) -> &rt::Extra {
                &self.extra
            }

            fn extra_mut(&mut self) -> &mut rt::Extra {
                &mut self.extra
            }

            #[allow(unused_variables)] // a type without properties reads nothing
            fn read<R: rt::PropertyReader>(&mut self, index: usize, from: &mut R) {
                match index {
                    $($index => from.read(&mut self.$field),)*
                    _ => {}
                }
            }

            #[allow(unused_variables)]
            fn write<'a, W: rt::PropertyWriter<'a>>(&'a self, to: &mut W) {
                $(to.put($index, &self.$field);)*
            }
        }
        rt::structured!($type);
    };
}

structured_type!(Everything, "sample.everything", [
    0 "binary" binary: rt::Binary,
    1 "boolean" boolean: bool,
    2 "byte" byte: u8,
    3 "children" children: Vec<Part>,
    4 "colour" colour: Colour,
    5 "colours" colours: Vec<Colour>,
    6 "date" date: rt::Date,
    7 "dateTime" date_time: rt::DateTimeOffset,
    8 "decimal" decimal: rt::Decimal,
    9 "decimals" decimals: Vec<rt::Decimal>,
    10 "double" double: f64,
    11 "duration" duration: rt::Duration,
    12 "flags" flags: rt::Flags<Colour>,
    13 "guid" guid: rt::Guid,
    14 "guids" guids: Vec<rt::Guid>,
    15 "int16" int16: i16,
    16 "int32" int32: i32,
    17 "int64" int64: i64,
    18 "json" json: rt::Json,
    19 "parent" parent: Box<Everything>,
    20 "part" part: Part,
    21 "sbyte" sbyte: i8,
    22 "single" single: f32,
    23 "text" text: String,
    24 "texts" texts: Vec<String>,
    25 "timeOfDay" time_of_day: rt::TimeOfDay,
]);

structured_type!(Part, "sample.part", [
    0 "enabled" enabled: bool,
    1 "id" id: rt::Guid,
    2 "name" name: String,
]);

structured_type!(Nothing, "sample.nothing", []);

structured_type!(User, "microsoft.graph.user", [
    0 "accountEnabled" account_enabled: bool,
    1 "assignedLicenses" assigned_licenses: Vec<AssignedLicense>,
    2 "assignedPlans" assigned_plans: Vec<AssignedPlan>,
    3 "businessPhones" business_phones: Vec<String>,
    4 "city" city: String,
    5 "companyName" company_name: String,
    6 "createdDateTime" created_date_time: rt::DateTimeOffset,
    7 "displayName" display_name: String,
    8 "id" id: String,
    9 "mail" mail: String,
    10 "manager" manager: Box<User>,
    11 "userPrincipalName" user_principal_name: String,
]);

impl User {
    pub const DISPLAY_NAME: rt::Property<Self, String> = rt::Property::new("displayName");
    pub const ID: rt::Property<Self, String> = rt::Property::new("id");
    pub const MAIL: rt::Property<Self, String> = rt::Property::new("mail");
}

structured_type!(AssignedLicense, "microsoft.graph.assignedLicense", [
    0 "disabledPlans" disabled_plans: Vec<rt::Guid>,
    1 "skuId" sku_id: rt::Guid,
]);

structured_type!(AssignedPlan, "microsoft.graph.assignedPlan", [
    0 "assignedDateTime" assigned_date_time: rt::DateTimeOffset,
    1 "capabilityStatus" capability_status: String,
    2 "service" service: String,
    3 "servicePlanId" service_plan_id: rt::Guid,
]);

structured_type!(AssignLicense, "microsoft.graph.user/assignLicense", [
    0 "addLicenses" add_licenses: Vec<AssignedLicense>,
    1 "removeLicenses" remove_licenses: Vec<rt::Guid>,
]);

#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Colour {
    Red,
    Green,
    Blue,
    UnknownFutureValue,
    Unrecognized(Box<str>),
}

impl rt::Enumerated for Colour {
    const TYPE_NAME: &'static str = "sample.colour";
    const MEMBERS: &'static [(&'static str, Self)] = &[
        ("red", Self::Red),
        ("green", Self::Green),
        ("blue", Self::Blue),
        ("unknownFutureValue", Self::UnknownFutureValue),
    ];

    fn unrecognized(name: &str) -> Self {
        Self::Unrecognized(name.into())
    }

    fn as_unrecognized(&self) -> Option<&str> {
        if let Self::Unrecognized(name) = self { Some(name) } else { None }
    }
}
rt::enumerated!(Colour);

#[derive(Clone, Debug)]
pub struct GraphService {
    resource: rt::Resource,
}

impl GraphService {
    pub fn new(client: rt::Client) -> Self {
        Self { resource: rt::Resource::root(client) }
    }

    pub fn users(&self) -> UserCollectionRequestBuilder {
        UserCollectionRequestBuilder { resource: self.resource.child("users") }
    }

    pub fn me(&self) -> UserRequestBuilder {
        UserRequestBuilder { resource: self.resource.child("me") }
    }
}

#[derive(Clone, Debug)]
pub struct UserCollectionRequestBuilder {
    resource: rt::Resource,
}

impl UserCollectionRequestBuilder {
    pub fn by_id(&self, id: impl Into<rt::Key>) -> UserRequestBuilder {
        UserRequestBuilder { resource: self.resource.key(&[("id", id.into())]) }
    }

    pub fn get(&self) -> rt::List<User> {
        let description = rt::Description::get("microsoft.graph.user", "/users");
        rt::List::new(&self.resource, description, &[])
    }

    pub fn delta(&self) -> rt::Delta<User> {
        let description = rt::Description::get("microsoft.graph.user/delta", "/users/delta()");
        rt::Delta::new(&self.resource.function("delta", &[]), description, &[])
    }
}

#[derive(Clone, Debug)]
pub struct UserRequestBuilder {
    pub resource: rt::Resource,
}

impl UserRequestBuilder {
    pub fn get(&self) -> rt::Get<User> {
        let description = rt::Description::get("microsoft.graph.user", "/users/{id}");
        rt::Get::new(&self.resource, description, &[])
    }

    pub fn reprocess_license_assignment(&self) -> rt::Call<User> {
        static PERMISSIONS: rt::Permissions = rt::Permissions::UNKNOWN
            .with_delegated(&["User.ReadWrite.All"], &["Directory.ReadWrite.All"])
            .with_application(&["User.ReadWrite.All"], &["Directory.ReadWrite.All"])
            .with_roles(&["License Administrator"]);
        let description = rt::Description::post(
            "microsoft.graph.user/reprocessLicenseAssignment",
            "/users/{id}/reprocessLicenseAssignment",
        );
        rt::Call::post(&self.resource, "reprocessLicenseAssignment", description.with_permissions(&PERMISSIONS))
    }

    pub fn assign_license(&self, parameters: &AssignLicense) -> rt::Call<User> {
        let description = rt::Description::post("microsoft.graph.user/assignLicense", "/users/{id}/assignLicense");
        rt::Call::post_json(&self.resource, "assignLicense", description, parameters)
    }

    pub fn photo(&self) -> rt::Download {
        let description = rt::Description::get("microsoft.graph.user", "/users/{id}/photo/$value");
        rt::Download::new(&self.resource, Some("photo/$value"), description)
    }

    pub fn put_photo(&self, content: impl Into<rt::UploadBody>) -> rt::Upload {
        let description = rt::Description::put("microsoft.graph.user", "/users/{id}/photo/$value");
        rt::Upload::new(&self.resource, Some("photo/$value"), description, "image/jpeg", content)
    }

    /// A function that answers with a stream.
    pub fn report(&self) -> rt::Call<rt::Content> {
        let description = rt::Description::get("sample.user/report", "/users/{id}/report()");
        rt::Call::get(&self.resource.function("report", &[]), description)
    }

    /// An action that answers with nothing.
    pub fn retire(&self) -> rt::Call<()> {
        let description = rt::Description::post("sample.user/retire", "/users/{id}/retire");
        rt::Call::post(&self.resource, "retire", description)
    }

    /// An action that answers with one value.
    pub fn count_things(&self) -> rt::Call<rt::Single<i32>> {
        let description = rt::Description::post("sample.user/count", "/users/{id}/count");
        rt::Call::post(&self.resource, "count", description)
    }

    /// An action that answers with a collection of values.
    pub fn check_groups(&self) -> rt::Call<rt::Page<String>> {
        let description = rt::Description::post("sample.user/check", "/users/{id}/check");
        rt::Call::post(&self.resource, "check", description)
    }
}
