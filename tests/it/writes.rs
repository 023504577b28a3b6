//! Creating, updating, deleting, counting, references and contents, as recorded from the official SDK.


#[rustfmt::skip]
#[allow(missing_docs, clippy::all, dead_code, non_camel_case_types)]
#[path = "../golden/writes.rs"]
mod graph;

use crate::recorded::{Wire, recorded};
use graph::{
    Attachment, BodyType, Drive, EmailAddress, Entity, FileAttachment, GraphService, Group, Importance, ItemBody,
    Message, PasswordProfile, Recipient, Report, User, UserSendMail,
};
use graph_runtime::{Body, Client, Object, Operation, Preference, codegen::DerivedFrom, empty};
use serde_json::{Value, json};

const ID: &str = "11111111-2222-3333-4444-555555555555";
const GROUP: &str = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
const X: &str = "https://graph.microsoft.com/v1.0/directoryObjects/x";

#[needs::shared]
#[tokio::test]
async fn recorded_writes() {
    let recorded = recorded();
    let wire = Wire::open().await;
    let service = GraphService::new(wire.client.clone());
    let (user, group) = (service.users().by_id(ID), service.groups().by_id(GROUP));
    let item = service.drives().by_id("b!drv").items().by_id("01ITEM");
    let mut compared = Vec::new();
    for request in &recorded {
        let name = request["name"].as_str().unwrap_or_default();
        match name {
            "user_create" => {
                let password = Body::new()
                    .set(PasswordProfile::FORCE_CHANGE_PASSWORD_NEXT_SIGN_IN, true)
                    .set(PasswordProfile::PASSWORD, "x/<&>");
                let body = Body::new()
                    .set(User::ACCOUNT_ENABLED, true)
                    .set(User::DISPLAY_NAME, "Adéle \"V\"")
                    .set(User::MAIL_NICKNAME, "a")
                    .set(User::USER_PRINCIPAL_NAME, "a@b.com")
                    .set(User::PASSWORD_PROFILE, password);
                wire.compare(&service.users().create(body), request).await;
            }
            "user_patch" => {
                let body =
                    Body::new().null(User::JOB_TITLE).set(User::DEPARTMENT, "R&D").set(User::BUSINESS_PHONES, ["+1 2"]);
                wire.compare(&user.update(body), request).await;
            }
            "user_patch_ifmatch" => {
                let update = user.update(Body::new().set(User::OFFICE_LOCATION, "1"));
                let update = update.if_match("W/\"123\"").prefer(Preference::REPRESENTATION);
                wire.compare(&update, request).await;
            }
            "message_create" => {
                let body = Body::new().set(Message::SUBJECT, "s").set(Message::IMPORTANCE, Importance::High);
                wire.compare(&user.messages().create(body), request).await;
            }
            "group_patch_members_bind" => {
                wire.compare(&group.update(Body::new().bind(Group::MEMBERS, [X])), request).await;
            }
            "group_members_ref_add" => wire.compare(&group.members().add_reference(X), request).await,
            "group_members_ref_remove" => {
                wire.compare(&group.members().by_id("x").remove_reference(), request).await;
            }
            "group_transitive_members_count" => {
                wire.compare(&group.transitive_members().count().eventual(), request).await;
            }
            "manager_ref_get" => wire.compare(&user.manager().get_reference(), request).await,
            "message_mime" => {
                wire.compare(&user.messages().by_id("m1").download(), request).await;
            }
            "drive_item_content_put" => {
                let content = vec![0, 1, b'a', b'b', b'c'];
                wire.compare(&item.upload_content(content), request).await;
            }
            "photo_value_put" => {
                wire.compare(&user.photo().upload(vec![0xff, 0xd8, 0xff, 0xe0]), request).await;
            }
            "sendMail" => {
                let address = || EmailAddress { address: Some("a@b.com".to_owned()), ..empty() };
                let file = Body::new()
                    .set(FileAttachment::NAME, "a.bin")
                    .set(FileAttachment::CONTENT_TYPE, "application/octet-stream")
                    .set(FileAttachment::CONTENT_BYTES, [0, 255, 254]);
                let message = Body::new()
                    .set(Message::SUBJECT, "Hi")
                    .set(
                        Message::BODY,
                        Body::new().set(ItemBody::CONTENT, "<b>x</b>").set(ItemBody::CONTENT_TYPE, BodyType::Html),
                    )
                    .set(Message::TO_RECIPIENTS, [Recipient { email_address: Some(address().into()) }])
                    .set(Message::ATTACHMENTS, [file.clone()]);
                let parameters =
                    Body::new().set(UserSendMail::MESSAGE, message).set(UserSendMail::SAVE_TO_SENT_ITEMS, false);
                wire.compare(&user.send_mail(parameters), request).await;

                // The struct has no field for a navigation property.
                let mut message = Object::new(Message {
                    subject: Some("Hi".to_owned()),
                    body: Some(
                        ItemBody { content: Some("<b>x</b>".to_owned()), content_type: Some(BodyType::Html.into()) }
                            .into(),
                    ),
                    to_recipients: Some(vec![Recipient { email_address: Some(address().into()) }.into()]),
                    ..empty()
                });
                message.extra.set("attachments", [file]).expect("JSON");
                let parameters = UserSendMail { message: Some(message), save_to_sent_items: Some(false) };
                wire.compare(&user.send_mail(&parameters), request).await;
            }
            _ => continue,
        }
        compared.push(name);
    }
    println!("{} of {} recorded requests: {}", compared.len(), recorded.len(), compared.join(", "));
    assert_eq!(compared.len(), 13, "{compared:?}");
}

fn client() -> Client {
    Client::builder().base_url("http://127.0.0.1:9/v1.0").build().expect("a client")
}

/// Returns the method, path and query of a request, and its body as JSON.
fn sent(operation: &impl Operation) -> (String, Value) {
    let request = operation.request(client().root()).expect("a request");
    let target = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    let target = target.strip_prefix("/v1.0").unwrap_or(&target).to_owned();
    let body = match request.body().is_empty() {
        true => Value::Null,
        false => serde_json::from_slice(request.body()).expect("JSON"),
    };
    (format!("{} {target}", request.method()), body)
}

#[test]
fn bodies_of_derived_types_have_a_type() {
    let service = GraphService::new(client());
    let attachments = service.me().messages().by_id("m").attachments();
    let file = || Body::new().set(FileAttachment::NAME, "a.txt");
    let expected = json!({"@odata.type": "#microsoft.graph.fileAttachment", "name": "a.txt"});
    let (target, body) = sent(&attachments.create(file()));
    assert_eq!((target.as_str(), &body), ("POST /me/messages/m/attachments", &expected));
    let (target, body) = sent(&attachments.by_id("1").update(file()));
    assert_eq!((target.as_str(), &body), ("PATCH /me/messages/m/attachments/1", &expected));
    let message = Body::new().set(Message::SUBJECT, "s").set(Message::ATTACHMENTS, [file()]);
    let (_, body) = sent(&service.me().messages().create(message));
    assert_eq!(body["attachments"], json!([expected]));
    let (_, body) = sent(&service.drives().create(Body::<Drive>::new()));
    assert_eq!(body, json!({}), "an abstract root type needs no `@odata.type`");
}

#[test]
fn derived_types() {
    fn is_a<D: DerivedFrom<B>, B>() {}
    is_a::<FileAttachment, Attachment>();
    is_a::<User, Entity>();
    is_a::<User, User>();
}

#[test]
fn references() {
    let service = GraphService::new(client());
    let (group, user) = (service.groups().by_id("g"), service.users().by_id("u"));
    let id = json!({"@odata.id": "http://127.0.0.1:9/v1.0/users/x%20y"});
    let to = "/users/x%20y";
    let members = group.members();
    assert_eq!(sent(&members.list_references()).0, "GET /groups/g/members/$ref");
    assert_eq!(sent(&members.add_reference(to)), ("POST /groups/g/members/$ref".to_owned(), id.clone()));
    let by_id = "DELETE /groups/g/members/$ref?$id=http%3A%2F%2F127.0.0.1%3A9%2Fv1.0%2Fusers%2Fx%2520y";
    assert_eq!(sent(&members.remove_reference(to)), (by_id.to_owned(), Value::Null));
    assert_eq!(sent(&members.by_id("x").remove_reference()).0, "DELETE /groups/g/members/x/$ref");
    assert_eq!(sent(&user.manager().set_reference(to)), ("PUT /users/u/manager/$ref".to_owned(), id));
    assert_eq!(sent(&user.manager().remove_reference()).0, "DELETE /users/u/manager/$ref");
}

#[test]
fn updates_with_put_replace() {
    let service = GraphService::new(client());
    let body = Body::<graph::Schedule>::new().set(graph::Schedule::TIME_ZONE, "UTC");
    let (target, body) = sent(&service.me().schedule().replace(body));
    assert_eq!((target.as_str(), body), ("PUT /me/schedule", json!({"timeZone": "UTC"})));
    let immutable = Body::for_create().set(User::USER_TYPE, "Member");
    assert_eq!(sent(&service.users().create(immutable)).1["userType"], "Member");
}

#[test]
fn permissions_come_from_capability_restrictions() {
    let create = GraphService::new(client()).reports().create(Body::<Report>::new());
    assert_eq!(create.description().permissions().application.least().collect::<Vec<_>>(), ["Report.ReadWrite.All"]);
}

#[tokio::test]
async fn responses_of_writes() {
    let service = GraphService::new(client());
    let update = service.me().update(Body::new().set(User::DEPARTMENT, "x"));
    let response = |status: u16, body: &'static str| {
        http::Response::builder().status(status).body(bytes::Bytes::from_static(body.as_bytes())).expect("a response")
    };
    assert!(update.read(response(204, "")).expect("no content").is_none());
    let user =
        update.read(response(200, r#"{"@odata.etag": "W/1", "department": "x"}"#)).expect("a user").expect("one");
    assert_eq!((user.department.as_deref(), user.extra.etag().as_deref()), (Some("x"), Some("W/1")));
    let create = service.users().create(Body::<User>::new());
    assert!(create.read(response(201, "")).is_err(), "the response of a creation has the entity");
    assert!(create.without_response().read(response(204, "")).is_ok());
    let count = service.users().count();
    assert_eq!(count.read(response(200, "\u{feff}42\r\n")).expect("a number"), 42);
    assert!(count.read(response(200, "many")).is_err());
    let links = service.groups().by_id("g").members().list_references();
    let page = links.read(response(200, r#"{"value": [{"@odata.id": "https://x/y"}]}"#)).expect("links");
    assert_eq!(page.items()[0].id.as_deref(), Some("https://x/y"));
    let upload = service.drives().by_id("d").items().by_id("i").upload_content("text");
    let uploaded = upload.read(response(200, r#"{"id": "i", "name": "n"}"#)).expect("a response");
    let item: Object<graph::DriveItem> = uploaded.entity().expect("JSON").expect("an item");
    assert_eq!(item.name.as_deref(), Some("n"));
}
