use indicatif::{ProgressBar, ProgressStyle};

/// How far the job is, on a terminal; nothing elsewhere.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::new_spinner();
        // The template is a constant; were it wrong, the default would do.
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} users in {elapsed} ({per_sec}){msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(std::time::Duration::from_millis(200));
        Self { bar }
    }

    /// So many more users are settled; so many of all failed.
    pub(crate) fn settled(&self, more: u64, failed: u64) {
        self.bar.inc(more);
        if failed > 0 {
            self.bar.set_message(format!(", {failed} failed"));
        }
    }

    /// Prints a line to standard error without disturbing the bar.
    pub(crate) fn say(&self, line: &str) {
        self.bar.suspend(|| eprintln!("{line}"));
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
