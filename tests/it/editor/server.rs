//! A client of rust-analyzer: the part of the Language Server Protocol that the checks use.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

/// How long the server may take to load the crate, and to respond.
const PATIENCE: Duration = Duration::from_secs(300);

/// What a path keeps in a URI.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The errors `ContentModified` and `ServerCancelled`: the request is to be sent again.
const AGAIN: [i64; 2] = [-32801, -32802];

/// A running server; it is killed when this is dropped.
#[derive(Debug)]
pub struct Server {
    process: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    root: PathBuf,
    last_id: u64,
    version: u64,
}

impl Server {
    /// Starts the server on a crate, and waits until it has loaded it. `library` is the source of the standard library.
    pub fn start(program: &Path, library: &Path, root: &Path) -> Self {
        let mut process = Command::new(program)
            .current_dir(root)
            .env("RUST_SRC_PATH", library)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        let input = process.stdin.take().expect("its input");
        let mut output = BufReader::new(process.stdout.take().expect("its output"));
        let (sender, messages) = channel();
        thread::spawn(move || while read(&mut output).is_some_and(|message| sender.send(message).is_ok()) {});
        let mut server = Self { process, input, messages, root: root.to_owned(), last_id: 0, version: 0 };
        let root_uri = server.uri("");
        server.request(
            "initialize",
            json!({
                "processId": std::process::id(),
                "rootUri": root_uri,
                "workspaceFolders": [{ "uri": root_uri, "name": "root" }],
                "capabilities": {
                    "textDocument": {
                        // As editors do, so that methods of traits that are not imported are offered too.
                        "completion": { "completionItem": {
                            "snippetSupport": true,
                            "labelDetailsSupport": true,
                            "resolveSupport": { "properties": ["additionalTextEdits"] },
                        } },
                        "hover": { "contentFormat": ["markdown"] },
                    },
                    "experimental": { "serverStatusNotification": true },
                },
                "initializationOptions": {
                    "cargo": { "buildScripts": { "enable": false }, "extraEnv": { "CARGO_NET_OFFLINE": "true" } },
                    "procMacro": { "enable": false },
                    "checkOnSave": false,
                    "cachePriming": { "enable": false },
                },
            }),
        );
        server.notify("initialized", json!({}));
        server.wait_until_loaded();
        server
    }

    /// Opens a file of the crate with a text that need not be on disk.
    pub fn open(&mut self, path: &str, text: &str) {
        let document = json!({ "uri": self.uri(path), "languageId": "rust", "version": 0, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces the text of an open file.
    pub fn change(&mut self, path: &str, text: &str) {
        self.version += 1;
        let document = json!({ "uri": self.uri(path), "version": self.version });
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [{ "text": text }] }),
        );
    }

    /// Sends a request about a place in a file, given as line and column, and returns its result.
    pub fn ask(&mut self, method: &str, path: &str, (line, column): (usize, usize)) -> Value {
        let position = json!({ "line": line, "character": column });
        let document = json!({ "uri": self.uri(path) });
        self.request(method, json!({ "textDocument": document, "position": position }))
    }

    fn request(&mut self, method: &str, parameters: Value) -> Value {
        loop {
            self.last_id += 1;
            let id = self.last_id;
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": parameters }));
            let mut response = self.wait_for(method, |message| message["id"] == id && message["method"].is_null());
            if response["error"]["code"].as_i64().is_some_and(|code| AGAIN.contains(&code)) {
                continue;
            }
            assert!(response["error"].is_null(), "{method}: {}", response["error"]);
            return response["result"].take();
        }
    }

    fn notify(&mut self, method: &str, parameters: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    fn wait_until_loaded(&mut self) {
        let status = "experimental/serverStatus";
        let is_loaded = |message: &Value| message["method"] == status && message["params"]["quiescent"] == true;
        let message = self.wait_for(status, is_loaded);
        assert_eq!(message["params"]["health"], "ok", "{message}");
    }

    /// Returns the first message of a kind. Those before it are dropped; what the server asks is answered with `null`.
    fn wait_for(&mut self, what: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let message = self.messages.recv_timeout(left).unwrap_or_else(|error| panic!("{what}: {error}"));
            if is_it(&message) {
                return message;
            }
            if message["method"].is_string() && !message["id"].is_null() {
                self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": null }));
            }
        }
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len())
            .and_then(|()| self.input.flush())
            .expect("the server reads");
    }

    fn uri(&self, path: &str) -> String {
        let path = self.root.join(path).display().to_string().replace('\\', "/");
        format!("file:///{}", utf8_percent_encode(path.trim_start_matches('/'), PATH))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Reads a message: headers, an empty line, and as many bytes of JSON as the headers say.
fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        output.read_line(&mut line).ok().filter(|count| *count > 0)?;
        match line.trim_end().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut bytes = vec![0; length];
    output.read_exact(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}
