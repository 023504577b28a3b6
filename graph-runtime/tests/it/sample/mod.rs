//! Types in the form that the generator emits, with every kind of property, and request builders for users.
#![allow(dead_code)] // each test uses a part of it

use graph_runtime::codegen as rt;

/// The generated code of a structured type: fields in declared order, and their names on the wire.
macro_rules! structured_type {
    ($type:ident, $name:literal, [$($wire:literal $field:ident: $value:ty,)*]) => {
        pub struct $type {
            $(pub $field: Option<$value>,)*
        }

        impl Default for $type {
            fn default() -> Self {
                rt::empty()
            }
        }

        impl rt::Structured for $type {
            const TYPE_NAME: &'static str = $name;

            fn properties() -> &'static [&'static str] {
                &[$($wire),*]
            }

            #[allow(unused_variables)] // a type without properties does not use it
            fn build(from: &mut rt::PropertyReader<'_>) -> Self {
                Self { $($field: from.property()),* }
            }

            #[allow(unused_variables)]
            fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) {
                $(to.put(&self.$field);)*
            }
        }
    };
}

structured_type!(AllOptions, "sample.everything", [
    "binary" binary: rt::Binary,
    "boolean" boolean: bool,
    "byte" byte: u8,
    "children" children: Vec<rt::Object<Part>>,
    "colour" colour: rt::Member<Colour>,
    "colours" colours: Vec<rt::Member<Colour>>,
    "date" date: rt::Date,
    "dateTime" date_time: rt::DateTimeOffset,
    "decimal" decimal: rt::Decimal,
    "decimals" decimals: Vec<rt::Decimal>,
    "double" double: f64,
    "duration" duration: rt::Duration,
    "flags" flags: rt::Flags<Colour>,
    "guid" guid: rt::Guid,
    "guids" guids: Vec<rt::Guid>,
    "int16" int16: i16,
    "int32" int32: i32,
    "int64" int64: i64,
    "json" json: rt::Json,
    "parent" parent: rt::Object<AllOptions>,
    "part" part: rt::Object<Part>,
    "sbyte" sbyte: i8,
    "single" single: f32,
    "text" text: String,
    "texts" texts: Vec<String>,
    "timeOfDay" time_of_day: rt::TimeOfDay,
]);

structured_type!(Part, "sample.part", [
    "enabled" enabled: bool,
    "id" id: rt::Guid,
    "name" name: String,
]);

structured_type!(Nothing, "sample.nothing", []);

structured_type!(User, "microsoft.graph.user", [
    "id" id: String,
    "accountEnabled" account_enabled: bool,
    "assignedLicenses" assigned_licenses: Vec<rt::Object<AssignedLicense>>,
    "assignedPlans" assigned_plans: Vec<rt::Object<AssignedPlan>>,
    "businessPhones" business_phones: Vec<String>,
    "city" city: String,
    "companyName" company_name: String,
    "createdDateTime" created_date_time: rt::DateTimeOffset,
    "displayName" display_name: String,
    "mail" mail: String,
    "manager" manager: rt::Object<User>,
    "userPrincipalName" user_principal_name: String,
]);

impl User {
    pub const DISPLAY_NAME: rt::Property<Self, String> = rt::property("displayName");
    pub const ID: rt::Property<Self, String> = rt::property("id");
    pub const MAIL: rt::Property<Self, String> = rt::property("mail");
}

structured_type!(AssignedLicense, "microsoft.graph.assignedLicense", [
    "disabledPlans" disabled_plans: Vec<rt::Guid>,
    "skuId" sku_id: rt::Guid,
]);

structured_type!(AssignedPlan, "microsoft.graph.assignedPlan", [
    "assignedDateTime" assigned_date_time: rt::DateTimeOffset,
    "capabilityStatus" capability_status: String,
    "service" service: String,
    "servicePlanId" service_plan_id: rt::Guid,
]);

structured_type!(AssignLicense, "microsoft.graph.user/assignLicense", [
    "addLicenses" add_licenses: Vec<rt::Object<AssignedLicense>>,
    "removeLicenses" remove_licenses: Vec<rt::Guid>,
]);

#[derive(Clone, Copy)]
pub enum Colour {
    Red,
    Green,
    Blue,
    UnknownFutureValue,
}

impl rt::Enumerated for Colour {
    const TYPE_NAME: &'static str = "sample.colour";

    fn members() -> &'static [(&'static str, Self)] {
        &[
            ("red", Self::Red),
            ("green", Self::Green),
            ("blue", Self::Blue),
            ("unknownFutureValue", Self::UnknownFutureValue),
        ]
    }
}

#[derive(Clone, Debug)]
pub struct GraphService(rt::Resource);

impl GraphService {
    pub fn new(client: rt::Client) -> Self {
        Self(rt::Resource::root(client))
    }

    pub fn users(&self) -> UserCollectionRequestBuilder {
        UserCollectionRequestBuilder(self.0.child("users"))
    }

    pub fn me(&self) -> UserRequestBuilder {
        UserRequestBuilder(self.0.child("me"))
    }
}

#[derive(Clone, Debug)]
pub struct UserCollectionRequestBuilder(rt::Resource);

impl UserCollectionRequestBuilder {
    pub fn by_id(&self, id: impl Into<rt::Key>) -> UserRequestBuilder {
        UserRequestBuilder(self.0.key(&[("id", id.into())]))
    }

    pub fn get(&self) -> rt::List<User> {
        rt::List::new(&self.0, "microsoft.graph.user", &[])
    }

    pub fn delta(&self) -> rt::Delta<User> {
        rt::Delta::new(&self.0.function("delta", &[]), "microsoft.graph.user/delta", &[])
    }
}

#[derive(Clone, Debug)]
pub struct UserRequestBuilder(pub rt::Resource);

impl UserRequestBuilder {
    pub fn get(&self) -> rt::Get<User> {
        rt::Get::new(&self.0, "microsoft.graph.user", &[])
    }

    pub fn reprocess_license_assignment(&self) -> rt::Call<rt::Object<User>> {
        static PERMISSIONS: rt::Permissions = rt::Permissions::UNKNOWN
            .with_delegated("*User.ReadWrite.All Directory.ReadWrite.All")
            .with_application("*User.ReadWrite.All Directory.ReadWrite.All")
            .with_roles(&["License Administrator"]);
        let name = "microsoft.graph.user/reprocessLicenseAssignment";
        rt::Call::post(&self.0, "reprocessLicenseAssignment", name).with_permissions(&PERMISSIONS)
    }

    pub fn assign_license(&self, parameters: impl rt::Parameters<AssignLicense>) -> rt::Call<rt::Object<User>> {
        rt::Call::post_json(&self.0, "assignLicense", "microsoft.graph.user/assignLicense", parameters)
    }

    pub fn photo(&self) -> rt::Download {
        rt::Download::new(&self.0, "photo/$value", "microsoft.graph.user")
    }

    pub fn put_photo(&self, content: impl Into<rt::UploadBody>) -> rt::Upload {
        rt::Upload::new(&self.0, "photo/$value", "microsoft.graph.user", content).content_type("image/jpeg")
    }

    /// A function that returns a stream.
    pub fn report(&self) -> rt::Call<rt::Content> {
        rt::Call::get(&self.0.function("report", &[]), "sample.user/report")
    }

    /// An action that returns nothing.
    pub fn retire(&self) -> rt::Call<()> {
        rt::Call::post(&self.0, "retire", "sample.user/retire")
    }

    /// An action that returns a single value.
    pub fn count_things(&self) -> rt::Call<rt::Single<i32>> {
        rt::Call::post(&self.0, "count", "sample.user/count")
    }

    /// An action that returns a collection of values.
    pub fn check_groups(&self) -> rt::Call<rt::Page<String>> {
        rt::Call::post(&self.0, "check", "sample.user/check")
    }
}

/// A type derived from `sample.part`.
pub struct Wheel {
    pub name: Option<String>,
    pub spokes: Option<i32>,
}

impl Wheel {
    pub const SPOKES: rt::Property<Self, i32> = rt::property("spokes");
}

impl rt::Structured for Wheel {
    const TYPE_NAME: &'static str = "sample.wheel";
    const SENDS_TYPE: bool = true;
    fn properties() -> &'static [&'static str] {
        &["name", "spokes"]
    }
    fn build(from: &mut rt::PropertyReader<'_>) -> Self {
        Self { name: from.property(), spokes: from.property() }
    }
    fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) {
        to.put(&self.name);
        to.put(&self.spokes);
    }
}

impl rt::DerivedFrom<Part> for Wheel {}
