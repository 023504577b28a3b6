use graph_testing::{Server, Tenant};
use graph_tests::tenant::{GraphService, Group, Message, User};

use super::{
    Seeded,
    seed::{MAILBOXES, Seed, path},
};

/// Returns the service of a tenant of graph-testing that has the whole seed.
pub fn seeded(server: &Server) -> GraphService {
    let (tenant, seed) = (Tenant::odata(), Seed::get());
    seed.users.iter().for_each(|user| tenant.add("users", user.clone()));
    seed.groups.iter().for_each(|group| tenant.add("groups", group.clone()));
    seed.devices.iter().for_each(|device| tenant.add("devices", device.clone()));
    seed.messages.iter().for_each(|message| tenant.add("messages", message.clone()));
    tenant.navigation("users", User::MANAGER);
    tenant.navigation("users", User::MEMBER_OF);
    tenant.navigation("users", User::OWNED_DEVICES);
    tenant.navigation("users", User::MESSAGES);
    tenant.navigation("groups", Group::MEMBERS);
    for (index, user) in seed.users.iter().enumerate() {
        let user = path("users", user.id());
        if let Some(manager) = seed.manager(index) {
            tenant.link(&user, User::MANAGER, &path("users", manager.id()));
        }
        for group in seed.groups_of(index) {
            let group = path("groups", group.id());
            tenant.link(&user, User::MEMBER_OF, &group);
            tenant.link(&group, Group::MEMBERS, &user);
        }
        for device in seed.devices_of(index) {
            tenant.link(&user, User::OWNED_DEVICES, &path("devices", device.id()));
        }
    }
    for (index, message) in seed.messages.iter().enumerate() {
        let message = path("messages", message.id());
        tenant.link(&path("users", seed.users[index % MAILBOXES].id()), User::MESSAGES, &message);
        tenant.link(&message, Message::SENDER, &path("users", seed.sender(index).id()));
    }
    server.serve(&tenant);
    GraphService::new(server.client())
}
