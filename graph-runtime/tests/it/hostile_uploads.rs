//! A hostile server: responses to uploads that do not end.

use std::time::Duration;

use crate::loopback::{Loopback, hostile::dripping};
use crate::sample::GraphService;
use graph_runtime::{Client, NoRetry, UploadBody, transport::TransportErrorKind};

#[tokio::test]
async fn the_response_to_a_streamed_upload_arrives_within_the_time_limit() {
    for status in [200, 201, 409] {
        let server = Loopback::start(move |_| dripping(status));
        let client = Client::builder().base_url(server.root()).timeout(Duration::from_millis(200));
        let me = GraphService::new(client.retry(NoRetry).build().unwrap()).me();
        let content = futures_util::stream::iter([Ok::<_, std::io::Error>("content")]);
        let error = me.put_photo(UploadBody::stream(7, content)).send().await.unwrap_err();
        assert!(error.transport_error().is_some_and(|error| error.kind() == TransportErrorKind::Timeout), "{error}");
        assert_eq!(server.last().body, b"content");
    }
}
