use super::{encoding::append_encoded, key_error::KeyError};

/// The path of an item below another one, as Graph addresses files and sites: `/A/B%20c.txt` of `root:/A/B%20c.txt`.
///
/// A leading slash is optional. Each segment is percent-encoded, so that a name adds neither segments nor a colon that
/// ends the path.
///
/// # Errors
///
/// Returns an error if the path is empty or has an empty segment, if a segment is `.` or `..`, or if the path contains
/// a backslash or NUL. HTTP software and servers change such paths, so the request would address another item.
pub(crate) fn encode_item_path(path: &str) -> Result<String, KeyError> {
    let mut encoded = String::with_capacity(path.len() + 16);
    for segment in path.strip_prefix('/').unwrap_or(path).split('/') {
        match segment {
            "" => return Err(KeyError::EmptySegment),
            "." | ".." => return Err(KeyError::RelativeSegment),
            segment if segment.contains(['\\', '\0']) => return Err(KeyError::ItemPathCharacter),
            segment => {
                encoded.push('/');
                append_encoded(segment, &mut encoded);
            }
        }
    }
    Ok(encoded)
}

#[cfg(test)]
mod tests {
    use percent_encoding::percent_decode_str;
    use proptest::prelude::*;

    use super::{KeyError, encode_item_path};

    #[test]
    fn segments_are_encoded_and_slashes_kept() {
        assert_eq!(encode_item_path("A/B c#.txt").unwrap(), "/A/B%20c%23.txt");
        assert_eq!(encode_item_path("/teams/hr").unwrap(), "/teams/hr");
        assert_eq!(encode_item_path("it's: 100%?.txt").unwrap(), "/it%27s%3A%20100%25%3F.txt");
        assert_eq!(encode_item_path("Å/…/.hidden").unwrap(), "/%C3%85/%E2%80%A6/.hidden");
    }

    #[test]
    fn paths_that_address_another_item_are_refused() {
        for path in ["", "/", "//a", "a//b", "a/", "/a/"] {
            assert_eq!(encode_item_path(path), Err(KeyError::EmptySegment), "{path:?}");
        }
        for path in [".", "..", "a/../b", "/./a", "a/.."] {
            assert_eq!(encode_item_path(path), Err(KeyError::RelativeSegment), "{path:?}");
        }
        for path in ["a\\b", "..\\b", "a\0", "\0"] {
            assert_eq!(encode_item_path(path), Err(KeyError::ItemPathCharacter), "{path:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_refused_or_comes_back_with_as_many_segments(path in "(/|[^/]{0,6}|\\.{1,3}|[:%?#&'\\\\]){0,8}") {
            let Ok(encoded) = encode_item_path(&path) else { return Ok(()) };
            let own = path.strip_prefix('/').unwrap_or(&path);
            prop_assert_eq!(percent_decode_str(&encoded[1..]).decode_utf8().unwrap(), own);
            prop_assert_eq!(encoded.matches('/').count(), own.split('/').count());
            prop_assert!(!encoded.contains([':', '?', '#', '\\']) && http::Uri::try_from(encoded.as_str()).is_ok());
        }
    }
}
