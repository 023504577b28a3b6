//! Tests with generated code, in memory and on loopback.

#![allow(missing_docs)]

mod batches;
mod expectations;
mod failures;
mod faults;
mod projections;
mod protocol;
mod recordings;
mod tenant;

graph_macros::graph! {
    select: [
        "/users#GET,POST",
        "/users/{id}#GET,PATCH,DELETE",
        "/users/$count",
        "/users/{id}/manager#GET",
        "/users/{id}/manager/$ref#GET,PUT,DELETE",
        "/users/{id}/messages#GET",
        "/groups/{id}#GET",
        "/groups/{id}/members#GET",
        "/groups/{id}/members/$count",
        "/groups/{id}/members/$ref#GET,POST",
        "/groups/{id}/members/{id}/$ref#DELETE",
        "/users/delta()",
        "/users/{id}/reprocessLicenseAssignment",
        "/users/{id}/getMemberGroups",
        "/users/{id}/revokeSignInSessions",
        "/users/{id}/changePassword",
        "/users/{id}/photo/$value#GET,PUT",
        "/drives/{id}/items/{id}/copy",
        "/drives/{id}/items/{id}/createUploadSession",
        "/drives/{id}/items/{id}/content#GET,PUT",
    ],
}

use graph::{GraphService, User};
use graph_runtime::empty;
use graph_testing::Server;

/// Returns a user.
fn user(id: &str, name: &str) -> User {
    User { id: Some(id.to_owned()), display_name: Some(name.to_owned()), ..empty() }
}

/// Returns a server in memory and the service that calls it.
fn in_memory() -> (Server, GraphService) {
    let server = Server::in_memory();
    let service = GraphService::new(server.client());
    (server, service)
}

/// Returns the message with which a test fails when the server is dropped.
fn failure(server: Server) -> String {
    let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(move || drop(server)));
    let message = failed.expect_err("the test fails");
    message.downcast_ref::<String>().expect("a message").clone()
}
