use graph_runtime::Body;

graph_macros::graph! {
    metadata: "documents/mail.csdl",
    select: ["/me/sendMail"],
}

fn main() {
    let _ = Body::new().set(graph::UserSendMail::MESSAGE, Body::new().set(graph::Message::CHANGE_KEY, "x"));
}
