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

fn main() {}
