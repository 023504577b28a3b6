//! A hostile server: endless throttling, with valid and invalid forms of `Retry-After`.

use std::time::Duration;

use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::sample::GraphService;
use graph_runtime::{Client, StaticToken, Throttle};

/// The header, the number of times that the call is sent, and the least and most seconds that it waits in total.
const CASES: [(&str, usize, f64, f64); 21] = [
    ("", 4, 3.5, 7.0),
    ("Retry-After: 0", 4, 0.0, 0.0),
    ("Retry-After: 1", 4, 3.0, 3.0),
    ("Retry-After: 2.128", 4, 6.384, 6.384),
    ("Retry-After: 0.001", 4, 0.003, 0.003),
    ("Retry-After: 100", 3, 200.0, 200.0),
    ("Retry-After: 101", 3, 202.0, 202.0),
    ("Retry-After: 86400", 1, 0.0, 0.0),
    ("Retry-After: 99999999999999999999999999999", 1, 0.0, 0.0),
    ("Retry-After: -1", 4, 3.5, 7.0),
    ("Retry-After: 1e1", 4, 3.5, 7.0),
    ("Retry-After: NaN", 4, 3.5, 7.0),
    ("Retry-After: soon", 4, 3.5, 7.0),
    ("Retry-After: \u{e9}", 4, 3.5, 7.0),
    ("Retry-After: Wed, 18 Nov 2026 10:26:50 GMT", 4, 10.0, 10.0),
    ("Retry-After: Wednesday, 18-Nov-26 10:26:50 GMT", 4, 10.0, 10.0),
    ("Retry-After: Wed Nov 18 10:26:50 2026", 4, 10.0, 10.0),
    ("Retry-After: Wed, 18 Nov 2026 10:26:50 GMT\r\nDate: Wed, 18 Nov 2026 10:26:45 GMT", 4, 15.0, 15.0),
    ("Retry-After: Thu, 01 Jan 1970 00:00:00 GMT", 4, 0.0, 0.0),
    ("Retry-After: Fri, 31 Dec 9999 23:59:59 GMT", 1, 0.0, 0.0),
    ("Retry-After: 1\r\nRetry-After: 3600", 4, 3.0, 3.0),
];

#[tokio::test]
async fn retries_end_within_their_limits() {
    for status in [429, 503] {
        for (header, sent, least, most) in CASES {
            let headers = if header.is_empty() { String::new() } else { format!("{header}\r\n") };
            let server = Loopback::start(move |_| Reply::with_headers(status, &headers, b""));
            let clock = Clock::default();
            // Throttling of the client has its own tests; here it would add to the waits that are counted.
            let client = Client::builder().base_url(server.root()).credential(StaticToken::new("token"));
            let client = client.timer(clock.clone()).throttle(Throttle::off()).build().unwrap();
            let error = GraphService::new(client).me().reprocess_license_assignment().send().await.unwrap_err();
            assert_eq!(error.status().unwrap().as_u16(), status);
            assert_eq!(server.seen().len(), sent, "{status} {header}");
            let waited = clock.waits().iter().sum::<Duration>().as_secs_f64();
            assert!(waited >= least - 1e-6 && waited <= most + 1e-6, "{status} {header}: {waited} s");
        }
    }
}

#[tokio::test]
async fn unusual_throttling_headers_do_not_block_calls() {
    for headers in [
        "x-ms-throttle-limit-percentage: 0\r\n",
        "x-ms-throttle-limit-percentage: -1\r\n",
        "x-ms-throttle-limit-percentage: NaN\r\n",
        "x-ms-throttle-limit-percentage: 1e300\r\n",
        "x-ms-resource-unit: 1e300\r\n",
        "x-ms-resource-unit: 0\r\nx-ms-throttle-limit-percentage: 1.8\r\n",
        "x-ms-throttle-scope: \r\n",
        "x-ms-throttle-scope: \u{e9}\r\n",
    ] {
        let server = Loopback::start(move |_| Reply::with_headers(200, headers, b"{}"));
        let clock = Clock::default();
        let client = Client::builder().base_url(server.root()).timer(clock.clone()).build().unwrap();
        let service = GraphService::new(client);
        for _ in 0..20 {
            service.me().get().send().await.unwrap();
        }
        let waited = clock.waits().iter().sum::<Duration>();
        assert!(waited < Duration::from_secs(6000), "{headers}: {waited:?}");
    }
}
