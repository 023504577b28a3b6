use graph_runtime::{Body, Object};

graph_macros::graph! {
    metadata: "documents/writes.csdl",
    select: ["/users#POST", "microsoft.graph.group", "/users/{id}/messages#POST", "microsoft.graph.attendee"],
}
use graph::{Attendee, Message, User};

fn main() {
    let _ = Body::new().set(User::SHIFT, "PT8H");
    let _ = Body::new().set(User::MANAGER, "/users/1");
    let _ = Body::new().set(Message::TO_RECIPIENTS, [Object::new(Attendee::default())]);
}
