//! Downloads a service's metadata document.

mod address;
mod download;
mod headers;
mod partial;
mod progress;
mod secrets;

use std::{fmt::Write as _, time::Duration};

use sha2::{Digest, Sha256};

use self::{
    address::Address, download::download, headers::Headers, partial::replace, progress::Progress, secrets::Secrets,
};
use super::{arguments::Fetch, counts::Counts, failure::Failure, output::Output};
use crate::{
    Builder, Error,
    builder::decode,
    csdl,
    diagnostic::{Code, Diagnostic, Diagnostics, Sources},
};

/// Downloads a document, and replaces the target if it is valid CSDL.
pub(super) fn run(settings: &Builder, arguments: &Fetch, output: &mut Output<'_>) -> Result<(), Failure> {
    let address = Address::of(arguments)?;
    let limit = settings.size_limit() as u64;
    let timeout = Duration::from_secs(arguments.timeout);
    let headers = Headers::of(arguments)?;
    // Services repeat what they received, in errors and in pages that are not metadata.
    let secrets = Secrets::of(&headers, &address);
    let bytes = download(&address, &headers, limit, timeout, Progress::new(output))
        .map_err(|failure| failure.map_texts(|text| secrets.remove(text)))?;
    let (length, sha256) = (bytes.len(), hex_sha256(&bytes));
    let counts = read(&address, bytes.clone(), &secrets)?;
    replace(&arguments.out, &bytes).map_err(|problem| Failure::writing(&arguments.out, &problem))?;
    output.print(&format!("{}: {length} bytes, sha256 {sha256}\n{counts}\n", arguments.out.display()))
}

/// SHA-256 as lower-case hexadecimal digits.
pub(super) fn hex_sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn read(address: &Address, bytes: Vec<u8>, secrets: &Secrets) -> Result<Counts, Failure> {
    let text = decode(bytes)
        .map_err(|problem| Diagnostic::error(Code::NotCsdl, format!("cannot read `{address}`: {problem}")))?;
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let file = sources.add(address.to_string(), secrets.cover(&text));
    match csdl::read(file, &text, csdl::Limits::default(), &mut diagnostics) {
        Some(document) if !diagnostics.has_errors() => Ok(Counts::of(&document)),
        _ => {
            diagnostics.push(
                Diagnostic::error(
                    Code::NotCsdl,
                    format!("`{address}` did not send a metadata document; nothing was written"),
                )
                .help("check the URL; a proxy may also have responded with a web page"),
            );
            Err(Failure::from(Error::new(diagnostics, sources)).map_texts(|text| secrets.remove(text)))
        }
    }
}
