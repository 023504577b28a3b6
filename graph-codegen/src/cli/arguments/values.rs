//! Values that an option chooses from, which shells complete.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::{clouds::Cloud, permissions::Scheme};

/// Parses the name of a cloud, in any case; also as `fetch` names it.
pub(super) fn cloud() -> impl TypedValueParser<Value = Cloud> {
    let values = Cloud::ALL.map(|cloud| {
        let short = match cloud {
            Cloud::UsGovernment => Some("usgov"),
            Cloud::UsGovernmentDod => Some("usgov-dod"),
            _ => None,
        };
        PossibleValue::new(cloud.name()).aliases(short)
    });
    let find = |name: String| match name.to_ascii_lowercase().as_str() {
        "usgov" => Ok(Cloud::UsGovernment),
        "usgov-dod" => Ok(Cloud::UsGovernmentDod),
        name => name.parse(),
    };
    PossibleValuesParser::new(values).try_map(find)
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
