//! Runs the program against the local server: to the end, killed and resumed, with failures, and without a server.

use std::{
    path::PathBuf,
    process::{Command, Output, Stdio},
    thread::sleep,
    time::Duration,
};

use stand_in_graph::{GROUP, StandIn, Tenant};

/// A file that is removed before and after the test.
struct Journal(PathBuf);

impl Journal {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_file(&path);
        Self(path)
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn program(service: &str, journal: &Journal, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reprocess-license-errors"));
    command.env_remove("GRAPH_TOKEN").arg("--service").arg(service).arg("--journal").arg(&journal.0).args(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn summary(output: &Output) -> serde_json::Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(text.trim()).unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
}

async fn stand_in(users: usize, rate: Option<u32>) -> StandIn {
    StandIn::with_tenant(Tenant { users, rate }).await.expect("a server")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_has_nothing_to_do() {
    let (server, journal) = (stand_in(130, None).await, Journal::new("whole.journal"));
    let output = program(&server.base_url(), &journal, &["--all", "--json"]).output().unwrap();
    let first = summary(&output);
    assert_eq!(output.status.code(), Some(0), "{first}");
    assert_eq!((first["found"].as_u64(), first["done"].as_u64()), (Some(130), Some(130)), "{first}");
    assert_eq!(first["stillInError"], 0);
    let errors = first["errors"].as_array().unwrap();
    let users: u64 = errors.iter().map(|row| row["users"].as_u64().unwrap()).sum();
    assert_eq!((users, errors.len()), (130, 6));
    let counts = server.counts();
    assert_eq!((counts.never, counts.once, counts.more), (0, 130, 0));

    // No user has a license error any longer.
    let output = program(&server.base_url(), &journal, &["--all", "--json"]).output().unwrap();
    assert_eq!((output.status.code(), summary(&output)["found"].as_u64()), (Some(0), Some(0)));
    assert_eq!(server.counts().more, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_run_is_resumed() {
    const KILLS: usize = 3;
    let (server, journal) = (stand_in(400, Some(120)).await, Journal::new("killed.journal"));
    for kill in 1..=KILLS {
        let mut run = program(&server.base_url(), &journal, &["--all"]).spawn().unwrap();
        // Kill each run at another point of its batches.
        while server.counts().never > 400 - 90 * kill - 7 * kill {
            sleep(Duration::from_millis(1));
        }
        run.kill().unwrap();
        run.wait().unwrap();
    }
    let output = program(&server.base_url(), &journal, &["--all", "--json"]).output().unwrap();
    let (counts, last) = (server.counts(), summary(&output));
    assert_eq!(output.status.code(), Some(0), "{last}");
    assert_eq!(counts.never, 0, "no user is missed: {counts:?}");
    // At most four batches of 20 are in flight when a run is killed.
    assert!(counts.more <= KILLS * 80, "{counts:?}");
    assert!(counts.refused > 0, "the service throttled: {counts:?}");

    // The journal records each user as done once, even if it was reprocessed twice.
    let journal = std::fs::read_to_string(&journal.0).unwrap();
    let done = journal.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let done: usize = done.filter_map(|line| Some(line["done"].as_array()?.len())).sum();
    assert!(done <= 400, "{done} users are recorded as done");
}

#[tokio::test(flavor = "multi_thread")]
async fn exit_codes_tell_failures_apart() {
    let (server, journal) = (stand_in(30, None).await, Journal::new("failing.journal"));
    let list = Journal::new("failing.ids");
    let known = "00000000-0000-0000-0000-000000000001";
    std::fs::write(&list.0, format!("# a duplicate, and a user that does not exist\n{known}\nnobody\n\n{known}\n"))
        .unwrap();
    let list = list.0.to_str().unwrap().to_owned();
    let run = |arguments: &[&str]| program(&server.base_url(), &journal, arguments).output().unwrap();

    let output = run(&["--ids", &list, "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(summary(&output)["failures"]["404 Request_ResourceNotFound"], 1);
    let again = summary(&run(&["--ids", &list, "--json"]));
    assert_eq!((again["earlier"].as_u64(), again["failed"].as_u64()), (Some(2), Some(0)));
    assert_eq!(summary(&run(&["--ids", &list, "--json", "--retry-failed"]))["failed"], 1);
    assert_eq!(server.counts().more, 0);

    assert_eq!(run(&["--all"]).status.code(), Some(2), "the journal belongs to another job");
    assert_eq!(run(&[]).status.code(), Some(2));
    assert_eq!(run(&["--ids", "no such file"]).status.code(), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_changes_nothing() {
    let (server, journal) = (stand_in(25, None).await, Journal::new("dry.journal"));
    let output = program(&server.base_url(), &journal, &["--group", GROUP, "--dry-run"]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text.lines().filter(|line| line.contains("user7@contoso")).count(), 1, "{text}");
    assert!(!journal.0.exists());
    assert_eq!(server.counts().never, 25);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_service_stops_the_run() {
    let (server, journal) = (stand_in(200, Some(100)).await, Journal::new("gone.journal"));
    let list = Journal::new("gone.ids");
    let ids: String = (1..=100).map(|number| format!("00000000-0000-0000-0000-{number:012}\n")).collect();
    std::fs::write(&list.0, ids).unwrap();
    let output = program("http://127.0.0.1:9/v1.0", &journal, &["--ids", list.0.to_str().unwrap(), "--json"]);
    let output = { output }.arg("--batches").arg("1").output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(summary(&output)["open"].as_u64().unwrap() >= 20);
    drop(server);
}
