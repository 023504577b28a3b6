use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{job::Completion, journal::Outcome, source::Candidate};

/// The totals of a job.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    pub(crate) found: u64,
    pub(crate) done: u64,
    pub(crate) failed: u64,
    /// Not done, or with an unknown outcome.
    pub(crate) open: u64,
    /// Done or failed in an earlier run.
    pub(crate) earlier: u64,
    /// Users that still have a license error after reprocessing, according to the response.
    pub(crate) still_in_error: u64,
    /// The number of users by license error and product.
    errors: BTreeMap<(String, String), u64>,
    /// The number of failed users by status and error code.
    failures: BTreeMap<String, u64>,
}

impl Summary {
    pub(crate) fn count_found(&mut self, candidate: &Candidate) {
        self.found += 1;
        for error in &candidate.errors {
            *self.errors.entry(error.clone()).or_default() += 1;
        }
    }

    pub(crate) fn count_outcome(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Done => self.done += 1,
            Outcome::Failed { code } => {
                self.failed += 1;
                *self.failures.entry(code.clone()).or_default() += 1;
            }
            Outcome::Open => self.open += 1,
        }
    }

    pub(crate) fn to_json(&self, completion: &Completion) -> Value {
        let errors: Vec<Value> = self
            .errors
            .iter()
            .map(|((error, product), users)| json!({ "error": error, "skuId": product, "users": users }))
            .collect();
        let stopped = match completion {
            Completion::Stopped(reason) => Some(reason),
            _ => None,
        };
        json!({
            "found": self.found, "done": self.done, "failed": self.failed, "open": self.open, "earlier": self.earlier,
            "stillInError": self.still_in_error, "errors": errors, "failures": self.failures, "stopped": stopped,
        })
    }

    pub(crate) fn print(&self) {
        let Self { found, done, failed, open, earlier, still_in_error, .. } = self;
        println!("{found} users: {done} reprocessed, {earlier} handled by earlier runs, {failed} failed, {open} open");
        if *still_in_error > 0 {
            println!("{still_in_error} reprocessed users still have a license error");
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
