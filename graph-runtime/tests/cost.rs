//! What a call costs beside plain reqwest that does the same. Run it with
//! `cargo test --release -p graph-runtime --test cost -- --ignored --nocapture`.
#![cfg(feature = "reqwest")]

mod loopback;
mod sample;

use std::time::{Duration, Instant};

use graph_runtime::{Client, Guid, StaticToken};
use loopback::Loopback;
use sample::{GraphService, User};

const ID: &str = "11111111-2222-3333-4444-555555555555";
const ANSWER: &str = r##"{"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users/$entity", "accountEnabled": true,
    "assignedLicenses": [{"disabledPlans": ["11b0131d-43c8-4bbb-b2c8-e80f9a50834a"], "skuId": "c7df2760-2c81-4ef7-b578-5b5392b571df"}],
    "businessPhones": ["+1 425 555 0109"], "city": "Redmond", "companyName": "Contoso", "displayName": "Adele Vance",
    "id": "11111111-2222-3333-4444-555555555555", "mail": "adele@contoso.com", "userPrincipalName": "adele@contoso.com"}"##;
/// Rounds, and calls of each kind in a round. Both kinds alternate, so that what else the machine does meets both.
const ROUNDS: usize = 2000;
const CALLS: usize = 10;

async fn plain(client: &reqwest::Client, root: &str) -> User {
    let request = client
        .post(format!("{root}/users/{ID}/reprocessLicenseAssignment"))
        .header("accept", "application/json")
        .header("content-length", "0")
        .header("client-request-id", Guid::new_v4().to_string())
        .header("user-agent", "graph-runtime/0.1.0")
        .bearer_auth("token")
        .timeout(Duration::from_secs(100));
    let body = request.send().await.unwrap().bytes().await.unwrap();
    serde_json::from_slice(&body).unwrap()
}

async fn typed(service: &GraphService) -> User {
    service.users().by_id(ID).reprocess_license_assignment().send().await.unwrap()
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

#[tokio::test]
#[ignore = "measures; run it alone and with --release"]
async fn a_call_costs_at_most_a_twentieth_more_than_plain_reqwest() {
    let server = Loopback::json(200, ANSWER);
    let root = server.root();
    let client = Client::builder().base_url(&root).credential(StaticToken::new("token")).build().unwrap();
    let service = GraphService::new(client);
    let plain_client =
        reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    assert_eq!(plain(&plain_client, &root).await, typed(&service).await);

    let (mut plain_times, mut typed_times, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for _ in 0..CALLS {
            std::hint::black_box(plain(&plain_client, &root).await);
        }
        let middle = Instant::now();
        for _ in 0..CALLS {
            std::hint::black_box(typed(&service).await);
        }
        let (of_plain, of_typed) = ((middle - start).as_secs_f64(), middle.elapsed().as_secs_f64());
        plain_times.push(of_plain / CALLS as f64 * 1e6);
        typed_times.push(of_typed / CALLS as f64 * 1e6);
        ratios.push(of_typed / of_plain);
    }
    let ratio = median(ratios);
    println!("plain {:.1} µs, typed {:.1} µs, ratio {ratio:.3}", median(plain_times), median(typed_times));
    assert!(ratio <= 1.05, "{ratio:.3}");
}
