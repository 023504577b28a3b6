use super::pending_call::PendingCall;
use crate::batch::MAX_CALLS;

/// Splits calls into HTTP requests and returns the indexes of the calls in each.
///
/// Calls that depend on each other are in the same request. Requests are filled in order. Calls that depend on each
/// other and are too many for one request fail.
pub(super) fn split(calls: &mut [PendingCall]) -> Vec<Vec<usize>> {
    let mut requests: Vec<Vec<usize>> = Vec::new();
    for group in dependency_groups(calls) {
        if group.len() > MAX_CALLS {
            for index in group {
                calls[index].refuse(format!("more than {MAX_CALLS} calls of the batch depend on each other"));
            }
            continue;
        }
        match requests.last_mut().filter(|request| request.len() + group.len() <= MAX_CALLS) {
            Some(request) => request.extend(group),
            None => requests.push(group),
        }
    }
    for request in &mut requests {
        request.sort_unstable();
    }
    requests
}

/// Groups the calls that can be sent by their dependencies, in the order of the first call of each group.
fn dependency_groups(calls: &[PendingCall]) -> Vec<Vec<usize>> {
    // For each call, the first call of its group.
    let mut first: Vec<usize> = (0..calls.len()).collect();
    for (index, call) in calls.iter().enumerate() {
        let joined: Vec<usize> = call.after.iter().map(|earlier| first[*earlier]).chain([index]).collect();
        let least = joined.iter().copied().min().unwrap_or(index);
        for root in &mut first[..=index] {
            if joined.contains(root) {
                *root = least;
            }
        }
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); calls.len()];
    for index in (0..calls.len()).filter(|index| calls[*index].is_open()) {
        groups[first[index]].push(index);
    }
    groups.retain(|group| !group.is_empty());
    groups
}
