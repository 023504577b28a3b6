//! Requests that were recorded from the official SDK, and a local server to compare them with.

use graph_runtime::{Client, Operation};
use graph_tests::shared;
use serde_json::Value;
use stand_in_graph::StandIn;

/// Returns the recorded requests.
pub fn recorded() -> Vec<Value> {
    serde_json::from_str(&shared::text("wire/official-sdk-requests.json")).expect("JSON")
}

/// A client, and the server that records its requests.
pub struct Wire {
    pub stand_in: StandIn,
    pub client: Client,
}

impl Wire {
    pub async fn open() -> Self {
        let stand_in = StandIn::start().await.expect("a port");
        let client = Client::builder().base_url(stand_in.base_url()).build().expect("a client");
        Self { stand_in, client }
    }

    /// Sends an operation and compares it with a recorded request: method, path, query, relevant headers, body.
    pub async fn compare<O: Operation + Sync>(&self, operation: &O, recorded: &Value) {
        let name = recorded["name"].as_str().unwrap_or_default();
        let before = self.stand_in.requests().len();
        // The response does not matter.
        let _ = self.client.execute(operation).await;
        let requests = self.stand_in.requests();
        assert_eq!(requests.len(), before + 1, "{name} is one request");
        let sent = &requests[before];
        assert_eq!(sent.method, recorded["method"], "{name}");
        let query = recorded["query"].as_str().map(|query| format!("?{query}")).unwrap_or_default();
        assert_eq!(sent.target, format!("{}{query}", recorded["path"].as_str().unwrap_or_default()), "{name}");
        for header in ["accept", "content-type", "if-match", "prefer", "consistencylevel"] {
            // The weight of a single media type has no effect.
            let expected = recorded["headers"][header].as_str().map(|value| value.trim_end_matches(";q=0.9"));
            assert_eq!(sent.header(header), expected, "{name}: {header}");
        }
        assert_eq!(sent.header("authorization"), None, "{name}: there is no credential");
        assert!(sent.header("client-request-id").is_some() && sent.header("user-agent").is_some(), "{name}");
        let stream = &recorded["body"]["$base64"];
        if stream.is_string() {
            let body = graph_runtime::Binary::from(sent.body.clone());
            assert_eq!(
                serde_json::to_value(graph_runtime::codec::AsSerialize(&body)).expect("JSON"),
                *stream,
                "{name}"
            );
        } else if recorded["body"].is_null() {
            assert_eq!(sent.header("content-length"), recorded["headers"]["content-length"].as_str(), "{name}");
            assert!(sent.body.is_empty(), "{name}");
        } else {
            assert_eq!(sent.header("content-length"), Some(sent.body.len().to_string().as_str()), "{name}");
            let body: Value = serde_json::from_slice(&sent.body).expect("JSON");
            let mut expected = recorded["body"].clone();
            // The SDK writes an explicit null with a wrong property name.
            if let Some(null) = expected.as_object_mut().and_then(|object| object.remove("job_title")) {
                expected["jobTitle"] = null;
            }
            assert_eq!(body, expected, "{name}");
        }
    }
}
