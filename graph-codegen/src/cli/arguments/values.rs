//! Values that an option chooses from, which shells complete.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::{clouds::Cloud, edm::ProfileSetting, permissions::Scheme};

/// The address of Graph in a cloud: `https://graph.microsoft.com`.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct Endpoint(pub(in crate::cli) &'static str);

/// Parses the name of a cloud.
pub(super) fn cloud() -> impl TypedValueParser<Value = Cloud> {
    PossibleValuesParser::new(Cloud::ALL.map(value))
        .try_map(|name: String| find(&name).ok_or("not the name of a cloud"))
}

/// Parses the name of a cloud whose address is published.
pub(super) fn endpoint() -> impl TypedValueParser<Value = Endpoint> {
    let published = Cloud::ALL.into_iter().filter(|cloud| cloud.endpoint().is_some());
    let parser = PossibleValuesParser::new(published.map(value));
    parser.try_map(|name: String| find(&name).and_then(Cloud::endpoint).map(Endpoint).ok_or("not the name of a cloud"))
}

/// The name of a cloud on the command line, and a short one.
fn value(cloud: Cloud) -> PossibleValue {
    PossibleValue::new(cloud.name()).aliases(short(cloud))
}

const fn short(cloud: Cloud) -> Option<&'static str> {
    match cloud {
        Cloud::UsGovernment => Some("usgov"),
        Cloud::UsGovernmentDod => Some("usgov-dod"),
        _ => None,
    }
}

fn find(name: &str) -> Option<Cloud> {
    let is_named = |cloud: &Cloud| {
        cloud.name().eq_ignore_ascii_case(name) || short(*cloud).is_some_and(|short| short.eq_ignore_ascii_case(name))
    };
    Cloud::ALL.into_iter().find(is_named)
}

/// Parses a setting of the service's profile.
pub(super) fn profile() -> impl TypedValueParser<Value = ProfileSetting> {
    let parser = PossibleValuesParser::new(ProfileSetting::texts());
    parser.try_map(|text: String| text.parse::<ProfileSetting>())
}

/// Parses the name of a scheme; also as Microsoft's documents name it.
pub(super) fn scheme() -> impl TypedValueParser<Value = Scheme> {
    let value = |name, aliases: &'static [&'static str]| PossibleValue::new(name).aliases(aliases.iter().copied());
    let values = [
        value("delegated-work", &["DelegatedWork", "delegated"]),
        value("delegated-personal", &["DelegatedPersonal"]),
        value("application", &[]),
    ];
    let find = |name: String| Scheme::from_name(&name).ok_or("not the name of a scheme");
    PossibleValuesParser::new(values).try_map(find)
}
