//! The table of rooms: which top-level module of a crate may use which.
//!
//! A room is a folder or a loose file beside `lib.rs`; an arrow is a use of one room by another. Arrows that are not in
//! the table are findings, and so are entries that are no longer used. Cycles are findings even if the table has all
//! their arrows; known cycles are listed until they are removed. `cargo xtask tidy --rooms` prints the current table.

/// A room, and the rooms that it may use.
#[derive(Debug)]
pub struct Room {
    pub name: &'static str,
    pub uses: &'static [&'static str],
}

/// The rooms of a crate.
#[derive(Debug)]
pub struct Table {
    pub rooms: &'static [Room],
    /// Files that may be loose beside the folders.
    pub loose: &'static [&'static str],
    /// Known cycles, which should be removed.
    pub cycles: &'static [&'static [&'static str]],
}

pub const CRATES: &[(&str, &Table)] = &[
    (
        "graph-codegen",
        &Table {
            rooms: &[
                Room {
                    name: "builder",
                    uses: &[
                        "csdl",
                        "customization",
                        "diagnostic",
                        "edm",
                        "emit",
                        "error",
                        "explain",
                        "extension",
                        "openapi",
                        "plan",
                        "selection",
                        "slice",
                    ],
                },
                Room { name: "chain", uses: &["diagnostic", "edm", "facts", "naming", "plan", "selection"] },
                Room {
                    name: "cli",
                    uses: &["builder", "chain", "csdl", "diagnostic", "edm", "error", "explore", "selection", "slice"],
                },
                Room { name: "clouds", uses: &["edm", "facts"] },
                Room { name: "csdl", uses: &["diagnostic"] },
                Room { name: "customization", uses: &["diagnostic", "edm", "naming", "selection"] },
                Room { name: "diagnostic", uses: &[] },
                Room { name: "edm", uses: &["csdl", "diagnostic"] },
                Room { name: "emit", uses: &["diagnostic", "extension", "facts", "naming", "plan", "selection"] },
                Room { name: "error", uses: &["diagnostic"] },
                Room { name: "explain", uses: &["diagnostic", "edm", "selection"] },
                Room { name: "explore", uses: &["chain", "clouds", "edm", "facts", "naming", "plan", "selection"] },
                Room { name: "extension", uses: &["customization", "edm", "naming", "plan", "selection"] },
                Room { name: "facts", uses: &["edm"] },
                Room { name: "internals", uses: &["builder", "csdl", "error", "openapi"] },
                Room { name: "naming", uses: &[] },
                Room { name: "openapi", uses: &["csdl", "diagnostic", "edm", "facts"] },
                Room { name: "plan", uses: &["customization", "diagnostic", "edm", "facts", "naming", "selection"] },
                Room { name: "selection", uses: &["diagnostic", "edm", "facts"] },
                Room { name: "slice", uses: &["edm", "selection"] },
            ],
            loose: &["error", "internals"],
            cycles: &[],
        },
    ),
    (
        "graph-runtime",
        &Table {
            rooms: &[
                Room { name: "auth", uses: &["sync", "time"] },
                Room {
                    name: "batch",
                    uses: &["client", "description", "error", "operation", "pipeline", "service", "text", "transport"],
                },
                Room { name: "body", uses: &["value"] },
                Room {
                    name: "client",
                    uses: &[
                        "auth",
                        "description",
                        "error",
                        "operation",
                        "path",
                        "pipeline",
                        "service",
                        "time",
                        "transport",
                    ],
                },
                Room {
                    name: "codegen",
                    uses: &[
                        "body",
                        "client",
                        "description",
                        "operation",
                        "paging",
                        "parts",
                        "path",
                        "query",
                        "request",
                        "transfer",
                        "value",
                    ],
                },
                Room { name: "description", uses: &[] },
                Room { name: "error", uses: &["auth", "description", "path", "text", "time", "transport", "value"] },
                Room {
                    name: "long_running",
                    uses: &["client", "description", "error", "operation", "pipeline", "text", "time", "transport"],
                },
                Room {
                    name: "operation",
                    uses: &["description", "error", "pipeline", "service", "text", "transport", "value"],
                },
                Room {
                    name: "paging",
                    uses: &[
                        "client",
                        "description",
                        "error",
                        "operation",
                        "parts",
                        "pipeline",
                        "service",
                        "sync",
                        "text",
                        "value",
                    ],
                },
                Room {
                    name: "parts",
                    uses: &[
                        "client",
                        "description",
                        "error",
                        "operation",
                        "path",
                        "pipeline",
                        "service",
                        "sync",
                        "transport",
                    ],
                },
                Room { name: "path", uses: &["value"] },
                Room {
                    name: "pipeline",
                    uses: &["auth", "description", "error", "path", "service", "sync", "text", "time", "transport"],
                },
                Room { name: "query", uses: &["path", "value"] },
                Room {
                    name: "request",
                    uses: &[
                        "body",
                        "client",
                        "error",
                        "long_running",
                        "operation",
                        "paging",
                        "parts",
                        "path",
                        "query",
                        "service",
                        "transfer",
                        "value",
                    ],
                },
                Room { name: "service", uses: &["error"] },
                Room { name: "sync", uses: &[] },
                Room { name: "text", uses: &[] },
                Room { name: "time", uses: &["sync"] },
                Room {
                    name: "transfer",
                    uses: &[
                        "client",
                        "description",
                        "error",
                        "operation",
                        "parts",
                        "pipeline",
                        "service",
                        "sync",
                        "text",
                        "time",
                        "transport",
                        "value",
                    ],
                },
                Room { name: "transport", uses: &["sync", "text", "time"] },
                Room { name: "value", uses: &["text"] },
            ],
            loose: &[],
            cycles: &[],
        },
    ),
    (
        "graph-notifications",
        &Table {
            rooms: &[
                Room { name: "content", uses: &["json", "reason"] },
                Room { name: "json", uses: &[] },
                Room { name: "notification", uses: &["json"] },
                Room { name: "reason", uses: &[] },
                Room { name: "receiver", uses: &["content", "json", "notification", "reason", "token"] },
                Room { name: "subscription", uses: &["json", "notification"] },
                Room { name: "token", uses: &["json", "reason"] },
            ],
            loose: &["json", "reason"],
            cycles: &[],
        },
    ),
];
