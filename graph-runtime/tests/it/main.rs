//! The integration tests, as one binary.

#[cfg(feature = "reqwest")]
mod arbitrary;
mod arguments;
#[cfg(feature = "reqwest")]
mod batch;
#[cfg(feature = "reqwest")]
mod batch_parts;
#[cfg(feature = "blocking")]
mod blocking;
mod bodies;
#[cfg(feature = "reqwest")]
mod budget;
mod builders;
#[cfg(feature = "reqwest")]
mod cancellation;
#[cfg(feature = "reqwest")]
mod claims;
mod clouds;
mod copies;
#[cfg(feature = "reqwest")]
mod credentials;
#[cfg(all(feature = "reqwest", target_os = "linux"))]
mod crypto_provider;
#[cfg(feature = "reqwest")]
mod delta;
mod depth;
mod derived_values;
#[cfg(feature = "reqwest")]
mod downloads;
#[cfg(feature = "reqwest")]
mod errors_in_bodies;
#[cfg(all(feature = "gzip", feature = "reqwest"))]
mod gzip;
#[cfg(feature = "reqwest")]
mod hostile_bodies;
#[cfg(feature = "reqwest")]
mod hostile_connections;
#[cfg(feature = "reqwest")]
mod hostile_downloads;
#[cfg(all(feature = "gzip", feature = "reqwest"))]
mod hostile_gzip;
mod hostile_json;
#[cfg(feature = "reqwest")]
mod hostile_links;
#[cfg(all(feature = "reqwest", target_os = "linux"))]
mod hostile_memory;
#[cfg(feature = "reqwest")]
mod hostile_throttling;
#[cfg(feature = "reqwest")]
mod hostile_uploads;
mod keys;
#[cfg(feature = "reqwest")]
mod limits;
#[cfg(feature = "reqwest")]
mod long_running;
mod loopback;
mod lossless;
#[cfg(feature = "reqwest")]
mod middleware;
#[cfg(feature = "reqwest")]
mod multipart;
#[cfg(feature = "reqwest")]
mod new_entities;
mod nulls;
#[cfg(all(feature = "reqwest", target_os = "linux"))]
mod own_process;
#[cfg(feature = "reqwest")]
mod paging;
#[cfg(feature = "reqwest")]
mod preferences;
#[cfg(feature = "reqwest")]
mod presets;
mod primitives;
#[cfg(feature = "reqwest")]
mod profiles;
mod projections;
#[cfg(feature = "reqwest")]
mod proxy;
mod queries;
#[cfg(feature = "reqwest")]
mod raw_requests;
#[cfg(feature = "reqwest")]
mod read_options;
mod redirects;
#[cfg(feature = "reqwest")]
mod reported;
#[cfg(feature = "reqwest")]
mod responses;
#[cfg(feature = "reqwest")]
mod retry;
mod sample;
mod sans_io;
#[cfg(any(feature = "schemars", feature = "utoipa"))]
mod schemas;
#[cfg(feature = "reqwest")]
mod security;
#[cfg(feature = "reqwest")]
mod sent;
mod serialization;
#[cfg(feature = "reqwest")]
mod sign_in;
#[cfg(all(feature = "reqwest", target_os = "linux"))]
mod streams_memory;
#[cfg(feature = "reqwest")]
mod streams_of_pages;
#[cfg(all(feature = "reqwest", feature = "tracing"))]
mod telemetry;
#[cfg(feature = "reqwest")]
mod tenants;
#[cfg(feature = "reqwest")]
mod throttle;
#[cfg(feature = "reqwest")]
mod token_cache;
#[cfg(feature = "reqwest")]
mod upload_sessions;
#[cfg(feature = "reqwest")]
mod uploads;
mod values;
#[cfg(feature = "reqwest")]
mod versions;
mod widths;
#[cfg(feature = "reqwest")]
mod wire;
