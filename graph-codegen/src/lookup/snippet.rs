//! The Rust code that sends a request.

use crate::{
    chain::{Chain, Chains},
    diagnostic::Diagnostic,
    plan::Package,
    selection::Method,
};

/// A function that sends a request with generated code, and the selector that generates it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Snippet {
    /// The selector.
    pub(crate) selector: String,
    /// The text of an asynchronous function.
    pub(crate) code: String,
}

impl Snippet {
    /// Writes the function for a request of a plan.
    pub(crate) fn new(
        chains: &Chains<'_>,
        package: &Package,
        method: Method,
        path: &str,
        selector: String,
    ) -> Result<Self, Diagnostic> {
        let chain = chains.find(method, path)?;
        let service = package.service.as_ref().map_or("Service", |service| service.name.written());
        Ok(Self { selector, code: function(&chain, service) })
    }
}

fn function(chain: &Chain, service: &str) -> String {
    let mut text = format!("async fn {}(\n    service: &graph::{service},\n", chain.name);
    for argument in &chain.arguments {
        text.push_str(&format!("    {}: {},\n", argument.name, argument.rust_type));
    }
    text.push_str(&format!(") -> Result<{}, graph_runtime::Error> {{\n    ", chain.returns));
    let end = if chain.is_long_running { ".begin().await?.result().await" } else { ".send().await" };
    if chain.expression.len() + end.len() + 4 > MAX_LINE {
        let mut start = 0;
        for at in chain.calls.iter().copied() {
            text.push_str(&chain.expression[start..at]);
            text.push_str("\n        ");
            start = at;
        }
        text.push_str(&chain.expression[start..]);
        text.push_str("\n        ");
    } else {
        text.push_str(&chain.expression);
    }
    text.push_str(end);
    text.push_str("\n}\n");
    text
}

/// The width of code.
const MAX_LINE: usize = 100;
