use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{job::Ending, journal::Outcome, source::Candidate};

/// What the job came to.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    pub(crate) found: u64,
    pub(crate) done: u64,
    pub(crate) failed: u64,
    /// Sent, without knowing what became of it.
    pub(crate) open: u64,
    /// Settled by an earlier run.
    pub(crate) earlier: u64,
    /// Users that still have an error after being reprocessed, as far as the answer says.
    pub(crate) still: u64,
    /// Users by license error and product.
    errors: BTreeMap<(String, String), u64>,
    /// Failures by what the service said.
    failures: BTreeMap<String, u64>,
}

impl Summary {
    pub(crate) fn found(&mut self, candidate: &Candidate) {
        self.found += 1;
        for error in &candidate.errors {
            *self.errors.entry(error.clone()).or_default() += 1;
        }
    }

    pub(crate) fn settled(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Done => self.done += 1,
            Outcome::Failed { code } => {
                self.failed += 1;
                *self.failures.entry(code.clone()).or_default() += 1;
            }
            Outcome::Open => self.open += 1,
        }
    }

    pub(crate) fn json(&self, ending: &Ending) -> Value {
        let errors: Vec<Value> = self
            .errors
            .iter()
            .map(|((error, product), users)| json!({ "error": error, "skuId": product, "users": users }))
            .collect();
        let stopped = match ending {
            Ending::Stopped(why) => Some(why),
            _ => None,
        };
        json!({
            "found": self.found, "done": self.done, "failed": self.failed, "open": self.open, "earlier": self.earlier,
            "stillInError": self.still, "errors": errors, "failures": self.failures, "stopped": stopped,
        })
    }

    pub(crate) fn print(&self) {
        let Self { found, done, failed, open, earlier, still, .. } = self;
        println!("{found} users: {done} reprocessed, {earlier} settled by earlier runs, {failed} failed, {open} open");
        if *still > 0 {
            println!("{still} of those reprocessed still have a license error");
        }
        if !self.errors.is_empty() {
            println!("\n{:>8}  {:<32} product", "users", "license error");
        }
        for ((error, product), users) in &self.errors {
            println!("{users:>8}  {error:<32} {product}");
        }
        if !self.failures.is_empty() {
            println!("\n{:>8}  failure", "users");
        }
        for (code, users) in &self.failures {
            println!("{users:>8}  {code}");
        }
    }
}
