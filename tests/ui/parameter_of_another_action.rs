use graph_runtime::Body;

graph_macros::graph! {
    metadata: "documents/mail.csdl",
    select: ["/me/sendMail", "/me/messages/{id}/createReply"],
}

fn main() {
    let service = graph::GraphService::new(graph_runtime::Client::builder().build().unwrap());
    let _ = Body::<graph::UserSendMail>::new().set(graph::MessageCreateReply::COMMENT, "ok");
    let _ = service.me().send_mail(Body::new().set(graph::MessageCreateReply::COMMENT, "ok"));
    let _ = service.me().send_mail(graph::Message::default());
}
