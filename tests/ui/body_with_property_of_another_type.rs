use graph_runtime::Body;

graph_macros::graph! {
    metadata: "documents/mail.csdl",
    select: ["/me/sendMail", "microsoft.graph.fileAttachment", "microsoft.graph.event"],
}

fn main() {
    let _ = Body::<graph::Message>::new().set(graph::FileAttachment::NAME, "a.txt");
    let _ = Body::new().set(graph::UserSendMail::MESSAGE, graph::Event::default());
    let _ = Body::new().set(graph::Message::ATTACHMENTS, [graph::Event::default()]);
}
