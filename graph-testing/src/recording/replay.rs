use std::{error::Error, io, panic::Location, path::Path};

use graph_runtime::http::{HeaderName, HeaderValue, StatusCode};

use super::{
    expected::Known,
    fixture::{Message, Recorded},
    placeholder::expand,
};
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
    let mut known = Known::new(elsewhere);
    let read = |(index, line): (usize, &str)| {
        let place = format!("{}:{}", path.display(), index + 1);
        let (matcher, response) = read_line(&expand(line, root, elsewhere), &mut known)
            .map_err(|problem| io::Error::new(io::ErrorKind::InvalidData, format!("{place}: {problem}")))?;
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

/// Reads a line, whose placeholders are replaced.
pub(super) fn read_line(line: &str, known: &mut Known) -> Result<(Matcher, Response), Box<dyn Error + Send + Sync>> {
    let recorded = Recorded::read(line)?;
    let matcher = known.matcher(&recorded)?;
    known.add(&recorded.response);
    Ok((matcher, response(recorded.status, &recorded.response)?))
}

fn response(status: u16, message: &Message) -> Result<Response, Box<dyn Error + Send + Sync>> {
    let body = message.body.to_bytes()?;
    let mut response = Response { status: StatusCode::from_u16(status)?, body, ..Response::no_content() };
    for (name, value) in &message.headers {
        response.headers.insert(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
    }
    Ok(response)
}
