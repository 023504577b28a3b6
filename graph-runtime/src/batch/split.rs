use super::{dependency_groups::DependencyGroups, pending_call::PendingCall};

/// Splits calls into HTTP requests of at most `max` calls, and returns the indexes of the calls in each.
///
/// Calls that depend on each other, and those of a change set, are in the same request. Requests are filled in order.
/// Calls that belong together and are too many for one request fail.
pub(super) fn split(calls: &mut [PendingCall], max: usize) -> Vec<Vec<usize>> {
    let mut requests: Vec<Vec<usize>> = Vec::new();
    for group in dependency_groups(calls) {
        if group.len() > max {
            for index in group {
                calls[index]
                    .refuse(format!("more than {max} calls of the batch depend on each other, or are one change set"));
            }
            continue;
        }
        match requests.last_mut().filter(|request| request.len() + group.len() <= max) {
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
    let mut first_of_set: Option<(usize, usize)> = None;
    for (index, call) in calls.iter().enumerate() {
        match (call.change_set, first_of_set) {
            (Some(set), Some((known, first))) if set == known => {
                joined.add(&call.after.iter().copied().chain([first]).collect::<Vec<_>>());
                continue;
            }
            (Some(set), _) => first_of_set = Some((set, index)),
            (None, _) => {}
        }
        joined.add(&call.after);
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); calls.len()];
    for index in (0..calls.len()).filter(|index| calls[*index].is_open()) {
        groups[joined.first_of(index)].push(index);
    }
    groups.retain(|group| !group.is_empty());
    groups
}
