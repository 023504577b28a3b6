use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, StatusCode};

use crate::time::retry_after;

/// How long other calls wait after a 429 without `Retry-After`.
const DEFAULT_WAIT: Duration = Duration::from_secs(1);

/// The beginning of the names below.
const PREFIX: &str = "x-ms-";
const LIMIT_PERCENTAGE: HeaderName = HeaderName::from_static("x-ms-throttle-limit-percentage");
const RESOURCE_UNIT: HeaderName = HeaderName::from_static("x-ms-resource-unit");
const SCOPE: HeaderName = HeaderName::from_static("x-ms-throttle-scope");

/// What a response says about throttling.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Signal<'a> {
    /// The service rejected the call, and nothing should be sent for this time.
    pub(crate) wait: Option<Duration>,
    /// The share of the limit in use, from 0.8 to 1.8 (`x-ms-throttle-limit-percentage`).
    pub(crate) used: Option<f64>,
    /// The cost of the call, in resource units (`x-ms-resource-unit`).
    pub(crate) cost: Option<f64>,
    /// The limit that applies: `Tenant_Application/ReadWrite/…` (`x-ms-throttle-scope`).
    pub(crate) scope: Option<&'a str>,
}

impl<'a> Signal<'a> {
    pub(crate) fn read(status: StatusCode, headers: &'a HeaderMap, now: impl FnOnce() -> SystemTime) -> Self {
        let wait = match status {
            StatusCode::TOO_MANY_REQUESTS => Some(retry_after(headers, now()).unwrap_or(DEFAULT_WAIT)),
            StatusCode::SERVICE_UNAVAILABLE => retry_after(headers, now()),
            _ => None,
        };
        let mut signal = Self { wait, ..Self::default() };
        // Looking up three names, which most responses lack, takes longer than comparing all names with a prefix.
        if !headers.keys().any(|name| name.as_str().starts_with(PREFIX)) {
            return signal;
        }
        let text = |name: &HeaderName| Some(headers.get(name)?.to_str().ok()?.trim());
        let number =
            |name: &HeaderName| text(name)?.parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0);
        // Capped, because an absurd value would stop everything.
        signal.used = number(&LIMIT_PERCENTAGE).map(|part| part.min(4.0));
        signal.cost = number(&RESOURCE_UNIT).map(|units| units.min(1000.0));
        signal.scope = text(&SCOPE).filter(|scope| !scope.is_empty() && scope.len() <= 512);
        signal
    }

    /// Returns whether the response says nothing about throttling.
    pub(crate) const fn is_silent(&self) -> bool {
        self.wait.is_none() && self.used.is_none() && self.cost.is_none() && self.scope.is_none()
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

    use super::Signal;

    fn headers(list: &[(&'static str, &'static str)]) -> HeaderMap {
        list.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn responses_are_read() {
        let now = || SystemTime::UNIX_EPOCH;
        let all = headers(&[
            ("retry-after", "2.5"),
            ("x-ms-throttle-limit-percentage", "0.9"),
            ("x-ms-resource-unit", "5"),
            ("x-ms-throttle-scope", "Tenant_Application/ReadWrite/a/b"),
        ]);
        let signal = Signal::read(StatusCode::TOO_MANY_REQUESTS, &all, now);
        assert_eq!((signal.wait, signal.used, signal.cost), (Some(Duration::from_millis(2500)), Some(0.9), Some(5.0)));
        assert_eq!(signal.scope, Some("Tenant_Application/ReadWrite/a/b"));
        assert_eq!(Signal::read(StatusCode::OK, &all, now).wait, None);
        let none = HeaderMap::new();
        assert_eq!(Signal::read(StatusCode::TOO_MANY_REQUESTS, &none, now).wait, Some(Duration::from_secs(1)));
        assert_eq!(Signal::read(StatusCode::SERVICE_UNAVAILABLE, &none, now), Signal::default());
        let odd = headers(&[("x-ms-throttle-limit-percentage", "NaN"), ("x-ms-resource-unit", "-1")]);
        assert_eq!(Signal::read(StatusCode::OK, &odd, now), Signal::default());
    }
}
