use indicatif::{ProgressBar, ProgressStyle};

/// A progress bar, shown only on a terminal.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} users in {elapsed} ({per_sec}){msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(std::time::Duration::from_millis(200));
        Self { bar }
    }

    /// Advances by `users`, and shows the number of users that failed so far.
    pub(crate) fn advance(&self, users: u64, failed: u64) {
        self.bar.inc(users);
        if failed > 0 {
            self.bar.set_message(format!(", {failed} failed"));
        }
    }

    /// Prints a line to standard error above the bar.
    pub(crate) fn print(&self, line: &str) {
        self.bar.suspend(|| eprintln!("{line}"));
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
