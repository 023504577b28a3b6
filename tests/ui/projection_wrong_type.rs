graph_macros::graph! {
    select: ["/users", "/groups"],
}
use graph_runtime::Projection;

#[derive(Projection)]
#[projection(graph::User)]
struct Mistyped {
    display_name: Option<i32>,
    password_profile: Option<String>,
    mailbox_settings: Option<graph::MailboxSettings>,
    assigned_licenses: Vec<String>,
    on_premises_extension_attributes: Option<Settings>,
    #[projection(try_from)]
    age_group: Option<bool>,
}

#[derive(Projection)]
#[projection(graph::MailboxSettings)]
struct Settings {
    time_zone: Option<String>,
}

fn main() {}
