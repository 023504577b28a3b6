//! The device code flow with a scripted transport and a virtual clock.

use std::{
    error::Error as _,
    sync::{Arc, Mutex},
};

use graph_credentials::{DeviceCode, DeviceCodeError, DevicePrompt};
use graph_runtime::{Cloud, transport::TokioTimer};

use crate::script::{Ping, SECRET, Script, client};

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
    let expired = "nobody signed in before the code expired";
    let refused = "the authority refused the token (status 400): invalid_client: no";
    for (responses, expected) in [
        (vec![(200, CODE), (400, r#"{"error": "expired_token"}"#)], expired),
        (vec![(200, CODE), (400, r#"{"error": "authorization_declined"}"#)], "the sign-in was declined"),
        (vec![(200, CODE), (400, r#"{"error": "invalid_client", "error_description": "no"}"#)], refused),
        (vec![(400, r#"{"error": "invalid_client", "error_description": "no"}"#)], refused),
        (
            vec![(200, CODE), (400, r#"{"error": "bad_verification_code", "error_description": "D+1\r\n"}"#)],
            "the authority refused the token (status 400): bad_verification_code: …  ",
        ),
        ([vec![(200, CODE)], vec![(400, PENDING); 12]].concat(), expired),
        (vec![(502, "<html>"); 3], "failed to decode the response of the authority (status 502)"),
        (vec![(200, "[]")], "failed to decode the response of the authority (status 200)"),
    ] {
        let (authority, service) = (Script::new(&responses), Script::default());
        let client = client(&service, device_code(&authority, &Arc::default()));
        let error = client.execute(&Ping).await.unwrap_err();
        assert!(error.is_credential(), "{expected}");
        let found = error.source().and_then(|source| source.downcast_ref::<DeviceCodeError>());
        assert_eq!(found.map(ToString::to_string).as_deref(), Some(expected));
        assert!(service.requests().is_empty());
    }
    for (authority, tenant) in [("http://x", "t"), ("https://x", "../y"), ("https://x", ""), ("https://x", "a/b")] {
        assert!(DeviceCode::new(authority, tenant, "app", |_| {}).is_err(), "{authority} {tenant}");
    }
    let debug = format!("{:?}", device_code(&Script::default(), &Arc::default()));
    assert!(!debug.contains(SECRET));
}
