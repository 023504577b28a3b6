/// Detects cycles in a sequence of links while it keeps only one of them (Brent's algorithm).
///
/// Fragments (`#…`) are ignored, because they are not sent. The kept link is replaced after 1, 2, 4, … more links. A
/// cycle is closed when a link equals the kept one.
#[derive(Debug, Default)]
pub(super) struct CycleDetector {
    kept: Option<String>,
    /// The number of links since then.
    steps: u64,
    /// The number of links after which another one is kept.
    until: u64,
}

impl CycleDetector {
    /// Returns whether this link closes a cycle.
    ///
    /// A cycle of `n` links after `m` others is detected within `3 (n + m)` links.
    pub(super) fn closes_cycle(&mut self, link: &str) -> bool {
        let link = without_fragment(link);
        if self.kept.as_deref() == Some(link) {
            return true;
        }
        self.steps += 1;
        if self.steps >= self.until {
            self.kept = Some(link.to_owned());
            self.until = (self.until * 2).max(1);
            self.steps = 0;
        }
        false
    }
}

/// Returns a link as it is sent.
pub(super) fn without_fragment(link: &str) -> &str {
    link.split_once('#').map_or(link, |(sent, _)| sent)
}

#[cfg(test)]
mod tests {
    use super::CycleDetector;

    #[test]
    fn cycles_are_detected_and_other_links_are_not() {
        for (lead_in, length) in [(0, 1), (5, 1), (0, 2), (3, 7), (100, 50)] {
            let mut cycle = CycleDetector::default();
            let closed = (0_usize..).find(|step| {
                let place = if *step < lead_in { *step } else { lead_in + (step - lead_in) % length };
                cycle.closes_cycle(&place.to_string())
            });
            let closed = closed.unwrap();
            assert!(closed >= lead_in + length, "{lead_in} {length}: {closed}");
            assert!(closed <= 3 * (lead_in + length), "{lead_in} {length}: {closed}");
            if length == 1 && lead_in == 0 {
                assert_eq!(closed, 1);
            }
        }
        let mut cycle = CycleDetector::default();
        assert!(!cycle.closes_cycle("users?$skiptoken=1#1") && cycle.closes_cycle("users?$skiptoken=1#2"));
        let mut cycle = CycleDetector::default();
        assert!((0..10_000).all(|number| !cycle.closes_cycle(&number.to_string())));
    }
}
