use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::{Signal, Throttle, lane::Lane};
use crate::timer::Timer;

/// More workloads or scopes than this are nobody's; those beyond share a lane.
const MOST: usize = 1024;

/// All lanes of a client.
pub(crate) struct Gate {
    settings: Throttle,
    lanes: Mutex<Lanes>,
}

#[derive(Default)]
struct Lanes {
    by_workload: HashMap<Box<str>, (Arc<Lane>, Link)>,
    by_scope: HashMap<Box<str>, Arc<Lane>>,
}

/// Whether it is known which limit a workload falls under.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Unknown,
    Scope,
}

impl Gate {
    pub(crate) fn new(settings: Throttle) -> Self {
        Self { settings, lanes: Mutex::default() }
    }

    /// Waits until a call of a workload may go.
    pub(crate) async fn pass(&self, workload: &str, timer: &dyn Timer) {
        if !self.settings.is_off() {
            let lane = self.lane(workload);
            lane.pass(timer).await;
        }
    }

    /// Takes in what the answer to a call of a workload says.
    pub(crate) fn hear(&self, workload: &str, now: Duration, signal: &Signal<'_>) {
        if self.settings.is_off() {
            return;
        }
        let own = self.lane(workload);
        let shared = signal.scope.and_then(|scope| self.link(workload, &own, scope));
        own.hear(now, signal);
        if let Some(shared) = shared {
            shared.hear(now, signal);
        }
    }

    /// Remembers that a workload falls under a scope. Gives the scope's lane if it is another than the workload's own.
    fn link(&self, workload: &str, own: &Arc<Lane>, scope: &str) -> Option<Arc<Lane>> {
        let mut lanes = self.lanes();
        match lanes.by_scope.get(scope).cloned() {
            None => {
                if lanes.by_scope.len() < MOST {
                    lanes.by_scope.insert(scope.into(), own.clone());
                    if let Some((_, link)) = lanes.by_workload.get_mut(workload) {
                        *link = Link::Scope;
                    }
                }
                None
            }
            Some(shared) if Arc::ptr_eq(&shared, own) => None,
            Some(shared) => {
                // A workload stays where it was linked first: some are limited by several scopes, for reading and for writing.
                if let Some(known) = lanes.by_workload.get_mut(workload)
                    && known.1 == Link::Unknown
                {
                    *known = (shared.clone(), Link::Scope);
                }
                Some(shared)
            }
        }
    }

    fn lane(&self, workload: &str) -> Arc<Lane> {
        let mut lanes = self.lanes();
        if let Some((lane, _)) = lanes.by_workload.get(workload) {
            return lane.clone();
        }
        let name = if lanes.by_workload.len() < MOST { workload } else { "" };
        let made = || (Arc::new(Lane::new(self.settings)), Link::Unknown);
        lanes.by_workload.entry(name.into()).or_insert_with(made).0.clone()
    }

    fn lanes(&self) -> MutexGuard<'_, Lanes> {
        // The maps are whole between any two statements, so a panic elsewhere does not matter.
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").field("settings", &self.settings).finish_non_exhaustive()
    }
}
