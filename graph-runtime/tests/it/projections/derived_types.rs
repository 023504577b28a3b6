//! Properties that derived types declare, whose names may be the same.

use graph_derive::Projection;
use graph_runtime::{Client, Operation, Page, codegen as rt, projection::Projection as _};

use super::types::{DirectoryObject, Group, User, users};

type SameUser = User;

#[derive(Debug, PartialEq, Projection)]
#[projection(DirectoryObject)]
struct Row {
    id: String,
    #[projection(derived = User, rename = "display_name")]
    user_name: Option<String>,
    #[projection(derived = Group, rename = "display_name")]
    group_name: Option<String>,
    #[projection(derived = SameUser, rename = "display_name")]
    same_name: Option<String>,
    // The properties have the same name, and other types.
    #[projection(derived = User, rename = "age")]
    user_age: Option<i32>,
    #[projection(derived = Group, rename = "age")]
    group_age: Option<String>,
    #[projection(derived = User, path = "address.city")]
    city: Option<String>,
    #[projection(derived = SameUser, rename = "address")]
    home: Option<Home>,
}

#[derive(Debug, PartialEq, Projection)]
#[projection(super::types::Address)]
struct Home {
    city: Option<String>,
}

#[derive(Debug, PartialEq, Projection)]
#[projection(DirectoryObject)]
struct Id {
    id: String,
}

fn read(text: &str) -> Row {
    Row::from_json(text).unwrap_or_else(|problem| panic!("{text}: {problem}"))
}

#[test]
fn a_member_is_read_by_the_fields_whose_type_the_object_has() {
    let user = r#""id": "1", "displayName": "Ann", "age": 7, "address": {"city": "Ulm"}"#;
    for text in [
        format!(r##"{{"@odata.type": "#microsoft.graph.user", {user}}}"##),
        format!(r#"{{"@type": "microsoft.graph.user", {user}}}"#),
        format!(
            r##"{{{user}, "other": {{"@odata.type": 1}}, "@odata.type": "https://x/$metadata#microsoft.graph.user"}}"##
        ),
        // By the metadata, it is derived from the type.
        format!(r##"{{"@odata.type": "#microsoft.graph.agentUser", {user}}}"##),
    ] {
        let row = read(&text);
        let name = Some("Ann".to_owned());
        assert_eq!((row.user_name, row.group_name, row.same_name), (name.clone(), None, name), "{text}");
        assert_eq!((row.user_age, row.group_age), (Some(7), None), "{text}");
        assert_eq!((row.city.as_deref(), row.home.unwrap().city.as_deref()), (Some("Ulm"), Some("Ulm")), "{text}");
    }
    for text in [
        r##"{"@odata.type": "#microsoft.graph.group", "id": "2", "displayName": "Staff", "age": "old", "address": 1}"##,
        r##"{"id": "2", "displayName": "Staff", "age": "old", "@odata.type": "#microsoft.graph.group"}"##,
    ] {
        let row = read(text);
        assert_eq!((row.id.as_str(), row.user_name, row.same_name), ("2", None, None), "{text}");
        assert_eq!((row.group_name.as_deref(), row.group_age.as_deref()), (Some("Staff"), Some("old")), "{text}");
        assert_eq!((row.user_age, row.city, row.home), (None, None, None), "{text}");
    }
    // A device has a name too, and it is that of no field.
    let device = read(r##"{"@odata.type": "#microsoft.graph.device", "id": "3", "displayName": "PC", "age": []}"##);
    assert_eq!((device.user_name, device.group_name, device.user_age), (None, None, None));
    // Without a type, the object may be of any.
    let unknown = read(r#"{"id": "4", "displayName": "x"}"#);
    assert_eq!((unknown.user_name.as_deref(), unknown.group_name.as_deref()), (Some("x"), Some("x")));
}

#[derive(Debug, Projection)]
#[projection(DirectoryObject)]
struct Members {
    #[projection(derived = User, rename = "member_of")]
    users: Option<Vec<Id>>,
    #[projection(derived = Group, rename = "member_of")]
    groups: Page<Id>,
}

#[test]
fn related_entities_are_those_of_the_type() {
    let text = r##"{"@odata.type": "#microsoft.graph.group", "memberOf": [{"id": "g"}], "memberOf@odata.count": 3,
                    "memberOf@odata.nextLink": "https://x/y"}"##;
    let members = Members::from_json(text).unwrap();
    assert!(members.users.is_none());
    assert_eq!((members.groups[0].id.as_str(), members.groups.count()), ("g", Some(3)));
    assert_eq!(members.groups.next_link(), Some("https://x/y"));
    let of_user = Members::from_json(r##"{"@odata.type": "#microsoft.graph.user", "memberOf": []}"##);
    let message = of_user.unwrap_err().to_string();
    let expected = "memberOf: the service did not send the property, which only objects of type \
                    `microsoft.graph.group` have; an `Option` accepts others";
    assert!(message.starts_with(expected), "{message}");
}

#[derive(Projection)]
#[projection(User)]
struct Employee {
    #[expect(dead_code)]
    manager: Option<Both>,
}

#[derive(Projection)]
#[projection(DirectoryObject)]
struct Both {
    #[projection(derived = User, rename = "member_of")]
    #[expect(dead_code)]
    user: Option<Vec<Id>>,
    #[projection(derived = Group, rename = "member_of")]
    #[expect(dead_code)]
    group: Option<Vec<Id>>,
}

#[derive(Projection)]
#[projection(DirectoryObject)]
struct Twice {
    #[projection(derived = User, rename = "member_of")]
    #[expect(dead_code)]
    a: Option<Vec<Id>>,
    #[projection(derived = SameUser, rename = "member_of")]
    #[expect(dead_code)]
    b: Option<Vec<Id>>,
}

fn client() -> Client {
    Client::builder().base_url("https://graph.example/v1.0").build().unwrap()
}

fn target(client: &Client, operation: &impl Operation) -> String {
    let request = operation.request(client.root()).expect("a request");
    let target = request.uri().path_and_query().expect("a target").as_str();
    percent_encoding::percent_decode_str(target).decode_utf8().expect("UTF-8").into_owned()
}

#[test]
fn expansions_are_refined_by_the_type_of_the_property() {
    let client = client();
    let list = || rt::list::<DirectoryObject, rt::AllOptions>(&users(&client));
    let both = list().project::<Both>().refine(Group::MEMBER_OF, |groups| groups.top(1));
    assert_eq!(
        target(&client, &both),
        "/v1.0/users?$expand=microsoft.graph.user/memberOf($select=id),\
         microsoft.graph.group/memberOf($select=id;$top=1)"
    );
    let nested = rt::list::<User, rt::AllOptions>(&users(&client)).project::<Employee>();
    let nested = nested.refine(User::MANAGER, |boss| boss.refine(Group::MEMBER_OF, |groups| groups.top(1)));
    assert_eq!(
        target(&client, &nested),
        "/v1.0/users?$expand=manager($expand=microsoft.graph.user/memberOf($select=id),\
         microsoft.graph.group/memberOf($select=id;$top=1))"
    );
    let problem = list().project::<Twice>().request(client.root()).unwrap_err();
    let message = format!("{problem:#}");
    assert!(message.contains("Twice` expand `microsoft.graph.user/memberOf`"), "{message}");
}
