//! Arguments of functions are encoded, so that they arrive unchanged and address nothing else.

use std::{collections::BTreeMap, sync::LazyLock};

use graph_runtime::{
    Call, Client, DateTimeOffset, Error, Guid, Key, KeyError, Literal, Object, Operation,
    codegen::{self, Argument, PropertyReader, PropertyWriter, Resource},
};
use proptest::prelude::*;

static CLIENT: LazyLock<Client> =
    LazyLock::new(|| Client::builder().base_url("https://graph.example/v1.0").build().unwrap());

fn uri(resource: &Resource) -> Result<String, Error> {
    let call = Call::<()>::get(resource, "microsoft.graph.drive/search");
    call.request(resource.client().root()).map(|request| request.uri().to_string())
}

fn drive() -> Resource {
    Resource::root(CLIENT.clone()).child("drives").key(&[("id", Key::from("d"))])
}

fn search(q: &str) -> String {
    uri(&drive().function("search", &[Argument::new::<String>("q", q.into()), Argument::new::<i32>("n", 7.into())]))
        .unwrap()
}

/// Undoes percent-encoding once.
fn decode(text: &str) -> String {
    percent_decoded(text.as_bytes())
}

fn percent_decoded(text: &[u8]) -> String {
    let mut bytes = Vec::new();
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        if byte == b'%' {
            let digits = std::str::from_utf8(&text[at + 1..at + 3]).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
            at += 3;
        } else {
            bytes.push(byte);
            at += 1;
        }
    }
    String::from_utf8(bytes).unwrap()
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[%2eEfF./\\\\a'()=,;:@&?#+ \t\n\u{e9}]{0,12}", Just("..".to_owned())]
}

proptest! {
    #[test]
    fn text_is_quoted_and_encoded_without_loss(q in text()) {
        let uri = search(&q);
        let path = uri.strip_prefix("https://graph.example/v1.0/drives/d/search(q='").unwrap();
        let encoded = path.strip_suffix("',n=7)").unwrap();
        prop_assert!(encoded.chars().all(|c| c.is_ascii_alphanumeric() || "-._~%".contains(c)), "{encoded}");
        prop_assert_eq!(decode(encoded).replace("''", "'"), q.clone());
        // A URL parser sees one segment and no query, and normalizes nothing.
        let url: http::Uri = uri.parse().unwrap();
        prop_assert_eq!(url.path().split('/').count(), 5);
        prop_assert_eq!(url.query(), None);
        let parsed = url::Url::parse(&uri).unwrap();
        prop_assert_eq!(parsed.as_str(), uri.as_str());
        // Quotes in the literal are doubled, so it ends where it should.
        prop_assert_eq!(decode(encoded).matches('\'').count() % 2, 0);
    }

    #[test]
    fn json_arguments_are_in_the_query_without_loss(items in proptest::collection::vec(text(), 0..4)) {
        let uri = uri(&drive().function("f", &[Argument::json_list("ids", &items)])).unwrap();
        let (path, query) = uri.split_once('?').unwrap();
        prop_assert!(path.ends_with("/f(ids=@ids)"), "{path}");
        let value = query.strip_prefix("@ids=").unwrap();
        prop_assert!(!value.contains(['&', '#', '+']));
        prop_assert_eq!(serde_json::from_str::<Vec<String>>(&decode(value)).unwrap(), items);
    }
}

#[test]
fn values_of_all_types_are_in_the_path() {
    let moment: DateTimeOffset = "2024-01-02T03:04:05+02:00".parse().unwrap();
    let arguments = [
        Argument::new::<bool>("a", true.into()),
        Argument::new::<f64>("b", f64::NEG_INFINITY.into()),
        Argument::new::<Guid>("c", Guid::nil().into()),
        Argument::new::<DateTimeOffset>("d", moment.into()),
        Argument::new::<String>("e", Literal::null()),
        Argument::optional::<String>("f", None),
        Argument::optional("g", Some(Literal::<String>::from("x"))),
    ];
    assert_eq!(
        uri(&drive().function("f", &arguments)).unwrap(),
        "https://graph.example/v1.0/drives/d/f(a=true,b=-INF,c=00000000-0000-0000-0000-000000000000,\
         d=2024-01-02T03%3A04%3A05%2B02%3A00,e=null,g='x')"
    );
    assert_eq!(uri(&drive().function("delta", &[])).unwrap(), "https://graph.example/v1.0/drives/d/delta()");
}

struct Size {
    width: Option<i32>,
    inner: Option<Object<Size>>,
}

impl codegen::Structured for Size {
    const TYPE_NAME: &'static str = "example.city.size";

    fn properties() -> &'static [&'static str] {
        &["width", "inner"]
    }

    fn build(from: &mut PropertyReader<'_>) -> Self {
        Self { width: from.property(), inner: from.property() }
    }

    fn write<'a>(&'a self, to: &mut PropertyWriter<'a>) {
        to.put(&self.width);
        to.put(&self.inner);
    }
}

#[test]
fn complex_values_can_be_null() {
    let nothing = Object::<Size>::null();
    let call = drive()
        .function("f", &[Argument::json("size", &nothing), Argument::json_list("all", std::slice::from_ref(&nothing))]);
    assert_eq!(
        uri(&call).unwrap(),
        "https://graph.example/v1.0/drives/d/f(size=@size,all=@all)?@all=%5Bnull%5D&@size=null"
    );
    let body = |parameters: Size| {
        let call = Call::<()>::post_json(&drive(), "x", "example.city/x", &parameters);
        String::from_utf8(call.request(CLIENT.root()).unwrap().into_body().to_vec()).unwrap()
    };
    assert_eq!(body(Size { width: Some(1), inner: Some(nothing.clone()) }), r#"{"width":1,"inner":null}"#);
    assert_eq!(body(Size { width: Some(1), inner: None }), r#"{"width":1}"#);
    // What is set is sent.
    let mut set = nothing;
    set.width = Some(2);
    assert_eq!(body(Size { width: None, inner: Some(set) }), r#"{"inner":{"width":2}}"#);
}

#[test]
fn aliases_of_composed_functions_are_distinct() {
    let ids = vec![1, 2];
    let resource = drive()
        .function("a", &[Argument::json("ids", &ids)])
        .child("next")
        .function("b", &[Argument::json("ids", &ids), Argument::optional_json::<Vec<i32>>("more", None)]);
    let uri = uri(&resource).unwrap();
    assert_eq!(
        uri,
        "https://graph.example/v1.0/drives/d/a(ids=@ids)/next/b(ids=@ids2)?@ids=%5B1%2C2%5D&@ids2=%5B1%2C2%5D"
    );
}

#[test]
fn alternate_keys_are_written_with_names() {
    let users = Resource::root(CLIENT.clone()).child("users");
    assert_eq!(
        uri(&users.alternate_key(&[("userPrincipalName", "o'brien@x.com".into())])).unwrap(),
        "https://graph.example/v1.0/users(userPrincipalName='o%27%27brien%40x.com')"
    );
    assert_eq!(
        uri(&users.alternate_key(&[("a", "x".into()), ("b", 2.into())])).unwrap(),
        "https://graph.example/v1.0/users(a='x',b=2)"
    );
    let problem = uri(&users.alternate_key(&[])).unwrap_err();
    assert_eq!(problem.key_error(), Some(KeyError::NoParts), "{problem}");
}

#[test]
fn debug_hides_arguments() {
    let secret = "adele@contoso.com";
    assert!(!format!("{:?}", Argument::new::<String>("q", secret.into())).contains("adele"));
    assert!(!format!("{:?}", Literal::<String>::from(secret)).contains("adele"));
    let shown: BTreeMap<_, _> =
        [("resource", drive().function("f", &[Argument::new::<String>("q", secret.into())]))].into_iter().collect();
    assert!(!format!("{shown:?}").contains("adele"));
}
