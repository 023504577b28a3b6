use std::{
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use graph_runtime::{BoxFuture, transport::Timer};

/// A timer that records waits instead of waiting, for servers on sockets, which tokio's paused clock would overtake.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<Mutex<Vec<Duration>>>);

impl Clock {
    pub fn waits(&self) -> Vec<Duration> {
        self.0.lock().unwrap().clone()
    }

    pub fn elapsed_at_least(&self, time: Duration) -> bool {
        self.elapsed() >= time
    }
}

impl Timer for Clock {
    fn elapsed(&self) -> Duration {
        self.0.lock().unwrap().iter().sum()
    }

    fn wait(&self, time: Duration) -> BoxFuture<'_, ()> {
        // Yields first, so that a time limit loses against work that is ready.
        Box::pin(async move {
            tokio::task::yield_now().await;
            self.0.lock().unwrap().push(time);
        })
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1794997600) + self.elapsed() // 2026-11-18T10:26:40Z
    }
}
