//! What is recorded is replayed with the same types, and without secrets.

use graph_runtime::{
    BoxFuture, Bytes, Limits, Transport, TransportError,
    http::{Request, Response},
};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};

use super::{
    Recorder,
    expected::Known,
    json::{Json, Text},
    placeholder::{expand, of_secret},
    replay::read_line,
};

const ROOT: &str = "https://graph.microsoft.com/v1.0";

/// A service that responds with one body.
#[derive(Debug)]
struct Service(Bytes);

impl Transport for Service {
    fn execute(&self, _: Request<Bytes>, _: Limits) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async { Ok(Response::new(self.0.clone())) })
    }
}

const SECRETS: [&str; 6] = ["password", "accessToken", "secretText", "apiKey", "x@my.accessToken", "connectionString"];
const OTHERS: [&str; 8] = [
    "displayName",
    "lastPasswordChangeDateTime",
    "passwordNotificationWindowInDays",
    "Price@Org.OData.Measures.V1.ISOCurrency",
    "@odata.count",
    "tokenLifetime",
    "{root}",
    "a \"b\"",
];

fn values() -> impl Strategy<Value = Json> {
    let text = prop_oneof![
        "[a-zA-Zé\\\\\"\n {}()]{0,12}",
        Just("{root}/a {elsewhere} {brace}root}".to_owned()),
        Just("047dd774-f1c4-40f2-82f0-278de79f9b83".to_owned()),
        Just("2026-11-30T04:05:06Z".to_owned()),
        Just("PT5M".to_owned()),
        Just("c2VjcmV0IGtleSBvZiB0aGlz".to_owned()),
    ];
    let leaf = prop_oneof![
        text.prop_map(Json::text),
        "-?(0|[1-9][0-9]{0,30})([.][0-9]{1,20})?([eE][+-]?[0-9]{1,3})?".prop_map(Json::Scalar),
        any::<bool>().prop_map(|value| Json::Scalar(value.to_string())),
        Just(Json::Scalar("null".to_owned())),
        Just(Json::read("\"\\ud800\"").unwrap()),
    ];
    let name = prop_oneof![proptest::sample::select(&SECRETS[..]), proptest::sample::select(&OTHERS[..])];
    leaf.prop_recursive(4, 40, 5, move |inner| {
        let member = (name.clone(), inner.clone()).prop_map(|(name, value)| (Text::new(name.to_owned()), value));
        prop_oneof![
            proptest::collection::vec(inner, 0..5).prop_map(Json::Array),
            proptest::collection::vec(member, 0..5).prop_map(Json::Object),
        ]
    })
}

/// Checks that only secrets differ, and by values of the same type.
fn check(recorded: &Json, replayed: &Json, is_secret: bool) {
    match (recorded, replayed) {
        (Json::Array(recorded), Json::Array(replayed)) => {
            assert_eq!(recorded.len(), replayed.len());
            recorded.iter().zip(replayed).for_each(|(recorded, replayed)| check(recorded, replayed, is_secret));
        }
        (Json::Object(recorded), Json::Object(replayed)) => {
            assert_eq!(recorded.len(), replayed.len());
            for ((name, recorded), (replayed_name, replayed)) in recorded.iter().zip(replayed) {
                assert_eq!(name, replayed_name);
                check(recorded, replayed, is_secret || SECRETS.contains(&name.value.as_str()));
            }
        }
        (Json::Text(recorded), Json::Text(replayed)) if is_secret => {
            assert_eq!(of_secret(&recorded.value), replayed.value);
        }
        (Json::Scalar(recorded), Json::Scalar(replayed))
            if is_secret && !["null", "true", "false"].contains(&recorded.as_str()) =>
        {
            assert_eq!(replayed, "0");
        }
        // As it is written, with all digits.
        _ => assert_eq!(recorded.to_string(), replayed.to_string()),
    }
}

/// Returns values that contain a secret somewhere.
fn carriers() -> impl Strategy<Value = Json> {
    const TEXTS: [&str; 9] = [
        "https://h/x?sig=hunter",
        "<a href='HTTPS://h/x?tempauth=hunter'>",
        "https://graph.microsoft.com/v1.0/a?%73ig=hunter#access_token=hunter",
        "/v1.0/users?$skiptoken=hunter",
        "users/delta(token='hunter')",
        "grant_type=a&client_secret=hunter",
        "Authorization: Bearer hunter",
        "redirect=https%3A%2F%2Fh%3Fsig%3Dhunter",
        "AccountName=a;AccountKey=hunter==",
    ];
    const VALUES: [&str; 6] = [
        r#"{"password":"hunter"}"#,
        r#"{"secret":{"list":[{"a":"hunter"}],"b":"https://graph.microsoft.com/v1.0/hunter"}}"#,
        r#"{"name":"x-functions-key","value":"hunter"}"#,
        r#"{"x@my.accessToken":"hunter"}"#,
        r#"{"requests":[{"headers":{"X-Auth-Token":"hunter"},"body":{"token":"hunter"}}]}"#,
        r#"[{"headers":{"Cookie":"hunter"}}]"#,
    ];
    let leaf = prop_oneof![
        proptest::sample::select(&TEXTS[..]).prop_map(Json::text),
        proptest::sample::select(&VALUES[..]).prop_map(|text| Json::read(text).unwrap()),
    ];
    leaf.prop_recursive(4, 8, 1, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| Json::Array(vec![Json::text("a"), inner])),
            inner.clone().prop_map(|inner| Json::Object(vec![(Text::new("a".to_owned()), inner)])),
            inner.prop_map(|inner| Json::text(inner.to_string())),
        ]
    })
}

/// Records a call, and returns its line.
fn record(body: &Json, is_request: bool, file: &str) -> String {
    let file = std::env::temp_dir().join(format!("graph-testing-{}-{file}.jsonl", std::process::id()));
    let body = Bytes::from(body.to_string());
    let (sent, received) = if is_request { (body, Bytes::new()) } else { (Bytes::new(), body) };
    let recorder = Recorder::create(&file, Service(received)).unwrap();
    let request = Request::post(format!("{ROOT}/users/a")).body(sent).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(recorder.execute(request, Limits::default())).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn typed_values_are_replayed(body in values()) {
        let line = expand(record(&body, false, "values").trim(), "https://h/v1.0", "https://h/recorded");
        let (_, response) = read_line(&line, &mut Known::new("https://h/recorded")).unwrap();
        let replayed = Json::read(std::str::from_utf8(&response.body).unwrap()).unwrap();
        check(&body, &replayed, false);
    }

    #[test]
    fn secrets_are_not_recorded(body in carriers(), is_request in any::<bool>()) {
        let line = record(&body, is_request, "secrets");
        assert!(!line.contains("hunter"), "{line}");
    }
}
