//! A hostile server: limits bound memory. Tests that measure the peak run in a process of their own.

use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::own_process::{self, peak};
use crate::sample::{AllOptions, GraphService, Nothing, User};
use graph_runtime::{
    Call, Change, Client, ErrorKind, Object, Page, Removal,
    codegen::{self as rt, Many, NavigationProperty, One, Resource},
};
use serde_json::json;

#[tokio::test]
async fn endless_responses_use_bounded_memory() {
    if !own_process::is_of("hostile_memory::endless_responses_use_bounded_memory") {
        return;
    }
    let server = Loopback::start(|_| {
        let chunk = [b"10000\r\n".to_vec(), vec![b' '; 0x10000], b"\r\n".to_vec()].concat();
        Reply::Endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec(), chunk)
    });
    let client = Client::builder().base_url(server.root()).max_response_size(1 << 20).timer(Clock::default());
    let service = GraphService::new(client.build().unwrap());
    assert!(service.me().get().send().await.is_err());
    let before = peak();
    for _ in 0..50 {
        assert!(service.me().get().send().await.is_err_and(|error| error.kind() == ErrorKind::Transport));
    }
    assert!(peak() < before + 40, "{} MB, {before} MB before", peak());
}

#[tokio::test]
async fn empty_objects_take_little_memory() {
    if !own_process::is_of("hostile_memory::empty_objects_take_little_memory") {
        return;
    }
    let page = format!(r#"{{"value":[{}{{}}]}}"#, "{},".repeat(200_000));
    let size = page.len();
    let server = Loopback::start(move |_| Reply::json(200, &page));
    let client = Client::builder().base_url(server.root()).timer(Clock::default());
    let service = GraphService::new(client.build().unwrap());
    assert!(service.me().get().send().await.is_ok(), "buffers are allocated");
    let before = peak();
    let mut page = service.users().get().send().await.unwrap().into_items();
    assert_eq!(page.len(), 200_001);
    assert!(peak() < before + 20, "{} MB, {before} MB before, for a page of {size} bytes", peak());

    // They share their properties until one is changed.
    page[0].display_name = Some("a".to_owned());
    assert!(page[0].display_name.is_some() && page[1].display_name.is_none());
}

/// The limit counts what values take, which can be many times their text.
#[tokio::test]
async fn values_beyond_the_memory_limit_are_an_error() {
    let objects = format!(r#"{{"value":[{}{{}}]}}"#, r#"{"id":"1"},"#.repeat(10_000));
    let texts = format!(r#"{{"businessPhones":[{}""]}}"#, r#""","#.repeat(100_000));
    let undeclared = format!(r#"{{{}"x":1}}"#, r#""y":2,"#.repeat(50_000));
    let nulls = format!(r#"{{"value":[{}{{}}]}}"#, r#"{"id":null},"#.repeat(20_000));
    for body in [objects, texts, undeclared, nulls] {
        let server = Loopback::start(move |_| Reply::json(200, &body));
        let settings = || Client::builder().base_url(server.root()).timer(Clock::default());
        let limited = GraphService::new(settings().max_response_memory(1 << 20).build().unwrap());
        let error = match limited.users().get().send().await {
            Err(error) if format!("{error:#}").contains("bytes of memory") => error,
            // A body without a list is read as a user.
            _ => limited.me().get().send().await.map(drop).unwrap_err(),
        };
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(format!("{error:#}").contains("more than 1048576 bytes of memory"), "{error:#}");
        assert!(format!("{error:#}").contains("`ClientBuilder::max_response_memory`"), "{error:#}");
        let service = GraphService::new(settings().build().unwrap());
        assert!(service.me().get().send().await.is_ok(), "the default is enough");
    }
}

/// Values that are built of small parts, and names.
#[tokio::test]
async fn the_memory_limit_counts_parts_of_values() {
    let flags = format!(r#"{{"flags":"{}"}}"#, ",".repeat(50_000));
    let array = format!(r#"{{"json":[{}0]}}"#, "0,".repeat(50_000));
    let arrays = format!(r#"{{"json":[{}0]}}"#, "[0],".repeat(20_000));
    let objects = format!(r#"{{"json":[{}0]}}"#, r#"{"":0},"#.repeat(3_000));
    let entries = format!(r#"{{"json":{{{}"":0}}}}"#, r#""":0,"#.repeat(20_000));
    let name = format!(r#"{{"{}":0}}"#, "x".repeat(2 << 20));
    for body in [flags, array, arrays, objects, entries, name] {
        let start = body.get(..20).unwrap().to_owned();
        let error = read_within_a_mebibyte(body).await.expect(&start);
        assert!(error.contains("more than 1048576 bytes of memory"), "{start}: {error}");
    }
    let text = format!(r#"{{"json":["{}","\\",{{}},[]]}}"#, r#"[{:,\""#.repeat(50_000));
    assert_eq!(read_within_a_mebibyte(text).await, None, "text in a value is counted once");
}

async fn read_within_a_mebibyte(body: String) -> Option<String> {
    let server = Loopback::start(move |_| Reply::json(200, &body));
    let client = Client::builder().base_url(server.root()).timer(Clock::default()).max_response_memory(1 << 20);
    let call: Call<Object<AllOptions>> = Call::get(&Resource::root(client.build().unwrap()), "sample");
    call.send().await.err().map(|error| format!("{error:#}"))
}

#[tokio::test]
async fn the_memory_limit_holds_for_each_response_of_a_batch() {
    let user = format!(r#"{{"businessPhones":[{}""]}}"#, r#""","#.repeat(100_000));
    let body = format!(r#"{{"responses":[{{"id":"1","status":200,"body":{user}}}]}}"#);
    let server = Loopback::start(move |_| Reply::json(200, &body));
    let client = Client::builder().base_url(server.root()).timer(Clock::default()).max_response_memory(1 << 20);
    let client = client.build().unwrap();
    let service = GraphService::new(client.clone());
    let error = client.execute_all([service.me().get()]).await.remove(0).unwrap_err();
    assert!(format!("{error:#}").contains("more than 1048576 bytes of memory"), "{error:#}");
}

fn limited(server: &Loopback) -> GraphService {
    let client = Client::builder().base_url(server.root()).timer(Clock::default()).max_response_memory(1 << 20);
    GraphService::new(client.build().unwrap())
}

/// What is read later from the text of a response has the limit of the response.
#[tokio::test]
async fn expanded_and_derived_values_have_the_limit_of_their_response() {
    const MEMBERS: NavigationProperty<User, User, Many> = rt::navigation("members");
    const OWNER: NavigationProperty<User, User, One> = rt::navigation("owner");
    let users = |count: usize| format!("[{}{{}}]", r#"{"id":"1"},"#.repeat(count));
    let body = format!(r#"{{"id":"1","members":{},"owner":{{"assignedPlans":{}}}}}"#, users(10_000), users(10_000));
    let server = Loopback::start(move |_| Reply::json(200, &body));
    let user = limited(&server).me().get().send().await.expect("the text is within the limit");
    for error in [MEMBERS.read(&user).unwrap().unwrap_err(), OWNER.read(&user).unwrap().unwrap_err()] {
        assert!(format!("{error:#}").contains("more than 1048576 bytes of memory"), "{error:#}");
    }
    let small = format!(r#"{{"members":{}}}"#, users(100));
    let small: Object<User> = serde_json::from_str(&small).unwrap();
    assert_eq!(MEMBERS.read(&small).unwrap().unwrap().len(), 101);

    // A type without properties keeps everything as text.
    let body = format!(r#"{{"assignedPlans":{}}}"#, users(20_000));
    let server = Loopback::start(move |_| Reply::json(200, &body));
    let user = limited(&server).me().0;
    let call: Call<Object<Nothing>> = Call::get(&user, "sample");
    let base = call.send().await.expect("the text is within the limit");
    let is_kept = rt::derived_or(base, |_: Object<Wide>| false, |_| true);
    assert!(is_kept, "it takes too much memory as the derived type");
}

/// A type with more properties than nulls have bits for, and one of those of a user.
struct Wide(Vec<Option<String>>, Option<Vec<Object<crate::sample::AssignedPlan>>>);

impl rt::DerivedFrom<Nothing> for Wide {}

impl rt::Structured for Wide {
    const TYPE_NAME: &'static str = "sample.wide";

    fn properties() -> &'static [&'static str] {
        static NAMES: std::sync::LazyLock<Vec<&'static str>> = std::sync::LazyLock::new(|| {
            let names = (0..999).map(|number| format!("property{number}"));
            names.chain(["assignedPlans".to_owned()]).map(|name| &*name.leak()).collect()
        });
        &NAMES
    }

    fn build(from: &mut rt::PropertyReader<'_>) -> Self {
        Self((0..999).map(|_| from.property()).collect(), from.property())
    }

    fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) {
        self.0.iter().for_each(|value| to.put(value));
        to.put(&self.1);
    }
}

#[tokio::test]
async fn all_nulls_count() {
    let nulls: String = (256..999).map(|number| format!(r#""property{number}":null,"#)).collect();
    let object = format!(r#"{{{nulls}"property0":null}}"#);
    // 14 kilobytes of text, which take 60 in memory.
    let body = format!(r#"{{"value":[{}{object}]}}"#, format!("{object},").repeat(20));
    let server = Loopback::start(move |_| Reply::json(200, &body));
    let call: Call<Page<Object<Wide>>> = Call::get(&limited(&server).me().0, "sample");
    let error = call.send().await.map(drop).unwrap_err();
    assert!(format!("{error:#}").contains("more than 1048576 bytes of memory"), "{error:#}");
}

#[tokio::test]
async fn uploaded_entities_have_the_memory_limit() {
    let server =
        Loopback::start(|_| Reply::json(200, &format!(r#"{{"businessPhones":[{}""]}}"#, r#""","#.repeat(100_000))));
    let uploaded = limited(&server).me().put_photo("content").send().await.unwrap();
    let error = uploaded.entity::<User>().unwrap_err();
    assert!(error.to_string().contains("more than 1048576 bytes of memory"), "{error}");
}

/// As a document, an error takes up to eighty times its text.
#[tokio::test]
async fn large_errors_are_not_read() {
    let server = Loopback::start(|_| {
        let details = "[],".repeat(400_000);
        Reply::json(400, &format!(r#"{{"error":{{"code":"x","message":"no","details":[{details}[]]}}}}"#))
    });
    let error = limited(&server).me().get().send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.has_code("x")), (400, false));
    assert!(error.raw_body().unwrap().len() > 1 << 20 && error.to_string().len() < 100, "{error}");
}

/// The response to `createUploadSession` is read as a document too.
#[test]
fn large_sessions_are_refused() {
    let client = Client::builder().base_url("http://127.0.0.1:1").build().unwrap();
    let session = json!({ "uploadUrl": "http://127.0.0.1:1/up", "other": vec![0; 600_000] });
    let error = client.upload_session::<()>(&session).unwrap_err();
    assert!(error.kind() == ErrorKind::InvalidRequest && error.to_string().contains("1048576 bytes"), "{error}");
}

/// Reading why an item was removed builds no document of what the service sent.
#[test]
fn removed_items_are_read_without_documents() {
    let removed = format!(r#"{{"@removed":{{"x":[{}0],"reason":"deleted"}},"id":"1"}}"#, "[],".repeat(1000));
    let item: Object<User> = serde_json::from_str(&removed).unwrap();
    let Change::Removed(removed) = Change::from(item) else { panic!("it is removed") };
    assert_eq!((removed.reason.clone(), removed.id().as_deref()), (Removal::Deleted, Some("1")));
    for odd in [r#"{"@removed":[],"id":"1"}"#, r#"{"@removed":{"reason":5},"id":"1"}"#, r#"{"@removed":"x","id":"1"}"#]
    {
        let item: Object<User> = serde_json::from_str(odd).unwrap();
        assert!(matches!(Change::from(item), Change::Removed(removed) if removed.reason == Removal::Other("".into())));
    }
}
