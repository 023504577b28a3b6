//! Query options, and when Graph's directory objects need eventual consistency.

use crate::sample::{Colour, User};
use graph_runtime::{
    Client, Count, Filter, Flags, Get, Guid, List, Literal, Member, Operation, Search, ServiceRoot,
    codec::{EnumSyntax, UrlLiteral},
    codegen::{Resource, navigation, property},
    query::{Condition, Expression, Many, NavigationProperty, One, Order, Property},
};

/// Constants for a property of each kind.
struct P;

impl P {
    const TEXT: Property<User, String> = property("text");
    const FLAG: Property<User, bool> = property("flag");
    const LONG: Property<User, i64> = property("long");
    const FRACTION: Property<User, f64> = property("fraction");
    const AMOUNT: Property<User, graph_runtime::Decimal> = property("amount");
    const KEY: Property<User, Guid> = property("key");
    const AT: Property<User, graph_runtime::DateTimeOffset> = property("at");
    const DAY: Property<User, graph_runtime::Date> = property("day");
    const LABELS: Property<User, Vec<String>> = property("labels");
    const OTHERS: Property<User, Vec<graph_runtime::Object<User>>> = property("others");
    const MANAGER: NavigationProperty<User, User, One> = navigation("manager");
    const REPORTS: NavigationProperty<User, User, Many> = navigation("reports");
}

fn text(filter: impl Condition<User>) -> String {
    filter.into_filter().to_text()
}

#[test]
fn comparisons() {
    let key: Guid = "184efa21-98c3-4e5d-95ab-d07053a96e67".parse().unwrap();
    assert_eq!(text(P::TEXT.eq("it's")), "text eq 'it''s'");
    assert_eq!(text(P::TEXT.eq(String::from("a")).not()), "not (text eq 'a')");
    assert_eq!(text(P::LONG.gt(7)), "long gt 7");
    assert_eq!(text(P::LONG.le(7_i64)), "long le 7");
    assert_eq!(text(P::FRACTION.lt(7) & P::AMOUNT.ge(2)), "fraction lt 7.0 and amount ge 2");
    assert_eq!(text(P::KEY.ne(key)), "key ne 184efa21-98c3-4e5d-95ab-d07053a96e67");
    assert_eq!(text(P::TEXT.eq(P::TEXT.to_lower())), "text eq tolower(text)");
    assert_eq!(text(P::TEXT.is_null() | P::TEXT.is_not_null()), "text eq null or text ne null");
    assert_eq!(text(P::TEXT.is_in(["a", "b"])), "text in ('a','b')");
    assert_eq!(text(P::LONG.is_in(Vec::<i64>::new())), "false");
    assert_eq!(
        text(P::AT.ge("2024-01-02T03:04:05Z".parse::<graph_runtime::DateTimeOffset>().unwrap())),
        "at ge 2024-01-02T03:04:05Z"
    );
}

#[test]
fn enumerations() {
    const COLOUR: Property<User, Member<Colour>> = property("colour");
    const COLOURS: Property<User, Vec<Member<Colour>>> = property("colours");
    const FLAGS: Property<User, Flags<Colour>> = property("flags");
    assert_eq!(
        text(COLOUR.eq(Colour::Red) | COLOUR.ne(Member::named("mauve"))),
        "colour eq 'red' or colour ne 'mauve'"
    );
    assert_eq!(text(COLOUR.is_in([Colour::Red, Colour::UnknownFutureValue])), "colour in ('red','unknownFutureValue')");
    assert_eq!(text(COLOURS.includes(Colour::Blue)), "colours/any(x1:x1 eq 'blue')");
    assert_eq!(text(COLOURS.any(Expression::item().ne(Colour::Blue))), "colours/any(x1:x1 ne 'blue')");
    assert_eq!(text(FLAGS.has([Colour::Red, Colour::Green])), "flags has 'red,green'");
    for literal in [Colour::Red.into(), Member::Known(Colour::Red).into(), (&Member::Known(Colour::Red)).into()] {
        let literal: Literal<Member<Colour>> = literal;
        assert_eq!(literal.as_str(), "'red'");
    }
    assert_eq!(Literal::<Member<Colour>>::from(Member::named("it's")).as_str(), "'it''s'");
    assert_eq!(Literal::<Flags<Colour>>::from(Flags::from([Colour::Red])).as_str(), "'red'");
    assert_eq!(Colour::Red.literal(EnumSyntax::Qualified), "sample.colour'red'");
    assert_eq!(Member::Known(Colour::Red).literal(EnumSyntax::Qualified), "sample.colour'red'");
}

#[test]
fn parentheses_are_written_where_needed() {
    let (a, b, c) = (P::LONG.eq(1), P::LONG.eq(2), P::LONG.eq(3));
    assert_eq!(text(a.clone() & b.clone() | c.clone()), "long eq 1 and long eq 2 or long eq 3");
    assert_eq!(text(a.clone() & (b.clone() | c.clone())), "long eq 1 and (long eq 2 or long eq 3)");
    assert_eq!(text((a.clone() | b.clone()) | c.clone()), "long eq 1 or long eq 2 or long eq 3");
    assert_eq!(text(!(a.clone() | b.clone()) & c), "not (long eq 1 or long eq 2) and long eq 3");
    assert_eq!(text(Filter::raw("x or y") & a), "(x or y) and long eq 1");
    assert_eq!(text(Filter::raw("x or y") | b), "x or y or long eq 2");
}

#[test]
fn functions() {
    assert_eq!(text(P::TEXT.contains("a") & P::TEXT.ends_with("b")), "contains(text,'a') and endswith(text,'b')");
    assert_eq!(text(P::TEXT.trim().substring(1).concat("x").eq("y")), "concat(substring(trim(text),1),'x') eq 'y'");
    assert_eq!(text(P::TEXT.index_of("@").eq(-1)), "indexof(text,'@') eq -1");
    assert_eq!(text(P::AT.year().eq(2024) & P::DAY.month().lt(3)), "year(at) eq 2024 and month(day) lt 3");
    assert_eq!(text(P::AT.date().eq(P::DAY)), "date(at) eq day");
    assert_eq!(text(P::LONG.plus(1).times(2).eq(4)), "((long add 1) mul 2) eq 4");
    assert_eq!(text(P::FRACTION.round().eq(1)), "round(fraction) eq 1.0");
    assert_eq!(text(Expression::<User, bool>::raw("isRead")), "isRead");
}

#[test]
fn paths_and_collections() {
    assert_eq!(text(P::LABELS.includes("a")), "labels/any(x1:x1 eq 'a')");
    assert_eq!(text(P::LABELS.any(Expression::item().starts_with("a"))), "labels/any(x1:startswith(x1,'a'))");
    assert_eq!(text(P::LABELS.is_empty()), "not (labels/any())");
    assert_eq!(text(P::LABELS.count().ge(2)), "labels/$count ge 2");
    let inner = P::REPORTS.all(P::MANAGER.then(P::TEXT).eq("b"));
    assert_eq!(text(P::OTHERS.any(inner)), "others/any(x2:x2/reports/all(x1:x1/manager/text eq 'b'))");
    assert_eq!(text(P::MANAGER.follow(P::REPORTS).is_not_empty()), "manager/reports/any()");
    assert_eq!(
        text(P::MANAGER.cast::<User>().then(P::TEXT.to_lower()).eq("a")),
        "tolower(manager/microsoft.graph.user/text) eq 'a'"
    );
    assert_eq!(text(Filter::is_of::<User>()), "isof('microsoft.graph.user')");
}

const NAME: &str = "sample.user";

fn client() -> Client {
    Client::builder().base_url("http://127.0.0.1:9").build().unwrap()
}

fn users() -> Resource {
    Resource::root(client()).child("users")
}

/// Returns the query, and whether eventual consistency is requested.
fn sent(operation: &impl Operation) -> (String, bool) {
    let request = operation.request(&ServiceRoot::new("http://127.0.0.1:9").unwrap()).unwrap();
    (request.uri().query().unwrap_or_default().to_owned(), request.headers().contains_key("consistencylevel"))
}

fn list() -> List<User> {
    List::new(&users(), NAME, &[])
}

#[test]
fn options_are_encoded_once_and_lists_keep_commas() {
    let query = list()
        .filter(P::TEXT.starts_with("O'Brien & Co+1 #2 100%") & P::FLAG.eq(true))
        .order_by((P::TEXT.desc(), P::LONG))
        .select((P::TEXT, P::LONG))
        .expand((P::MANAGER.select(P::TEXT).levels_max(), P::REPORTS))
        .search(Search::phrase("a b"))
        .top(5)
        .skip(10)
        .with_count()
        .query_option("$format;", "a,b");
    let expected = "$count=true\
        &$expand=manager%28%24levels%3Dmax%3B%24select%3Dtext%29,reports\
        &$filter=startswith%28text%2C%27O%27%27Brien%20%26%20Co%2B1%20%232%20100%25%27%29%20and%20flag%20eq%20true\
        &$format%3B=a%2Cb&$orderby=text%20desc,long&$search=%22a%20b%22&$select=text,long&$skip=10&$top=5";
    assert_eq!(sent(&query), (expected.to_owned(), false));
    let raw =
        list().filter_raw("a eq 1").order_by_raw("a desc,b").search_raw("\"x\"").expand_raw("a,b").select_raw("a,b");
    let expected = "$expand=a%2Cb&$filter=a%20eq%201&$orderby=a%20desc,b&$search=%22x%22&$select=a,b";
    assert_eq!(sent(&raw), (expected.to_owned(), false));
}

#[test]
fn expansions_have_options_of_their_own() {
    let nested = P::REPORTS
        .filter(P::TEXT.eq("a;b"))
        .order_by(Order::raw("x"))
        .search("y")
        .top(1)
        .skip(2)
        .with_count()
        .expand(P::MANAGER.select(P::TEXT));
    let get = Get::<User>::new(&users(), NAME, &[]).expand(nested);
    let request = get.request(&ServiceRoot::new("http://127.0.0.1:9").unwrap()).unwrap();
    let query =
        percent_encoding::percent_decode_str(request.uri().query().unwrap()).decode_utf8().unwrap().into_owned();
    let expected = "$expand=reports($count=true;$expand=manager($select=text);$filter=text eq 'a;b';\
        $orderby=x;$search=\"y\";$skip=2;$top=1)";
    assert_eq!(query, expected);
}

#[test]
fn eventual_consistency_is_requested_where_directory_objects_need_it() {
    let of = |change: fn(List<User>) -> List<User>| sent(&change(list().of_directory_objects()));
    let needs = |change| {
        let (query, eventual) = of(change);
        (eventual, query.contains("$count=true"))
    };
    assert_eq!(needs(|list| list.filter(P::TEXT.eq("a"))), (false, false));
    assert_eq!(needs(|list| list.order_by(P::TEXT)), (false, false));
    assert_eq!(needs(|list| list.filter(P::TEXT.eq("a")).order_by(P::TEXT)), (true, true));
    assert_eq!(needs(|list| list.order_by(P::TEXT).filter(P::TEXT.eq("a"))), (true, true));
    assert_eq!(needs(|list| list.filter(P::TEXT.ne("a"))), (true, true));
    assert_eq!(needs(|list| list.filter(!P::TEXT.eq("a"))), (true, true));
    assert_eq!(needs(|list| list.filter(P::OTHERS.any(P::TEXT.ends_with("a")))), (true, true));
    assert_eq!(needs(|list| list.filter(P::LABELS.count().eq(0))), (true, true));
    assert_eq!(needs(|list| list.search("a")), (true, false));
    assert_eq!(needs(List::with_count), (true, true));
    assert_eq!(needs(List::eventual), (true, true));
    // An explicit header takes precedence; other types never request it.
    let own = list().of_directory_objects().header("ConsistencyLevel", "session").search("a");
    let request = own.request(&ServiceRoot::new("http://127.0.0.1:9").unwrap()).unwrap();
    assert_eq!(request.headers()["consistencylevel"], "session");
    assert_eq!(
        sent(&list().search("a").filter(P::TEXT.ne("a"))),
        ("$filter=text%20ne%20%27a%27&$search=%22a%22".to_owned(), false)
    );
}

#[test]
fn counts_are_filtered_and_searched() {
    let count = Count::<User>::new(&users(), NAME).filter(P::FLAG.eq(true)).search("a").eventual();
    assert_eq!(sent(&count), ("$filter=flag%20eq%20true&$search=%22a%22".to_owned(), true));
}

#[test]
fn debug_output_hides_personal_data() {
    let debug = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?}",
        P::TEXT.eq("secret"),
        P::TEXT.concat("secret").desc(),
        graph_runtime::query::Order::<User>::raw("secret"),
        P::TEXT.concat("secret"),
        Search::phrase("secret"),
        list().filter(P::TEXT.eq("secret")).search("secret").query_option("a", "secret"),
    );
    assert!(!debug.contains("secret"), "{debug}");
}

proptest::proptest! {
    /// Any text stays a single literal of a single option.
    #[test]
    fn texts_stay_literals(text in ".*", name in "[^$@].*") {
        let query = list().filter(P::TEXT.eq(text.as_str())).search(Search::phrase(&text)).query_option(&name, &text);
        let request = query.request(&ServiceRoot::new("http://127.0.0.1:9").unwrap()).unwrap();
        let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned();
        let options: Vec<(String, String)> = request.uri().query().unwrap().split('&').map(|option| {
            let (name, value) = option.split_once('=').unwrap();
            (decoded(name), decoded(value))
        }).collect();
        let filter = format!("text eq '{}'", text.replace('\'', "''"));
        let search = format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        let mut expected = vec![("$filter".to_owned(), filter), ("$search".to_owned(), search), (name, text.clone())];
        let mut options = options;
        expected.sort();
        options.sort();
        proptest::prop_assert_eq!(options, expected);
    }
}
