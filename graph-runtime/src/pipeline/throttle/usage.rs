use std::time::Duration;

/// The length of the window, in seconds. Graph counts most of its limits over ten seconds.
const SECONDS: usize = 10;

/// What the service accepted recently, in resource units per second.
#[derive(Clone, Debug, Default)]
pub(crate) struct Usage {
    units: [f64; SECONDS],
    /// The current second.
    current: u64,
    /// When the first unit in the window was used.
    since: Option<Duration>,
}

impl Usage {
    pub(crate) fn add(&mut self, now: Duration, units: f64) {
        self.forget(now);
        self.since.get_or_insert(now);
        self.units[index_of(self.current)] += units;
    }

    /// Returns the units in the window, and the time over which they were used.
    pub(crate) fn recent(&mut self, now: Duration) -> (f64, Duration) {
        self.forget(now);
        let span = self.since.map_or(Duration::ZERO, |since| now.saturating_sub(since));
        (self.units.iter().sum(), span.min(Duration::from_secs(SECONDS as u64)))
    }

    /// Clears the seconds that have left the window.
    fn forget(&mut self, now: Duration) {
        let second = now.as_secs();
        let passed = second.saturating_sub(self.current);
        if passed >= SECONDS as u64 {
            self.units = [0.0; SECONDS];
            self.since = None;
        } else {
            for gone in 1..=passed {
                self.units[index_of(self.current + gone)] = 0.0;
            }
        }
        self.current = self.current.max(second);
    }
}

const fn index_of(second: u64) -> usize {
    (second % SECONDS as u64) as usize
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Usage;

    #[test]
    fn usage_covers_ten_seconds() {
        let at = Duration::from_millis;
        let mut usage = Usage::default();
        usage.add(at(500), 3.0);
        usage.add(at(900), 2.0);
        assert_eq!(usage.recent(at(900)), (5.0, at(400)));
        usage.add(at(4500), 1.0);
        assert_eq!(usage.recent(at(4500)), (6.0, at(4000)));
        assert_eq!(usage.recent(at(10_500)), (1.0, at(10_000)), "the first second has left the window");
        assert_eq!(usage.recent(at(60_000)), (0.0, at(0)));
    }
}
