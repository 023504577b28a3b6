//! A credential can be the first thing that a process creates: this binary has one test only.

use graph_credentials::{AzureCredential, CachedCredential};
use graph_runtime::{Client, Cloud};

#[test]
fn a_credential_is_created_before_any_client() {
    let authority = Cloud::Global.authority();
    let credential = AzureCredential::client_secret(authority, "contoso.com", "application id", "secret").unwrap();
    Client::builder().credential(CachedCredential::new(credential)).build().unwrap();
}
