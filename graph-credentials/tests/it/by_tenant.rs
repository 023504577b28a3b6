//! A credential for each tenant.

use std::error::Error as _;

use graph_credentials::{ByTenant, TokenError};
use graph_runtime::{Client, Credential, StaticToken, TokenRequest};

use crate::{
    loopback::Loopback,
    script::{Ping, SECRET},
};

#[tokio::test]
async fn each_tenant_has_its_credential_and_others_have_none() {
    let service = Loopback::start(|_| (200, "", "{}".to_owned()));
    let tenants = ByTenant::new()
        .tenant("Contoso.com", StaticToken::new("contoso"))
        .tenant("fabrikam.com", StaticToken::new(SECRET));
    assert!(!format!("{tenants:?}").contains(SECRET));
    let quota = tenants.quota(&TokenRequest::new(["x"]).for_tenant("contoso.com"));
    assert_eq!(quota, None, "a fixed token names no quota");
    let client = Client::builder().base_url(service.origin()).credential(tenants).build().unwrap();
    client.for_tenant("contoso.com").execute(&Ping).await.unwrap();
    client.for_tenant("FABRIKAM.com").execute(&Ping).await.unwrap();
    for client in [client.clone(), client.for_tenant("other.com")] {
        let error = client.execute(&Ping).await.unwrap_err();
        assert!(error.is_credential() && error.source().unwrap().is::<TokenError>(), "{error:#}");
    }
    let tokens: Vec<String> = service.seen().iter().map(|seen| seen.token().to_owned()).collect();
    assert_eq!(tokens, ["contoso", SECRET]);
}
