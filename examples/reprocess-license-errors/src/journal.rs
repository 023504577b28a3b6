//! The journal of a job: a file of JSON lines that records which users were sent and what became of them.
//!
//! A line is written and synced before a batch is sent, and another one after its response. After a crash, each user
//! is done, failed, or in flight. Users in flight are sent again, since their outcome is unknown. An incomplete last
//! line is removed.

use std::{
    collections::HashMap,
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, Read, Seek, SeekFrom, Write},
    path::Path,
};

use serde_json::{Value, json};

use crate::BoxError;

/// The journal of a job.
#[derive(Debug)]
pub(crate) struct Journal {
    file: File,
    /// The states that earlier runs recorded, by user id.
    states: HashMap<Box<str>, UserState>,
}

/// The state of a user after earlier runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UserState {
    /// Sent, with an unknown outcome.
    InFlight,
    Done,
    Failed,
}

/// The outcome of a call for a user.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    Done,
    /// Failed permanently: another attempt would fail in the same way.
    Failed {
        code: String,
    },
    /// Not done, or unknown; the next run tries again.
    Open,
}

impl Journal {
    /// Opens the journal of a job, or creates it.
    ///
    /// Fails if the journal belongs to another service or source, or if another run has the journal open.
    pub(crate) fn open(path: &Path, service: &str, source: &str) -> Result<Self, BoxError> {
        let with_path = |error: std::io::Error| format!("{}: {error}", path.display());
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map_err(with_path)?;
        file.try_lock().map_err(|_| format!("{}: another run has the journal open", path.display()))?;
        let header = json!({ "journal": "reprocess-license-errors 1", "service": service, "source": source });
        let (states, end) = read(&mut file, &header).map_err(|error| format!("{}: {error}", path.display()))?;
        file.set_len(end)?;
        file.seek(SeekFrom::End(0))?;
        let mut journal = Self { file, states };
        if end == 0 {
            journal.write(&header)?;
        }
        Ok(journal)
    }

    /// Returns the state of a user after earlier runs.
    pub(crate) fn state(&self, id: &str) -> Option<UserState> {
        self.states.get(id).copied()
    }

    /// Records that users are about to be sent.
    pub(crate) fn record_sent(&mut self, ids: &[&str]) -> Result<(), BoxError> {
        self.write(&json!({ "sent": ids }))
    }

    /// Records the outcomes of users.
    pub(crate) fn record_outcomes<'a>(
        &mut self,
        outcomes: impl Iterator<Item = (&'a str, &'a Outcome)>,
    ) -> Result<(), BoxError> {
        let (mut done, mut failed) = (Vec::new(), serde_json::Map::new());
        for (id, outcome) in outcomes {
            match outcome {
                Outcome::Done => done.push(id),
                Outcome::Failed { code } => {
                    failed.insert(id.to_owned(), code.as_str().into());
                }
                Outcome::Open => {}
            }
        }
        self.write(&json!({ "done": done, "failed": failed }))
    }

    fn write(&mut self, line: &Value) -> Result<(), BoxError> {
        self.file.write_all(format!("{line}\n").as_bytes())?;
        Ok(self.file.sync_data()?)
    }
}

/// Reads the state of each user, and the offset at which the last complete line ends.
fn read(file: &mut File, expected: &Value) -> Result<(HashMap<Box<str>, UserState>, u64), BoxError> {
    let mut states = HashMap::new();
    let (mut reader, mut end, mut line) = (BufReader::new(file), 0_u64, String::new());
    let mut number = 0_usize;
    loop {
        line.clear();
        // A line names 20 users at most; the limit bounds the memory if the file is not a journal.
        let read = reader.by_ref().take(1 << 20).read_line(&mut line)?;
        if read == 0 || !line.ends_with('\n') {
            let is_incomplete = read < 1 << 20;
            return if is_incomplete {
                Ok((states, end))
            } else {
                Err(format!("line {} is too long", number + 1).into())
            };
        }
        number += 1;
        end += u64::try_from(read)?;
        let entry: Value = serde_json::from_str(&line).map_err(|error| format!("line {number}: {error}"))?;
        if number == 1 {
            if entry != *expected {
                return Err(
                    format!("the journal belongs to another job, {entry}; use another file for --journal").into()
                );
            }
            continue;
        }
        let ids = |name: &str| entry[name].as_array().into_iter().flatten().filter_map(Value::as_str);
        for id in ids("sent") {
            states.insert(id.into(), UserState::InFlight);
        }
        for id in ids("done") {
            states.insert(id.into(), UserState::Done);
        }
        for id in entry["failed"].as_object().into_iter().flat_map(|failed| failed.keys()) {
            states.insert(id.as_str().into(), UserState::Failed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Journal, Outcome, UserState};

    #[test]
    fn reopened_journal_has_the_recorded_states() {
        let path = std::env::temp_dir().join(format!("journal-{}", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let open = || Journal::open(&path, "http://x/v1.0", "all").unwrap();
        let mut journal = open();
        journal.record_sent(&["a", "b", "c"]).unwrap();
        let outcomes = [("a", Outcome::Done), ("b", Outcome::Failed { code: "404".to_owned() })];
        journal.record_outcomes(outcomes.iter().map(|(id, outcome)| (*id, outcome))).unwrap();
        assert!(Journal::open(&path, "http://x/v1.0", "all").unwrap_err().to_string().contains("another run"));
        drop(journal);

        // A crash can leave an incomplete line.
        let complete = std::fs::read(&path).unwrap();
        std::fs::write(&path, [&complete, &b"{\"sent\": [\"d\""[..]].concat()).unwrap();
        let mut journal = open();
        assert_eq!(journal.state("a"), Some(UserState::Done));
        assert_eq!(journal.state("b"), Some(UserState::Failed));
        assert_eq!(journal.state("c"), Some(UserState::InFlight));
        assert_eq!(journal.state("d"), None);
        journal.record_sent(&["d"]).unwrap();
        drop(journal);
        assert_eq!(open().state("d"), Some(UserState::InFlight));

        assert!(Journal::open(&path, "http://x/v1.0", "group g").unwrap_err().to_string().contains("another job"));
        std::fs::write(&path, "something else\n").unwrap();
        assert!(Journal::open(&path, "http://x/v1.0", "all").unwrap_err().to_string().contains("line 1"));
        std::fs::remove_file(&path).unwrap();
    }
}
