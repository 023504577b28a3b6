use std::{
    io::{ErrorKind, Read},
    time::{Duration, Instant},
};

use ureq::{
    Agent, Body,
    http::{Response, StatusCode, header},
};

use super::{super::failure::Failure, Address, Headers, Progress};
use crate::diagnostic::{Code, Diagnostic};

const MAX_REDIRECTS: usize = 5;

/// Downloads a document into memory, so that an interrupted download leaves no file.
///
/// Redirects are followed here, not by the client, since each URL has to be checked.
pub(super) fn download(
    address: &Address,
    headers: &Headers,
    limit: u64,
    timeout: Duration,
    mut progress: Progress<'_, '_>,
) -> Result<Vec<u8>, Failure> {
    let deadline = Instant::now() + timeout;
    let service = address;
    let mut address = address.clone();
    for _ in 0..=MAX_REDIRECTS {
        progress.request(&address)?;
        let response = get(&address, Some(headers).filter(|_| address.has_origin_of(service)), deadline)?;
        let status = response.status();
        if status.is_success() {
            return receive(&address, response, limit, &mut progress);
        }
        if !status.is_redirection() {
            return Err(error_response(&address, response, headers));
        }
        let location = response.headers().get(header::LOCATION).and_then(|location| location.to_str().ok());
        let Some(location) = location else {
            return Err(failure(format!("`{address}` responded with {status} but no `Location` header")));
        };
        address = address.redirected(location)?;
    }
    Err(failure(format!("more than {MAX_REDIRECTS} redirects; the last one is to `{address}`")))
}

fn get(address: &Address, headers: Option<&Headers>, deadline: Instant) -> Result<Response<Body>, Failure> {
    let remaining = deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
    let mut config = Agent::config_builder()
        .timeout_global(Some(remaining))
        .timeout_connect(Some(Duration::from_secs(30)))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .user_agent(concat!("graph-codegen/", env!("CARGO_PKG_VERSION")))
        .accept("application/xml");
    if address.is_loopback() {
        config = config.proxy(None);
    }
    let agent: Agent = config.build().into();
    let mut request = agent.get(address.uri());
    for (name, value) in headers.into_iter().flat_map(Headers::iter) {
        request = request.header(name, value);
    }
    request.call().map_err(|problem| {
        let problem = problem.to_string().replace(&address.uri().to_string(), &address.to_string());
        failure(format!("cannot fetch `{address}`: {problem}"))
    })
}

fn receive(
    address: &Address,
    response: Response<Body>,
    limit: u64,
    progress: &mut Progress<'_, '_>,
) -> Result<Vec<u8>, Failure> {
    let body = response.into_body();
    let length = body.content_length();
    if length.is_some_and(|length| length > limit) {
        return Err(too_large(address, limit));
    }
    progress.begin(length);
    // One byte more than the limit tells a document of exactly that size from a larger one.
    let mut reader = body.into_with_config().limit(limit + 1).reader();
    let (mut received, mut bytes, mut buffer) = (0u64, Vec::new(), vec![0; 64 << 10]);
    loop {
        let count = match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(problem) if problem.kind() == ErrorKind::Interrupted => continue,
            Err(problem) => {
                return Err(failure(format!("the download of `{address}` failed after {received} bytes: {problem}")));
            }
        };
        received += count as u64;
        if received > limit {
            return Err(too_large(address, limit));
        }
        bytes.extend_from_slice(&buffer[..count]);
        progress.received(received)?;
    }
    if let Some(length) = length.filter(|length| *length != received) {
        return Err(failure(format!("the download of `{address}` stopped after {received} of {length} bytes")));
    }
    progress.finish(received)?;
    Ok(bytes)
}

/// The error for an unsuccessful response: its status and the beginning of its body.
fn error_response(address: &Address, response: Response<Body>, headers: &Headers) -> Failure {
    const SHOWN: usize = 300;
    let status = response.status();
    let mut start = Vec::new();
    let _ = response.into_body().into_with_config().limit(4096).reader().take(4096).read_to_end(&mut start);
    let words: String =
        String::from_utf8_lossy(&start).chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN).collect();
    let mut diagnostic = Diagnostic::error(Code::Io, format!("`{address}` responded with {status}"));
    if !words.trim().is_empty() {
        diagnostic = diagnostic.note(words.split_whitespace().collect::<Vec<_>>().join(" "), None);
    }
    Failure::from(match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN if headers.is_empty() => diagnostic.help(
            "give a header with `--header-env VARIABLE` or `--header-file FILE`, such as \
             `Authorization: Bearer TOKEN`, or save the document with a browser",
        ),
        StatusCode::NOT_FOUND => diagnostic.help("give the root of the service, or the URL that ends in `$metadata`"),
        _ => diagnostic,
    })
}

fn too_large(address: &Address, limit: u64) -> Failure {
    let message = format!("`{address}` sent more than {limit} bytes");
    Failure::from(Diagnostic::error(Code::Limit, message).help("raise the limit with `Builder::limits`"))
}

fn failure(message: String) -> Failure {
    Failure::from(Diagnostic::error(Code::Io, message))
}
