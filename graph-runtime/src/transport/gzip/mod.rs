//! Responses in gzip (RFC 1952).

mod decoder;
mod member_header;
#[cfg(test)]
mod tests;

pub(super) use self::decoder::GzipDecoder;
