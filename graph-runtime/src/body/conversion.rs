use super::{fields::Body, node::ObjectNode};
use crate::value::{Extra, JsonError, Object, RequestJson, Structured, object_in_request};

/// A body of all that an object has: the properties that are set, the `null`s, and what is undeclared.
///
/// More can be set, cleared and removed. Read-only properties are sent too; a service has to ignore those that it
/// computes (OData 4.01, part 1, sections 11.4.2 and 11.4.3). For an update of what was read,
/// [`changes`](Body::changes) sends less. A value that is not a JSON object is an error of `send`.
///
/// ```
/// # use graph_runtime::{Object, codegen as rt};
/// # struct User { display_name: Option<String> }
/// # impl User {
/// #     const DISPLAY_NAME: rt::Property<Self, String> = rt::property("displayName");
/// # }
/// # impl rt::Structured for User {
/// #     const TYPE_NAME: &'static str = "microsoft.graph.user";
/// #     fn properties() -> &'static [&'static str] { &["displayName"] }
/// #     fn build(from: &mut rt::PropertyReader<'_>) -> Self { Self { display_name: from.property() } }
/// #     fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) { to.put(&self.display_name); }
/// # }
/// use graph_runtime::Body;
///
/// let user: Object<User> = serde_json::from_str(r#"{"displayName": "Adele", "color": "teal"}"#)?;
/// let body = Body::from(user).set(User::DISPLAY_NAME, "Megan"); // for `service.users().create(body)`
/// assert_eq!(serde_json::to_string(&body)?, r#"{"displayName":"Megan","color":"teal"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
impl<T: Structured> From<Object<T>> for Body<T> {
    fn from(object: Object<T>) -> Self {
        whole(object_in_request::<T>(&object, &object.extra, T::TYPE_NAME))
    }
}

/// A body of the properties that are set, the read-only ones too.
impl<T: Structured> From<T> for Body<T> {
    fn from(value: T) -> Self {
        whole(object_in_request(&value, &Extra::new(), T::TYPE_NAME))
    }
}

fn whole<T: Structured>(json: Result<RequestJson, JsonError>) -> Body<T> {
    let mut body = Body::new();
    body.object = entries(json);
    body
}

/// Returns the properties of a JSON object. It is not generic, so that it is compiled once.
fn entries(json: Result<RequestJson, JsonError>) -> ObjectNode {
    let json = json.map_err(|problem| problem.to_string());
    json.and_then(|json| ObjectNode::from_json(&json).map_err(|problem| problem.to_string())).unwrap_or_else(
        |problem| {
            let mut object = ObjectNode::default();
            object.note(problem);
            object
        },
    )
}
