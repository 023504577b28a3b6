use std::{io, panic::Location, path::Path};

use graph_runtime::{
    Bytes,
    http::{HeaderName, HeaderValue, Method, StatusCode},
};

use super::fixture::{ELSEWHERE, ROOT, Recorded};
use crate::{calls::Entry, matching::Matcher, response::Response};

/// Reads a fixture as expected calls, in the order in which they were recorded. `next_group` numbers them.
///
/// `elsewhere` is the URL that replaces those of other hosts.
pub(crate) fn entries(
    path: &Path,
    root: &str,
    elsewhere: &str,
    location: &'static Location<'static>,
    mut next_group: impl FnMut() -> usize,
) -> io::Result<Vec<Entry>> {
    let text = std::fs::read_to_string(path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read = |(index, line): (usize, &str)| {
        let place = format!("{}:{}", path.display(), index + 1);
        let line = line.replace(ROOT, root).replace(ELSEWHERE, elsewhere);
        let (matcher, response) =
            read(&line).map_err(|problem| io::Error::new(io::ErrorKind::InvalidData, format!("{place}: {problem}")))?;
        Ok(Entry {
            matcher,
            replies: vec![response.into()],
            min: 1,
            max: 1,
            received: Vec::new(),
            operation: Some(format!("recorded at {place}")),
            location,
            group: next_group(),
            is_link: false,
        })
    };
    lines.map(read).collect()
}

fn read(line: &str) -> Result<(Matcher, Response), Box<dyn std::error::Error + Send + Sync>> {
    let Recorded { method, url, request, status, response } = Recorded::read(line)?;
    let mut expected = graph_runtime::http::Request::new(request.body.to_bytes()?);
    *expected.method_mut() = Method::from_bytes(method.as_bytes())?;
    *expected.uri_mut() = url.parse()?;
    for (name, value) in &request.headers {
        expected.headers_mut().insert(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
    }
    let body: Bytes = response.body.to_bytes()?;
    let mut answer = Response { status: StatusCode::from_u16(status)?, body, ..Response::no_content() };
    for (name, value) in &response.headers {
        answer.headers.insert(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
    }
    Ok((Matcher::of(&expected), answer))
}
