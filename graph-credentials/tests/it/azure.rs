//! The credentials of azure_identity.

use std::{
    error::Error as _,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use azure_core::credentials::{AccessToken as AzureToken, TokenCredential, TokenRequestOptions};
use graph_credentials::AzureCredential;
use graph_runtime::{AccessToken, BoxFuture, Credential, TokenRequest};

use crate::script::{Ping, Script, client};

/// A credential that implements azure_core's trait.
#[derive(Debug)]
struct FakeAzureCredential;

impl TokenCredential for FakeAzureCredential {
    fn get_token<'life0, 'life1, 'life2, 'life3, 'async_trait>(
        &'life0 self,
        scopes: &'life1 [&'life2 str],
        _: Option<TokenRequestOptions<'life3>>,
    ) -> BoxFuture<'async_trait, azure_core::Result<AzureToken>>
    where
        'life0: 'async_trait,
        'life1: 'async_trait,
        'life2: 'async_trait,
        'life3: 'async_trait,
        Self: 'async_trait,
    {
        assert_eq!(scopes, ["https://microsoftgraph.chinacloudapi.cn/.default"]);
        let expires_on = (SystemTime::now() + Duration::from_secs(60)).into();
        Box::pin(async move { Ok(AzureToken::new("SECRET-A", expires_on)) })
    }
}

#[tokio::test]
async fn azure_credentials_get_tokens_without_claims() {
    let service = Script::new(&[(200, "{}"), (401, "")]);
    let client = client(&service, AzureCredential::new(Arc::new(FakeAzureCredential)));
    client.execute(&Ping).await.unwrap();
    assert_eq!(service.requests()[0].1, "Bearer SECRET-A");
    let error = client.execute(&Ping).await.unwrap_err();
    assert!(error.source().is_some_and(|source| source.is::<graph_credentials::ClaimsNotSupported>()), "{error:#}");
}

#[tokio::test]
async fn a_refused_token_is_dropped_with_its_credential() {
    let made = Arc::new(AtomicUsize::new(0));
    let counter = made.clone();
    let credential = AzureCredential::from_fn(move || {
        counter.fetch_add(1, Ordering::SeqCst);
        Ok(Arc::new(FakeAzureCredential))
    })
    .unwrap();
    let request = TokenRequest::new(["https://microsoftgraph.chinacloudapi.cn/.default"]);
    let token: AccessToken = credential.token(&request).await.unwrap();
    for _ in 0..3 {
        credential.invalidate(&request, &token);
    }
    assert_eq!(made.load(Ordering::SeqCst), 2, "once in 30 seconds");
    assert!(!credential.supports(&request.for_tenant("contoso.cn")));
}

#[test]
fn azure_credentials_are_created_without_a_network() {
    assert!(AzureCredential::azure_cli().is_ok() && AzureCredential::developer_tools().is_ok());
    assert!(AzureCredential::managed_identity(Some("id")).is_ok());
}
