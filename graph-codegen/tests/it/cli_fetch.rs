//! `fetch` with a server on the loopback interface.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use graph_codegen::{Builder, Limits, cli};

/// Serves each request with `respond`, which gets its path; returns `http://127.0.0.1:port`.
fn serve(respond: impl Fn(&str, &mut TcpStream) -> std::io::Result<()> + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut first = String::new();
            let _ = reader.read_line(&mut first);
            let mut line = String::new();
            while reader.read_line(&mut line).is_ok_and(|count| count > 2) {
                assert!(!line.to_ascii_lowercase().starts_with("authorization"), "a token was sent");
                line.clear();
            }
            // In some tests, the client closes the connection early.
            let _ = respond(first.split(' ').nth(1).unwrap_or(""), &mut stream);
        }
    });
    base
}

fn sized(stream: &mut TcpStream, status: &str, length: usize, body: &[u8]) -> std::io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/xml\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(body)
}

fn chunked(stream: &mut TcpStream, body: &[u8], is_complete: bool) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")?;
    for chunk in body.chunks(10_007) {
        write!(stream, "{:x}\r\n", chunk.len())?;
        stream.write_all(chunk)?;
        write!(stream, "\r\n")?;
    }
    if is_complete { write!(stream, "0\r\n\r\n") } else { Ok(()) }
}

struct Fetched {
    code: u8,
    out: String,
    err: String,
    path: PathBuf,
}

impl Fetched {
    /// Asserts that fetching failed with a message, and that the file is unchanged.
    fn assert_failed(&self, message: &str) {
        assert_eq!((self.code, self.out.as_str()), (1, ""), "{}", self.err);
        assert!(self.err.contains(message), "{}", self.err);
        assert_eq!(fs::read_to_string(&self.path).unwrap(), "before");
        self.assert_no_other_files();
    }

    /// Asserts that there are no other files in the directory.
    fn assert_no_other_files(&self) {
        let names: Vec<_> =
            fs::read_dir(self.path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["x.csdl"]);
    }
}

fn fetch_with(settings: Builder, name: &str, options: &[&str]) -> Fetched {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fetch-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    let path = directory.join("x.csdl");
    fs::write(&path, "before").unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = [&["xtask", "fetch", "--out", path.to_str().unwrap()][..], options].concat();
    let code = cli::run_with(settings, arguments, &mut out, &mut err);
    Fetched { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap(), path }
}

fn fetch(name: &str, options: &[&str]) -> Fetched {
    fetch_with(Builder::new(), name, options)
}

/// Returns Graph's full document if it is available, and the slice otherwise.
fn document() -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/metadata/v1.0/Prod.csdl");
    fs::read(path).unwrap_or_else(|_| graph_metadata::V1_0[0].text.as_bytes().to_vec())
}

#[test]
fn an_interrupted_download_leaves_no_file_and_leftovers_are_removed() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fetch-leftovers");
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    fs::write(directory.join(".x.csdl.123.partial"), "left by a run that was killed").unwrap();
    let during = directory.clone();
    let base = serve(move |_, stream| {
        let body = graph_metadata::V1_0[0].text.as_bytes();
        // While the document is downloaded.
        assert_eq!(fs::read_dir(&during).unwrap().count(), 1);
        sized(stream, "200 OK", body.len(), body)
    });
    let out = directory.join("x.csdl");
    let (mut written, mut err) = (Vec::new(), Vec::new());
    let arguments = ["xtask", "fetch", "--out", out.to_str().unwrap(), "--url", &base];
    assert_eq!(
        cli::run_with(Builder::new(), arguments, &mut written, &mut err),
        0,
        "{}",
        String::from_utf8_lossy(&err)
    );
    let names: Vec<_> = fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["x.csdl"]);
}

#[needs::shared]
#[test]
fn the_full_document_is_used() {
    assert_eq!(document().len(), 3_382_384);
}

#[test]
fn the_full_document_is_fetched_with_a_content_length() {
    let base = serve(|path, stream| {
        let body = document();
        match path {
            "/v1.0/$metadata" => sized(stream, "200 OK", body.len(), &body),
            _ => sized(stream, "404 Not Found", 0, b""),
        }
    });
    let fetched = fetch("length", &["--version", "v1.0", "--cloud", "global", "--url", &base]);
    assert_eq!(fetched.code, 0, "{}", fetched.err);
    assert_eq!(fs::read(&fetched.path).unwrap(), document());
    fetched.assert_no_other_files();
    assert!(fetched.err.starts_with(&format!("GET {base}/v1.0/$metadata\n")), "{}", fetched.err);
    if document().len() == 3_382_384 {
        assert!(
            fetched.out.contains("a9d32d3611746c96043229a98867be064fb782c801b3405bce00c224ea3f6a03"),
            "{}",
            fetched.out
        );
        assert!(fetched.out.contains("1182 entity types, 1779 complex types, 861 enum types"), "{}", fetched.out);
    }
}

#[test]
fn the_full_document_is_fetched_in_chunks() {
    let base = serve(|_, stream| chunked(stream, &document(), true));
    let fetched = fetch("chunked", &["--version", "beta", "--url", &base]);
    assert_eq!(fetched.code, 0, "{}", fetched.err);
    assert_eq!(fs::read(&fetched.path).unwrap(), document());
    assert!(fetched.err.starts_with(&format!("GET {base}/beta/$metadata\n")), "{}", fetched.err);
}

#[test]
fn the_address_of_a_document_is_used_unchanged() {
    let base = serve(|path, stream| match path {
        "/odata/svc/$metadata" => sized(stream, "200 OK", document().len(), &document()),
        _ => sized(stream, "404 Not Found", 0, b""),
    });
    let fetched = fetch("document", &["--url", &format!("{base}/odata/svc/$metadata")]);
    assert_eq!(fetched.code, 0, "{}", fetched.err);
}

#[test]
fn truncated_documents_are_an_error() {
    let base = serve(|_, stream| {
        let body = document();
        sized(stream, "200 OK", body.len(), &body[..body.len() / 2])
    });
    fetch("half-length", &["--url", &base]).assert_failed("failed after");
    let base = serve(|_, stream| {
        let body = document();
        chunked(stream, &body[..body.len() / 2], false)
    });
    fetch("half-chunked", &["--url", &base]).assert_failed("failed after");
    // Without a length or chunks, only the XML shows that the document is truncated.
    let base = serve(|_, stream| {
        let body = document();
        write!(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
        stream.write_all(&body[..body.len() / 2])
    });
    fetch("half-close", &["--url", &base]).assert_failed("error[xml]");
}

#[test]
fn responses_without_metadata_are_an_error() {
    let base =
        serve(|_, stream| sized(stream, "404 Not Found", 40, b"{\"error\":{\"code\":\"ResourceNotFound\"}}\x1b[1m"));
    let fetched = fetch("404", &["--url", &base]);
    fetched.assert_failed("responded with 404 Not Found");
    fetched.assert_failed("ResourceNotFound");
    assert!(!fetched.err.contains('\x1b'));
    let html = b"<!DOCTYPE html><html><body>Sign in</body></html>";
    let base = serve(|_, stream| sized(stream, "200 OK", html.len(), html));
    fetch("html", &["--url", &base]).assert_failed("did not send a metadata document");
    let base = serve(|_, stream| sized(stream, "200 OK", 5, b"<a/>\n"));
    fetch("xml", &["--url", &base]).assert_failed("did not send a metadata document");
    let base = serve(|_, stream| sized(stream, "200 OK", 3, b"\xff\xfe\0"));
    fetch("binary", &["--url", &base]).assert_failed("is not valid UTF-16");
    let base = serve(|_, stream| sized(stream, "200 OK", 0, b""));
    fetch("empty", &["--url", &base]).assert_failed("did not send a metadata document");
}

#[test]
fn redirects_are_followed_if_they_are_safe() {
    let base = serve(|path, stream| match path {
        "/v1.0/$metadata" => write!(
            stream,
            "HTTP/1.1 302 Found\r\nLocation: /moved/here\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        ),
        "/moved/here" => sized(stream, "200 OK", document().len(), &document()),
        _ => write!(stream, "HTTP/1.1 307 Again\r\nLocation: /loop\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    });
    let fetched = fetch("redirect", &["--version", "v1.0", "--url", &base]);
    assert_eq!(fetched.code, 0, "{}", fetched.err);
    assert!(fetched.err.contains(&format!("GET {base}/moved/here\n")), "{}", fetched.err);
    fetch("loop", &["--version", "beta", "--url", &base]).assert_failed("more than 5 redirects");
    let base = serve(|_, stream| {
        write!(
            stream,
            "HTTP/1.1 301 Moved\r\nLocation: http://graph.example/x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )
    });
    fetch("insecure", &["--url", &base]).assert_failed("`http://graph.example/x` is not encrypted");
}

#[test]
fn size_and_time_are_limited() {
    let small = || {
        let mut limits = Limits::default();
        limits.size = 20_000;
        Builder::new().limits(limits)
    };
    let base = serve(|_, stream| sized(stream, "200 OK", document().len(), &document()));
    fetch_with(small(), "large-length", &["--url", &base]).assert_failed("more than 20000 bytes");
    let base = serve(|_, stream| chunked(stream, &document(), true));
    fetch_with(small(), "large-chunked", &["--url", &base]).assert_failed("more than 20000 bytes");

    let base = serve(|_, stream| {
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<")?;
        thread::sleep(Duration::from_secs(60));
        Ok(())
    });
    let start = Instant::now();
    fetch("slow", &["--url", &base, "--timeout", "1"]).assert_failed("timeout");
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn unreachable_servers_are_an_error() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    fetch("closed", &["--url", &format!("http://127.0.0.1:{port}")]).assert_failed("cannot fetch");
    fetch("clear", &["--url", "http://graph.example"]).assert_failed("use https");
    fetch("nonsense", &["--url", "graph"]).assert_failed("is not a valid URL");
    fetch("scheme", &["--url", "ftp://127.0.0.1"]).assert_failed("neither https nor http");
}

/// Serves the headers `x-test` of each request as the body of an error, and redirects `/moved` to another origin.
fn serve_headers(elsewhere: Option<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let lines: Vec<String> = BufReader::new(stream.try_clone().unwrap())
                .lines()
                .map_while(Result::ok)
                .take_while(|line| !line.is_empty())
                .collect();
            let sent: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix("x-test: ")).collect();
            let _ = match &elsewhere {
                Some(base) => write!(
                    stream,
                    "HTTP/1.1 302 Found\r\nLocation: {base}/x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                ),
                None => {
                    let body = format!("<x>{} {}</x>", lines[0], sent.join(" and "));
                    let status = if sent.is_empty() { "401 Unauthorized" } else { "200 OK" };
                    sized(&mut stream, status, body.len(), body.as_bytes())
                }
            };
        }
    });
    base
}

#[test]
fn headers_are_sent_to_the_service_only() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fetch-headers");
    fs::create_dir_all(&directory).unwrap();
    let file = |name: &str, text: &str| {
        let path = directory.join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let good = file("good", "x-test: secret-1\n\nX-Test: secret-2\n");
    let base = serve_headers(None);
    let root = format!("{base}/odata/?sap-client=100");
    let refused = fetch("no-header", &["--url", &root]);
    refused.assert_failed("give a header with `--header-env VARIABLE` or `--header-file FILE`");
    assert!(refused.err.contains("GET /odata/$metadata?sap-client=100 HTTP/1.1"), "{}", refused.err);
    // The response has the headers in the text that is not CSDL, which the error shows without them.
    let sent = fetch("header", &["--url", &root, "--header-file", &good]);
    sent.assert_failed("******** and ********");
    assert!(!sent.err.contains("secret"), "{}", sent.err);
    let moved = serve_headers(Some(base.clone()));
    let moved = fetch("moved-header", &["--url", &moved, "--header-file", &good]);
    moved.assert_failed("401 Unauthorized");
    assert!(!moved.err.contains("secret"), "{}", moved.err);
    for (name, text) in [("name", "secret"), ("value", "x-test: secret\u{7f}"), ("empty", "\n")] {
        let bad = fetch("bad-header", &["--url", &base, "--header-file", &file(name, text)]);
        bad.assert_failed("a header is one line: `Authorization: Bearer TOKEN`");
        assert!(!bad.err.contains("secret"), "{}", bad.err);
    }
    let path = fetch("path-header", &["--url", &base, "--header-env", "PATH"]);
    path.assert_failed("line 1 of the environment variable `PATH` is not a header");
    let unset = fetch("unset-header", &["--url", &base, "--header-env", "GRAPH_CODEGEN_NO_SUCH_VARIABLE"]);
    unset.assert_failed("the environment variable `GRAPH_CODEGEN_NO_SUCH_VARIABLE` is not set");
    let header = fetch("header-as-name", &["--url", &base, "--header-env", "Authorization: Bearer secret"]);
    header.assert_failed("the value of `--header-env` is not the name of an environment variable");
    assert!(!header.err.contains("secret"), "{}", header.err);
    let header = fetch("header-as-file", &["--url", &base, "--header-file", "Authorization: Bearer secret"]);
    assert!(!header.err.contains("secret"), "{}", header.err);
    // Each source has a header.
    let empty = fetch("empty-second", &["--url", &base, "--header-file", &good, "--header-file", &file("blank", "\n")]);
    empty.assert_failed("blank` has no headers");
    if cfg!(target_os = "linux") {
        fetch("endless", &["--url", &base, "--header-file", "/dev/zero"]).assert_failed("has more than 65536 bytes");
    }
}

#[test]
fn a_service_that_repeats_secrets_does_not_show_them() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fetch-secrets");
    fs::create_dir_all(&directory).unwrap();
    let headers = directory.join("headers");
    fs::write(&headers, "X-Token: Bearer SECRET-TOKEN\n").unwrap();
    let headers = headers.display().to_string();
    for status in ["403 Forbidden", "200 OK"] {
        let base = serve(move |path, stream| {
            let body = format!("<x>{path} Bearer SECRET-TOKEN, SECRET-TOKEN</x>");
            sized(stream, status, body.len(), body.as_bytes())
        });
        let url = format!("{base}/?sig=SECRET-SIGNATURE&v=1");
        let shown = fetch("secrets", &["--url", &url, "--header-file", &headers]);
        shown.assert_failed("<x>");
        assert!(!shown.err.contains("SECRET"), "{}", shown.err);
        assert!(shown.err.contains("/$metadata?sig=…&v=…"), "{}", shown.err);
    }
    let moved = serve(|_, stream| {
        write!(
            stream,
            "HTTP/1.1 302 Found\r\nLocation: http://u:SECRET@127.0.0.1/?sig=SECRET\r\nContent-Length: 0\r\n\
             Connection: close\r\n\r\n"
        )
    });
    let moved = fetch("moved-secret", &["--url", &moved]);
    moved.assert_failed("contains credentials");
    assert!(!moved.err.contains("SECRET"), "{}", moved.err);
}
