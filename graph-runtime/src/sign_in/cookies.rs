use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderValue, header};

use crate::time::parse_http_date;

/// The most cookies of a session.
const MAX_COOKIES: usize = 50;
/// The longest name and value of a cookie in bytes, as browsers limit them.
const MAX_COOKIE_SIZE: usize = 4096;
/// The longest `Cookie` header in bytes.
const MAX_HEADER_SIZE: usize = 16 << 10;

/// The cookies of one service, in the order in which they were set.
///
/// This is the part of RFC 6265 that a client of one origin needs. Cookies of other hosts are ignored, and those of
/// this host are sent to this host only. The service decides when a cookie expires: it sends another
/// one, or deletes it with a date in the past, by the clock of its `Date`.
#[derive(Debug, Default)]
pub(super) struct Cookies {
    cookies: Vec<Cookie>,
}

struct Cookie {
    name: String,
    value: String,
    path: String,
}

impl std::fmt::Debug for Cookie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cookie(…)")
    }
}

impl Cookies {
    /// Keeps the cookies of a response to a request for `path` on `host`.
    pub(super) fn store(&mut self, headers: &HeaderMap, host: &str, path: &str) {
        let now = time_of(headers);
        for value in headers.get_all(header::SET_COOKIE).iter().take(MAX_COOKIES) {
            if let Some((cookie, is_deleted)) = value.to_str().ok().and_then(|text| read(text, host, path, now)) {
                self.cookies.retain(|known| known.name != cookie.name || known.path != cookie.path);
                if !is_deleted {
                    self.cookies.push(cookie);
                }
            }
        }
        let excess = self.cookies.len().saturating_sub(MAX_COOKIES);
        self.cookies.drain(..excess);
    }

    /// Returns the `Cookie` header for a path, after cookies that the request has already.
    pub(super) fn header(&self, own: Option<&HeaderValue>, path: &str) -> Option<HeaderValue> {
        let mut text = own.and_then(|own| own.to_str().ok()).unwrap_or_default().to_owned();
        for cookie in self.cookies.iter().filter(|cookie| matches(path, &cookie.path)) {
            if text.len() + cookie.name.len() + cookie.value.len() + 3 > MAX_HEADER_SIZE {
                break;
            }
            if !text.is_empty() {
                text.push_str("; ");
            }
            text.extend([&cookie.name, "=", &cookie.value]);
        }
        let mut value = HeaderValue::try_from(text).ok().filter(|value| !value.is_empty())?;
        value.set_sensitive(true);
        Some(value)
    }
}

/// Reads a `Set-Cookie` header of a response at this time. Returns the cookie, and whether it is deleted.
fn read(text: &str, host: &str, request_path: &str, now: SystemTime) -> Option<(Cookie, bool)> {
    let mut attributes = text.split(';');
    let (name, value) = attributes.next()?.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    let is_token = |byte: u8| byte.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?={}".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) || name.len() + value.len() > MAX_COOKIE_SIZE {
        return None;
    }
    let mut path = default_path(request_path).to_owned();
    let (mut max_age, mut expires) = (None, None);
    for attribute in attributes {
        let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "domain" if !value.is_empty() && !is_domain_of(value, host) => return None,
            "path" if value.starts_with('/') && value.len() <= MAX_COOKIE_SIZE => path = value.to_owned(),
            "max-age" if is_number(value) => {
                max_age = Some(value.starts_with('-') || value.bytes().all(|digit| digit == b'0'));
            }
            "expires" => expires = parse_http_date(value, now).map(|date| date <= now),
            _ => {}
        }
    }
    // `Max-Age` has precedence: RFC 6265, section 5.3.
    let is_deleted = max_age.or(expires).unwrap_or(false);
    Some((Cookie { name: name.to_owned(), value: value.to_owned(), path }, is_deleted))
}

/// Returns whether a host is in a domain.
fn is_domain_of(domain: &str, host: &str) -> bool {
    let (domain, host) = (domain.trim_start_matches('.').to_ascii_lowercase(), host.to_ascii_lowercase());
    host == domain || host.strip_suffix(&domain).is_some_and(|rest| rest.ends_with('.'))
}

/// Returns whether a text is digits, with or without a minus.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the time of a response by the service's own clock. Without it, this is the year 2000: a cookie is deleted by
/// a date of the last century.
fn time_of(headers: &HeaderMap) -> SystemTime {
    let in_2000 = SystemTime::UNIX_EPOCH + Duration::from_secs(946_684_800);
    let date = headers.get(header::DATE).and_then(|date| date.to_str().ok());
    date.and_then(|date| parse_http_date(date, in_2000)).unwrap_or(in_2000)
}

/// Returns the path of a cookie that states none: RFC 6265, section 5.1.4.
fn default_path(request_path: &str) -> &str {
    match request_path.rfind('/') {
        Some(0) | None => "/",
        Some(last) => &request_path[..last],
    }
}

/// Returns whether a path is that of a cookie or below it: RFC 6265, section 5.1.4.
fn matches(path: &str, cookie_path: &str) -> bool {
    path.strip_prefix(cookie_path)
        .is_some_and(|rest| rest.is_empty() || cookie_path.ends_with('/') || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    use super::Cookies;

    fn store(cookies: &mut Cookies, texts: &[&str]) {
        let mut headers = HeaderMap::new();
        for text in texts {
            headers.append(header::SET_COOKIE, HeaderValue::try_from(*text).unwrap());
        }
        cookies.store(&headers, "erp.example.com", "/sap/odata/");
    }

    fn sent(cookies: &Cookies, path: &str) -> String {
        cookies.header(None, path).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    #[test]
    fn cookies_are_sent_below_their_path() {
        let mut cookies = Cookies::default();
        store(
            &mut cookies,
            &[
                "a=1; path=/; secure; HttpOnly",
                "b=2",
                "c=\"3=4\"; Path=/sap/odata/x",
                "d=5; domain=.example.com; path=/sap",
            ],
        );
        for (path, expected) in [
            ("/sap/odata/Orders", "a=1; b=2; d=5"),
            ("/sap/odata/x", "a=1; b=2; c=\"3=4\"; d=5"),
            ("/sap/odata/x/y", "a=1; b=2; c=\"3=4\"; d=5"),
            ("/sap/odata/xy", "a=1; b=2; d=5"),
            ("/sapphire", "a=1"),
        ] {
            assert_eq!(sent(&cookies, path), expected, "{path}");
        }
        store(&mut cookies, &["a=9; path=/", "b=; Max-Age=0", "d=x; path=/sap; expires=Thu, 01-Jan-1970 00:00:00 GMT"]);
        assert_eq!(sent(&cookies, "/sap/odata/Orders"), "a=9");
        let own = HeaderValue::from_static("own=0");
        assert_eq!(cookies.header(Some(&own), "/").unwrap(), "own=0; a=9");
    }

    #[test]
    fn the_age_of_a_cookie_has_precedence_over_its_date() {
        let (past, before) = ("Wed, 01 Jan 2020 00:00:00 GMT", "Fri, 01-Jan-99 00:00:00 GMT");
        for (date, attributes, is_kept) in [
            (None, "Max-Age=3600; Expires=Thu, 01 Jan 1970 00:00:00 GMT", true),
            (None, "Expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=3600", true),
            (None, "Expires=Fri, 01 Jan 2100 00:00:00 GMT; max-age=-1", false),
            (None, "Max-Age=00", false),
            (None, "Max-Age=99999999999999999999", true),
            (None, "Max-Age=soon", true),
            (None, &format!("Expires={past}"), true),
            (Some("Sun, 29 Nov 2026 00:00:00 GMT"), &format!("Expires={past}"), false),
            (Some("Sun, 29 Nov 2026 00:00:00 GMT"), "Expires=Wed, 01 Dec 2027 00:00:00 GMT", true),
            (None, &format!("Expires={before}"), false),
            (None, "Expires=tomorrow", true),
        ] {
            let mut headers = HeaderMap::new();
            headers.append(header::SET_COOKIE, HeaderValue::try_from(format!("a=1; {attributes}; path=/")).unwrap());
            if let Some(date) = date {
                headers.insert(header::DATE, HeaderValue::from_static(date));
            }
            let mut cookies = Cookies::default();
            cookies.store(&headers, "erp.example.com", "/sap/odata/");
            assert_eq!(!sent(&cookies, "/").is_empty(), is_kept, "{attributes}");
        }
    }

    #[test]
    fn other_cookies_are_ignored() {
        let mut cookies = Cookies::default();
        store(
            &mut cookies,
            &[
                "a=1; domain=other.example",
                "b=2; domain=ample.com",
                "=3",
                "no",
                "x y=4",
                "é=5",
                "f=6; domain=erp.example.com.evil.example",
            ],
        );
        assert_eq!(sent(&cookies, "/sap/odata/x"), "");
        let long = format!("a={}", "x".repeat(5000));
        store(&mut cookies, &[&long]);
        assert_eq!(sent(&cookies, "/sap/odata/x"), "");
    }

    #[test]
    fn cookies_are_bounded_in_number_and_size() {
        let mut cookies = Cookies::default();
        for number in 0..200 {
            store(&mut cookies, &[&format!("c{number}=1")]);
        }
        assert_eq!(cookies.cookies.len(), 50);
        assert!(sent(&cookies, "/sap/odata/x").starts_with("c150=1"));
        for number in 0..50 {
            store(&mut cookies, &[&format!("c{number}={}", "x".repeat(4000))]);
        }
        assert!(sent(&cookies, "/sap/odata/x").len() <= super::MAX_HEADER_SIZE);
        assert!(!format!("{cookies:?}").contains("xxx"));
    }
}
