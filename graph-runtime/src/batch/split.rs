use super::{dependency_groups::DependencyGroups, pending_call::PendingCall};
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
    let mut joined = DependencyGroups::default();
    calls.iter().for_each(|call| joined.add(&call.after));
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); calls.len()];
    for index in (0..calls.len()).filter(|index| calls[*index].is_open()) {
        groups[joined.first_of(index)].push(index);
    }
    groups.retain(|group| !group.is_empty());
    groups
}
