//! Properties that only a type derived from that of the items has.

use graph_derive::Projection;
use graph_runtime::{
    Client, Object, Operation, ServiceProfile, codegen as rt,
    query::{AllOptions, Expression},
};

use super::types::{Address, DirectoryObject, User, users};

/// Returns the decoded queries that Graph and a service of OData 4.01 are sent. Names of the type are shown as `U`.
fn queries<O: Operation>(request: impl Fn(&Client) -> O) -> [String; 2] {
    [ServiceProfile::GRAPH, ServiceProfile::V4_01].map(|profile| query(profile, &request))
}

fn query<O: Operation>(profile: ServiceProfile, request: impl Fn(&Client) -> O) -> String {
    let client = Client::builder().base_url("http://127.0.0.1:9").profile(profile).build().expect("a client");
    let request = request(&client).request(client.root()).expect("a request");
    let query = percent_encoding::percent_decode_str(request.uri().query().unwrap_or_default());
    query.decode_utf8().expect("UTF-8").replace("microsoft.graph.user", "U")
}

fn objects(client: &Client) -> rt::List<DirectoryObject> {
    rt::list(&users(client))
}

#[test]
fn selections_name_the_type_of_what_is_not_inherited() {
    let inherited = || (DirectoryObject::ID, User::ID, DirectoryObject::OWNERS, User::OWNERS);
    let all = || (inherited(), User::DISPLAY_NAME, User::MANAGER, User::ADDRESS);
    assert_eq!(
        queries(|client| objects(client).select(all())),
        [
            "$select=id,id,owners,owners,displayName,manager,address",
            "$select=id,id,owners,owners,U/displayName,U/manager,U/address"
        ]
    );
    assert_eq!(
        queries(|client| rt::Get::<DirectoryObject>::new(&users(client), "x", &[]).select(User::AGE)),
        ["$select=age", "$select=U/age"]
    );
    let delta = |client: &Client| rt::Delta::<DirectoryObject>::new(&users(client), "x", &[]);
    assert_eq!(queries(|client| delta(client).select((User::AGE,))), ["$select=age", "$select=U/age"]);
    // The items are of the type.
    let same = "$select=displayName,manager";
    let list = |client: &Client| rt::list::<User, AllOptions>(&users(client));
    assert_eq!(queries(|client| list(client).select((User::DISPLAY_NAME, User::MANAGER))), [same, same]);
}

#[test]
fn expansions_select_in_the_type_that_they_lead_to() {
    let list = |client: &Client| rt::list::<User, AllOptions>(&users(client));
    assert_eq!(
        queries(|client| list(client).expand(User::MANAGER.select((User::ID, User::AGE)))),
        ["$expand=manager($select=id,age)", "$expand=manager($select=id,U/age)"]
    );
    let nested = || User::DIRECT_REPORTS.cast::<User>().select(User::AGE).expand(User::MANAGER.select(User::AGE));
    assert_eq!(
        queries(|client| list(client).expand(nested())),
        [
            "$expand=directReports/U($expand=manager($select=age);$select=age)",
            "$expand=directReports/U($expand=manager($select=U/age);$select=age)"
        ]
    );
}

#[derive(Projection)]
#[projection(User)]
struct Row {
    #[expect(dead_code)]
    id: String,
    #[expect(dead_code)]
    display_name: Option<String>,
    #[projection(path = "address.place.latitude")]
    #[expect(dead_code)]
    latitude: Option<f64>,
    #[expect(dead_code)]
    addresses: Option<Vec<Home>>,
    #[expect(dead_code)]
    owners: Option<Vec<Report>>,
    #[expect(dead_code)]
    manager: Option<Report>,
    #[projection(cast)]
    #[expect(dead_code)]
    direct_reports: Option<Vec<Report>>,
}

#[derive(Projection)]
#[projection(Address)]
struct Home {
    #[expect(dead_code)]
    city: Option<String>,
}

#[derive(Projection)]
#[projection(User)]
struct Report {
    #[expect(dead_code)]
    id: String,
    #[expect(dead_code)]
    age: Option<i32>,
}

const ROW: [&str; 2] = [
    "$expand=owners($select=id,age),manager($select=id,age),directReports/U($select=id,age)\
     &$select=id,displayName,address,addresses",
    "$expand=owners($select=id,U/age),U/manager($select=id,U/age),U/directReports/U($select=id,age)\
     &$select=id,U/displayName,U/address/place/latitude,U/addresses/city",
];

#[test]
fn projections_of_a_derived_type_name_it() {
    assert_eq!(queries(|client| objects(client).project::<Row>()), ROW);
    let get = |client: &Client| rt::Get::<DirectoryObject>::new(&users(client), "x", &[]);
    assert_eq!(queries(|client| get(client).optional().project::<Row>()), ROW);
    let delta = |client: &Client| rt::Delta::<DirectoryObject>::new(&users(client), "x", &[]);
    assert_eq!(queries(|client| delta(client).project::<Row>()), ROW);
    let function = |client: &Client| rt::Call::<rt::Page<Object<DirectoryObject>>>::get(&users(client), "x");
    assert_eq!(queries(|client| function(client).project::<Row>()), ROW);
    let action = |client: &Client| rt::Call::<Option<Object<DirectoryObject>>>::post(&users(client), "x", "x");
    assert_eq!(queries(|client| action(client).project::<Row>()), ["", ROW[1]]);
    let body = || rt::Body::<DirectoryObject>::new();
    assert_eq!(queries(|client| rt::create(&users(client), body()).project::<Row>()), ["", ROW[1]]);
}

#[test]
fn conditions_and_orders_of_refinements_name_it() {
    let refined = |client: &Client| {
        let list = rt::list::<User, AllOptions>(&users(client)).project::<Row>();
        list.refine(User::MANAGER, |manager| manager).refine(User::OWNERS, |owners| {
            let aliases = User::ALIASES.any(Expression::item().starts_with("a"));
            let owned = User::OWNERS.any(DirectoryObject::ID.eq("x"));
            let city = User::ADDRESS.then(Address::CITY);
            owners
                .filter(User::AGE.gt(7) & User::ID.ne("1") & !aliases & owned & city.clone().to_lower().eq("a"))
                .order_by((User::AGE.desc(), city, User::ID, User::DISPLAY_NAME))
        })
    };
    let [graph, other] = queries(refined);
    let tail = "manager($select=id,age)";
    assert!(graph.contains(tail) && other.contains("manager($select=id,U/age)"), "{graph}\n{other}");
    let options = |query: &str| query.split("),").next().map(str::to_owned).unwrap_or_default();
    assert_eq!(
        options(&graph),
        "$expand=owners($filter=age gt 7 and id ne '1' and not (aliases/any(x1:startswith(x1,'a'))) \
         and owners/any(x1:x1/id eq 'x') and tolower(address/city) eq 'a';\
         $orderby=age desc,address/city,id,displayName;$select=id,age"
    );
    assert_eq!(
        options(&other),
        "$expand=owners($filter=U/age gt 7 and id ne '1' and not (U/aliases/any(x1:startswith(x1,'a'))) \
         and owners/any(x1:x1/id eq 'x') and tolower(U/address/city) eq 'a';\
         $orderby=U/age desc,U/address/city,id,U/displayName;$select=id,U/age"
    );
    // The related entities are cast.
    let cast = |client: &Client| {
        let list = rt::list::<User, AllOptions>(&users(client)).project::<Row>();
        list.refine(User::DIRECT_REPORTS, |reports| reports.filter(User::AGE.gt(7)).order_by(User::AGE))
    };
    for query in queries(cast) {
        assert!(query.contains("directReports/U($filter=age gt 7;$orderby=age;$select=id,age)"), "{query}");
    }
}

#[test]
fn a_profile_says_whether_the_type_is_named() {
    let select = |client: &Client| objects(client).select(User::AGE);
    assert_eq!(query(ServiceProfile::GRAPH.with_qualified_properties(true), select), "$select=U/age");
    assert_eq!(query(ServiceProfile::V4_0.with_qualified_properties(false), select), "$select=age");
    assert_eq!(query(ServiceProfile::V4_0, select), "$select=U/age");
    assert!(!ServiceProfile::GRAPH.qualifies_properties() && ServiceProfile::sap().qualifies_properties());
}
