//! Applications and their users, against an authority on loopback.

use std::{
    error::Error as _,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use graph_credentials::{ClientAuthentication, ConfidentialClient, TokenError};
use graph_runtime::{
    AccessToken, BoxFuture, Client, Credential, Description, Error, Operation, ReqwestTransport, ServiceRoot,
    TokenRequest, credential_fn, http,
    transport::{Timer, TokioTimer},
};
use serde_json::json;

use crate::{
    loopback::{Loopback, Reply, Seen},
    script::{Ping, SECRET, Script},
};

/// Returns a response with a token that names the tenant and the user.
fn issued(seen: &Seen) -> Reply {
    let user = seen.form("assertion").unwrap_or_else(|| "application".to_owned());
    let token = format!("{}/{user}/{}", seen.tenant(), seen.form("claims").unwrap_or_default());
    (200, "", json!({ "access_token": token, "expires_in": 3600, "token_type": "Bearer" }).to_string())
}

fn application(authority: &Loopback) -> ConfidentialClient {
    ConfidentialClient::new(&authority.origin(), "home.com", "app", ClientAuthentication::secret(SECRET)).unwrap()
}

fn client(service: &Loopback, credential: impl Credential + 'static) -> Client {
    Client::builder().base_url(service.origin()).credential(credential).scopes(["scope"]).build().unwrap()
}

/// Returns the text of the error of a credential.
async fn shown(credential: &impl Credential) -> String {
    credential.token(&TokenRequest::new(["scope"])).await.unwrap_err().to_string()
}

#[tokio::test]
async fn applications_get_tokens_of_each_tenant() {
    let (authority, service) = (Loopback::start(issued), Loopback::start(|_| (200, "", "{}".to_owned())));
    let client = client(&service, application(&authority));
    for _ in 0..2 {
        client.execute(&Ping).await.unwrap();
        client.for_tenant("contoso.com").execute(&Ping).await.unwrap();
    }
    let tokens: Vec<String> = service.seen().iter().map(|seen| seen.token().to_owned()).collect();
    let (home, contoso) = ("home.com/application/", "contoso.com/application/");
    assert_eq!(tokens, [home, contoso, home, contoso]);
    let [first, second] = authority.seen().try_into().unwrap();
    assert_eq!(
        (first.target.as_str(), second.target.as_str()),
        ("/home.com/oauth2/v2.0/token", "/contoso.com/oauth2/v2.0/token")
    );
    assert_eq!(first.body, "client_id=app&scope=scope&grant_type=client_credentials&client_secret=SECRET");
    assert_eq!(first.headers["content-type"], "application/x-www-form-urlencoded");
    assert!(client.for_tenant("../evil").execute(&Ping).await.unwrap_err().is_credential());
    assert_eq!(authority.seen().len(), 2);
}

#[tokio::test]
async fn claims_are_passed_on() {
    let service = Loopback::start(|seen| match seen.token().ends_with(r#"{"a":1}"#) {
        true => (200, "", "{}".to_owned()),
        false => {
            let challenge = "WWW-Authenticate: Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"\r\n";
            (401, challenge, String::new())
        }
    });
    let authority = Loopback::start(issued);
    let application = application(&authority);
    client(&service, application.clone()).execute(&Ping).await.unwrap();
    client(&service, application.on_behalf_of("user")).execute(&Ping).await.unwrap();
    let claims: Vec<_> = authority.seen().iter().map(|seen| seen.form("claims")).collect();
    let demanded = Some(r#"{"a":1}"#.to_owned());
    assert_eq!(claims, [None, demanded.clone(), None, demanded]);
}

#[tokio::test]
async fn users_have_tokens_of_their_own() {
    let (authority, service) = (Loopback::start(issued), Loopback::start(|_| (200, "", "{}".to_owned())));
    let application = application(&authority);
    let home = client(&service, application.clone());
    for user in ["adele", "alex", "adele"] {
        home.with_credential(application.on_behalf_of(user)).execute(&Ping).await.unwrap();
    }
    home.execute(&Ping).await.unwrap();
    home.for_tenant("contoso.com").with_credential(application.on_behalf_of("adele")).execute(&Ping).await.unwrap();
    let tokens: Vec<String> = service.seen().iter().map(|seen| seen.token().to_owned()).collect();
    let expected =
        ["home.com/adele/", "home.com/alex/", "home.com/adele/", "home.com/application/", "contoso.com/adele/"];
    assert_eq!(tokens, expected);
    let seen = authority.seen();
    assert_eq!(seen.len(), 4, "the token of a user is cached");
    assert_eq!(
        seen[0].body,
        "client_id=app&scope=scope&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer\
         &requested_token_use=on_behalf_of&assertion=adele&client_secret=SECRET"
    );
    let user = application.on_behalf_of("adele");
    assert!(!format!("{user:?} {application:?}").contains("adele"));
    assert!(!format!("{user:?} {application:?}").contains(SECRET));
    // Graph counts calls by application and tenant.
    let request = TokenRequest::new(["scope"]);
    assert_eq!(user.quota(&request), application.quota(&request));
    assert_ne!(user.quota(&request), application.quota(&request.clone().for_tenant("contoso.com")));
    assert_eq!(application.quota(&request), application.quota(&request.clone().for_tenant("HOME.com")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tokens_never_cross_users_and_tenants() {
    let crossed = Arc::<Mutex<Vec<String>>>::default();
    let (recorded, number) = (crossed.clone(), AtomicUsize::new(0));
    let service = Loopback::start(move |seen| {
        let wanted = &seen.headers["x-wanted"];
        if !seen.token().starts_with(wanted.as_str()) {
            recorded.lock().unwrap().push(format!("{wanted} had {}", seen.token()));
        }
        let claims = ["eyJhIjoxfQ==", "eyJhIjoyfQ=="][number.fetch_add(1, Ordering::SeqCst) % 2];
        match claims {
            _ if seen.token().len() > wanted.len() => (200, "", "{}".to_owned()),
            "eyJhIjoxfQ==" => (
                401,
                "WWW-Authenticate: Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"\r\n",
                String::new(),
            ),
            _ => (401, "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n", String::new()),
        }
    });
    let authority = Loopback::start(issued);
    let application = application(&authority);
    let client = client(&service, application.clone());
    let calls: Vec<_> = (0..300)
        .map(|number| {
            let (tenant, user) = (format!("t{}.com", number % 5), format!("user{}", number % 7));
            let client = client.for_tenant(&tenant).with_credential(application.on_behalf_of(user.as_str()));
            let wanted = Wanted(format!("{tenant}/{user}/"));
            tokio::spawn(async move { client.execute(&wanted).await })
        })
        .collect();
    for (index, call) in calls.into_iter().enumerate() {
        if index % 10 == 3 {
            call.abort();
        }
        let _ = call.await;
    }
    assert_eq!(*crossed.lock().unwrap(), Vec::<String>::new());
    assert!(service.seen().iter().any(|seen| seen.token().ends_with(r#"{"a":1}"#)));
}

/// An operation that says in a header which token is expected.
struct Wanted(String);

impl Operation for Wanted {
    type Output = ();

    fn description(&self) -> &Description {
        Ping.description()
    }

    fn request(&self, root: &ServiceRoot) -> Result<http::Request<bytes::Bytes>, Error> {
        let mut request = Ping.request(root)?;
        request.headers_mut().insert("x-wanted", self.0.parse().unwrap());
        Ok(request)
    }

    fn read(&self, _: http::Response<bytes::Bytes>) -> Result<(), Error> {
        Ok(())
    }
}

#[tokio::test]
async fn refusals_are_one_line_without_secrets() {
    let authority = Loopback::start(|seen| {
        let description = format!("AADSTS1:\r\n you sent {} {:?}", SECRET, seen.form("assertion"));
        let claims = r#"{"access_token":{"capolids":{"essential":true}}}"#;
        let body = json!({ "error": "interaction_required", "error_description": description, "claims": claims });
        (400, "", body.to_string())
    });
    let application = application(&authority);
    let text = shown(&application).await;
    assert!(text.contains("(status 400): interaction_required: AADSTS1:   you sent … None"), "{text}");
    let user = application.on_behalf_of("the token of adele");
    let service = Loopback::start(|_| (200, "", "{}".to_owned()));
    let error = client(&service, user).execute(&Ping).await.unwrap_err();
    let mut chain = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(cause) = source {
        chain.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    assert!(chain.contains("interaction_required"), "{chain}");
    assert!(!chain.contains(SECRET) && !chain.contains("adele"), "{chain}");
    let found: &TokenError = error.source().unwrap().downcast_ref().expect("it can be told from others");
    assert!(found.requires_interaction() && found.claims().is_some_and(|claims| claims.contains("capolids")));
    assert!(service.seen().is_empty());
}

/// Records waits instead of waiting.
#[derive(Clone, Debug, Default)]
struct Waits(Arc<Mutex<Vec<Duration>>>);

impl Timer for Waits {
    fn elapsed(&self) -> Duration {
        self.0.lock().unwrap().iter().sum()
    }

    fn wait(&self, time: Duration) -> BoxFuture<'_, ()> {
        self.0.lock().unwrap().push(time);
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn an_authority_that_fails_is_asked_again() {
    let seconds = |list: &[u64]| list.iter().copied().map(Duration::from_secs).collect::<Vec<_>>();
    for (replies, attempts, waits) in [
        (&[(503, "Retry-After: 7\r\n")][..], 2, seconds(&[7])),
        (&[(429, ""), (500, "")], 3, seconds(&[1, 2])),
        (&[(502, ""), (502, ""), (502, "")], 3, seconds(&[1, 2])),
        (&[(429, "Retry-After: 3600\r\n")], 1, seconds(&[])),
        (&[(400, ""), (400, "")], 1, seconds(&[])),
        (&[(401, "Retry-After: 1\r\n")], 1, seconds(&[])),
    ] {
        let next = AtomicUsize::new(0);
        let scripted = replies.to_vec();
        let authority = Loopback::start(move |seen| match scripted.get(next.fetch_add(1, Ordering::SeqCst)) {
            Some((status, headers)) => (*status, *headers, r#"{"error": "temporarily_unavailable"}"#.to_owned()),
            None => issued(seen),
        });
        let timer = Waits::default();
        let transport = Arc::new(ReqwestTransport::new().unwrap());
        let secret = ClientAuthentication::secret(SECRET);
        let application = ConfidentialClient::with_transport(
            &authority.origin(),
            "home.com",
            "app",
            secret,
            transport,
            Arc::new(timer.clone()),
        )
        .unwrap();
        let result = application.token(&TokenRequest::new(["scope"])).await;
        assert_eq!(result.is_ok(), replies.len() < attempts, "{replies:?}");
        assert_eq!((authority.seen().len(), timer.0.lock().unwrap().clone()), (attempts, waits), "{replies:?}");
    }
}

#[tokio::test]
async fn responses_of_the_authority_are_checked() {
    let huge = format!(r#"{{"access_token": "{}"}}"#, "x".repeat(2 << 20));
    for (status, headers, body, expected) in [
        (200, "", huge.as_str(), "failed to call the authority"),
        (200, "", "<html>", "failed to decode the response of the authority (status 200)"),
        (200, "", "[]", "failed to decode the response of the authority (status 200)"),
        (200, "", "{}", "the authority refused the token (status 200)"),
        (200, "", r#"{"access_token": 1}"#, "the authority refused the token (status 200)"),
        (302, "Location: /elsewhere\r\n", "{}", "the authority refused the token (status 302)"),
        (400, "", r#"{"access_token": "no"}"#, "the authority refused the token (status 400)"),
    ] {
        let body = body.to_owned();
        let authority = Loopback::start(move |_| (status, headers, body.clone()));
        let text = shown(&application(&authority)).await;
        assert!(text.starts_with(expected), "{text}");
        assert_eq!(authority.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_federated_identity_is_the_assertion() {
    for (authority, scope) in [
        ("https://login.microsoftonline.com", "api://AzureADTokenExchange/.default"),
        ("https://login.microsoftonline.us", "api://AzureADTokenExchangeUSGov/.default"),
        ("https://login.chinacloudapi.cn", "api://AzureADTokenExchangeChina/.default"),
    ] {
        let transport = Script::new(&[(200, r#"{"access_token": "T", "expires_in": 60}"#)]);
        let identity = credential_fn(move |request: TokenRequest| async move {
            assert_eq!(request, TokenRequest::new([scope]));
            Ok(AccessToken::new("an assertion", None))
        });
        let application = ConfidentialClient::with_transport(
            authority,
            "home.com",
            "app",
            ClientAuthentication::federated(identity),
            Arc::new(transport.clone()),
            Arc::new(TokioTimer::new()),
        )
        .unwrap();
        application.token(&TokenRequest::new(["s"])).await.unwrap();
        let body = "client_id=app&scope=s&grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3A\
                    oauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=an+assertion";
        assert_eq!(transport.requests(), [(format!("{authority}/home.com/oauth2/v2.0/token"), body.to_owned())]);
    }
    let authority = Loopback::start(issued);
    let lost = ClientAuthentication::federated(credential_fn(|_| async { Err("the file is not there".into()) }));
    let application = ConfidentialClient::new(&authority.origin(), "home.com", "app", lost).unwrap();
    assert!(shown(&application).await.starts_with("failed to get the assertion"));
    assert!(authority.seen().is_empty());
}

#[test]
fn authorities_and_tenants_are_checked() {
    for (authority, tenant) in [
        ("http://login.example", "t"),
        ("https://login.example?x=y", "t"),
        ("https://login.example", ""),
        ("https://login.example", "../t"),
        ("https://login.example", "t/u"),
        ("https://login.example", "t?u"),
        ("https://login.example", "t#u"),
    ] {
        let secret = ClientAuthentication::secret(SECRET);
        assert!(ConfidentialClient::new(authority, tenant, "app", secret).is_err(), "{authority} {tenant}");
    }
}
