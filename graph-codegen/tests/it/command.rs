//! Runs the command line in the test process.

use graph_codegen::{Builder, cli};

/// What a command printed, and its exit code.
pub struct Ran {
    pub code: u8,
    pub out: String,
    pub err: String,
}

pub fn run_with(settings: Builder, arguments: &[&str]) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = ["xtask"].iter().chain(arguments).map(|argument| (*argument).to_owned());
    let code = cli::run_with(settings, arguments, &mut out, &mut err);
    Ran { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

pub fn run(arguments: &[&str]) -> Ran {
    run_with(Builder::new(), arguments)
}

/// The output of a command that succeeds without a message.
pub fn fine(arguments: &[&str]) -> String {
    let ran = run(arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    ran.out
}
