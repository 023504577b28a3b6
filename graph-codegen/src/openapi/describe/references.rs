use std::borrow::Cow;

/// The target of a `$ref`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pointer<'r> {
    /// `schemas`, `responses`, `parameters`, `requestBodies`.
    pub(super) section: &'r str,
    pub(super) name: Cow<'r, str>,
    /// The file; empty for the document that contains the `$ref`.
    pub(super) file: &'r str,
}

/// Parses `#/components/schemas/NAME`, optionally preceded by the name of another document.
pub(super) fn pointer(reference: &str) -> Option<Pointer<'_>> {
    let (file, fragment) = reference.split_once('#')?;
    let (section, name) = fragment.strip_prefix("/components/")?.split_once('/')?;
    if name.is_empty() || name.contains('/') {
        return None;
    }
    Some(Pointer { section, name: unescaped(name)?, file })
}

/// Decodes percent-encoding, then the escapes of JSON Pointer.
fn unescaped(name: &str) -> Option<Cow<'_, str>> {
    let mut name = Cow::Borrowed(name);
    if name.contains('%') {
        let mut bytes = Vec::with_capacity(name.len());
        let mut rest = name.bytes();
        while let Some(byte) = rest.next() {
            let mut digit = || char::from(rest.next()?).to_digit(16).map(|digit| digit as u8);
            bytes.push(if byte == b'%' { digit()? * 16 + digit()? } else { byte });
        }
        name = Cow::Owned(String::from_utf8(bytes).ok()?);
    }
    if name.contains('~') {
        name = Cow::Owned(name.replace("~1", "/").replace("~0", "~"));
    }
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::pointer;

    #[test]
    fn pointers_are_parsed() {
        let user = pointer("#/components/schemas/microsoft.graph.user").unwrap();
        assert_eq!((user.section, &*user.name, user.file), ("schemas", "microsoft.graph.user", ""));
        let error = pointer("common.yml#/components/responses/an~1error%20").unwrap();
        assert_eq!((error.section, &*error.name, error.file), ("responses", "an/error ", "common.yml"));
        for other in [
            "",
            "#",
            "user",
            "#/definitions/user",
            "#/components/schemas/",
            "#/components/schemas/a/b",
            "#/components/schemas/%f",
        ] {
            assert_eq!(pointer(other), None, "{other}");
        }
    }
}
