use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::{
    super::{failure::Failure, output::Output},
    Address,
};

/// Shows the progress of a download: a bar on a terminal, lines of text otherwise.
pub(super) struct Progress<'a, 'o> {
    output: &'a mut Output<'o>,
    bar: Option<ProgressBar>,
    length: Option<u64>,
    started: Instant,
    last_line: Instant,
}

/// The minimum time between lines of text.
const INTERVAL: Duration = Duration::from_secs(5);

impl<'a, 'o> Progress<'a, 'o> {
    pub(super) fn new(output: &'a mut Output<'o>) -> Self {
        let now = Instant::now();
        Self { output, bar: None, length: None, started: now, last_line: now }
    }

    pub(super) fn request(&mut self, address: &Address) -> Result<(), Failure> {
        self.output.print_error(&format!("GET {address}"))
    }

    pub(super) fn begin(&mut self, length: Option<u64>) {
        self.length = length;
        if self.output.is_terminal {
            let (bar, template) = match length {
                Some(length) => (ProgressBar::new(length), "{bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta}"),
                None => (ProgressBar::new_spinner(), "{spinner} {bytes} {bytes_per_sec}"),
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            self.bar = Some(bar);
        }
    }

    pub(super) fn received(&mut self, bytes: u64) -> Result<(), Failure> {
        if let Some(bar) = &self.bar {
            bar.set_position(bytes);
        } else if self.last_line.elapsed() >= INTERVAL {
            self.last_line = Instant::now();
            let of = self.length.map(|length| format!(" of {}", megabytes(length))).unwrap_or_default();
            self.output.print_error(&format!("{}{of}", megabytes(bytes)))?;
        }
        Ok(())
    }

    pub(super) fn finish(&mut self, bytes: u64) -> Result<(), Failure> {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        let seconds = self.started.elapsed().as_secs_f64();
        self.output.print_error(&format!("{} in {seconds:.1} s", megabytes(bytes)))
    }
}

impl Drop for Progress<'_, '_> {
    /// Clears the bar of a failed download.
    fn drop(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.2} MB", bytes as f64 / 1e6)
}
