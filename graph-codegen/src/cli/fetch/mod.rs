//! Downloads a service's metadata document.

mod address;
mod download;
mod partial;
mod progress;

use std::{fmt::Write as _, fs, time::Duration};

use sha2::{Digest, Sha256};

use self::{address::Address, download::download, partial::Partial, progress::Progress};
use super::{arguments::Fetch, counts::Counts, failure::Failure, output::Output};
use crate::{
    Builder, Error,
    builder::decode,
    csdl,
    diagnostic::{Code, Diagnostic, Diagnostics, Sources},
};

/// Downloads to a temporary file beside the target, and replaces the target if the document is valid CSDL.
pub(super) fn run(settings: &Builder, arguments: &Fetch, output: &mut Output<'_>) -> Result<(), Failure> {
    let address = Address::of(arguments)?;
    let limit = settings.size_limit() as u64;
    let timeout = Duration::from_secs(arguments.timeout);
    let mut partial = Partial::beside(&arguments.out).map_err(|problem| Failure::writing(&arguments.out, &problem))?;
    let progress = Progress::new(output);
    let sha256 = download(&address, limit, timeout, partial.file(), progress)?;
    let bytes = fs::read(partial.path()).map_err(|problem| Failure::io("cannot read the download", &problem))?;
    let length = bytes.len();
    let counts = read(&address, bytes)?;
    partial.keep(&arguments.out).map_err(|problem| Failure::writing(&arguments.out, &problem))?;
    output.print(&format!("{}: {length} bytes, sha256 {sha256}\n{counts}\n", arguments.out.display()))
}

/// SHA-256 as lower-case hexadecimal digits.
pub(super) fn hex_sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(digest: &[u8]) -> String {
    digest.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn read(address: &Address, bytes: Vec<u8>) -> Result<Counts, Failure> {
    let text = decode(bytes)
        .map_err(|problem| Diagnostic::error(Code::NotCsdl, format!("cannot read `{address}`: {problem}")))?;
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let file = sources.add(address.to_string(), text.as_str());
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
            Err(Failure::from(Error::new(diagnostics, sources)))
        }
    }
}
