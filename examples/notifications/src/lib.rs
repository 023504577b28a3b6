//! A web service that receives change notifications of users, and a local server that imitates Graph and sends them.
//!
//! - [`service`] is what an application has: the endpoint, with axum, and the worker that processes what it stored.
//! - [`stand_in`] is the other side: subscriptions with their handshake, signing keys, and a sender of notifications,
//!   rich ones too.

pub mod service;
pub mod stand_in;

graph_runtime::include_graph!();
