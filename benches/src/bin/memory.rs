//! Measures the peak memory while a page is read, relative to its text, with generated code and with serde derives.
//!
//! The items are included, the text is not. Heap memory is what was requested from the allocator. Resident memory is
//! what the system provided: a vector's unused capacity is heap memory, but not resident.

use std::{alloc::System, error::Error, fs, process::ExitCode};

use bytes::Bytes;
use graph_benches::{
    readers::{Page, derive, graph},
    row, users,
};
use graph_runtime::{Operation, http};
use peakmem_alloc::{INSTRUMENTED_SYSTEM, PeakMemAlloc, PeakMemAllocTrait};
use serde_json::{Value, from_slice, json};

#[global_allocator]
static ALLOCATOR: &PeakMemAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> ExitCode {
    graph_benches::exit_code(run())
}

fn run() -> Result<(), Box<dyn Error>> {
    // First, since later work would reuse freed memory, which stays resident.
    let empty = format!(r#"{{"value":[{}]}}"#, vec!["{}"; 200_000].join(","));
    measure("a page of 200,000 empty users", empty.into(), Some(40.0))?;

    let resolved = graph_codegen::Builder::new().resolve()?;
    let user =
        resolved.model.find_type("microsoft.graph.user").ok_or("the metadata has no type `microsoft.graph.user`")?;
    let full = users::page(&resolved.model, user, 999);
    drop(resolved);
    let sparse = with_properties(&full, &["id", "displayName"])?;
    measure("a page of 999 full users", full.into(), None)?;
    measure("a page of 999 users with id and name", sparse.into(), None)
}

/// Returns the page with only some of the properties of each user.
fn with_properties(page: &[u8], names: &[&str]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut page: Value = from_slice(page)?;
    for user in page["value"].as_array_mut().ok_or("the page has no users")? {
        *user = names.iter().map(|name| ((*name).to_owned(), user[*name].clone())).collect();
    }
    Ok(json!({ "value": page["value"] }).to_string().into_bytes())
}

/// Prints what reading a page costs. Resident memory is for the page with a goal, which is read first.
fn measure(what: &str, page: Bytes, goal: Option<f64>) -> Result<(), Box<dyn Error>> {
    let client = graph_runtime::Client::builder().build()?;
    let operation = graph::GraphService::new(client).users().get();
    let generated = peak(|| operation.read(http::Response::new(page.clone())), |page| page.items().len())?;
    let derived = peak(|| from_slice::<Page<derive::User>>(&page), |page| page.value.len())?;
    if generated.items != derived.items {
        return Err(format!("generated code read {} users, serde derives {}", generated.items, derived.items).into());
    }
    let text = page.len() as f64;
    println!("{what}, {text} bytes: with serde derives {:.1} times the text", derived.heap as f64 / text);
    row(&format!("heap memory of {what} / its text"), goal, generated.heap as f64 / text);
    if let (Some(_), Some(generated), Some(derived)) = (goal, generated.resident, derived.resident) {
        println!("resident with serde derives: {:.1} times the text", derived as f64 / text);
        row(&format!("resident memory of {what} / its text"), goal, generated as f64 / text);
    }
    Ok(())
}

struct Peak {
    items: usize,
    heap: usize,
    /// `None` if the system does not tell.
    resident: Option<u64>,
}

/// Reads once, and returns the number of items and the most memory that was in use at once, in bytes.
fn peak<T, E: Error + 'static>(
    read: impl FnOnce() -> Result<T, E>,
    count: impl FnOnce(&T) -> usize,
) -> Result<Peak, Box<dyn Error>> {
    // Linux starts a new peak.
    let is_reset = fs::write("/proc/self/clear_refs", "5").is_ok();
    let before = status("VmRSS:");
    ALLOCATOR.reset_peak_memory();
    let read = read();
    let heap = ALLOCATOR.get_peak_memory();
    let after = status("VmHWM:").filter(|_| is_reset);
    let resident = before.zip(after).map(|(before, after)| after.saturating_sub(before));
    Ok(Peak { items: count(&read?), heap, resident })
}

/// Returns a field of `/proc/self/status` in bytes.
fn status(field: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}
