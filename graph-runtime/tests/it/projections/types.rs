//! Types in the form that the generator emits, with constants.

// Some are for tests that send requests.
#![cfg_attr(not(feature = "reqwest"), allow(dead_code))]

use graph_runtime::codegen as rt;

macro_rules! structured_type {
    ($type:ident, $name:literal, [$($wire:literal $field:ident: $value:ty,)*]
        $(, navigation: $navigation:expr)? $(, derived: $derived:expr)?) => {
        pub struct $type {
            $(pub $field: Option<$value>,)*
        }

        impl rt::Structured for $type {
            const TYPE_NAME: &'static str = $name;

            fn properties() -> &'static [&'static str] {
                &[$($wire),*]
            }

            $(
                fn navigation_properties() -> &'static [&'static str] {
                    &$navigation
                }
            )?
            $(
                fn derived_types() -> &'static [&'static str] {
                    &$derived
                }
            )?

            fn build(from: &mut rt::PropertyReader<'_>) -> Self {
                Self { $($field: from.property()),* }
            }

            fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) {
                $(to.put(&self.$field);)*
            }
        }
    };
}

structured_type!(DirectoryObject, "microsoft.graph.directoryObject", ["id" id: String,],
    navigation: ["owners"],
    derived: ["microsoft.graph.agentUser", "microsoft.graph.group", "microsoft.graph.user"]);

impl DirectoryObject {
    pub const ID: rt::Property<Self, String, rt::NotNull> = rt::property("id");
    pub const OWNERS: rt::NavigationProperty<Self, DirectoryObject, rt::Many> = rt::navigation("owners");
}

structured_type!(User, "microsoft.graph.user", [
    "id" id: String,
    "displayName" display_name: String,
    "age" age: i32,
    "created" created: rt::DateTimeOffset,
    "aliases" aliases: Vec<String>,
    "colour" colour: rt::Member<Colour>,
    "colours" colours: Vec<rt::Member<Colour>>,
    "address" address: rt::Object<Address>,
    "addresses" addresses: Vec<rt::Object<Address>>,
    "type" r#type: String,
], derived: ["microsoft.graph.agentUser"]);

impl User {
    pub const ID: rt::Property<Self, String, rt::NotNull<rt::ReadOnly>> = rt::property("id");
    pub const DISPLAY_NAME: rt::Property<Self, String> = rt::property("displayName");
    pub const AGE: rt::Property<Self, i32, rt::NotNull> = rt::property("age");
    pub const CREATED: rt::Property<Self, rt::DateTimeOffset, rt::ReadOnly> = rt::property("created");
    pub const ALIASES: rt::Property<Self, Vec<String>> = rt::property("aliases");
    pub const COLOUR: rt::Property<Self, rt::Member<Colour>> = rt::property("colour");
    pub const COLOURS: rt::Property<Self, Vec<rt::Member<Colour>>> = rt::property("colours");
    pub const ADDRESS: rt::Property<Self, rt::Object<Address>> = rt::property("address");
    pub const ADDRESSES: rt::Property<Self, Vec<rt::Object<Address>>> = rt::property("addresses");
    pub const TYPE: rt::Property<Self, String> = rt::property("type");
    pub const OWNERS: rt::NavigationProperty<Self, DirectoryObject, rt::Many> = rt::navigation("owners");
    pub const MANAGER: rt::NavigationProperty<Self, DirectoryObject, rt::One> = rt::navigation("manager");
    pub const DIRECT_REPORTS: rt::NavigationProperty<Self, DirectoryObject, rt::Many> = rt::navigation("directReports");
    pub const MEMBER_OF: rt::NavigationProperty<Self, DirectoryObject, rt::Many> = rt::navigation("memberOf");
}

impl rt::DerivedFrom<DirectoryObject> for User {}

structured_type!(Group, "microsoft.graph.group", [
    "id" id: String,
    "displayName" display_name: String,
    "age" age: String,
]);

impl Group {
    pub const DISPLAY_NAME: rt::Property<Self, String> = rt::property("displayName");
    pub const AGE: rt::Property<Self, String> = rt::property("age");
    pub const MEMBER_OF: rt::NavigationProperty<Self, DirectoryObject, rt::Many> = rt::navigation("memberOf");
}

impl rt::DerivedFrom<DirectoryObject> for Group {}

structured_type!(Address, "microsoft.graph.physicalAddress", [
    "city" city: String,
    "place" place: rt::Object<Place>,
]);

impl Address {
    pub const CITY: rt::Property<Self, String> = rt::property("city");
    pub const PLACE: rt::Property<Self, rt::Object<Place>> = rt::property("place");
}

structured_type!(Place, "microsoft.graph.place", ["latitude" latitude: f64, "longitude" longitude: f64,]);

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Colour {
    Red,
    Green,
}

impl rt::Enumerated for Colour {
    const TYPE_NAME: &'static str = "sample.colour";

    fn members() -> &'static [(&'static str, Self)] {
        &[("red", Self::Red), ("green", Self::Green)]
    }
}

/// The collection `users`, as a request builder addresses it.
pub fn users(client: &rt::Client) -> rt::Resource {
    rt::Resource::root(client.clone()).child("users")
}
