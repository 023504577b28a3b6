//! Parameters of actions that hold other values, as Graph's documentation shows them.
//!
//! The metadata calls the parameters `Message` and `Comment`, and the service accepts them in any case.

use graph_runtime::{Body, Client, Object};
use graph_tests::mail::{
    AadUserConversationMember, Attachment, BodyType, ConversationMemberCollectionAdd, EmailAddress, Event,
    FileAttachment, GraphService, Importance, ItemAttachment, ItemBody, MailTipsType, Message, MessageCreateReply,
    MessageForward, Recipient, User, UserChangePhoto, UserGetMailTips, UserSendMail,
};
use serde_json::{Value, json};
use stand_in_graph::StandIn;

/// Sends a call to a local server, and returns the path and the body that it received.
async fn sent<R: graph_runtime::Respond>(call: impl FnOnce(GraphService) -> graph_runtime::Call<R>) -> (String, Value) {
    let server = StandIn::start().await.expect("a port");
    let client = Client::builder().base_url(server.base_url()).build().expect("a client");
    // The response does not matter.
    let _ = call(GraphService::new(client)).send().await;
    let requests = server.requests();
    let body = serde_json::from_slice(&requests[0].body).expect("JSON");
    (requests[0].target.trim_start_matches("/v1.0").to_owned(), body)
}

fn recipient(address: &str) -> Recipient {
    Recipient { email_address: Some(EmailAddress { address: Some(address.into()), ..Default::default() }.into()) }
}

/// The documentation's [example], and the types that Graph's own SDKs add.
///
/// [example]: https://learn.microsoft.com/graph/api/user-sendmail#example-3-create-a-message-with-a-file-attachment-and-send-the-message
fn documented() -> Value {
    json!({
        "Message": {
            "@odata.type": "#microsoft.graph.message",
            "subject": "Meet for lunch?",
            "body": {"contentType": "text", "content": "The new cafeteria is open."},
            "toRecipients": [{"emailAddress": {"address": "meganb@contoso.onmicrosoft.com"}}],
            "attachments": [{
                "@odata.type": "#microsoft.graph.fileAttachment",
                "name": "attachment.txt",
                "contentType": "text/plain",
                "contentBytes": "SGVsbG8gV29ybGQh",
            }],
        },
        "SaveToSentItems": false,
    })
}

#[tokio::test]
async fn a_message_with_an_attachment() {
    let bytes = b"Hello World!".to_vec();
    let message = Body::new()
        .set(Message::SUBJECT, "Meet for lunch?")
        .set(
            Message::BODY,
            ItemBody { content_type: Some(BodyType::Text.into()), content: Some("The new cafeteria is open.".into()) },
        )
        .set(Message::TO_RECIPIENTS, [recipient("meganb@contoso.onmicrosoft.com")])
        .set(
            Message::ATTACHMENTS,
            [Body::new()
                .set(FileAttachment::NAME, "attachment.txt")
                .set(FileAttachment::CONTENT_TYPE, "text/plain")
                .set(FileAttachment::CONTENT_BYTES, bytes)],
        );
    let parameters = Body::new().set(UserSendMail::MESSAGE, message).set(UserSendMail::SAVE_TO_SENT_ITEMS, false);
    let expected = ("/me/sendMail".to_owned(), documented());
    assert_eq!(sent(|service| service.me().send_mail(&parameters)).await, expected);
    assert_eq!(sent(|service| service.me().send_mail(parameters)).await, expected);
}

#[tokio::test]
async fn a_message_with_attachments_of_two_types() {
    let file = FileAttachment { name: Some("a.txt".into()), content_bytes: Some(b"a".into()), ..Default::default() };
    let event = Body::new().set(Event::SUBJECT, "Discuss gifts for children");
    let item = Body::new().set(ItemAttachment::NAME, "Holiday event").set(ItemAttachment::ITEM, event);
    let with_item = Body::new().set(Message::ATTACHMENTS, [item]);
    let (_, body) = sent(|service| service.me().send_mail(Body::new().set(UserSendMail::MESSAGE, with_item))).await;
    let expected = json!([{
        "@odata.type": "#microsoft.graph.itemAttachment",
        "name": "Holiday event",
        "item": {"@odata.type": "#microsoft.graph.event", "subject": "Discuss gifts for children"},
    }]);
    assert_eq!(body["Message"]["attachments"], expected);

    let item = ItemAttachment { name: Some("i".into()), ..Default::default() };
    let attachments: Vec<Object<Attachment>> = vec![file.into(), item.into()];
    let with_both = Body::new().set(Message::ATTACHMENTS, attachments);
    let (_, body) = sent(|service| service.me().send_mail(Body::new().set(UserSendMail::MESSAGE, with_both))).await;
    let expected = json!([
        {"@odata.type": "#microsoft.graph.fileAttachment", "name": "a.txt", "contentBytes": "YQ=="},
        {"@odata.type": "#microsoft.graph.itemAttachment", "name": "i"},
    ]);
    assert_eq!(body["Message"]["attachments"], expected);
}

#[tokio::test]
async fn parameters_as_structs() {
    let message = Message {
        subject: Some("s".into()),
        importance: Some(Importance::High.into()),
        to_recipients: Some(vec![recipient("a@b").into()]),
        ..Default::default()
    };
    let parameters = UserSendMail { message: Some(message.into()), ..Default::default() };
    let (_, body) = sent(|service| service.me().send_mail(&parameters)).await;
    let expected = json!({"Message": {
        "@odata.type": "#microsoft.graph.message",
        "importance": "high",
        "subject": "s",
        "toRecipients": [{"emailAddress": {"address": "a@b"}}],
    }});
    assert_eq!(body, expected);
}

#[tokio::test]
async fn replies_and_forwards() {
    let message = Body::new().set(Message::IMPORTANCE, Importance::High);
    let reply = Body::new().set(MessageCreateReply::MESSAGE, message).set(MessageCreateReply::COMMENT, "ok");
    let (target, body) = sent(|service| service.me().messages().by_id("m").create_reply(reply)).await;
    assert_eq!(target, "/me/messages/m/createReply");
    let message = json!({"@odata.type": "#microsoft.graph.message", "importance": "high"});
    assert_eq!(body, json!({"Message": message, "Comment": "ok"}));

    let forward = Body::new()
        .set(MessageForward::COMMENT, "FYI")
        .set(MessageForward::TO_RECIPIENTS, [recipient("danas@contoso.com")]);
    let (target, body) = sent(|service| service.me().messages().by_id("m").forward(forward)).await;
    assert_eq!(target, "/me/messages/m/forward");
    assert_eq!(body, json!({"Comment": "FYI", "ToRecipients": [{"emailAddress": {"address": "danas@contoso.com"}}]}));
}

/// <https://learn.microsoft.com/graph/api/conversationmembers-add>
#[tokio::test]
async fn collections_of_a_derived_type() {
    let member = |id: &str| {
        Body::new()
            .set(AadUserConversationMember::ROLES, ["owner"])
            .bind(AadUserConversationMember::USER, format!("/users('{id}')"))
    };
    let parameters = Body::new().set(ConversationMemberCollectionAdd::VALUES, vec![member("1"), member("2")]);
    let (target, body) = sent(|service| service.teams().by_id("t").members().add(parameters)).await;
    assert_eq!(target, "/teams/t/members/add");
    for (index, id) in ["1", "2"].into_iter().enumerate() {
        let member = &body["values"][index];
        assert_eq!(member["@odata.type"], "#microsoft.graph.aadUserConversationMember");
        assert_eq!(member["roles"], json!(["owner"]));
        let bound = member["user@odata.bind"].as_str().expect("a URL");
        assert!(bound.starts_with("http://127.0.0.1:") && bound.ends_with(&format!("/v1.0/users('{id}')")), "{bound}");
    }
    let members = vec![AadUserConversationMember { roles: Some(vec![]), ..Default::default() }.into()];
    let parameters = ConversationMemberCollectionAdd { values: Some(members) };
    let (_, body) = sent(|service| service.teams().by_id("t").members().add(&parameters)).await;
    assert_eq!(body, json!({"values": [{"@odata.type": "#microsoft.graph.aadUserConversationMember", "roles": []}]}));
}

#[tokio::test]
async fn binary_and_flags() {
    let photo = Body::new().set(UserChangePhoto::CONTENT, b"\x00\xff\xfe");
    assert_eq!(sent(|service| service.me().change_photo(photo)).await.1, json!({"content": "AP/+"}));
    let photo = UserChangePhoto { content: Some([0, 255, 254].into()) };
    assert_eq!(sent(|service| service.me().change_photo(&photo)).await.1, json!({"content": "AP/+"}));
    let tips = |body: Body<UserGetMailTips>| body.set(UserGetMailTips::EMAIL_ADDRESSES, ["a@b"]);
    let one = tips(Body::new().set(UserGetMailTips::MAIL_TIPS_OPTIONS, MailTipsType::AutomaticReplies));
    let (_, body) = sent(|service| service.me().get_mail_tips(one)).await;
    assert_eq!(body, json!({"MailTipsOptions": "automaticReplies", "EmailAddresses": ["a@b"]}));
    let both = [MailTipsType::AutomaticReplies, MailTipsType::MailboxFullStatus];
    let both = tips(Body::new().set(UserGetMailTips::MAIL_TIPS_OPTIONS, both));
    let (_, body) = sent(|service| service.me().get_mail_tips(both)).await;
    assert_eq!(body["MailTipsOptions"], "automaticReplies,mailboxFullStatus");
}

#[tokio::test]
async fn no_optional_parameter_is_no_body() {
    let server = StandIn::start().await.expect("a port");
    let client = Client::builder().base_url(server.base_url()).build().expect("a client");
    let message = GraphService::new(client).me().messages().by_id("m");
    let _ = message.create_reply(Body::new()).send().await;
    let _ = message.create_reply(MessageCreateReply::default()).send().await;
    for request in server.requests() {
        assert_eq!((request.body.as_slice(), request.header("content-length")), (&b""[..], Some("0")));
    }
}

#[test]
fn properties_of_a_derived_type_are_selected_where_its_base_is_declared() {
    let client = Client::builder().base_url("http://127.0.0.1:9/v1.0").build().expect("a client");
    let service = GraphService::new(client.clone());
    let target = |get: graph_runtime::Get<User>| {
        let request = graph_runtime::Operation::request(&get, client.root()).expect("a request");
        request.uri().path_and_query().map(ToString::to_string).unwrap_or_default()
    };
    let query = service.me().get().expand(User::MANAGER.select((User::ID, User::DISPLAY_NAME)));
    assert_eq!(target(query), "/v1.0/me?$expand=manager%28%24select%3Did%2CdisplayName%29");
    let user: Object<User> = serde_json::from_str(r#"{"manager": {"id": "m", "displayName": "M"}}"#).expect("JSON");
    let manager = User::MANAGER.read_as::<User>(&user).expect("a manager").expect("a user");
    assert_eq!(manager.display_name.as_deref(), Some("M"));
}
