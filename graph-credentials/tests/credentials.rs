//! The credentials with a scripted transport and, for the device code flow, a virtual clock.

use std::{
    collections::VecDeque,
    error::Error as _,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use azure_core::credentials::{AccessToken as AzureToken, TokenCredential, TokenRequestOptions};
use bytes::Bytes;
use graph_credentials::{AzureCredential, DeviceCode, DeviceCodeError, DevicePrompt};
use graph_runtime::{
    BoxFuture, Client, Cloud, Credential, Description, Error, Limits, Operation, ServiceRoot, Transport,
    TransportError, http, transport::TokioTimer,
};

const SECRET: &str = "SECRET";

/// A transport that sends prepared responses and records the requests.
#[derive(Clone, Debug, Default)]
struct Script {
    responses: Arc<Mutex<VecDeque<(u16, &'static str)>>>,
    /// The URL of each request, with its token or, without one, its body.
    requests: Arc<Mutex<Vec<(String, String)>>>,
}

impl Script {
    fn new(responses: &[(u16, &'static str)]) -> Self {
        Self { responses: Arc::new(Mutex::new(responses.iter().copied().collect())), requests: Arc::default() }
    }

    fn requests(&self) -> Vec<(String, String)> {
        self.requests.lock().unwrap().clone()
    }
}

impl Transport for Script {
    fn execute(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let body = String::from_utf8(request.body().to_vec()).unwrap();
        let token = request.headers().get("authorization").map(|value| value.to_str().unwrap().to_owned());
        self.requests.lock().unwrap().push((request.uri().to_string(), token.unwrap_or(body)));
        let (status, body) = self.responses.lock().unwrap().pop_front().expect("a prepared response");
        let mut response = http::Response::builder().status(status);
        if status == 401 {
            let challenge = "Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"";
            response = response.header("www-authenticate", challenge);
        }
        Box::pin(async move { Ok(response.body(Bytes::from_static(body.as_bytes())).unwrap()) })
    }
}

/// An operation without a response body.
struct Ping;

impl Operation for Ping {
    type Output = ();

    fn description(&self) -> &Description {
        static DESCRIPTION: Description = Description::get("ping", "/ping");
        &DESCRIPTION
    }

    fn request(&self, root: &ServiceRoot) -> Result<http::Request<Bytes>, Error> {
        Ok(http::Request::get(format!("{}/ping", root.as_str())).body(Bytes::new()).unwrap())
    }

    fn read(&self, _: http::Response<Bytes>) -> Result<(), Error> {
        Ok(())
    }
}

const CODE: &str = r#"{"device_code": "D+1", "user_code": "ABC", "verification_uri": "https://x/d", "expires_in": 60,
    "interval": 5, "message": "Enter ABC at https://x/d"}"#;
const PENDING: &str = r#"{"error": "authorization_pending"}"#;
const FIRST: &str = r#"{"access_token": "SECRET-1", "refresh_token": "SECRET-R", "expires_in": 3600}"#;
const SECOND: &str = r#"{"access_token": "SECRET-2", "expires_in": "3600"}"#;

fn device_code(authority: &Script, prompts: &Arc<Mutex<Vec<DevicePrompt>>>) -> DeviceCode {
    let prompts = prompts.clone();
    let prompt = move |prompt: &DevicePrompt| prompts.lock().unwrap().push(prompt.clone());
    let (transport, timer) = (Arc::new(authority.clone()), Arc::new(TokioTimer::new()));
    DeviceCode::with_transport(Cloud::China.authority(), "contoso.cn", "app", prompt, transport, timer).unwrap()
}

fn client(service: &Script, credential: impl Credential + 'static) -> Client {
    Client::builder().cloud(Cloud::China).transport(service.clone()).credential(credential).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn later_tokens_need_no_sign_in() {
    let slow = (400, r#"{"error": "slow_down"}"#);
    let authority = Script::new(&[(200, CODE), (400, PENDING), slow, (200, FIRST), (200, SECOND)]);
    let (service, prompts) = (Script::new(&[(200, "{}"), (401, ""), (200, "{}")]), Arc::default());
    let credential = graph_credentials::CachedCredential::new(device_code(&authority, &prompts));
    let client = client(&service, credential);
    let start = tokio::time::Instant::now();
    client.execute(&Ping).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 5 + 5 + 10);
    client.execute(&Ping).await.unwrap();

    let scope = "scope=https%3A%2F%2Fmicrosoftgraph.chinacloudapi.cn%2F.default+offline_access";
    let poll = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=D%2B1&client_id=app";
    let endpoint = "https://login.chinacloudapi.cn/contoso.cn/oauth2/v2.0";
    let requests = authority.requests();
    assert_eq!(requests[0], (format!("{endpoint}/devicecode"), format!("client_id=app&{scope}")));
    for request in &requests[1..4] {
        assert_eq!(*request, (format!("{endpoint}/token"), poll.to_owned()));
    }
    let refresh =
        format!("client_id=app&{scope}&claims=%7B%22a%22%3A1%7D&grant_type=refresh_token&refresh_token=SECRET-R");
    assert_eq!(requests[4], (format!("{endpoint}/token"), refresh));
    let tokens: Vec<String> = service.requests().into_iter().map(|(_, token)| token).collect();
    assert_eq!(tokens, ["Bearer SECRET-1", "Bearer SECRET-1", "Bearer SECRET-2"]);
    assert_eq!(prompts.lock().unwrap().len(), 1);
    assert_eq!(prompts.lock().unwrap()[0].message, "Enter ABC at https://x/d");
}

#[tokio::test(start_paused = true)]
async fn failed_sign_ins_are_errors() {
    let refused = DeviceCodeError::Refused { code: "invalid_client".into(), message: "no".into() };
    for (responses, expected) in [
        (vec![(200, CODE), (400, r#"{"error": "expired_token"}"#)], DeviceCodeError::Expired),
        (vec![(200, CODE), (400, r#"{"error": "authorization_declined"}"#)], DeviceCodeError::Declined),
        (vec![(200, CODE), (400, r#"{"error": "invalid_client", "error_description": "no"}"#)], refused.clone()),
        (vec![(400, r#"{"error": "invalid_client", "error_description": "no"}"#)], refused),
        ([vec![(200, CODE)], vec![(400, PENDING); 12]].concat(), DeviceCodeError::Expired),
        (vec![(502, "<html>")], DeviceCodeError::Unreadable(502)),
        (vec![(200, "[]")], DeviceCodeError::Unreadable(200)),
    ] {
        let (authority, service) = (Script::new(&responses), Script::default());
        let client = client(&service, device_code(&authority, &Arc::default()));
        let error = client.execute(&Ping).await.unwrap_err();
        assert!(error.is_credential(), "{expected}");
        assert_eq!(error.source().and_then(|source| source.downcast_ref::<DeviceCodeError>()), Some(&expected));
        assert!(service.requests().is_empty());
    }
    for (authority, tenant) in [("http://x", "t"), ("https://x", "../y"), ("https://x", ""), ("https://x", "a/b")] {
        assert!(DeviceCode::new(authority, tenant, "app", |_| {}).is_err(), "{authority} {tenant}");
    }
    let debug = format!("{:?}", device_code(&Script::default(), &Arc::default()));
    assert!(!debug.contains(SECRET));
}

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

#[test]
fn azure_credentials_check_their_arguments() {
    for cloud in [Cloud::Global, Cloud::UsGovernment, Cloud::UsGovernmentDod, Cloud::China] {
        let credential = AzureCredential::client_secret(cloud.authority(), "contoso.com", "app", SECRET).unwrap();
        assert!(!format!("{credential:?}").contains(SECRET));
    }
    assert!(AzureCredential::client_secret("http://login.example", "t", "app", SECRET).is_err(), "plain http");
    assert!(AzureCredential::client_secret("https://login.example", "a b", "app", SECRET).is_err());
    assert!(AzureCredential::azure_cli().is_ok() && AzureCredential::developer_tools().is_ok());
    assert!(AzureCredential::managed_identity(Some("id")).is_ok());
}
