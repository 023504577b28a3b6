//! Keys and values of every type, on the wire, in both syntaxes of keys and both forms of enumeration members.

#[rustfmt::skip]
#[allow(missing_docs, clippy::all, dead_code, non_camel_case_types)]
#[path = "../golden/keys.rs"]
pub mod keys;

use graph_runtime::{
    Body, Client, Flags, Json, Key, KeySyntax, Member, Object, Operation, Reference, ServiceProfile, codec::EnumSyntax,
    codegen::RequestBuilder,
};
use keys::{Access, Book, BookTag, Genre, Place, Store};
use serde_json::json;
use stand_in_graph::StandIn;

const GUID: &str = "06ebc4ee-1bb5-47dd-8120-11324bc54e06";

fn guid() -> graph_runtime::Guid {
    GUID.parse().expect("a GUID")
}

fn hour() -> graph_runtime::Duration {
    "PT1H".parse().expect("a duration")
}

/// The paths of an entity by each type of key.
#[expect(clippy::needless_borrows_for_generic_args, reason = "references are accepted too")]
fn paths(service: &Store) -> Vec<String> {
    let order = |code| service.lines().by_key(7, Genre::Fact, hour(), code);
    let mut paths = Vec::new();
    let mut add = |builder: &dyn Fn() -> String| paths.push(builder());
    fn path<B: RequestBuilder>(builder: B) -> String {
        builder.resource().path().expect("a path")
    }
    add(&|| path(service.strings().by_id("o'neil/a b")));
    add(&|| path(service.strings().by_id(String::from("x"))));
    add(&|| path(service.strings().by_id(&String::from("x"))));
    add(&|| path(service.strings().by_id(guid())));
    add(&|| path(service.guids().by_id(guid())));
    add(&|| path(service.guids().by_id(&guid())));
    add(&|| path(service.int16s().by_id(-7)));
    add(&|| path(service.int32s().by_id(7)));
    add(&|| path(service.int64s().by_id(9_007_199_254_740_993)));
    add(&|| path(service.bytes().by_id(255)));
    add(&|| path(service.sbytes().by_id(-128)));
    add(&|| path(service.booleans().by_id(true)));
    add(&|| path(service.dates().by_id("2026-11-29".parse::<graph_runtime::Date>().expect("a date"))));
    add(&|| path(service.times().by_id("07:59:59.999".parse::<graph_runtime::TimeOfDay>().expect("a time"))));
    let instant = "2026-11-29T16:54:18Z".parse::<graph_runtime::DateTimeOffset>().expect("an instant");
    add(&|| path(service.instants().by_id(&instant)));
    add(&|| path(service.durations().by_id("PT1H30M".parse::<graph_runtime::Duration>().expect("a duration"))));
    add(&|| path(service.decimals().by_id("-1.50".parse::<graph_runtime::Decimal>().expect("a number"))));
    add(&|| path(service.genres().by_id(Genre::Fact)));
    add(&|| path(service.genres().by_id(Member::named("It's new"))));
    add(&|| path(service.accesses().by_id(Access::Read)));
    add(&|| path(service.accesses().by_id(Flags::from([Access::Read, Access::Write]))));
    add(&|| path(service.codes().by_id("a/b")));
    add(&|| path(service.shelves().by_shelf(3)));
    add(&|| path(order("x'y")));
    add(&|| path(service.books().by_kind_and_size(Genre::Fact, 7)));
    add(&|| path(service.guids().by_id(Key::from("not a GUID"))));
    paths
}

const SEGMENTS: [&str; 26] = [
    "/strings/o%27neil%2Fa%20b",
    "/strings/x",
    "/strings/x",
    "/strings/06ebc4ee-1bb5-47dd-8120-11324bc54e06",
    "/guids/06ebc4ee-1bb5-47dd-8120-11324bc54e06",
    "/guids/06ebc4ee-1bb5-47dd-8120-11324bc54e06",
    "/int16s/-7",
    "/int32s/7",
    "/int64s/9007199254740993",
    "/bytes/255",
    "/sbytes/-128",
    "/booleans/true",
    "/dates/2026-11-29",
    "/times/07%3A59%3A59.999",
    "/instants/2026-11-29T16%3A54%3A18Z",
    "/durations/PT1H30M",
    "/decimals/-1.50",
    "/genres/Fact",
    "/genres/It%27s%20new",
    "/accesses/Read",
    "/accesses/Read%2CWrite",
    "/codes/a%2Fb",
    "/shelves/3",
    "/lines(order=7,genre='Fact',took=duration'PT1H',code='x%27%27y')",
    "/books(kind='Fact',size=7)",
    "/guids/not%20a%20GUID",
];

const PARENTHESES: [&str; 26] = [
    "/strings('o%27%27neil%2Fa%20b')",
    "/strings('x')",
    "/strings('x')",
    "/strings('06ebc4ee-1bb5-47dd-8120-11324bc54e06')",
    "/guids(06ebc4ee-1bb5-47dd-8120-11324bc54e06)",
    "/guids(06ebc4ee-1bb5-47dd-8120-11324bc54e06)",
    "/int16s(-7)",
    "/int32s(7)",
    "/int64s(9007199254740993)",
    "/bytes(255)",
    "/sbytes(-128)",
    "/booleans(true)",
    "/dates(2026-11-29)",
    "/times(07%3A59%3A59.999)",
    "/instants(2026-11-29T16%3A54%3A18Z)",
    "/durations(duration'PT1H30M')",
    "/decimals(-1.50)",
    "/genres(Key.Store.Genre'Fact')",
    "/genres(Key.Store.Genre'It%27%27s%20new')",
    "/accesses(Key.Store.Access'Read')",
    "/accesses(Key.Store.Access'Read%2CWrite')",
    "/codes('a%2Fb')",
    "/shelves(3)",
    "/lines(order=7,genre=Key.Store.Genre'Fact',took=duration'PT1H',code='x%27%27y')",
    "/books(kind=Key.Store.Genre'Fact',size=7)",
    "/guids('not%20a%20GUID')",
];

async fn client(profile: ServiceProfile) -> (StandIn, Client) {
    let stand_in = StandIn::start().await.expect("a port");
    let client = Client::builder().base_url(stand_in.base_url()).profile(profile).build().expect("a client");
    (stand_in, client)
}

#[tokio::test]
async fn keys_of_every_type_arrive_in_both_syntaxes() {
    let segments = ServiceProfile::V4_0.with_key_syntax(KeySyntax::Segment).with_enum_syntax(EnumSyntax::Member);
    for (profile, expected) in [(segments, SEGMENTS), (ServiceProfile::V4_0, PARENTHESES)] {
        let (stand_in, client) = client(profile).await;
        let service = Store::new(client.clone());
        assert_eq!(paths(&service), expected);
        let root = client.root().as_str().trim_start_matches("http://");
        let root = root.find('/').map_or("", |at| &root[at..]).trim_end_matches('/').to_owned();
        let of = |path: &str| format!("{root}{path}");
        // The response does not matter.
        let _ = service.genres().by_id(Genre::Fact).get().send().await;
        let _ = service.lines().by_key(7, Genre::Fact, hour(), "x'y").get().send().await;
        let targets: Vec<String> = stand_in.requests().into_iter().map(|request| request.target).collect();
        assert_eq!(targets, [of(expected[17]), of(expected[23])]);
    }
}

#[tokio::test]
async fn references_and_functions_have_the_same_literals() {
    let (stand_in, client) = client(ServiceProfile::V4_0).await;
    let service = Store::new(client.clone());
    let line = service.lines().by_key(7, Genre::Fact, hour(), "x");
    let line = Reference::from(line.resource().path().expect("a path"));
    let book = service.books().by_id(guid());
    let _ = book.lines().add_reference(line.clone()).send().await;
    let _ = book.lines().remove_reference(line).send().await;
    let tags = [Some("a'b".to_owned()), None];
    let longer = service.books().longer(Genre::Fact, Access::Write, hour(), guid(), &tags);
    let _ = longer.send().await;
    let requests = stand_in.requests();
    let key = "lines(order=7,genre=Key.Store.Genre'Fact',took=duration'PT1H',code='x')";
    let body: Json = serde_json::from_slice(&requests[0].body).expect("JSON");
    assert_eq!(body["@odata.id"], format!("{}/{key}", client.root().as_str().trim_end_matches('/')));
    let removed = percent_encoding::percent_decode_str(&requests[1].target).decode_utf8_lossy().into_owned();
    assert!(removed.ends_with(&format!("/{key}")) && removed.contains("/lines/$ref?$id="), "{removed}");
    let called = requests[2].target.rsplit('/').next().unwrap_or_default();
    assert_eq!(
        called.replace("Key.Store.longer", "longer"),
        format!(
            "longer(genre=Key.Store.Genre'Fact',access=Key.Store.Access'Write',than=duration'PT1H',id={GUID},tags=@tags)\
             ?@tags=%5B%22a%27b%22%2Cnull%5D"
        )
    );
}

#[test]
fn items_of_collections_may_be_null_if_the_metadata_says_so() {
    let text = json!({
        "id": GUID, "tags": ["a", null, "b"], "scores": [1, null], "genres": ["Fact", null], "sizes": [null, 9007199254740993i64],
        "places": [{"Shelf": 1}, null], "names": ["x", null], "pages": [{}], "any": {"a": [null]},
        "where": {"type": "Point", "coordinates": [1.5, 2]}, "Größe-Max": 7, "Legal Name": "l",
    });
    let book: Object<Book> = serde_json::from_value(text.clone()).expect("a book");
    assert_eq!(book.tags, Some(vec![Some("a".to_owned()), None, Some("b".to_owned())]));
    assert_eq!(book.scores, Some(vec![Some(1.0), None]));
    assert_eq!(book.genres, Some(vec![Some(Genre::Fact.into()), None]));
    assert_eq!(book.sizes, Some(vec![None, Some(9_007_199_254_740_993)]));
    let places = book.places.as_deref().expect("places");
    assert_eq!(places[0].as_ref().and_then(|place| place.shelf), Some(1));
    assert!(places[1].is_none());
    assert_eq!((book.größe_max, book.legal_name.as_deref()), (Some(7), Some("l")));
    assert_eq!(book.names, None, "a null that the metadata does not announce is kept unchanged");
    assert_eq!(book.extra.value("names"), Some(json!(["x", null])));
    assert_eq!(serde_json::to_value(&book).expect("JSON"), text);
}

#[test]
fn numeric_and_combined_members_are_compared() {
    let read = |access: &str, genre: &str| -> Object<Book> {
        serde_json::from_value(json!({"access": access, "genre": genre})).expect("a book")
    };
    for (written, has) in [
        ("3", [true, true, false]),
        ("Read,Write", [true, true, false]),
        ("Write, 4", [false, true, true]),
        ("1,2", [true, true, false]),
        ("0", [false; 3]),
        ("None", [false; 3]),
    ] {
        let book = read(written, "1");
        let access = book.access.as_ref().unwrap_or_else(|| panic!("{written} is not read"));
        assert_eq!([Access::Read, Access::Write, Access::Execute].map(|member| access.has(member)), has, "{written}");
        assert_eq!(access.has(Access::None), has == [false; 3], "{written}");
        let text = serde_json::to_value(&book).expect("JSON");
        assert_eq!(text, json!({"access": written, "genre": "1"}), "written back unchanged");
        assert!(book.genre.as_ref().is_some_and(|genre| *genre == Genre::Fact));
    }
    let unknown = read("Read,9, new", "Poem");
    assert_eq!(unknown.access.as_ref().map(|access| access.has(Access::Read)), Some(true));
    assert_eq!(unknown.genre.as_ref().map(Member::name), Some("Poem"));
}

#[test]
fn bodies_and_conditions_take_values_and_nulls() {
    let client = Client::builder().base_url("http://127.0.0.1:9/odata").profile(ServiceProfile::V4_0).build();
    let client = client.expect("a client");
    let service = Store::new(client.clone());
    let body = Body::new()
        .set(Book::TAGS, vec![Some("a".to_owned()), None])
        .set(Book::SCORES, [1.5, 2.5])
        .set(Book::GENRES, [Some(Member::from(Genre::Fact)), None])
        .set(Book::PLACES, [Place { shelf: Some(1), ..Place::default() }])
        .set(Book::SIZE, 9_007_199_254_740_993);
    let update = service.books().by_id(guid()).update(body).request(client.root()).expect("a request");
    let sent: Json = serde_json::from_slice(update.body()).expect("JSON");
    assert_eq!(sent["tags"], json!(["a", null]));
    assert_eq!(sent["genres"], json!(["Fact", null]));
    assert_eq!(sent["scores"], json!([1.5, 2.5]));
    assert_eq!(sent["places"][0]["Shelf"], 1);
    let texts = Body::<Book>::new().set(Book::TAGS, ["a", "b"]);
    let texts = service.books().by_id(guid()).update(texts).request(client.root()).expect("a request");
    assert!(String::from_utf8_lossy(texts.body()).contains(r#""tags":["a","b"]"#));
    let list = service.books().get().filter(Book::TAGS.includes("a") & Book::GENRE.eq(Genre::Fact));
    let list = list.request(client.root()).expect("a request");
    let query = percent_encoding::percent_decode_str(list.uri().query().unwrap_or_default()).decode_utf8_lossy();
    assert!(query.contains("tags/any(x1:x1 eq 'a') and genre eq Key.Store.Genre'Fact'"), "{query}");
    let call = service.books().by_id(guid()).tag(&BookTag { tags: Some(vec![None]), ..BookTag::default() });
    let call = call.request(client.root()).expect("a request");
    assert_eq!(call.body().as_ref(), br#"{"tags":[null]}"#);
}

#[test]
fn names_of_any_script_are_encoded() {
    let client = Client::builder().base_url("http://127.0.0.1:9/odata").profile(ServiceProfile::V4_0).build();
    let client = client.expect("a client");
    let related = Store::new(client.clone()).books().by_id(guid()).verwandte_bücher();
    let list = related.get().select((Book::GRÖSSE_MAX, Book::LEGAL_NAME)).request(client.root()).expect("a request");
    let expected = format!("/odata/books({GUID})/Verwandte%20B%C3%BCcher?$select=Gr%C3%B6%C3%9Fe-Max,Legal%20Name");
    assert_eq!(list.uri().to_string().trim_start_matches("http://127.0.0.1:9"), expected);
}

#[test]
fn wide_numbers_are_strings_if_the_profile_says_so() {
    const WIDE: i64 = 9_007_199_254_740_993;
    let build = |profile| Client::builder().base_url("http://127.0.0.1:9/odata").profile(profile).build();
    let body = |client: &Client, operation: &dyn Fn(&Store) -> http::Request<bytes::Bytes>| {
        let request = operation(&Store::new(client.clone()));
        let media_type = request.headers()["content-type"].to_str().expect("text").to_owned();
        (String::from_utf8(request.body().to_vec()).expect("UTF-8"), media_type)
    };
    let before: Object<Book> =
        serde_json::from_value(json!({"size": 1, "price": 1.5, "names": ["a"]})).expect("a book");
    let mut after = before.clone();
    after.size = Some(WIDE);
    after.sizes = Some(vec![Some(2), None]);
    for (profile, media_type, quote) in [
        (ServiceProfile::V4_0, "application/json", ""),
        (ServiceProfile::V4_0.with_ieee754_compatible(true), "application/json;IEEE754Compatible=true", "\""),
    ] {
        let client = build(profile).expect("a client");
        let quoted = |text: &str| (text.replace('_', quote), media_type.to_owned());
        let price: graph_runtime::Decimal = "1.50".parse().expect("a number");
        let set =
            Body::new().set(Book::SIZE, WIDE).set(Book::PRICE, price).set(Book::GRÖSSE_MAX, 7).set(Book::SCORES, [2.5]);
        let update = body(&client, &|service| {
            service.books().by_id(guid()).update(set.clone()).request(client.root()).expect("a request")
        });
        assert_eq!(update, quoted(r#"{"size":_9007199254740993_,"price":_1.50_,"Größe-Max":7,"scores":[2.5]}"#));
        let changes = body(&client, &|service| {
            let changes = Body::changes(&before, &after);
            service.books().by_id(guid()).update(changes).request(client.root()).expect("a request")
        });
        assert_eq!(changes, quoted(r#"{"size":_9007199254740993_,"sizes":[_2_,null]}"#));
        let whole = body(&client, &|service| {
            service.books().by_id(guid()).update(Body::from(before.clone())).request(client.root()).expect("a request")
        });
        assert_eq!(whole, quoted(r#"{"names":["a"],"size":_1_,"price":_1.5_}"#));
        let call = body(&client, &|service| {
            let parameters = BookTag { size: Some(WIDE), ..BookTag::default() };
            service.books().by_id(guid()).tag(&parameters).request(client.root()).expect("a request")
        });
        assert_eq!(call, quoted(r#"{"size":_9007199254740993_}"#));
    }
}
