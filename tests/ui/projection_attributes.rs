graph_macros::graph! {
    select: ["/users", "/groups"],
}
use graph_runtime::Projection;

#[derive(Projection)]
#[projection(graph::User)]
struct Attributes {
    #[projection(renam = "mail")]
    a: Option<String>,
    #[projection(rename = "displayName")]
    b: Option<String>,
    #[projection(path = "mailbox_settings")]
    c: Option<String>,
    #[projection(required)]
    mail: Option<String>,
    #[projection(control = "version")]
    d: Option<String>,
    #[projection(default, required)]
    e: String,
    #[projection(default, default)]
    f: String,
    direct_reports: Vec<Attributes>,
}

#[derive(Projection)]
#[projection(graph::User)]
struct Twice {
    mail: Option<String>,
    #[projection(rename = "mail")]
    address: Option<String>,
    #[projection(path = "mailbox_settings.time_zone")]
    time_zone: Option<String>,
    mailbox_settings: Option<graph_runtime::Object<graph::MailboxSettings>>,
}

// The mistakes above are the only ones.
fn used(service: graph::GraphService) {
    let _ = service.users().get().project::<Attributes>().items();
    let _ = Twice::from_json("{}");
}

fn main() {}
