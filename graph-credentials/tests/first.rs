//! A credential can be the first thing that a process creates: this binary has one test only.
#![cfg(feature = "azure")]

use graph_credentials::{AzureCredential, CachedCredential, ClientAuthentication, ConfidentialClient};
use graph_runtime::{Client, Cloud};

#[test]
fn a_credential_is_created_before_any_client() {
    let identity = AzureCredential::managed_identity(None).unwrap();
    let federated = ClientAuthentication::federated(identity.clone());
    let application = ConfidentialClient::new(Cloud::Global.authority(), "contoso.com", "application id", federated);
    Client::builder().credential(application.unwrap()).build().unwrap();
    Client::builder().credential(CachedCredential::new(identity)).build().unwrap();
}
