//! Proxies from the environment: plain http never uses one, https goes through a tunnel.
//!
//! The variables are set for a second process, which runs one of these tests.

use std::{env, process::Command};

use crate::loopback::{Loopback, Reply};
use crate::sample::GraphService;
use graph_runtime::{Client, StaticToken};

const SECRET: &str = "TOP-SECRET-TOKEN";

/// The call that the other tests run in a second process, with the root in the environment; on its own, a call
/// without a proxy.
#[tokio::test]
async fn call() {
    let root = env::var("TEST_ROOT");
    let service = root.is_err().then(|| Loopback::json(200, "{}"));
    let root = service.as_ref().map_or_else(|| root.unwrap_or_default(), Loopback::root);
    let client = Client::builder().base_url(root).credential(StaticToken::new(SECRET)).build().unwrap();
    let result = GraphService::new(client).me().get().send().await;
    println!("{}", if result.is_ok() { "was answered" } else { "was not answered" });
    if let Some(service) = service {
        assert!(result.is_ok() && service.seen().len() == 1);
    }
}

fn call_with(root: &str, proxy: &str) -> String {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "proxy::call", "--nocapture"]).env("TEST_ROOT", root);
    for name in ["NO_PROXY", "no_proxy"] {
        command.env_remove(name);
    }
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env(name, proxy).env(name.to_ascii_lowercase(), proxy);
    }
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

#[test]
fn plain_http_uses_no_proxy() {
    let proxy = Loopback::json(200, "{}");
    let service = Loopback::json(200, "{}");
    for proxy in [proxy.origin(), "socks5://127.0.0.1:1".to_owned(), "::".to_owned(), String::new()] {
        assert!(call_with(&service.root(), &proxy).contains("was answered"), "{proxy}");
    }
    assert_eq!(service.seen().len(), 4);
    assert_eq!(proxy.seen().len(), 0);
}

#[test]
fn https_tunnel_does_not_reveal_the_token() {
    let proxy = Loopback::start(|_| Reply::body(502, "text/plain", b""));
    assert!(call_with("https://graph.invalid/v1.0", &proxy.origin()).contains("was not answered"));
    let seen = proxy.last();
    assert_eq!((seen.method(), seen.target()), ("CONNECT", "graph.invalid:443"));
    assert!(!seen.head.contains(SECRET));
}
