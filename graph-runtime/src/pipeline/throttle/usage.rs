use std::time::Duration;

/// How many seconds are looked back at. Graph counts most of its limits over ten seconds.
const SECONDS: usize = 10;

/// What the service took lately, in resource units by second.
#[derive(Clone, Debug, Default)]
pub(crate) struct Usage {
    units: [f64; SECONDS],
    /// The second that is being filled.
    current: u64,
    /// When the first of what is counted was taken.
    since: Option<Duration>,
}

impl Usage {
    pub(crate) fn add(&mut self, now: Duration, units: f64) {
        self.forget(now);
        self.since.get_or_insert(now);
        self.units[index_of(self.current)] += units;
    }

    /// Units, and the time in which they were taken.
    pub(crate) fn recent(&mut self, now: Duration) -> (f64, Duration) {
        self.forget(now);
        let span = self.since.map_or(Duration::ZERO, |since| now.saturating_sub(since));
        (self.units.iter().sum(), span.min(Duration::from_secs(SECONDS as u64)))
    }

    /// Clears the seconds that went by since the last time.
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
    fn ten_seconds_are_remembered() {
        let at = Duration::from_millis;
        let mut usage = Usage::default();
        usage.add(at(500), 3.0);
        usage.add(at(900), 2.0);
        assert_eq!(usage.recent(at(900)), (5.0, at(400)));
        usage.add(at(4500), 1.0);
        assert_eq!(usage.recent(at(4500)), (6.0, at(4000)));
        assert_eq!(usage.recent(at(10_500)), (1.0, at(10_000)), "the first second is over");
        assert_eq!(usage.recent(at(60_000)), (0.0, at(0)));
    }
}
