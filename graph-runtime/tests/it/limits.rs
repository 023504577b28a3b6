//! The documentation of limits names tests that exist, and errors name the limit and its setting.

use std::{fs, path::Path, time::Duration};

use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::sample::GraphService;
use graph_runtime::{CallOptions, Client, ClientBuilder, Error, NoRetry, StaticToken, credential_fn};

/// Adds the text of all Rust files.
fn read(directory: &Path, to: &mut String) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, to);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            to.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn each_limit_has_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    let crates = ["graph-runtime", "graph-credentials", "graph-notifications"];
    for directory in crates.iter().flat_map(|name| [format!("../{name}/src"), format!("../{name}/tests")]) {
        read(&root.join(directory), &mut sources);
    }
    let text = fs::read_to_string(root.join("../docs/limits.md")).unwrap();
    let rows = text.split("## What is sent again").next().unwrap().lines().filter(|line| line.starts_with("| "));
    let rows: Vec<_> = rows.filter(|line| !line.starts_with("| of |")).collect();
    assert!(rows.len() > 20);
    for row in rows {
        let test = row.trim_end_matches(['|', ' ']).rsplit('|').next().unwrap().trim().trim_matches('`');
        assert!(sources.contains(&format!("fn {test}()")), "{row}");
    }
}

const LIMIT: Duration = Duration::from_millis(150);

/// The settings whose limit ends a call with the last result, without an error of its own.
const WITHOUT_ERROR: [&str; 4] =
    ["Backoff::max_retries", "Backoff::max_wait", "ClientBuilder::retry", "Throttle::max_wait"];

/// What has limits of its own: errors of a strict reader go to callers, and other crates have their own tests.
const OTHERS: [&str; 3] = ["StrictReader::", "Limits::", "ConfidentialClient::"];

fn me(settings: ClientBuilder) -> crate::sample::UserRequestBuilder {
    GraphService::new(settings.retry(NoRetry).build().unwrap()).me()
}

/// The errors of the limits that an application can set, with the limit as shown.
async fn errors() -> Vec<(Error, &'static str)> {
    let hanging = Loopback::start(|_| Reply::Stall(Vec::new(), Duration::from_secs(2)));
    let phones = r#""","#.repeat(2000);
    let large = Loopback::start(move |_| Reply::json(200, &format!(r#"{{"businessPhones":[{phones}""]}}"#)));
    let accepting = Loopback::start(|_| Reply::with_headers(202, "Location: /v1.0/monitor\r\n", b""));
    let to = |server: &Loopback| Client::builder().base_url(server.root());
    let mut errors = Vec::new();
    errors.push((me(to(&hanging).call_timeout(LIMIT)).get().send().await.unwrap_err(), "150ms"));
    errors.push((me(to(&hanging).timeout(LIMIT)).get().send().await.unwrap_err(), "150ms"));
    let short = CallOptions::default().timeout(LIMIT);
    errors.push((me(to(&hanging)).photo().with_options(short).stream().await.unwrap_err(), "150ms"));
    let silent = credential_fn(|_| std::future::pending());
    let slow = to(&large).credential(silent).credential_timeout(LIMIT);
    errors.push((me(slow).get().send().await.unwrap_err(), "150ms"));
    errors.push((me(to(&large).max_response_size(4000)).get().send().await.unwrap_err(), "4000"));
    errors.push((me(to(&large).max_response_memory(4000)).get().send().await.unwrap_err(), "4000"));
    let mut stream = me(to(&large)).photo().stream().await.unwrap().limit(4000);
    errors.push((stream.next().await.unwrap().unwrap_err(), "4000"));
    let work = me(to(&accepting).timer(Clock::default())).reprocess_license_assignment().begin().await.unwrap();
    errors.push((work.limit(LIMIT).result().await.unwrap_err(), "150ms"));
    let session = serde_json::json!({ "uploadUrl": accepting.root() });
    let client = to(&accepting).credential(StaticToken::new("token")).build().unwrap();
    let session = client.upload_session::<()>(&session).unwrap();
    errors.push((session.chunk_size(62_914_561).unwrap_err(), "62914560"));
    errors
}

#[tokio::test]
async fn errors_name_the_limit_and_its_setting() {
    let errors: Vec<_> =
        errors().await.into_iter().map(|(error, limit)| (format!("{error:#}"), error, limit)).collect();
    for (text, error, limit) in &errors {
        assert!(text.contains(limit), "{limit}: {text}");
        let known = error.time_limit().map(|time| format!("{time:?}"));
        let known = known.or_else(|| error.size_limit().map(|size| size.to_string()));
        assert!(known.as_deref() == Some(*limit) || text.contains("chunk size"), "{known:?}: {text}");
    }
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/limits.md")).unwrap();
    let cells = text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").nth(2));
    let settings: Vec<_> = cells
        .filter(|cell| !cell.starts_with("fixed"))
        .flat_map(|cell| cell.split('`').filter(|word| word.contains("::")))
        .collect();
    assert!(settings.len() > 10);
    let is_other = |setting: &&str| WITHOUT_ERROR.contains(setting) || OTHERS.iter().any(|of| setting.starts_with(of));
    for setting in settings.into_iter().filter(|setting| !is_other(setting)) {
        assert!(errors.iter().any(|(text, ..)| text.contains(&format!("`{setting}`"))), "{setting}");
    }
}

/// The longest time limits are never reached, and do not overflow.
#[tokio::test]
async fn time_limits_may_be_of_any_length() {
    let server = Loopback::json(200, "{}");
    let settings = Client::builder().base_url(server.root()).credential(StaticToken::new("token"));
    let endless = settings.timeout(Duration::MAX).call_timeout(Duration::MAX).credential_timeout(Duration::MAX);
    let me = me(endless);
    me.get().send().await.unwrap();
    assert_eq!(me.photo().stream().await.unwrap().next().await.unwrap().unwrap(), "{}");
    let body = futures_util::stream::iter([Ok::<_, std::io::Error>("content")]);
    me.put_photo(graph_runtime::UploadBody::stream(7, body)).send().await.unwrap();
    let work = me.reprocess_license_assignment().begin().await.unwrap().limit(Duration::MAX);
    work.result().await.unwrap();
}
