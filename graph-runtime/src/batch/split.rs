use super::pending_call::PendingCall;
use crate::batch::LARGEST;

/// The calls of each HTTP request, by their places: those that depend on each other go together, and as few requests are made as
/// taking them in order gives. Calls that depend on each other and are too many for one request are refused.
pub(super) fn split(calls: &mut [PendingCall]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for chain in chains(calls) {
        if chain.len() > LARGEST {
            for index in chain {
                calls[index].refuse(format!("more than {LARGEST} calls of the batch depend on each other"));
            }
            continue;
        }
        match groups.last_mut().filter(|group| group.len() + chain.len() <= LARGEST) {
            Some(group) => group.extend(chain),
            None => groups.push(chain),
        }
    }
    for group in &mut groups {
        group.sort_unstable();
    }
    groups
}

/// The calls that can be sent, those together that depend on each other; in the order of the first of each.
fn chains(calls: &[PendingCall]) -> Vec<Vec<usize>> {
    // The first call of the chain that each call is in.
    let mut first: Vec<usize> = (0..calls.len()).collect();
    for (index, call) in calls.iter().enumerate() {
        let joined: Vec<usize> = call.after.iter().map(|earlier| first[*earlier]).chain([index]).collect();
        let least = joined.iter().copied().min().unwrap_or(index);
        for place in &mut first[..=index] {
            if joined.contains(place) {
                *place = least;
            }
        }
    }
    let mut chains: Vec<Vec<usize>> = vec![Vec::new(); calls.len()];
    for index in (0..calls.len()).filter(|index| calls[*index].is_open()) {
        chains[first[index]].push(index);
    }
    chains.retain(|chain| !chain.is_empty());
    chains
}
