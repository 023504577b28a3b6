//! The integration tests, in one binary.

mod arbitrary;
mod bad_documents;
#[cfg(feature = "cli")]
mod bad_selectors;
mod census;
#[cfg(feature = "cli")]
mod check;
mod chosen_names;
#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "cli")]
mod cli_fetch;
mod clouds;
#[cfg(feature = "cli")]
mod command;
mod conservation;
mod corrections;
#[cfg(feature = "csdl-json")]
mod csdl_json;
mod customization;
mod damage;
mod declared;
#[cfg(feature = "tools")]
mod diff;
mod documentation;
#[cfg(feature = "tools")]
mod documented_queries;
mod exclusions;
mod expected;
#[cfg(feature = "cli")]
mod explore;
mod extending;
mod extension_mistakes;
mod extern_types;
mod functions_and_casts;
#[cfg(feature = "tools")]
mod index;
#[cfg(feature = "tools")]
mod item_paths;
#[cfg(feature = "cli")]
mod lookup;
mod mutations;
mod names;
mod not_needed;
#[cfg(feature = "openapi")]
mod openapi;
#[cfg(all(feature = "openapi", target_os = "linux"))]
mod openapi_large;
#[cfg(feature = "cli")]
mod other_services;
mod output;
#[cfg(all(feature = "openapi", target_os = "linux"))]
mod own_process;
mod paths;
#[cfg(feature = "tools")]
mod permissions;
mod profile;
mod reading;
mod references;
mod refused_settings;
mod requests;
mod resolving;
mod selection;
mod shared;
#[cfg(feature = "tools")]
mod slice;
mod unused_settings;
mod unusual_services;
