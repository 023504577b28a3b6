//! What was sent and what is done, a line of JSON for each batch and moment.
//!
//! A line says that users are about to be sent before they are, and another one what became of them after. Each is on the disk before the
//! program goes on. After a crash a user is done, or failed, or was on the way: those that were on the way are sent again, since nobody
//! knows. A last line that was cut off is taken away.

use std::{
    collections::HashMap,
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, Read, Seek, SeekFrom, Write},
    path::Path,
};

use serde_json::{Value, json};

use crate::Failure;

/// The journal of a job.
#[derive(Debug)]
pub(crate) struct Journal {
    file: File,
    /// What earlier runs left behind, by user.
    known: HashMap<Box<str>, Known>,
}

/// What is known of a user from earlier runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// Sent, without a word of what became of it.
    OnTheWay,
    Done,
    Failed,
}

/// What became of a user.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    Done,
    /// For good: sending it again would give the same.
    Failed {
        code: String,
    },
    /// Nobody knows, or it was surely not done; the next run sends it again.
    Open,
}

impl Journal {
    /// Opens the journal of a job, or begins one. That of another service or source is refused.
    pub(crate) fn open(path: &Path, service: &str, source: &str) -> Result<Self, Failure> {
        let about = |problem: std::io::Error| format!("{}: {problem}", path.display());
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map_err(about)?;
        file.try_lock().map_err(|_| format!("{}: another run has it open", path.display()))?;
        let header = json!({ "journal": "reprocess-license-errors 1", "service": service, "source": source });
        let (known, end) = read(&mut file, &header).map_err(|problem| format!("{}: {problem}", path.display()))?;
        file.set_len(end)?;
        file.seek(SeekFrom::End(0))?;
        let mut journal = Self { file, known };
        if end == 0 {
            journal.write(&header)?;
        }
        Ok(journal)
    }

    /// What earlier runs know of a user.
    pub(crate) fn known(&self, id: &str) -> Option<Known> {
        self.known.get(id).copied()
    }

    /// Says that users are about to be sent.
    pub(crate) fn sent(&mut self, ids: &[&str]) -> Result<(), Failure> {
        self.write(&json!({ "sent": ids }))
    }

    /// Says what became of users.
    pub(crate) fn settled<'a>(
        &mut self,
        outcomes: impl Iterator<Item = (&'a str, &'a Outcome)>,
    ) -> Result<(), Failure> {
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

    fn write(&mut self, line: &Value) -> Result<(), Failure> {
        self.file.write_all(format!("{line}\n").as_bytes())?;
        Ok(self.file.sync_data()?)
    }
}

/// What is known of each user, and where the last whole line ends.
fn read(file: &mut File, expected: &Value) -> Result<(HashMap<Box<str>, Known>, u64), Failure> {
    let mut known = HashMap::new();
    let (mut reader, mut end, mut line) = (BufReader::new(file), 0_u64, String::new());
    let mut number = 0_usize;
    loop {
        line.clear();
        // A line is no longer than twenty users; this bounds what a file that is no journal can take.
        let read = reader.by_ref().take(1 << 20).read_line(&mut line)?;
        if read == 0 || !line.ends_with('\n') {
            let is_cut = read < 1 << 20;
            return if is_cut { Ok((known, end)) } else { Err(format!("line {} is too long", number + 1).into()) };
        }
        number += 1;
        end += u64::try_from(read)?;
        let entry: Value = serde_json::from_str(&line).map_err(|problem| format!("line {number}: {problem}"))?;
        if number == 1 {
            if entry != *expected {
                return Err(format!("it belongs to another job, {entry}; give --journal another file").into());
            }
            continue;
        }
        let ids = |name: &str| entry[name].as_array().into_iter().flatten().filter_map(Value::as_str);
        for id in ids("sent") {
            known.insert(id.into(), Known::OnTheWay);
        }
        for id in ids("done") {
            known.insert(id.into(), Known::Done);
        }
        for id in entry["failed"].as_object().into_iter().flat_map(|failed| failed.keys()) {
            known.insert(id.as_str().into(), Known::Failed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Journal, Known, Outcome};

    #[test]
    fn it_knows_what_was_done_and_what_was_on_the_way() {
        let path = std::env::temp_dir().join(format!("journal-{}", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let open = || Journal::open(&path, "http://x/v1.0", "all").unwrap();
        let mut journal = open();
        journal.sent(&["a", "b", "c"]).unwrap();
        let outcomes = [("a", Outcome::Done), ("b", Outcome::Failed { code: "404".to_owned() })];
        journal.settled(outcomes.iter().map(|(id, outcome)| (*id, outcome))).unwrap();
        assert!(Journal::open(&path, "http://x/v1.0", "all").unwrap_err().to_string().contains("another run"));
        drop(journal);

        // A crash within a line leaves half of it.
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, [&whole, &b"{\"sent\": [\"d\""[..]].concat()).unwrap();
        let mut journal = open();
        let known = |journal: &Journal, id: &str| journal.known(id);
        assert_eq!(known(&journal, "a"), Some(Known::Done));
        assert_eq!(known(&journal, "b"), Some(Known::Failed));
        assert_eq!(known(&journal, "c"), Some(Known::OnTheWay));
        assert_eq!(known(&journal, "d"), None);
        journal.sent(&["d"]).unwrap();
        drop(journal);
        assert_eq!(open().known("d"), Some(Known::OnTheWay));

        assert!(Journal::open(&path, "http://x/v1.0", "group g").unwrap_err().to_string().contains("another job"));
        std::fs::write(&path, "something else\n").unwrap();
        assert!(Journal::open(&path, "http://x/v1.0", "all").unwrap_err().to_string().contains("line 1"));
        std::fs::remove_file(&path).unwrap();
    }
}
