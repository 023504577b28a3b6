//! The integration tests, as one binary.

#[cfg(feature = "azure")]
mod azure;
mod by_tenant;
mod certificates;
mod confidential_client;
mod device_code;
mod loopback;
mod script;
