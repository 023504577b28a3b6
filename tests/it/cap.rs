//! End-to-end test with an OData server: SAP CAP with a database, on loopback.
//!
//! The test generates a client from the `$metadata` of the server, compiles it, and runs it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use graph_codegen::Builder;
use graph_tests::scratch::Scratch;

/// The lines that the client prints.
const EXPECTED: [&str; 14] = [
    "the profile of the metadata",
    "keys",
    "bound actions",
    "lists and pages",
    "navigation",
    "error envelopes",
    "filters",
    "order, windows, counts",
    "expansions",
    "bodies",
    "entity tags",
    "batches with dependencies",
    "split batches",
    "throttling",
];

/// A server process, which is killed when it is dropped.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    /// Starts the server in the directory with its packages.
    fn start(directory: &Path) -> Self {
        let mut process = Command::new("node")
            .arg("serve.js")
            .current_dir(directory)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("Node starts");
        let output = BufReader::new(process.stdout.take().expect("its output"));
        let mut lines = output.lines().map_while(Result::ok);
        let address = lines.by_ref().find_map(|line| line.strip_prefix("address ").map(str::to_owned));
        // The server blocks if nobody reads its output.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, address: address.expect("the server's address") }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Reads the metadata over HTTP/1.0, where the end of the connection ends the response.
fn metadata(address: &str) -> String {
    let (host, path) = address.strip_prefix("http://").and_then(|rest| rest.split_once('/')).expect("an address");
    let mut connection = TcpStream::connect(host).expect("the server listens");
    write!(connection, "GET /{path}/$metadata HTTP/1.0\r\nHost: {host}\r\n\r\n").expect("a request");
    let mut response = String::new();
    connection.read_to_string(&mut response).expect("a response");
    let (head, body) = response.split_once("\r\n\r\n").expect("head and body");
    assert!(head.contains(" 200 "), "{head}");
    body.to_owned()
}

#[needs::node]
#[test]
fn a_generated_client_calls_an_odata_server() {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("cap");
    let server = Server::start(&directory);
    let dependencies = r#"graph-runtime = { path = "{workspace}/graph-runtime" }
tokio = { version = "1.54", default-features = false, features = ["macros", "rt", "time"] }"#;
    let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "cap-client", dependencies).expect("a scratch crate");
    for file in directory.join("client").read_dir().expect("its source") {
        let file = file.expect("a file");
        let text = std::fs::read_to_string(file.path()).expect("its text");
        scratch.write(&format!("src/{}", file.file_name().display()), &text).expect("a copy");
    }
    scratch.remove("src/lib.rs").expect("a program, not a library");
    let generated = Builder::new()
        .metadata_text("$metadata", metadata(&server.address))
        .select("/**")
        .generate()
        .unwrap_or_else(|error| panic!("{error}"));
    scratch.write("src/graph.rs", generated.text()).expect("the generated code");
    let outcome = scratch.cargo(&["run", "--quiet", "--", &server.address]).expect("cargo runs");
    assert!(outcome.is_success, "{}", outcome.output);
    for expected in EXPECTED {
        assert!(outcome.output.contains(&format!("ok {expected}\n")), "{expected}: {}", outcome.output);
    }
}
