//! What a service requires to read a resource, on all pages and in deltas.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::loopback::{Loopback, Reply};
use crate::sample::User;
use graph_runtime::{Client, codegen as rt};

fn view(server: &Loopback) -> rt::Resource {
    let client = Client::builder().base_url(server.root()).build().unwrap();
    let view = rt::Resource::root(client).child("me").child("calendarView");
    view.read_option("startDateTime", &"2026-01-01 a+b").read_header("x-datum", &7)
}

/// Responds with a link to the next page, which has the options as the service wrote them, and then with `last`.
fn two_pages(last: &'static str) -> Loopback {
    let count = AtomicUsize::new(0);
    Loopback::start(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::json(
            200,
            r#"{"value":[{"id":"1"}],"@odata.nextLink":"/v1.0/me/calendarView?startDateTime=x&$skip=1"}"#,
        ),
        _ => Reply::json(200, last),
    })
}

#[tokio::test]
async fn links_to_pages_keep_the_query_of_the_service_and_the_headers() {
    let server = two_pages(r#"{"value":[{"id":"2"}]}"#);
    let list: rt::List<User> = rt::List::new(&view(&server), "n.user", &[]);
    let mut items = list.items();
    let mut count = 0;
    while let Some(item) = items.next().await {
        item.unwrap();
        count += 1;
    }
    assert_eq!(count, 2);
    let seen = server.seen();
    assert_eq!(seen[0].target(), "/v1.0/me/calendarView?startDateTime=2026-01-01%20a%2Bb");
    assert_eq!(seen[1].target(), "/v1.0/me/calendarView?startDateTime=x&$skip=1");
    assert!(seen.iter().all(|request| request.header("x-datum") == Some("7")));
}

#[tokio::test]
async fn functions_send_the_options_too_but_items_and_changes_do_not() {
    let server = two_pages(r#"{"value":[],"@odata.deltaLink":"/v1.0/me/calendarView/delta()?token=1"}"#);
    let view = view(&server);
    let delta: rt::Delta<User> = rt::Delta::new(&view.function("delta", &[]), "n.user/delta", &[]);
    delta.send().await.unwrap();
    assert_eq!(server.last().target(), "/v1.0/me/calendarView/delta()?startDateTime=2026-01-01%20a%2Bb");
    assert_eq!(server.last().header("x-datum"), Some("7"));
    for resource in [view.child("x"), view.key(&[("id", "1".into())]), view.function("delta", &[]).child("x")] {
        let get: rt::Get<User> = rt::Get::new(&resource, "n.user", &[]);
        get.send().await.unwrap();
        assert!(!server.last().target().contains('?'), "{}", server.last().target());
        assert_eq!(server.last().header("x-datum"), None);
    }
    let _ = rt::Call::<()>::post(&view, "clear", "n.clear").send().await;
    assert_eq!((server.last().target(), server.last().header("x-datum")), ("/v1.0/me/calendarView/clear", None));
}
